package tariff

import (
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func day(s string) kiosk.Date {
	d, err := kiosk.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDuty(t *testing.T) {
	table, err := Load()
	require.NoError(t, err)
	holder := kiosk.Person{Documents: []kiosk.Document{{Kind: kiosk.IDCard}}}
	lost := func(days ...string) kiosk.Person {
		p := holder
		for _, d := range days {
			p.Losses = append(p.Losses, kiosk.Loss{Kind: kiosk.IDCard, Date: day(d)})
		}
		return p
	}
	for name, c := range map[string]struct {
		person kiosk.Person
		choice kiosk.Choice
		day    string
		tenge  int64
	}{
		"ID card 2026":                {holder, kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}, "2026-11-21", 865},
		"passport of 36 pages":        {holder, kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 36}, "2026-11-21", 34_600},
		"passport of 48 pages":        {holder, kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 48}, "2026-11-21", 51_900},
		"passport of 36 pages 2025":   {holder, kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 36}, "2025-11-21", 31_456},
		"first ID card":               {kiosk.Person{}, kiosk.Choice{Document: kiosk.IDCard, Reason: "07"}, "2026-11-21", 0},
		"lost twice":                  {lost("2026-01-10", "2026-11-20"), kiosk.Choice{Document: kiosk.IDCard, Reason: "09"}, "2026-11-21", 865},
		"lost three times":            {lost("2026-01-10", "2026-05-01", "2026-11-20"), kiosk.Choice{Document: kiosk.IDCard, Reason: "09"}, "2026-11-21", 4_325},
		"three, one over a year ago":  {lost("2025-11-20", "2026-05-01", "2026-11-20"), kiosk.Choice{Document: kiosk.IDCard, Reason: "09"}, "2026-11-21", 865},
		"three, but another reason":   {lost("2026-01-10", "2026-05-01", "2026-11-20"), kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}, "2026-11-21", 865},
		"three, but a passport again": {lost("2026-01-10", "2026-05-01", "2026-11-20"), kiosk.Choice{Document: kiosk.Passport, Reason: "13", Pages: 36}, "2026-11-21", 34_600},
	} {
		got, err := table.Duty(c.person, c.choice, day(c.day))
		require.NoError(t, err, name)
		assert.Equal(t, kiosk.Tenge(c.tenge), got, name)
	}
	_, err = table.Duty(holder, kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}, day("2027-01-01"))
	require.ErrorIs(t, err, ErrNoIndex)
	_, err = table.Duty(holder, kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 24}, day("2026-01-01"))
	require.ErrorIs(t, err, ErrNoRate)
}

func TestMissingYear_IsSaid60DaysBefore(t *testing.T) {
	table, err := Load()
	require.NoError(t, err)
	assert.Zero(t, table.MissingYear(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)))
	assert.Equal(t, 2027, table.MissingYear(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)))
}
