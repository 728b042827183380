package w8001_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/penemu"
	"documenting.kz/terminal/devices/serialport"
	"documenting.kz/terminal/devices/sigpad/w8001"
)

func openPad(t *testing.T, path string, opts w8001.Opts) *w8001.Pad {
	t.Helper()
	pad := w8001.New(path, opts)
	t.Cleanup(func() { require.NoError(t, pad.Close()) })
	require.NoError(t, pad.Open(context.Background()))
	return pad
}

func eventually(t *testing.T, pad *w8001.Pad, is func(devices.Status) bool) {
	t.Helper()
	require.Eventually(t, func() bool { return is(pad.Status()) }, 5*time.Second, 5*time.Millisecond, "%+v", pad.Status())
}

func TestPad_WrongBaud_SaysWrongSettings(t *testing.T) {
	emu, link := startPad(t)
	opts := quick()
	opts.Baud = 19200
	pad := openPad(t, link, opts)
	eventually(t, pad, func(s devices.Status) bool { return s.Has(devices.WrongSettings) && s.State == devices.Failed })
	assert.False(t, emu.State().SettingOK)
	assert.Contains(t, pad.Status().Hint, "19200")
	assert.Zero(t, pad.Geometry())
	var f *devices.Fault
	require.ErrorAs(t, pad.Capture(t.Context(), func(devices.PenSample) {}), &f)
	assert.Equal(t, devices.WrongSettings, f.Condition)
}

func TestPad_WrongParity_SaysWrongSettings(t *testing.T) {
	_, link := startPad(t)
	opts := quick()
	opts.Parity = serialport.ParityOdd
	pad := openPad(t, link, opts)
	eventually(t, pad, func(s devices.Status) bool { return s.Has(devices.WrongSettings) })
}

func TestPad_HeldByAnother_SaysInUseAndTakesItLater(t *testing.T) {
	_, link := startPad(t)
	other, err := serialport.Open(serialport.Config{Path: link, Baud: 38400})
	require.NoError(t, err)
	pad := openPad(t, link, quick())
	eventually(t, pad, func(s devices.Status) bool { return s.Has(devices.InUse) })
	require.NoError(t, other.Close())
	eventually(t, pad, devices.Status.Working)
}

func TestPad_Handshake_IsStopThenQueryAndNoReportsUntilCapture(t *testing.T) {
	emu, link := startPad(t)
	pad := openPad(t, link, quick())
	eventually(t, pad, devices.Status.Working)
	assert.Equal(t, emu.Geometry(), pad.Geometry())
	assert.Equal(t, "0**", emu.State().Commands, "a new geometry is heard twice")
	assert.False(t, emu.State().Reporting)

	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() { result <- pad.Capture(ctx, func(devices.PenSample) {}) }()
	require.Eventually(t, func() bool { return emu.State().Reporting }, 5*time.Second, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-result, context.Canceled)
	require.Eventually(t, func() bool { return !emu.State().Reporting }, 5*time.Second, time.Millisecond)
}

// Every kind of damage costs packets, never the signature.
func TestPad_DamagedPackets_LoseLittle(t *testing.T) {
	for _, name := range []string{penemu.FaultDrop, penemu.FaultFlip, penemu.FaultHalf, penemu.FaultGarbage} {
		t.Run(name, func(t *testing.T) {
			emu, link := startPad(t)
			pad := openPad(t, link, quick())
			eventually(t, pad, devices.Status.Working)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			down := 0
			result := make(chan error, 1)
			go func() {
				result <- pad.Capture(ctx, func(s devices.PenSample) {
					if s.Down {
						down++
					}
					if down > 10 && !s.Near {
						cancel()
					}
				})
			}()
			require.Eventually(t, func() bool { return emu.State().Reporting }, 5*time.Second, time.Millisecond)
			strokes, err := penemu.Signature("line")
			require.NoError(t, err)
			before := emu.State().Sent
			require.NoError(t, emu.Fault(name, fault.Next))
			require.NoError(t, emu.Play(ctx, strokes))
			sent := emu.State().Sent - before
			if name == penemu.FaultFlip { // a flipped bit may end the signature early or be a far point
				require.NoError(t, emu.Draw(penemu.Sample{X: 1, Y: 1}))
			}
			require.ErrorIs(t, <-result, context.Canceled)
			assert.Greater(t, down, sent-8, "of %d packets", sent)
		})
	}
}

func TestPad_SilentLineInMidCapture_IsAskedAndTheCaptureGoesOn(t *testing.T) {
	emu, link := startPad(t)
	pad := openPad(t, link, quick())
	eventually(t, pad, devices.Status.Working)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	samples := make(chan devices.PenSample, 16)
	go func() { _ = pad.Capture(ctx, func(s devices.PenSample) { samples <- s }) }()
	// No pen for much longer than Silence: the pad is asked, reports restart.
	require.Eventually(t, func() bool {
		s := emu.State()
		return s.Reporting && len(s.Commands) > 8
	}, 5*time.Second, time.Millisecond)
	assert.Contains(t, emu.State().Commands, "0*1")
	require.Eventually(t, func() bool { // the pen may come just while the pad is being asked
		require.NoError(t, emu.Draw(penemu.Sample{X: 5, Y: 5, Pressure: 1, Down: true}))
		select {
		case s := <-samples:
			return s.X == 500 && s.Y == 500
		default:
			return false
		}
	}, 5*time.Second, 5*time.Millisecond)
}

func TestPad_EmptyPath_IsRefusedByOpen(t *testing.T) {
	require.Error(t, w8001.New("", w8001.Opts{}).Open(t.Context()))
}
