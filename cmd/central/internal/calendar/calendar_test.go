package calendar

import (
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAfter_SkipsWeekendsAndHolidays(t *testing.T) {
	c, err := Load()
	require.NoError(t, err)
	for from, want := range map[string]string{
		"2026-11-21": "2026-12-11", // Saturday; fifteen plain working days
		"2026-12-10": "2027-01-05", // over Independence Day, New Year and its transfer
		"2026-03-16": "2026-04-09", // over Nauryz
	} {
		day, err := kiosk.ParseDate(from)
		require.NoError(t, err)
		assert.Equal(t, want, c.After(day, 15).String(), from)
	}
}

func TestHolidays_AreOnWorkdays(t *testing.T) {
	c, err := Load()
	require.NoError(t, err)
	for d := range c.off {
		assert.NotContains(t, []time.Weekday{time.Saturday, time.Sunday}, d.Time().Weekday(), d.String())
		assert.False(t, c.Working(d))
	}
}
