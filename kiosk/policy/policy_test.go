package policy_test

import (
	"errors"
	"io/fs"
	"os"
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
		BirthDate: day("1985-06-15"), Sex: kiosk.Male, Citizenship: "KAZ", Status: kiosk.Alive, Capable: true,
		Residence: &kiosk.Residence{Permanent: true},
		Documents: []kiosk.Document{
			{Kind: kiosk.IDCard, Issued: day("2020-05-05"), Expires: day("2030-05-04"), Valid: true},
			{Kind: kiosk.Passport, Issued: day("2021-05-05"), Expires: day("2031-05-04"), Valid: true},
		},
	}
	for _, change := range changes {
		change(&p)
	}
	return p
}

func expires(kind kiosk.DocumentKind, d kiosk.Date) func(*kiosk.Person) {
	return func(p *kiosk.Person) {
		for i := range p.Documents {
			if p.Documents[i].Kind == kind {
				p.Documents[i].Expires = d
			}
		}
	}
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

func edit(kind kiosk.DocumentKind, change func(*kiosk.Document)) func(*kiosk.Person) {
	return func(p *kiosk.Person) {
		for i := range p.Documents {
			if p.Documents[i].Kind == kind {
				change(&p.Documents[i])
			}
		}
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
		edit(kind, func(d *kiosk.Document) { d.Valid = false })(p)
	}
}

// of finds the verdict of a choice; 36 pages stand for the passport.
func of(t *testing.T, vs []kiosk.Verdict, d kiosk.DocumentKind, code kiosk.ReasonCode) kiosk.Verdict {
	t.Helper()
	for _, v := range vs {
		if v.Choice.Document == d && v.Choice.Reason == code && (v.Choice.Pages == 0 || v.Choice.Pages == 36) {
			return v
		}
	}
	t.Fatalf("no verdict for %s %s", d, code)
	return kiosk.Verdict{}
}

func TestVerdicts_EveryCodeAndDocument(t *testing.T) {
	s := load(t)
	const ok = ""
	ID, PP := kiosk.IDCard, kiosk.Passport
	at := func(days int) kiosk.Date { return today.AddDays(days) }
	for name, c := range map[string]struct {
		person kiosk.Person
		doc    kiosk.DocumentKind
		code   kiosk.ReasonCode
		ground string // a part of it; empty: allowed
	}{
		"18 ID 31 days before": {citizen(expires(ID, at(31))), ID, "18", "портала"},
		"18 ID 30 days before": {citizen(expires(ID, at(30))), ID, "18", ok},
		"18 ID on the day":     {citizen(expires(ID, at(0))), ID, "18", ok},
		"18 ID 10 days after":  {citizen(expires(ID, at(-10))), ID, "18", ok},
		"18 ID 11 days after":  {citizen(expires(ID, at(-11))), ID, "18", "492"},
		"18 ID 10 days after, marked not valid": {citizen(expires(ID, at(-10)),
			edit(ID, func(d *kiosk.Document) { d.Valid = false })), ID, "18", ok},
		"18 ID unknown term":         {citizen(expires(ID, kiosk.Date{})), ID, "18", "портала"},
		"18 ID none":                 {citizen(without(ID)), ID, "18", "не найден"},
		"18 passport 31 days before": {citizen(expires(PP, at(31))), PP, "18", "по умолчанию"},
		"18 passport 30 days before": {citizen(expires(PP, at(30))), PP, "18", ok},
		"18 passport two years after": {citizen(expires(PP, at(-730)),
			edit(PP, func(d *kiosk.Document) { d.Valid = false })), PP, "18", ok},
		"18 passport none": {citizen(without(PP)), PP, "18", "не найден"},

		"04 ID marriage after issue":           {citizen(changed("marriage-surname", "2024-02-02")), ID, "04", ok},
		"04 passport divorce after issue":      {citizen(changed("divorce-surname", "2024-02-02")), PP, "04", ok},
		"04 ID nothing changed":                {citizen(), ID, "04", "04"},
		"04 ID marriage before issue":          {citizen(changed("marriage-surname", "2020-05-04")), ID, "04", "04"},
		"04 ID marriage on the day of issue":   {citizen(changed("marriage-surname", "2020-05-05")), ID, "04", "04"},
		"04 ID marriage the day after issue":   {citizen(changed("marriage-surname", "2020-05-06")), ID, "04", ok},
		"04 passport only the ID is older":     {citizen(changed("marriage-surname", "2020-06-06")), PP, "04", "04"},
		"04 ID name changed":                   {citizen(changed("name", "2024-02-02")), ID, "04", "04"},
		"04 ID surname and nationality":        {citizen(changed("marriage-surname", "2024-02-02"), changed("nationality", "2024-02-02")), ID, "04", "только фамилия"},
		"04 ID 11 days overdue":                {citizen(changed("marriage-surname", "2024-02-02"), expires(ID, at(-11))), ID, "04", "492"},
		"18 ID with marriage since":            {citizen(expires(ID, at(0)), changed("marriage-surname", "2024-02-02")), ID, "18", "ЗАГС"},
		"17 with marriage since the ID card":   {citizen(without(PP), changed("marriage-surname", "2024-02-02")), PP, "17", "ЗАГС"},
		"17 with marriage before the ID card":  {citizen(without(PP), changed("marriage-surname", "2019-02-02")), PP, "17", ok},
		"18 passport with birth date changed":  {citizen(expires(PP, at(0)), changed("birth-date", "2024-02-02")), PP, "18", "ЗАГС"},
		"18 passport issued after the change":  {citizen(expires(PP, at(0)), changed("name", "2020-06-06")), PP, "18", ok},
		"07 ID":                                {citizen(), ID, "07", ok},
		"07 ID expired yesterday":              {citizen(expires(ID, at(-1))), ID, "07", "00"},
		"07 ID last day":                       {citizen(expires(ID, at(0))), ID, "07", ok},
		"07 passport":                          {citizen(), PP, "07", ok},
		"07 passport annulled":                 {citizen(edit(PP, func(d *kiosk.Document) { d.Valid = false })), PP, "07", "00"},
		"09 ID lost and recorded":              {citizen(lost(ID, "2026-11-20")), ID, "09", ok},
		"09 ID none":                           {citizen(without(ID)), ID, "09", "не найден"},
		"09 ID lost after it was 11 days over": {citizen(expires(ID, at(-11)), lost(ID, "2026-11-20")), ID, "09", "492"},
		"13 passport lost":                     {citizen(lost(PP, "2026-11-20")), PP, "13", ok},
		"13 passport none":                     {citizen(without(PP)), PP, "13", "не найден"},
		"14 ID":                                {citizen(), ID, "14", ok},
		"14 passport":                          {citizen(), PP, "14", ok},
		"16 ID of today's design":              {citizen(), ID, "16", "16"},
		"16 ID of an older design":             {citizen(edit(ID, func(d *kiosk.Document) { d.Older = true })), ID, "16", ok},
		"16 passport of an older design":       {citizen(edit(PP, func(d *kiosk.Document) { d.Older = true })), PP, "16", ok},
		"16 passport when the ID is older":     {citizen(edit(ID, func(d *kiosk.Document) { d.Older = true })), PP, "16", "16"},
		"17 no passport, valid ID":             {citizen(without(PP)), PP, "17", ok},
		"17 has a passport":                    {citizen(), PP, "17", "17"},
		"17 had one and lost it":               {citizen(without(PP), lost(PP, "2010-01-01")), PP, "17", "17"},
		"17 ID expired":                        {citizen(without(PP), expires(ID, at(-1))), PP, "17", "17"},
		"17 no ID":                             {citizen(without(PP), without(ID)), PP, "17", "17"},

		"open application for the same": {citizen(func(p *kiosk.Person) {
			p.OpenApplications = []kiosk.OpenApplication{{Kind: PP}}
		}), PP, "07", "незавершённая"},
		"open application for the other": {citizen(func(p *kiosk.Person) {
			p.OpenApplications = []kiosk.OpenApplication{{Kind: PP}}
		}), ID, "07", ok},
		"under age": {citizen(func(p *kiosk.Person) { p.BirthDate = day("2010-01-01") }), ID, "07", "по умолчанию"},
	} {
		t.Run(name, func(t *testing.T) {
			v := of(t, s.Verdicts(c.person, today), c.doc, c.code)
			assert.Equal(t, c.ground == ok, v.Allowed, "why: %s", v.Why.RU)
			assert.Contains(t, v.Ground, c.ground)
			for _, l := range kiosk.Languages {
				assert.NotEmpty(t, v.Title.In(l))
				assert.Equal(t, v.Allowed, v.Why.In(l) == "", "why in %s", l)
				assert.Equal(t, v.Allowed, v.Next.In(l) == "", "next in %s", l)
			}
		})
	}
}

func TestVerdicts_ListEveryChoiceOnceInScreenOrder(t *testing.T) {
	var got []kiosk.Choice
	for _, v := range load(t).Verdicts(citizen(), today) {
		got = append(got, v.Choice)
		assert.Equal(t, day("2026-12-11"), v.ReadyDate)
		assert.NotZero(t, v.Price)
	}
	var want []kiosk.Choice
	for _, code := range []kiosk.ReasonCode{"18", "04", "07", "09", "14", "16"} {
		want = append(want, kiosk.Choice{Document: kiosk.IDCard, Reason: code})
	}
	for _, code := range []kiosk.ReasonCode{"18", "04", "07", "13", "14", "16", "17"} {
		want = append(want, kiosk.Choice{Document: kiosk.Passport, Reason: code, Pages: 36},
			kiosk.Choice{Document: kiosk.Passport, Reason: code, Pages: 48})
	}
	assert.Equal(t, want, got)
}

func TestRefusal_NamesTheFirstObstacle(t *testing.T) {
	s := load(t)
	for code, change := range map[string]func(*kiosk.Person){
		"":               func(*kiosk.Person) {},
		"not-alive":      func(p *kiosk.Person) { p.Status = kiosk.Missing; p.Citizenship = "RUS" },
		"not-citizen":    func(p *kiosk.Person) { p.Citizenship = "RUS"; p.Capable = false },
		"under-age":      func(p *kiosk.Person) { p.BirthDate = today.AddDays(-17 * 365) },
		"not-capable":    func(p *kiosk.Person) { p.Capable = false },
		"not-registered": func(p *kiosk.Person) { p.Residence = nil },
	} {
		r := s.Refusal(citizen(change), today)
		if code == "" {
			assert.Nil(t, r)
			continue
		}
		if assert.NotNil(t, r, code) {
			assert.Equal(t, code, r.Code)
			assert.NotEmpty(t, r.Why.KK)
			assert.NotEmpty(t, r.Next.EN)
			assert.NotEmpty(t, r.Ground)
		}
		for _, v := range s.Verdicts(citizen(change), today) {
			assert.False(t, v.Allowed, "%s, but %v", code, v.Choice)
		}
	}
	for _, status := range []kiosk.LifeStatus{kiosk.Dead, kiosk.Missing, kiosk.Excluded, ""} {
		assert.NotNil(t, s.Refusal(citizen(func(p *kiosk.Person) { p.Status = status }), today), "status %q", status)
	}
	temporary := citizen(func(p *kiosk.Person) { p.Residence.Permanent = false })
	assert.Equal(t, "not-registered", s.Refusal(temporary, today).Code)
	assert.NotNil(t, s.Refusal(kiosk.Person{}, today), "nothing is known")
}

func TestRefusal_AgeOnTheBirthdayItself(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		born, on string
		refused  bool
	}{
		{"2008-11-21", "2026-11-21", false},
		{"2008-11-22", "2026-11-21", true},
		{"2008-02-29", "2026-02-28", true},
		{"2008-02-29", "2026-03-01", false},
	} {
		p := citizen(func(p *kiosk.Person) { p.BirthDate = day(c.born) })
		assert.Equal(t, c.refused, s.Refusal(p, day(c.on)) != nil, "born %s, on %s", c.born, c.on)
	}
}

func TestDuty(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		doc           kiosk.DocumentKind
		code          kiosk.ReasonCode
		pages, losses int
		on            string
		want          kiosk.Money
	}{
		{kiosk.IDCard, "18", 0, 0, "2026-11-21", kiosk.Tenge(865)},
		{kiosk.IDCard, "09", 0, 2, "2026-11-21", kiosk.Tenge(865)},
		{kiosk.IDCard, "09", 0, 3, "2026-11-21", kiosk.Tenge(4325)},
		{kiosk.IDCard, "18", 0, 3, "2026-11-21", kiosk.Tenge(865)},
		{kiosk.Passport, "17", 24, 0, "2026-11-21", kiosk.Tenge(17300)},
		{kiosk.Passport, "17", 36, 0, "2026-11-21", kiosk.Tenge(34600)},
		{kiosk.Passport, "13", 48, 5, "2026-11-21", kiosk.Tenge(51900)},
		{kiosk.IDCard, "18", 0, 0, "2025-12-31", 78640}, // 0.2 × 3 932 ₸ = 786,40 ₸
		{kiosk.IDCard, "18", 0, 0, "2026-01-01", kiosk.Tenge(865)},
		{kiosk.IDCard, "18", 0, 0, "2024-06-01", 73840},
	} {
		got, err := s.Duty(c.doc, c.code, c.pages, c.losses, day(c.on))
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%+v", c)
	}
	_, err := s.Duty(kiosk.IDCard, "18", 0, 0, day("2027-01-01"))
	require.ErrorIs(t, err, policy.ErrNoMCI)
	assert.Contains(t, err.Error(), "2027")
	_, err = s.Duty(kiosk.Passport, "17", 60, 0, today)
	require.ErrorIs(t, err, policy.ErrNoTariff)
}

func TestVerdicts_ThirdLossWithinAYearCostsMore(t *testing.T) {
	s := load(t)
	price := func(dates ...string) kiosk.Money {
		v := of(t, s.Verdicts(citizen(lost(kiosk.IDCard, dates...)), today), kiosk.IDCard, "09")
		require.True(t, v.Allowed)
		return v.Price
	}
	assert.Equal(t, kiosk.Tenge(865), price("2026-11-20"))
	assert.Equal(t, kiosk.Tenge(865), price("2026-03-01", "2026-11-20"))
	assert.Equal(t, kiosk.Tenge(4325), price("2025-11-21", "2026-03-01", "2026-11-20"), "365 days back counts")
	assert.Equal(t, kiosk.Tenge(865), price("2025-11-20", "2026-03-01", "2026-11-20"), "366 days back does not")
}

func TestVerdicts_PassportPagesHaveTheirPrices(t *testing.T) {
	prices := map[int]kiosk.Money{}
	for _, v := range load(t).Verdicts(citizen(), today) {
		if v.Choice.Document == kiosk.Passport && v.Choice.Reason == "07" {
			prices[v.Choice.Pages] = v.Price
		}
	}
	assert.Equal(t, map[int]kiosk.Money{36: kiosk.Tenge(34600), 48: kiosk.Tenge(51900)}, prices)
}

func TestVerdicts_WithoutTheYearsMCI_AreRefusedAndToldBefore(t *testing.T) {
	s := load(t)
	for _, v := range s.Verdicts(citizen(), day("2027-01-11")) {
		require.False(t, v.Allowed)
		assert.Contains(t, v.Ground, "МРП")
	}
	assert.Empty(t, s.Gaps(today))
	assert.NotEmpty(t, s.Gaps(today.AddDays(60)))
}

func TestReadyDate_FifteenWorkingDays(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ from, want, why string }{
		{"2026-02-02", "2026-02-23", "no holiday between"},
		{"2026-02-27", "2026-03-26", "9, 23, 24 and 25 March are off"},
		{"2026-08-28", "2026-09-18", "30 August is no holiday any more"},
		{"2026-12-11", "2027-01-06", "16 December, 1 and 4 January"},
		{"2027-03-01", "2027-03-29", "8, 15, 22, 23 and 24 March"},
	} {
		assert.Equal(t, c.want, s.ReadyDate(day(c.from)).String(), c.why)
	}
	assert.True(t, s.ReadyDate(day("2027-12-20")).IsZero(), "the calendar of 2028 is not known")
}

func TestDay_TurnsAtMidnightOfKazakhstan(t *testing.T) {
	assert.Equal(t, "2026-11-21", kiosk.DateOf(time.Date(2026, 11, 21, 18, 59, 59, 0, time.UTC).In(kiosk.Almaty)).String())
	assert.Equal(t, "2026-11-22", kiosk.DateOf(time.Date(2026, 11, 21, 19, 0, 0, 0, time.UTC).In(kiosk.Almaty)).String())
}

func TestLimits_AreTheSessionsFile(t *testing.T) {
	l := load(t).Limits()
	assert.Equal(t, 90*time.Second, l.Dwell[kiosk.DwellRead].Duration())
	assert.Equal(t, 3, l.Shots)
	assert.Equal(t, "1", l.ConsentText)
}

func TestCapture_IsReadAsStrictlyAsTheRest(t *testing.T) {
	s := load(t)
	var all struct {
		Dot   float64 `json:"dotMM"`
		Long  float64 `json:"minLongMM"`
		Short float64 `json:"minShortMM"`
		Bend  float64 `json:"minBendMM"`
		Frame float64 `json:"frameMM"`
	}
	require.NoError(t, s.Capture("signature", &all))
	assert.Positive(t, all.Dot)
	var less struct {
		Dot float64 `json:"dotMM"`
	}
	require.ErrorContains(t, s.Capture("signature", &less), "no such field")
	require.ErrorContains(t, s.Capture("iris", &less), "iris")
}

func TestLoad_LaterLayerReplacesAFile(t *testing.T) {
	base := load(t)
	over := load(t, fstest.MapFS{"set.json": {Data: []byte(`{"version":"office-7"}`)}})
	assert.Contains(t, over.Version(), "office-7+")
	assert.NotEqual(t, base.Version(), over.Version())

	quiet := load(t, fstest.MapFS{"duty.json": {Data: []byte(`{"lossWindowDays":365,"mci":[],"tariffs":[]}`)}})
	assert.NotEqual(t, base.Version(), quiet.Version(), "other content is another version")
	_, err := quiet.Duty(kiosk.IDCard, "18", 0, 0, today)
	require.ErrorIs(t, err, policy.ErrNoMCI)
}

func TestLoad_WrongFile_SaysFilePathAndWhatWasExpected(t *testing.T) {
	rule := func(require string) string {
		return `{"rules":[{"id":"r","from":"2026-01-01","to":"","require":` + require +
			`,"why":{"kk":"a","ru":"a","en":"a"},"next":{"kk":"a","ru":"a","en":"a"},"ground":"g"}]}`
	}
	for name, c := range map[string]struct{ file, data, path, want string }{
		"not JSON":               {"set.json", `{`, "", "JSON"},
		"two values":             {"set.json", `{"version":"1"} 2`, "", "nothing after"},
		"unknown field":          {"set.json", `{"version":"1","colour":"red"}`, "colour", "no such field"},
		"missing value":          {"set.json", `{}`, "version", "missing"},
		"other letter case":      {"set.json", `{"Version":"1"}`, "version", "missing"},
		"empty text":             {"set.json", `{"version":" "}`, "version", "not empty"},
		"wrong type":             {"set.json", `{"version":1}`, "version", "text"},
		"missing translation":    {"rules.json", `{"rules":[{"id":"r","from":"2026-01-01","to":"","require":{"condition":"alive"},"why":{"ru":"a","en":"a"}}]}`, "rules[0].why.kk", "missing"},
		"unknown condition":      {"rules.json", rule(`{"condition":"tall"}`), "rules[0].require", "age-at-least"},
		"parameter forgotten":    {"rules.json", rule(`{"condition":"age-at-least"}`), "rules[0].require", "years"},
		"parameter too many":     {"rules.json", rule(`{"condition":"alive","years":3}`), "rules[0].require", "without years"},
		"unknown kind of change": {"rules.json", rule(`{"condition":"civil-change","kinds":["hair"]}`), "rules[0].require", "marriage-surname"},
		"not a day":              {"duty.json", `{"lossWindowDays":365,"mci":[],"tariffs":[{"document":"id-card","pages":0,"reasons":[],"minLosses":0,"mci":1,"from":"01.01.2026","to":"","ground":"g"}]}`, "tariffs[0].from", "YYYY-MM-DD"},
		"year twice":             {"duty.json", `{"lossWindowDays":365,"mci":[{"year":2026,"tenge":1,"ground":"g"},{"year":2026,"tenge":2,"ground":"g"}],"tariffs":[]}`, "mci[1].year", "once"},
		"unknown rule":           {"eligibility.json", `{"person":["handsome"],"choice":[]}`, "person[0]", "handsome"},
		"rule of a choice":       {"eligibility.json", `{"person":["open-application"],"choice":[]}`, "person[0]", "person alone"},
		"dwell missing":          {"session.json", `{"dwell":{"read":90},"warning":20,"query":12,"deviceWait":60,"paymentSilent":90,"register":20,"print":30,"shots":3,"consentText":"1"}`, "dwell.type", "above 0"},
		"holiday elsewhere":      {"calendar.json", `{"readyWorkingDays":15,"ground":"g","years":[{"year":2026,"ground":"g","holidays":[{"day":"2025-01-01","name":{"kk":"a","ru":"a","en":"a"}}],"daysOff":[],"workDays":[]}]}`, "years[0].holidays[0].day", "2026"},
		"moved day on a Sunday":  {"calendar.json", `{"readyWorkingDays":15,"ground":"g","years":[{"year":2026,"ground":"g","holidays":[],"daysOff":["2026-11-22"],"workDays":[]}]}`, "years[0].daysOff[0]", "weekday"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.Load(shipped, fstest.MapFS{c.file: {Data: []byte(c.data)}})
			var shape *policy.ShapeError
			require.True(t, errors.As(err, &shape), "%v", err)
			assert.Equal(t, c.file, shape.File)
			assert.Equal(t, c.path, shape.Path)
			assert.Contains(t, shape.Want, c.want)
		})
	}
	_, err := policy.Load(fstest.MapFS{})
	require.ErrorContains(t, err, "set.json")
}

func TestLoad_OverlappingPeriodsOfAReasonAreRefused(t *testing.T) {
	title := `"title":{"kk":"a","ru":"a","en":"a"},"ground":"g","documents":[]`
	data := `{"documents":[{"document":"id-card","pages":[0]}],"reasons":[
	 {"code":"14","from":"2026-01-01","to":"2026-06-30",` + title + `},
	 {"code":"14","from":"2026-06-30","to":"",` + title + `}]}`
	_, err := policy.Load(shipped, fstest.MapFS{"reasons.json": {Data: []byte(data)}})
	require.ErrorContains(t, err, "reasons[1]")
}

func TestReason_EndsWithItsPeriod(t *testing.T) {
	data := `{"documents":[{"document":"id-card","pages":[0]}],"reasons":[{"code":"14","from":"2026-01-01","to":"2026-11-21",
	 "title":{"kk":"a","ru":"a","en":"a"},"ground":"g","documents":[{"document":"id-card","rules":[]}]}]}`
	s := load(t, fstest.MapFS{"reasons.json": {Data: []byte(data)}})
	assert.Len(t, s.Verdicts(citizen(), today), 1)
	assert.Empty(t, s.Verdicts(citizen(), today.AddDays(1)))
	assert.Empty(t, s.Verdicts(citizen(), day("2025-12-31")))
}

func FuzzLoad_AnyFile(f *testing.F) {
	for i, name := range policy.Files {
		data, err := fs.ReadFile(shipped, name)
		require.NoError(f, err)
		f.Add(i, data)
	}
	p := citizen()
	f.Fuzz(func(t *testing.T, i int, data []byte) {
		name := policy.Files[uint(i)%uint(len(policy.Files))]
		s, err := policy.Load(shipped, fstest.MapFS{name: {Data: data}})
		if err != nil {
			return
		}
		s.Verdicts(p, today)
		s.Refusal(p, today)
	})
}
