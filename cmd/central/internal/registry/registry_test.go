package registry

import (
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func load(t *testing.T, now time.Time) []Entry {
	t.Helper()
	r, err := Load(func() time.Time { return now })
	require.NoError(t, err)
	all, err := r.All()
	require.NoError(t, err)
	return all
}

// Load itself checks the control digits.
func TestPeople_AreSyntheticAndDistinct(t *testing.T) {
	iins, phones, numbers := map[kiosk.IIN]bool{}, map[kiosk.Phone]bool{}, map[string]bool{}
	for _, e := range load(t, time.Now()) {
		assert.GreaterOrEqual(t, string(e.Person.IIN[7:11]), "9000", e.Note)
		assert.False(t, iins[e.Person.IIN], e.Note)
		iins[e.Person.IIN] = true
		for _, p := range e.Phones {
			_, err := kiosk.ParsePhone(strings.TrimPrefix(string(p), "+7"))
			assert.NoError(t, err, e.Note)
			assert.False(t, phones[p], e.Note)
			phones[p] = true
		}
		for _, d := range e.Person.Documents {
			assert.False(t, numbers[d.Number], e.Note)
			numbers[d.Number] = true
		}
		assert.NotEmpty(t, e.Note)
		assert.Contains(t, []string{"pair", "astronaut", "hopper"}, e.Portrait, e.Note)
		for _, text := range []kiosk.Text{e.Person.BirthPlace, e.Person.Nationality, e.Person.Residence.Address} {
			assert.NotEmpty(t, text.KK, e.Note)
			assert.NotEmpty(t, text.RU, e.Note)
			assert.NotEmpty(t, text.EN, e.Note)
		}
	}
}

// Whatever day it is, there is somebody for every rule.
func TestPeople_EveryRuleHasSomebody_OnAnyDay(t *testing.T) {
	for _, now := range []time.Time{time.Now(), time.Date(2027, 2, 28, 20, 0, 0, 0, time.UTC), time.Date(2028, 2, 29, 1, 0, 0, 0, time.UTC)} {
		today := Today(now)
		expires := func(kind kiosk.DocumentKind, from, to int) func(Entry) bool {
			return has(kind, func(d kiosk.Document) bool { in := today.DaysUntil(d.Expires); return from <= in && in <= to })
		}
		all := load(t, now)
		for rule, fits := range map[string]func(Entry) bool{
			"18: expired within 10 days":     expires(kiosk.IDCard, -10, -1),
			"office: expired up to a month":  expires(kiosk.IDCard, -30, -11),
			"office: expired more than that": expires(kiosk.IDCard, -400, -31),
			"18: within 30 days":             expires(kiosk.IDCard, 1, 30),
			"18: not yet":                    expires(kiosk.IDCard, 31, 300),
			"18: passport expires":           expires(kiosk.Passport, 1, 30),
			"18: passport expired long ago":  expires(kiosk.Passport, -4000, -31),
			"17: no passport":                func(e Entry) bool { return has(kiosk.IDCard, valid)(e) && !has(kiosk.Passport, any)(e) },
			"16: older design":               has(kiosk.IDCard, func(d kiosk.Document) bool { return d.Older }),
			"04: surname by marriage":        func(e Entry) bool { return changed(e, "marriage-surname") },
			"change that is not 04":          func(e Entry) bool { return changed(e, "name") },
			"09: first loss":                 func(e Entry) bool { return losses(e, kiosk.IDCard) == 1 },
			"09: more than two":              func(e Entry) bool { return losses(e, kiosk.IDCard) > 2 },
			"13: passport lost":              func(e Entry) bool { return losses(e, kiosk.Passport) == 1 },
			"under 18":                       func(e Entry) bool { return e.Person.BirthDate.Time().AddDate(18, 0, 0).After(today.Time()) },
			"dead":                           func(e Entry) bool { return e.Person.Status == kiosk.Dead },
			"missing":                        func(e Entry) bool { return e.Person.Status == kiosk.Missing },
			"excluded":                       func(e Entry) bool { return e.Person.Status == kiosk.Excluded },
			"incapable":                      func(e Entry) bool { return !e.Person.Capable },
			"not a citizen":                  func(e Entry) bool { return e.Person.Citizenship != "KAZ" },
			"no permanent registration":      func(e Entry) bool { return !e.Person.Residence.Permanent },
			"open application":               func(e Entry) bool { return len(e.Person.OpenApplications) > 0 },
			"no phone":                       func(e Entry) bool { return len(e.Phones) == 0 },
			"exempt":                         func(e Entry) bool { return e.Exemption != nil && e.Exemption.Category == "person-with-disability" },
			"no document at all":             func(e Entry) bool { return len(e.Person.Documents) == 0 && e.Person.Citizenship == "KAZ" },
		} {
			found := false
			for _, e := range all {
				found = found || fits(e)
			}
			assert.True(t, found, "%s on %s", rule, today)
		}
	}
}

func has(kind kiosk.DocumentKind, fits func(kiosk.Document) bool) func(Entry) bool {
	return func(e Entry) bool {
		for _, d := range e.Person.Documents {
			if d.Kind == kind && fits(d) {
				return true
			}
		}
		return false
	}
}

func any(kiosk.Document) bool     { return true }
func valid(d kiosk.Document) bool { return d.Status == kiosk.DocumentValid }

func changed(e Entry, kind string) bool {
	for _, c := range e.Person.CivilChanges {
		if c.Kind == kind {
			return true
		}
	}
	return false
}

func losses(e Entry, kind kiosk.DocumentKind) (n int) {
	for _, l := range e.Person.Losses {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

func TestResolve_RelativeDays(t *testing.T) {
	today, err := kiosk.ParseDate("2026-11-21")
	require.NoError(t, err)
	for in, want := range map[string]string{
		"": "", "2015-04-01": "2015-04-01", "today": "2026-11-21", "today-3d": "2026-11-18", "today+6y": "2032-11-21", "today-10y+20d": "2016-12-11", "today+40d": "2026-12-31",
	} {
		got, err := resolve(in, today)
		require.NoError(t, err, in)
		assert.Equal(t, want, got.String(), in)
	}
	for _, in := range []string{"tomorrow", "today-", "today-3", "today3d", "today-3d-1y", "2026-02-30", "today-99999d"} {
		_, err := resolve(in, today)
		assert.Error(t, err, in)
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"", "today", "today-3d", "today-10y+20d", "2015-04-01", "today+999y-9999d"} {
		f.Add(s)
	}
	today := kiosk.DateOf(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	f.Fuzz(func(t *testing.T, s string) {
		d, err := resolve(s, today)
		if err == nil && s == d.String() {
			return
		}
		if err == nil && s != "" && !strings.HasPrefix(s, "today") {
			t.Fatalf("%q became %s", s, d)
		}
	})
}

func TestToday_IsTheDayInKazakhstan(t *testing.T) {
	assert.Equal(t, "2026-11-22", Today(time.Date(2026, 11, 21, 19, 30, 0, 0, time.UTC)).String())
	assert.Equal(t, "2026-11-21", Today(time.Date(2026, 11, 21, 18, 59, 0, 0, time.UTC)).String())
}
