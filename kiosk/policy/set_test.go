package policy_test

import (
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

var shipped = os.DirFS("../../assets/policy")

func load(t testing.TB, layers ...fs.FS) *policy.Set {
	t.Helper()
	s, err := policy.Load(append([]fs.FS{shipped}, layers...)...)
	require.NoError(t, err)
	return s
}

func day(s string) kiosk.Date {
	d, err := kiosk.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var today = day("2026-11-21")

// citizen is an adult with an ID card and a passport of the current design, both far from expiry.
func citizen(changes ...func(*kiosk.Person)) kiosk.Person {
	p := kiosk.Person{
		IIN: "850615390005", BirthDate: day("1985-06-15"), Sex: kiosk.Male, Citizenship: "KAZ", Status: kiosk.Alive, Capable: true,
		Residence: &kiosk.Residence{Permanent: true},
		Documents: []kiosk.Document{
			{Kind: kiosk.IDCard, Issued: day("2020-05-05"), Expires: day("2030-05-04"), Status: kiosk.DocumentValid},
			{Kind: kiosk.Passport, Issued: day("2021-05-05"), Expires: day("2031-05-04"), Status: kiosk.DocumentValid},
		},
	}
	for _, change := range changes {
		change(&p)
	}
	return p
}

func edit(kind kiosk.DocumentKind, change func(*kiosk.Document)) func(*kiosk.Person) {
	return func(p *kiosk.Person) {
		for i := range p.Documents {
			if p.Documents[i].Kind == kind {
				change(&p.Documents[i])
			}
		}
	}
}

// expires keeps the term of ten years.
func expires(kind kiosk.DocumentKind, last kiosk.Date) func(*kiosk.Person) {
	return edit(kind, func(d *kiosk.Document) {
		d.Expires = last
		d.Issued = kiosk.DateOf(last.Time().AddDate(-10, 0, 1))
	})
}

func status(kind kiosk.DocumentKind, s kiosk.DocumentStatus) func(*kiosk.Person) {
	return edit(kind, func(d *kiosk.Document) { d.Status = s })
}

func without(kind kiosk.DocumentKind) func(*kiosk.Person) {
	return func(p *kiosk.Person) {
		var kept []kiosk.Document
		for _, d := range p.Documents {
			if d.Kind != kind {
				kept = append(kept, d)
			}
		}
		p.Documents = kept
	}
}

func changed(kind, on string) func(*kiosk.Person) {
	return func(p *kiosk.Person) {
		p.CivilChanges = append(p.CivilChanges, kiosk.CivilChange{Kind: kind, Date: day(on)})
	}
}

func lost(kind kiosk.DocumentKind, dates ...string) func(*kiosk.Person) {
	return func(p *kiosk.Person) {
		for _, d := range dates {
			p.Losses = append(p.Losses, kiosk.Loss{Kind: kind, Date: day(d)})
		}
		status(kind, kiosk.DocumentLost)(p)
	}
}

// choose is the choice of a code, with 36 pages for a passport.
func choose(d kiosk.DocumentKind, code kiosk.ReasonCode, sub ...string) kiosk.Choice {
	c := kiosk.Choice{Document: d, Reason: code}
	if d == kiosk.Passport {
		c.Pages = 36
	}
	if len(sub) > 0 {
		c.SubReason = sub[0]
	}
	return c
}

func TestLoad_LaterLayerReplacesAFile(t *testing.T) {
	base := load(t)
	over := load(t, fstest.MapFS{"set.json": {Data: []byte(`{"version":"office-7","serial":9,"validUntil":"2026-12-31"}`)}})
	assert.Contains(t, over.Version(), "office-7+")
	assert.NotEqual(t, base.Version(), over.Version())
	assert.EqualValues(t, 9, over.Serial())
	assert.Equal(t, day("2026-12-31"), over.ValidUntil())

	quiet := load(t, fstest.MapFS{"duty.json": {Data: []byte(`{"lossWindows":[{"from":"2024-01-01","to":"","days":365,"ground":"g"}],"mci":[],"tariffs":[]}`)}})
	assert.NotEqual(t, base.Version(), quiet.Version(), "other content is another version")
	_, err := quiet.Duty(citizen(), choose(kiosk.IDCard, "18"), policy.Social{}, today)
	require.ErrorIs(t, err, policy.ErrNoMCI)
}

func TestDay_TurnsAtMidnightOfKazakhstan(t *testing.T) {
	s := load(t)
	p := citizen(func(p *kiosk.Person) { p.IIN, p.BirthDate = "", day("2008-11-22") })
	for at, refused := range map[time.Time]bool{
		time.Date(2026, 11, 21, 18, 59, 59, 0, time.UTC): true, // 23:59:59 of the 21st at UTC+5
		time.Date(2026, 11, 21, 19, 0, 0, 0, time.UTC):   false,
	} {
		assert.Equal(t, refused, s.Refusal(p, kiosk.DateOf(at.In(kiosk.Almaty))) != nil, "%s", at)
	}
}

func TestLimits_AreTheSessionsFile(t *testing.T) {
	l := load(t).Limits(today)
	assert.Equal(t, 90*time.Second, l.Dwell[kiosk.DwellRead].Duration())
	assert.Equal(t, 3, l.Shots)
	assert.Equal(t, "1", l.ConsentText)
	assert.Equal(t, kiosk.Attempts{Codes: 3, CodeTries: 3, Face: 5}, l.Attempts)
	assert.Equal(t, l, load(t).Limits(day("2001-01-01")), "a clock that is wrong")
}

// An owner loads what changes on a day before that day.
func TestChangesAreLoadedBeforeTheDay(t *testing.T) {
	moved := func(file, old, with string) string { return replace(t, read(t, file), old, with) }
	office := `{"code": "ALA-01", "name": {"kk": "a", "ru": "a", "en": "a"}, "address": {"kk": "b", "ru": "b", "en": "b"},
		"hours": {"kk": "c", "ru": "c", "en": "c"}, "phone": "1414", "from": "2027-03-01", "to": "", "ground": "приказ"},`
	offices := moved("offices.json", `"offices": [`, `"offices": [`+office)
	offices = replace(t, offices, `"from": "2024-01-01",
      "to": ""`, `"from": "2024-01-01",
      "to": "2027-02-28"`)
	documents := moved("reasons.json", `"pages": [36, 48], "from": "2024-01-01", "to": ""`, `"pages": [36, 48], "from": "2024-01-01", "to": "2026-12-31"`)
	s, err := policy.Load(shipped, fstest.MapFS{"offices.json": {Data: []byte(offices)}, "reasons.json": {Data: []byte(documents)}})
	require.NoError(t, err)

	before, err := s.Office("ALA-01", day("2027-02-28"))
	require.NoError(t, err)
	after, err := s.Office("ALA-01", day("2027-03-01"))
	require.NoError(t, err)
	assert.Equal(t, "b", after.Address.RU)
	assert.NotEqual(t, "b", before.Address.RU)
	assert.Len(t, s.Offices(day("2027-03-01")), len(s.Offices(day("2027-02-28"))))

	passport := kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 36}
	assert.NotEqual(t, "not-offered", s.Evaluate(citizen(), passport, day("2026-12-31")).Code)
	assert.Equal(t, "not-offered", s.Evaluate(citizen(), passport, day("2027-01-01")).Code)
}

func TestCapture_ASectionHasExactlyTheFieldsOfItsStage(t *testing.T) {
	s := load(t)
	type signature struct {
		Dot   float64 `json:"dotMM"`
		Long  float64 `json:"minLongMM"`
		Short float64 `json:"minShortMM"`
		Bend  float64 `json:"minBendMM"`
		Frame float64 `json:"frameMM"`
	}
	var all signature
	require.NoError(t, s.Capture("signature", &all))
	assert.Positive(t, all.Dot)
	var less struct {
		Dot float64 `json:"dotMM"`
	}
	require.ErrorContains(t, s.Capture("signature", &less), "unknown field")
	var more struct {
		signature
		Ink float64 `json:"ink"`
	}
	require.EqualError(t, s.Capture("signature", &more), "policy capture.json: signature.ink: want a value, but it is missing")
	require.EqualError(t, s.Capture("iris", &less), "policy capture.json: iris: want a section, but it is missing")
}

func TestOffices_AreFoundByCode(t *testing.T) {
	s := load(t)
	require.NotEmpty(t, s.Offices(today))
	for _, o := range s.Offices(today) {
		got, err := s.Office(o.Code, today)
		require.NoError(t, err)
		assert.Equal(t, o, got)
		assert.NotEmpty(t, o.Phone)
		for _, l := range kiosk.Languages {
			assert.NotEmpty(t, o.Name.In(l))
			assert.NotEmpty(t, o.Address.In(l))
			assert.NotEmpty(t, o.Hours.In(l))
		}
	}
	_, err := s.Office("XXX-99", today)
	require.ErrorContains(t, err, "XXX-99")
}

func TestDecisions_HaveASentenceForTheCitizen(t *testing.T) {
	s := load(t)
	all := s.Decisions(today)
	outcomes := map[policy.Outcome]int{}
	for _, d := range all {
		outcomes[d.Outcome]++
		got, ok := s.Decision(d.Code, today)
		assert.True(t, ok)
		assert.Equal(t, d, got)
		for _, l := range kiosk.Languages {
			assert.NotEmpty(t, d.Text.In(l))
			assert.NotEmpty(t, d.Next.In(l))
			assert.LessOrEqual(t, len([]rune(d.Text.In(l)+" "+d.Next.In(l))), 4*67, "an SMS of at most four parts: %s", d.Code)
		}
	}
	assert.Positive(t, outcomes[policy.Annul])
	assert.Positive(t, outcomes[policy.NeedsVisit])
	_, ok := s.Decision("photo-quality", day("2023-12-31"))
	assert.False(t, ok, "not in force yet")
	_, ok = s.Decision("mood", today)
	assert.False(t, ok)
}

func TestGaps_AreToldSixtyDaysBefore(t *testing.T) {
	s := load(t)
	assert.Empty(t, s.Gaps(day("2026-11-01")))
	assert.Equal(t, []string{"duty.json: no МРП for the year 2027"}, s.Gaps(day("2026-11-02")))
	assert.Equal(t, []string{"duty.json: no МРП for the year 2027"}, s.Gaps(day("2027-01-01")))
	late := s.Gaps(day("2027-11-15"))
	assert.Contains(t, late, "calendar.json: no production calendar or no term for applications of 2028-01-14")
	assert.Contains(t, late, "set.json: the set is valid until 2027-12-31 only")
	assert.Contains(t, s.Gaps(day("2028-01-01")), "set.json: the set was valid until 2027-12-31")

	duty := replace(t, read(t, "duty.json"), `"mci": 12,
      "from": "2024-01-01",
      "to": ""`, `"mci": 12, "from": "2024-01-01", "to": "2026-10-31"`)
	ended := load(t, fstest.MapFS{"duty.json": {Data: []byte(duty)}}).Gaps(day("2026-09-02"))
	require.NotEmpty(t, ended)
	assert.Equal(t, "duty.json: duty of passport, 48 pages, reason 18, on 2026-11-01: no tariff for the choice", ended[0])
	assert.Empty(t, s.Gaps(day("2026-09-02")))
	blind := load(t, fstest.MapFS{"duty.json": {Data: []byte(replace(t, duty, `"to": "2026-10-31"`, `"to": "2027-01-10"`))}}).Gaps(day("2026-11-22"))
	assert.Contains(t, blind, "duty.json: no МРП for the year 2027")
	assert.Contains(t, blind, "duty.json: duty of passport, 48 pages, reason 18, on 2027-01-11: no tariff for the choice", "though the МРП is missing")

	window := replace(t, read(t, "duty.json"), `"to": ""`, `"to": "2026-10-31"`)
	assert.Contains(t, load(t, fstest.MapFS{"duty.json": {Data: []byte(window)}}).Gaps(day("2026-09-02")), "duty.json: no window in which losses count on 2026-11-01")
	term := replace(t, read(t, "calendar.json"), `"to": ""`, `"to": "2026-10-31"`)
	assert.Contains(t, load(t, fstest.MapFS{"calendar.json": {Data: []byte(term)}}).Gaps(day("2026-09-02")), "calendar.json: no production calendar or no term for applications of 2026-11-01")
}

// The term and the window are those of the day of the application.
func TestTermAndWindow_ChangeOnADay(t *testing.T) {
	calendar := replace(t, read(t, "calendar.json"), `"terms": [
    {
      "from": "2023-01-01",
      "to": "",`, `"terms": [
    {"from": "2026-12-01", "to": "", "workingDays": 1, "ground": "приказ"},
    {
      "from": "2023-01-01",
      "to": "2026-11-30",`)
	duty := replace(t, read(t, "duty.json"), `"lossWindows": [
    {
      "from": "2024-01-01",
      "to": "",`, `"lossWindows": [
    {"from": "2026-12-01", "to": "", "days": 10, "ground": "закон"},
    {
      "from": "2024-01-01",
      "to": "2026-11-30",`)
	s := load(t, fstest.MapFS{"calendar.json": {Data: []byte(calendar)}, "duty.json": {Data: []byte(duty)}})
	assert.Equal(t, day("2026-12-22"), s.ReadyDate(day("2026-11-30")))
	assert.Equal(t, day("2026-12-02"), s.ReadyDate(day("2026-12-01")))

	p := citizen(lost(kiosk.IDCard, "2026-05-01", "2026-11-01", "2026-11-29"))
	for on, rate := range map[string]string{"2026-11-30": "1 МРП", "2026-12-01": "0,2 МРП"} {
		d, err := s.Duty(p, choose(kiosk.IDCard, "09", "lost"), policy.Social{}, day(on))
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(d.Rate, rate), "%s: %s", on, d.Rate)
	}
}

func TestSet_MayBeAskedByManyAtOnce(t *testing.T) {
	s, p := load(t), citizen(expires(kiosk.IDCard, today), written)
	want := s.Verdicts(p, today)
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			assert.Equal(t, want, s.Verdicts(p, today))
			assert.True(t, s.Evaluate(p, choose(kiosk.IDCard, "18"), today).Allowed)
			_, err := s.Duty(p, choose(kiosk.Passport, "07"), policy.Social{Category: "hero"}, today)
			assert.NoError(t, err)
		})
	}
	asking.Wait()
}
