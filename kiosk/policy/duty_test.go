package policy_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

func TestDuty_RateTimesTheYearsMCI(t *testing.T) {
	s := load(t)
	pages := func(n int) kiosk.Choice { return kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: n} }
	ID := choose(kiosk.IDCard, "18")
	for _, c := range []struct {
		choice kiosk.Choice
		on     string
		want   kiosk.Money
		rate   string
	}{
		{ID, "2026-11-21", kiosk.Tenge(865), "0,2 МРП × 4\u00a0325\u00a0₸"},
		{ID, "2025-12-31", 78640, "0,2 МРП × 3\u00a0932\u00a0₸"}, // 786,40 ₸
		{ID, "2026-01-01", kiosk.Tenge(865), "0,2 МРП × 4\u00a0325\u00a0₸"},
		{ID, "2024-02-29", 73840, "0,2 МРП × 3\u00a0692\u00a0₸"},
		{pages(24), "2026-11-21", kiosk.Tenge(17300), "4 МРП × 4\u00a0325\u00a0₸"},
		{pages(36), "2026-11-21", kiosk.Tenge(34600), "8 МРП × 4\u00a0325\u00a0₸"},
		{pages(48), "2026-12-31", kiosk.Tenge(51900), "12 МРП × 4\u00a0325\u00a0₸"},
	} {
		got, err := s.Duty(citizen(), c.choice, policy.Social{}, day(c.on))
		require.NoError(t, err)
		assert.Equal(t, c.want, got.Amount, "%+v", c)
		assert.Equal(t, c.rate, got.Rate)
		assert.False(t, got.Exempt || got.Unconfirmed)
		assert.NotEmpty(t, got.Text.KK)
		assert.NotEmpty(t, got.Ground)
	}
	_, err := s.Duty(citizen(), ID, policy.Social{}, day("2027-01-01"))
	require.ErrorIs(t, err, policy.ErrNoMCI)
	assert.Contains(t, err.Error(), "2027")
	_, err = s.Duty(citizen(), pages(60), policy.Social{}, today)
	require.ErrorIs(t, err, policy.ErrNoTariff)
}

func TestDuty_FirstIDCardIsFreeSince2026(t *testing.T) {
	s := load(t)
	never := citizen(without(kiosk.IDCard))
	free, err := s.Duty(never, choose(kiosk.IDCard, "18"), policy.Social{Silent: true}, day("2026-01-01"))
	require.NoError(t, err)
	assert.Equal(t, kiosk.Money(0), free.Amount)
	assert.True(t, free.Exempt)
	assert.False(t, free.Unconfirmed, "nothing depends on АИС СИК")
	assert.Equal(t, "first-id-card", free.Category)

	before, err := s.Duty(never, choose(kiosk.IDCard, "18"), policy.Social{}, day("2025-12-31"))
	require.NoError(t, err)
	assert.Equal(t, kiosk.Money(78640), before.Amount)
	had, err := s.Duty(citizen(without(kiosk.IDCard), lost(kiosk.IDCard, "2019-01-01")), choose(kiosk.IDCard, "18"), policy.Social{}, today)
	require.NoError(t, err)
	assert.Equal(t, kiosk.Tenge(865), had.Amount)
	passport, err := s.Duty(citizen(without(kiosk.Passport)), choose(kiosk.Passport, "17"), policy.Social{}, today)
	require.NoError(t, err)
	assert.Equal(t, kiosk.Tenge(34600), passport.Amount)
}

func TestDuty_ThirdLossWithinAYearCostsMore(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		dates []string
		want  kiosk.Money
		why   string
	}{
		{[]string{"2026-11-20"}, kiosk.Tenge(865), "one"},
		{[]string{"2026-03-01", "2026-11-20"}, kiosk.Tenge(865), "two"},
		{[]string{"2025-11-21", "2026-03-01", "2026-11-20"}, kiosk.Tenge(4325), "365 days back counts"},
		{[]string{"2025-11-20", "2026-03-01", "2026-11-20"}, kiosk.Tenge(865), "366 days back does not"},
	} {
		p := citizen(lost(kiosk.IDCard, c.dates...))
		got, err := s.Duty(p, choose(kiosk.IDCard, "09", "lost"), policy.Social{}, today)
		require.NoError(t, err)
		assert.Equal(t, c.want, got.Amount, c.why)
		v := s.Evaluate(p, choose(kiosk.IDCard, "09", "lost"), today)
		assert.True(t, v.Allowed, v.Code)
		assert.Equal(t, c.want, v.Price, "the verdict says the same")
		other, err := s.Duty(p, choose(kiosk.IDCard, "18"), policy.Social{}, today)
		require.NoError(t, err)
		assert.Equal(t, kiosk.Tenge(865), other.Amount, "only for code 09")
	}
}

func TestDuty_ExemptionIsTheWordOfTheSocialRegister(t *testing.T) {
	s := load(t)
	for name, c := range map[string]struct {
		social              policy.Social
		on                  string
		exempt, unconfirmed bool
	}{
		"none":              {policy.Social{}, "2026-11-21", false, false},
		"for life":          {policy.Social{Category: "altyn-alka"}, "2026-11-21", true, false},
		"silent":            {policy.Social{Silent: true}, "2026-11-21", false, true},
		"silent with rest":  {policy.Social{Silent: true, Category: "altyn-alka"}, "2026-11-21", false, true},
		"unknown category":  {policy.Social{Category: "friend"}, "2026-11-21", false, false},
		"last day":          {policy.Social{Category: "chernobyl", Until: today}, "2026-11-21", true, false},
		"day after":         {policy.Social{Category: "chernobyl", Until: today}, "2026-11-22", false, false},
		"first day":         {policy.Social{Category: "chernobyl", From: today}, "2026-11-21", true, false},
		"day before":        {policy.Social{Category: "chernobyl", From: today}, "2026-11-20", false, false},
		"before the list":   {policy.Social{Category: "chernobyl"}, "2024-01-01", true, false},
		"person disability": {policy.Social{Category: "person-with-disability", From: day("2020-01-01"), Until: day("2027-01-01")}, "2026-11-21", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := s.Duty(citizen(), choose(kiosk.Passport, "18"), c.social, day(c.on))
			require.NoError(t, err)
			assert.Equal(t, c.exempt, got.Exempt)
			assert.Equal(t, c.unconfirmed, got.Unconfirmed)
			assert.Equal(t, c.exempt, got.Amount == 0)
			assert.NotEmpty(t, got.Ground)
			if c.exempt {
				assert.Equal(t, c.social.Category, got.Category)
				for _, l := range kiosk.Languages {
					assert.NotEmpty(t, got.Text.In(l))
				}
			}
		})
	}
	ended := `{"categories":[{"code":"chernobyl","from":"2024-01-01","to":"2026-11-20","text":{"kk":"a","ru":"a","en":"a"},"ground":"g"}]}`
	got, err := load(t, fstest.MapFS{"exemptions.json": {Data: []byte(ended)}}).Duty(citizen(), choose(kiosk.Passport, "18"), policy.Social{Category: "chernobyl"}, today)
	require.NoError(t, err)
	assert.False(t, got.Exempt, "the category has ended")
}
