package devicetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

// CameraHarness is a camera driver and the hands at its hardware, which is
// plugged in at first.
type CameraHarness struct {
	Camera devices.Camera // not open; with the shortest times it allows
	Unplug func()
	Plug   func()
	Stall  func(on bool) // pictures stop, the line stays
}

// TestCamera holds a camera driver to its contract. It asks for a new harness
// for every part; the harness cleans up by t.Cleanup.
func TestCamera(t *testing.T, harness func(t *testing.T) CameraHarness) {
	ready := func(t *testing.T) CameraHarness {
		t.Helper()
		h := harness(t)
		open(t, h.Camera)
		untilWorking(t, h.Camera)
		return h
	}
	started := func(t *testing.T) CameraHarness {
		t.Helper()
		h := ready(t)
		require.NoError(t, h.Camera.Start())
		return h
	}

	t.Run("Working_EachFrameIsNewer", func(t *testing.T) {
		h := started(t)
		require.NoError(t, h.Camera.Start(), "starting twice is harmless")
		var f devices.Frame
		require.NoError(t, read(t, h, &f))
		require.NotNil(t, f.Image)
		require.False(t, f.Image.Bounds().Empty())
		before, pixels := f, &f.Image.Pix[0]
		require.NoError(t, read(t, h, &f))
		assert.Greater(t, f.Seq, before.Seq)
		assert.True(t, f.At.After(before.At))
		assert.Same(t, pixels, &f.Image.Pix[0], "the caller's buffer is reused")
		assert.Equal(t, byte(255), f.Image.Pix[3], "opaque")
	})

	t.Run("Stopped_DoesNotDeliver", func(t *testing.T) {
		h := ready(t)
		require.Error(t, read(t, h, &devices.Frame{}), "Read before Start")
		require.NoError(t, h.Camera.Start())
		require.NoError(t, read(t, h, &devices.Frame{}))
		h.Camera.Stop()
		require.Error(t, read(t, h, &devices.Frame{}), "Read after Stop")
	})

	t.Run("AbsentAtOpen_ComesByItself", func(t *testing.T) {
		h := harness(t)
		h.Unplug()
		open(t, h.Camera)
		until(t, h.Camera, "absent", func(s devices.Status) bool {
			return s.State == devices.Absent && s.Has(devices.Unplugged)
		})
		h.Plug()
		untilWorking(t, h.Camera)
	})

	t.Run("UnplugInMidRead_ErrGoneAndBack", func(t *testing.T) {
		h := started(t)
		var f devices.Frame
		require.NoError(t, read(t, h, &f))
		h.Unplug()
		require.ErrorIs(t, readUntilError(t, h, &f), devices.ErrGone)
		h.Plug()
		untilWorking(t, h.Camera)
		require.Eventually(t, func() bool { return read(t, h, &f) == nil }, patience, 10*time.Millisecond,
			"the camera is started and must deliver again by itself")
	})

	t.Run("Stall_ErrGoneAndStalled", func(t *testing.T) {
		h := started(t)
		var f devices.Frame
		require.NoError(t, read(t, h, &f))
		h.Stall(true)
		require.ErrorIs(t, readUntilError(t, h, &f), devices.ErrGone)
		h.Stall(false)
		require.Eventually(t, func() bool { return read(t, h, &f) == nil }, patience, 10*time.Millisecond,
			"the camera must deliver again by itself")
	})

	t.Run("Read_EndsWithItsContext", func(t *testing.T) {
		h := started(t)
		var f devices.Frame
		require.NoError(t, read(t, h, &f))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		f.Seq += 1 << 40 // no frame is that new
		require.ErrorIs(t, h.Camera.Read(ctx, &f), context.Canceled)
	})

	t.Run("CloseInMidRead_WithinASecond", func(t *testing.T) {
		h := started(t)
		var f devices.Frame
		require.NoError(t, read(t, h, &f))
		h.Stall(true)
		closesInTime(t, h.Camera, inFlight(func() error { return readUntilError(t, h, &f) }))
	})

	t.Run("CloseUnopened_IsHarmless", func(t *testing.T) {
		require.NoError(t, harness(t).Camera.Close())
	})
}

// read reads one frame with a deadline of its own.
func read(t *testing.T, h CameraHarness, f *devices.Frame) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return h.Camera.Read(ctx, f)
}

// readUntilError reads on through what was still under way.
func readUntilError(t *testing.T, h CameraHarness, f *devices.Frame) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if err := h.Camera.Read(ctx, f); err != nil {
			return err
		}
	}
}
