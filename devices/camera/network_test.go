package camera

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/mjpegemu"
)

const patience = 10 * time.Second

func started(t *testing.T, address string) *Camera {
	t.Helper()
	c := New(address, Opts{StallAfter: 500 * time.Millisecond})
	require.NoError(t, c.Open(t.Context()))
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	require.NoError(t, c.Start())
	return c
}

func read(c *Camera, f *devices.Frame) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.Read(ctx, f)
}

// readWhen reads on until the picture is as wanted.
func readWhen(t *testing.T, c *Camera, what string, is func(devices.Frame) bool) devices.Frame {
	t.Helper()
	var f devices.Frame
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if read(c, &f) == nil && is(f) {
			return f
		}
	}
	require.FailNow(t, "no such picture", what)
	return f
}

func TestReading_ColoursAreRedGreenBlue(t *testing.T) {
	_, address := networkCamera(t)
	c := started(t, address)
	f := readWhen(t, c, "any", func(devices.Frame) bool { return true })
	p := f.Image.RGBAAt(300, 90)
	require.Greater(t, p.R, uint8(200))
	require.Less(t, p.B, uint8(60))
	require.Equal(t, uint8(255), p.A)
	require.Contains(t, c.Info().Model, "320×180")
}

func TestReading_SlowReader_GetsTheNewestPicture(t *testing.T) {
	_, address := networkCamera(t)
	c := started(t, address)
	var f devices.Frame
	require.NoError(t, read(c, &f))
	first := f.Seq
	require.Eventually(t, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.seq >= first+15
	}, patience, time.Millisecond)
	require.NoError(t, read(c, &f))
	require.GreaterOrEqual(t, f.Seq, first+15, "no old pictures in a queue")
	require.Less(t, time.Since(f.At), 500*time.Millisecond)
}

func TestReading_ResolutionChanges_FollowsIt(t *testing.T) {
	emu, address := networkCamera(t)
	c := started(t, address)
	readWhen(t, c, "whole", func(f devices.Frame) bool { return f.Image.Rect.Dx() == 320 })
	require.NoError(t, emu.Arm(mjpegemu.Resize, fault.Always))
	// The decoder below may scale to the first size; the driver must deliver
	// pictures whatever it does.
	var f devices.Frame
	for range 10 {
		if err := read(c, &f); err != nil {
			require.ErrorIs(t, err, devices.ErrGone)
		}
	}
	require.NoError(t, emu.Arm(mjpegemu.Resize, fault.Cleared))
	readWhen(t, c, "whole again", func(f devices.Frame) bool { return f.Image.Rect.Dx() == 320 })
}

func TestReading_CorruptPictures_DriverLivesOn(t *testing.T) {
	emu, address := networkCamera(t)
	c := started(t, address)
	readWhen(t, c, "any", func(devices.Frame) bool { return true })
	require.NoError(t, emu.Arm(mjpegemu.Corrupt, fault.Always))
	var f devices.Frame
	for range 20 {
		if err := read(c, &f); err != nil {
			require.ErrorIs(t, err, devices.ErrGone)
		}
	}
	require.NoError(t, emu.Arm(mjpegemu.Corrupt, fault.Cleared))
	readWhen(t, c, "good again", func(f devices.Frame) bool { return f.Image.RGBAAt(300, 90).R > 200 })
}

func TestReading_ConnectionDrops_ComesBackWithNewerNumbers(t *testing.T) {
	emu, address := networkCamera(t)
	c := started(t, address)
	f := readWhen(t, c, "any", func(devices.Frame) bool { return true })
	before := f.Seq
	require.NoError(t, emu.Arm(mjpegemu.Drop, fault.Next))
	var err error
	for err == nil {
		err = read(c, &f)
	}
	require.ErrorIs(t, err, devices.ErrGone)
	require.False(t, c.Status().Working(), "a lost camera does not say that it works")
	f = readWhen(t, c, "after the drop", func(devices.Frame) bool { return true })
	require.Greater(t, f.Seq, before)
}

func TestStopping_ZeroesThePublishedPicture(t *testing.T) {
	_, address := networkCamera(t)
	c := started(t, address)
	readWhen(t, c, "any", func(devices.Frame) bool { return true })
	c.mu.Lock()
	s := c.session
	c.mu.Unlock()
	c.Stop()
	select {
	case <-s.over:
	default:
		t.Error("the session's goroutine, and with it every buffer, is still there")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	require.Nil(t, c.latest.pix)
}

func TestStopped_NoConnectionIsHeld(t *testing.T) {
	emu, address := networkCamera(t)
	c := started(t, address)
	readWhen(t, c, "any", func(devices.Frame) bool { return true })
	c.Stop()
	require.Eventually(t, func() bool { return emu.State().Clients == 0 }, patience, time.Millisecond)
	require.NoError(t, c.Start())
	readWhen(t, c, "after the second start", func(devices.Frame) bool { return true })
}

func TestServerThatIsNoCamera_IsWrongSettings(t *testing.T) {
	c := started(t, "url:"+notACamera(t))
	require.Eventually(t, func() bool { return c.Status().Has(devices.WrongSettings) }, patience, 5*time.Millisecond)
	require.Equal(t, devices.Failed, c.Status().State)
	require.ErrorIs(t, read(c, &devices.Frame{}), devices.ErrGone)
}

func TestStartingAndStopping_ManyTimes_KeepsMemoryFlat(t *testing.T) {
	_, address := networkCamera(t)
	c := started(t, address)
	var f devices.Frame
	round := func(n int) {
		for range n {
			require.NoError(t, c.Start())
			require.Eventually(t, func() bool { return read(c, &f) == nil }, patience, time.Millisecond)
			c.Stop()
		}
	}
	round(10)
	before := resident(t)
	round(40) // one leaked picture a round would be 9 MB, one decoder far more
	require.Less(t, resident(t)-before, 6<<20)
}

// resident is the memory of this process in bytes.
func resident(t *testing.T) int {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc here")
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	require.NoError(t, err)
	return pages * os.Getpagesize()
}
