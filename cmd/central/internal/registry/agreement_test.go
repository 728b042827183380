package registry_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func rules(t *testing.T) *policy.Set {
	t.Helper()
	files, err := fs.Sub(assets.Policy, "policy")
	require.NoError(t, err)
	set, err := policy.Load(files)
	require.NoError(t, err)
	return set
}

func everybody(t *testing.T, now time.Time) []registry.Entry {
	t.Helper()
	people, err := registry.Load(func() time.Time { return now })
	require.NoError(t, err)
	all, err := people.All()
	require.NoError(t, err)
	return all
}

// expectation is "document/code", with pages and the answer to a sub-reason where there are any.
var expectation = regexp.MustCompile(`^(id-card|passport)/(\d\d)(?:-(36|48))?(?:-([a-z-]+))?$`)

func choiceOf(t *testing.T, s string) kiosk.Choice {
	t.Helper()
	m := expectation.FindStringSubmatch(s)
	require.NotNil(t, m, s)
	c := kiosk.Choice{Document: kiosk.DocumentKind(m[1]), Reason: kiosk.ReasonCode(m[2]), SubReason: m[4]}
	_, _ = fmt.Sscan(m[3], &c.Pages) // none for an ID card
	return c
}

// What the rules say of everybody to try is what the file promises, on any day of the year.
func TestAgreement_PeopleToTry_AreAnsweredAsTheirNotesSay(t *testing.T) {
	set := rules(t)
	for _, now := range []time.Time{
		time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC),
		time.Date(2026, 12, 31, 18, 59, 0, 0, time.UTC), time.Date(2026, 7, 4, 22, 0, 0, 0, time.UTC),
	} {
		day := registry.Today(now)
		for _, e := range everybody(t, now) {
			require.NotEmpty(t, e.Expect, e.Note)
			for _, line := range e.Expect {
				what, want, _ := strings.Cut(line, ": ")
				assert.Equal(t, want, answer(t, set, e, what, day), "%s on %s: %s", e.Note, day, line)
			}
		}
	}
}

// answer is what the policy says: a rule's id, an amount in tenge, or the exemption.
func answer(t *testing.T, set *policy.Set, e registry.Entry, what string, day kiosk.Date) string {
	switch what {
	case "person":
		refusal := set.Refusal(e.Person, day)
		if !assert.NotNil(t, refusal, e.Note) {
			return ""
		}
		return refusal.Code
	case "nothing":
		for _, v := range set.Verdicts(e.Person, day) {
			assert.False(t, v.Allowed, "%s: %v", e.Note, v.Choice)
		}
		return ""
	}
	c := choiceOf(t, what)
	v := set.Evaluate(e.Person, c, day)
	if !v.Allowed {
		return v.Code
	}
	var social policy.Social
	if x := e.Exemption; x != nil {
		social = policy.Social{Category: x.Category, From: x.From, Until: x.Until}
	}
	duty, err := set.Duty(e.Person, c, social, day)
	require.NoError(t, err)
	if duty.Exempt {
		return "exempt " + duty.Category
	}
	return fmt.Sprint(int64(duty.Amount) / 100)
}

// A note speaks of a code only when the person shows it.
func TestAgreement_NotesNameTheCodesThatArePossible(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	set, day := rules(t), registry.Today(now)
	code := regexp.MustCompile(`^код (\d\d)( ещё недоступен)?`)
	allowed := 0
	for _, e := range everybody(t, now) {
		possible := map[kiosk.ReasonCode]bool{}
		for _, v := range set.Verdicts(e.Person, day) {
			possible[v.Choice.Reason] = possible[v.Choice.Reason] || v.Allowed
			if v.Allowed {
				allowed++
			}
		}
		if m := code.FindStringSubmatch(e.Note); m != nil {
			assert.Equal(t, m[2] == "", possible[kiosk.ReasonCode(m[1])], e.Note)
		}
	}
	assert.Greater(t, allowed, 60)
}
