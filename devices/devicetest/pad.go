package devicetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

// PadHarness is a pad driver and the hands at its hardware, which is plugged in
// at first.
type PadHarness struct {
	Pad     devices.SignaturePad // not open; with the shortest times it allows
	Unplug  func()
	Plug    func()
	Write   func(ctx context.Context) // a person signs, over and over, until ctx is done
	Silence func(on bool)             // the hardware says nothing, the cable stays
	Garbage func(on bool)             // noise among what the hardware says
}

// TestPad holds a signature pad driver to its contract. It asks for a new
// harness for every part; the harness cleans up by t.Cleanup.
func TestPad(t *testing.T, harness func(t *testing.T) PadHarness) {
	t.Run("Working_DeliversThePen", func(t *testing.T) {
		h := harness(t)
		open(t, h.Pad)
		untilWorking(t, h.Pad)
		assert.Equal(t, devices.KindSignaturePad, h.Pad.Info().Kind)
		assert.NotEmpty(t, h.Pad.Info().Address)
		g := h.Pad.Geometry()
		require.Positive(t, g.MaxX)
		require.Positive(t, g.MaxY)
		require.Positive(t, g.MaxPressure)
		require.Positive(t, g.UnitsPerMM)
		samples := capture(t, h, 50)
		last := time.Duration(0)
		touched := false
		for _, s := range samples {
			assertInside(t, g, s)
			assert.GreaterOrEqual(t, s.At, last, "samples are in order of time")
			last = s.At
			touched = touched || s.Down
		}
		assert.True(t, touched)
		until(t, h.Pad, "idle again", func(s devices.Status) bool { return s.State == devices.Ready })
	})

	t.Run("AbsentAtOpen_ComesByItself", func(t *testing.T) {
		h := harness(t)
		h.Unplug()
		open(t, h.Pad)
		until(t, h.Pad, "absent", func(s devices.Status) bool {
			return s.State == devices.Absent && s.Has(devices.Unplugged) && s.Hint != ""
		})
		require.ErrorIs(t, h.Pad.Capture(t.Context(), func(devices.PenSample) {}), devices.ErrGone)
		h.Plug()
		untilWorking(t, h.Pad)
		assert.Empty(t, h.Pad.Status().Conditions)
	})

	t.Run("UnplugInMidCapture_ErrGoneAndBack", func(t *testing.T) {
		h := harness(t)
		open(t, h.Pad)
		untilWorking(t, h.Pad)
		running, result := startCapture(t, h)
		<-running
		h.Unplug()
		require.ErrorIs(t, soon(t, result), devices.ErrGone)
		untilHas(t, h.Pad, devices.Unplugged)
		h.Plug()
		untilWorking(t, h.Pad)
		capture(t, h, 10)
	})

	t.Run("CloseInMidCapture_WithinASecond", func(t *testing.T) {
		h := harness(t)
		open(t, h.Pad)
		untilWorking(t, h.Pad)
		running, result := startCapture(t, h)
		<-running
		closesInTime(t, h.Pad, result)
	})

	t.Run("CloseUnopened_IsHarmless", func(t *testing.T) {
		require.NoError(t, harness(t).Pad.Close())
	})

	t.Run("Silence_IsStalled", func(t *testing.T) {
		h := harness(t)
		open(t, h.Pad)
		untilWorking(t, h.Pad)
		h.Silence(true)
		untilHas(t, h.Pad, devices.Stalled)
		h.Silence(false)
		untilWorking(t, h.Pad)
	})

	t.Run("Garbage_NeverDelivered", func(t *testing.T) {
		h := harness(t)
		open(t, h.Pad)
		untilWorking(t, h.Pad)
		h.Garbage(true)
		ctx, cancel := context.WithCancel(t.Context())
		written := inFlight(func() error { h.Write(ctx); return nil })
		result := inFlight(func() error {
			return h.Pad.Capture(ctx, func(s devices.PenSample) { assertInside(t, h.Pad.Geometry(), s) })
		})
		untilHas(t, h.Pad, devices.WrongSettings)
		h.Garbage(false)
		untilWorking(t, h.Pad)
		cancel()
		require.ErrorIs(t, soon(t, result), context.Canceled)
		require.NoError(t, soon(t, written))
		capture(t, h, 10)
	})
}

// assertInside checks that a sample lies on the pad.
func assertInside(t *testing.T, g devices.PadGeometry, s devices.PenSample) {
	t.Helper()
	assert.True(t, s.X >= 0 && s.X <= g.MaxX && s.Y >= 0 && s.Y <= g.MaxY &&
		s.Pressure >= 0 && s.Pressure <= g.MaxPressure, "outside the pad: %+v", s)
}

// capture collects n samples of a person writing and ends the capture.
func capture(t *testing.T, h PadHarness, n int) []devices.PenSample {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	written := inFlight(func() error { h.Write(ctx); return nil })
	var samples []devices.PenSample
	err := soon(t, inFlight(func() error {
		return h.Pad.Capture(ctx, func(s devices.PenSample) {
			samples = append(samples, s)
			if len(samples) == n {
				cancel()
			}
		})
	}))
	cancel()
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, soon(t, written))
	require.GreaterOrEqual(t, len(samples), n)
	return samples
}

// startCapture begins a capture; running is closed at its first sample.
func startCapture(t *testing.T, h PadHarness) (running <-chan struct{}, result <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	written := inFlight(func() error { h.Write(ctx); return nil })
	t.Cleanup(func() { cancel(); <-written })
	first := make(chan struct{})
	seen := false
	result = inFlight(func() error {
		return h.Pad.Capture(ctx, func(devices.PenSample) {
			if !seen {
				seen = true
				close(first)
			}
		})
	})
	return first, result
}
