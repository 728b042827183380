// Package devicetest is what every driver has to pass: one suite for each kind
// of device, [TestCamera], [TestPad] and [TestPrinter], that hold a driver to the
// contract of package devices: it works, it is opened before its hardware is
// there, the plug is pulled in the middle of a call, it comes back by itself, it
// closes within a second, it says what is wrong and survives noise on the line.
//
// A driver's test gives a harness: the driver, and the hands that plug, unplug
// and disturb the hardware at the other end. With an emulator (penemu, paperemu)
// those hands are methods; with real hardware on a bench they could be a person.
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
