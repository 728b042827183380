package registry_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/cmd/central/internal/calendar"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/tariff"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func policyFiles(t *testing.T) fs.FS {
	t.Helper()
	files, err := fs.Sub(assets.Policy, "policy")
	require.NoError(t, err)
	return files
}

// Terminal and centre keep their own tables. What the citizen reads on the screen before
// the registration is what the centre asks for and promises afterwards.
func TestAgreement_PricesAndDatesOfTheTerminal_AreTheCentres(t *testing.T) {
	rules, err := policy.Load(policyFiles(t))
	require.NoError(t, err)
	duty, err := tariff.Load()
	require.NoError(t, err)
	days, err := calendar.Load()
	require.NoError(t, err)
	start := kiosk.DateOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	for i := range 700 { // the fifteenth working day must lie in the calendar's years, too
		day := start.AddDays(i)
		assert.Equal(t, rules.ReadyDate(day), days.After(day, 15), "ready date from %s", day)
	}

	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	people, err := registry.Load(func() time.Time { return now })
	require.NoError(t, err)
	all, err := people.All()
	require.NoError(t, err)
	day, allowed := registry.Today(now), 0
	for _, e := range all {
		for _, v := range rules.Verdicts(e.Person, day) {
			if !v.Allowed {
				continue
			}
			allowed++
			price, err := duty.Duty(e.Person, v.Choice, day)
			require.NoError(t, err)
			assert.Equal(t, v.Price, price, "%s: %v", e.Note, v.Choice)
		}
	}
	assert.Greater(t, allowed, 30)
}

// Each person shows what their note says, by the terminal's own rules.
func TestAgreement_PeopleToTry_ShowTheirRule(t *testing.T) {
	rules, err := policy.Load(policyFiles(t))
	require.NoError(t, err)
	people, err := registry.Load(time.Now)
	require.NoError(t, err)
	all, err := people.All()
	require.NoError(t, err)
	day := registry.Today(time.Now())
	code := regexp.MustCompile(`^код (\d\d)( ещё недоступен)?`)
	for _, e := range all {
		refusal, possible := rules.Refusal(e.Person, day), map[kiosk.ReasonCode]bool{}
		passport := false
		for _, v := range rules.Verdicts(e.Person, day) {
			possible[v.Choice.Reason] = possible[v.Choice.Reason] || v.Allowed
			passport = passport || v.Allowed && v.Choice.Document == kiosk.Passport
		}
		switch m := code.FindStringSubmatch(e.Note); {
		case m != nil:
			assert.Nil(t, refusal, e.Note)
			assert.Equal(t, m[2] == "", possible[kiosk.ReasonCode(m[1])], e.Note)
		case len(e.Person.OpenApplications) > 0:
			assert.False(t, passport, e.Note)
		case strings.HasPrefix(e.Note, "всё возможно"):
			for _, code := range []kiosk.ReasonCode{"07", "09", "13", "14", "16", "18"} {
				assert.True(t, possible[code], code)
			}
		}
	}
}
