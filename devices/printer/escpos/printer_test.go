package escpos_test

import (
	"image"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/paperemu"
	"documenting.kz/terminal/devices/internal/supervise"
	"documenting.kz/terminal/devices/printer/escpos"
)

// quick are options with times short enough for a test.
func quick() escpos.Opts {
	return escpos.Opts{
		Poll: 20 * time.Millisecond, Watch: 10 * time.Millisecond, Answer: 300 * time.Millisecond,
		BandTime: 3 * time.Second, Overtime: 3 * time.Second,
		Backoff: supervise.Backoff{First: 10 * time.Millisecond, Last: 50 * time.Millisecond},
	}
}

// startPrinter starts an emulated printer whose sender must make no mistake.
func startPrinter(t *testing.T, opts paperemu.Opts) *paperemu.Emulator {
	t.Helper()
	if opts.Address == "" {
		opts.Address = "127.0.0.1:0"
	}
	emu, err := paperemu.Start(opts)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, emu.Close())
		assert.Empty(t, emu.State().Errors, "the driver sent what no printer understands")
	})
	return emu
}

func mode(on bool) fault.Mode {
	if on {
		return fault.Always
	}
	return fault.Cleared
}

// faultName is the emulator's name of a condition.
func faultName(t *testing.T, c devices.Condition) string {
	t.Helper()
	name, ok := map[devices.Condition]string{
		devices.PaperOut: paperemu.FaultPaper, devices.PaperJam: paperemu.FaultJam,
		devices.CoverOpen: paperemu.FaultCover, devices.CutterError: paperemu.FaultCutter,
		devices.HeadHot: paperemu.FaultHot, devices.Offline: paperemu.FaultOffline,
	}[c]
	require.True(t, ok, "no fault for %s", c)
	return name
}

func papers(emu *paperemu.Emulator) []*image.Gray {
	var out []*image.Gray
	for _, r := range emu.Receipts() {
		out = append(out, r.Image)
	}
	return out
}

func TestPrinter_Conformance(t *testing.T) {
	for _, profile := range escpos.Profiles() {
		t.Run(profile.Name, func(t *testing.T) {
			devicetest.TestPrinter(t, func(t *testing.T) devicetest.PrinterHarness {
				emu := startPrinter(t, paperemu.Opts{Relief: time.Minute})
				arm := func(name string, m fault.Mode) { require.NoError(t, emu.Fault(name, m)) }
				return devicetest.PrinterHarness{
					Printer: escpos.New("tcp:"+emu.Address()+"?profile="+profile.Name, quick()),
					Unplug:  emu.Unplug,
					Plug:    func() { require.NoError(t, emu.Plug()) },
					Set: func(c devices.Condition, on bool) {
						if c == devices.PaperNearEnd {
							emu.SetPaper(1000)
							return
						}
						arm(faultName(t, c), mode(on))
					},
					InMidPage: func(c devices.Condition) { arm(faultName(t, c), fault.Next) },
					Silence:   func(on bool) { arm(paperemu.FaultMute, mode(on)) },
					Garbage: func(on bool) {
						if profile.FixedBits { // without them noise cannot be told from answers
							arm(paperemu.FaultGarbage, mode(on))
						}
					},
					Slow:    func(on bool) { emu.SetSpeed(map[bool]float64{true: 20, false: 0}[on]) },
					Printed: func() []*image.Gray { return papers(emu) },
				}
			})
		})
	}
}
