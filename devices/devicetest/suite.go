package devicetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

// patience is how long a device may take to change its status. It is the
// longest back-off of a driver (5 s) and something for a slow machine.
const patience = 10 * time.Second

// closeLimit is what package devices promises for Close.
const closeLimit = time.Second

// open opens d and closes it when the test ends.
func open(t *testing.T, d devices.Device) {
	t.Helper()
	t.Cleanup(func() { _ = d.Close() })
	require.NoError(t, d.Open(context.Background()), "absence is a status, not an error")
}

// until waits for a status.
func until(t *testing.T, d devices.Device, what string, is func(devices.Status) bool) {
	t.Helper()
	require.Eventually(t, func() bool { return is(d.Status()) }, patience, 5*time.Millisecond,
		"the device did not become %s", what)
}

func untilWorking(t *testing.T, d devices.Device) {
	t.Helper()
	until(t, d, "ready", devices.Status.Working)
}

func untilHas(t *testing.T, d devices.Device, c devices.Condition) {
	t.Helper()
	until(t, d, string(c), func(s devices.Status) bool { return s.Has(c) })
}

// inFlight runs call and returns the channel of its result.
func inFlight(call func() error) <-chan error {
	result := make(chan error, 1)
	go func() { result <- call() }()
	return result
}

// soon receives the result of a call that has to end.
func soon(t *testing.T, result <-chan error) error {
	t.Helper()
	select {
	case err := <-result:
		return err
	case <-time.After(patience):
		require.FailNow(t, "the call did not return")
		return nil
	}
}

// closesInTime closes d while a call is in flight and checks both.
func closesInTime(t *testing.T, d devices.Device, result <-chan error) {
	t.Helper()
	begun := time.Now()
	require.NoError(t, d.Close())
	require.Less(t, time.Since(begun), closeLimit+200*time.Millisecond, "Close took too long")
	require.ErrorIs(t, soon(t, result), devices.ErrGone)
	require.False(t, d.Status().Working(), "a closed device does not work")
	require.NoError(t, d.Close(), "closing twice is harmless")
}
