package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReadyDate_FifteenWorkingDays(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ from, want, why string }{
		{"2024-02-12", "2024-03-04", "over 29 February"},
		{"2024-04-24", "2024-05-20", "1, 7, 8 and 9 May are off, Saturday 4 May is worked"},
		{"2024-12-16", "2025-01-09", "1, 2, 3 and 7 January are off, Sunday 5 January is worked"},
		{"2025-08-22", "2025-09-15", "1 September stands for 30 August"},
		{"2026-02-02", "2026-02-23", "no holiday between"},
		{"2026-02-27", "2026-03-26", "9, 23, 24 and 25 March are off"},
		{"2026-08-28", "2026-09-18", "30 August is no holiday any more"},
		{"2026-12-11", "2027-01-06", "16 December, 1 and 4 January"},
		{"2027-03-01", "2027-03-29", "8, 15, 22, 23 and 24 March"},
	} {
		assert.Equal(t, c.want, s.ReadyDate(day(c.from)).String(), c.why)
	}
	assert.True(t, s.ReadyDate(day("2027-12-20")).IsZero(), "the calendar of 2028 is not known")
	assert.True(t, s.ReadyDate(day("2023-12-01")).IsZero(), "nor that of 2023")
}
