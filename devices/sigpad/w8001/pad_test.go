package w8001_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/penemu"
	"documenting.kz/terminal/devices/internal/supervise"
	"documenting.kz/terminal/devices/sigpad/w8001"
)

// quick are options with times short enough for a test on a real terminal.
func quick() w8001.Opts {
	return w8001.Opts{
		Silence: 200 * time.Millisecond, Answer: 200 * time.Millisecond, Settle: 10 * time.Millisecond,
		Backoff: supervise.Backoff{First: 10 * time.Millisecond, Last: 50 * time.Millisecond},
	}
}

func startPad(t *testing.T) (*penemu.Emulator, string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), "pad")
	emu, err := penemu.Start(penemu.Opts{Path: link, ReportsPerSec: 200})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, emu.Close()) })
	return emu, link
}

func mode(on bool) fault.Mode {
	if on {
		return fault.Always
	}
	return fault.Cleared
}

func TestPad_Conformance(t *testing.T) {
	devicetest.TestPad(t, func(t *testing.T) devicetest.PadHarness {
		emu, link := startPad(t)
		strokes, err := penemu.Signature("signature")
		require.NoError(t, err)
		return devicetest.PadHarness{
			Pad:    w8001.New(link, quick()),
			Unplug: emu.Unplug,
			Plug:   func() { require.NoError(t, emu.Plug()) },
			Write: func(ctx context.Context) {
				for ctx.Err() == nil && emu.Play(ctx, strokes) == nil {
				}
			},
			Silence: func(on bool) { require.NoError(t, emu.Fault(penemu.FaultSilence, mode(on))) },
			Garbage: func(on bool) { require.NoError(t, emu.Fault(penemu.FaultGarbage, mode(on))) },
		}
	})
}
