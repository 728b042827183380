package escpos_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/paperemu"
	"documenting.kz/terminal/devices/printer/escpos"
	"documenting.kz/terminal/devices/serialport"
)

func openPrinter(t *testing.T, address string) *escpos.Printer {
	t.Helper()
	p := escpos.New(address, quick())
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	require.NoError(t, p.Open(context.Background()))
	eventually(t, p, devices.Status.Working)
	return p
}

func eventually(t *testing.T, p *escpos.Printer, is func(devices.Status) bool) {
	t.Helper()
	require.Eventually(t, func() bool { return is(p.Status()) }, 10*time.Second, 2*time.Millisecond)
}

func requireFault(t *testing.T, err error, c devices.Condition) {
	t.Helper()
	var f *devices.Fault
	require.ErrorAs(t, err, &f)
	require.Equal(t, c, f.Condition)
}

// serialPrinter is an emulated printer at the other end of a pseudo-terminal.
func serialPrinter(t *testing.T) (emu *paperemu.Emulator, node string) {
	t.Helper()
	master, slave, err := pty.Open()
	require.NoError(t, err)
	emu, err = paperemu.Start(paperemu.Opts{})
	require.NoError(t, err)
	attached := make(chan struct{})
	// Raw before anybody writes: a fresh terminal echoes.
	raw, err := serialport.Open(serialport.Config{Path: slave.Name(), Baud: 19200})
	require.NoError(t, err)
	require.NoError(t, raw.Close())
	go func() { defer close(attached); _ = emu.Attach(master) }()
	t.Cleanup(func() {
		require.NoError(t, slave.Close())
		require.NoError(t, emu.Close()) // closes the master
		<-attached
		assert.Empty(t, emu.State().Errors)
	})
	return emu, slave.Name()
}

func TestSerial_PageAndFault_AsOverTCP(t *testing.T) {
	emu, node := serialPrinter(t)
	printer := openPrinter(t, "serial:"+node+"?baud=19200")
	page := devicetest.TestPage(576, 400)
	require.NoError(t, printer.Print(t.Context(), page))
	require.Equal(t, 1, len(emu.Receipts()))
	assert.Equal(t, "TM-T88V", printer.Info().Model)
	emu.SetPaper(0)
	requireFault(t, printer.Print(t.Context(), page), devices.PaperOut)
	emu.SetPaper(1000)
	eventually(t, printer, devices.Status.Working)
	require.NoError(t, printer.Print(t.Context(), page))
	require.Equal(t, 2, len(emu.Receipts()))
}

func TestSerial_HeldByAnother_SaysInUse(t *testing.T) {
	_, node := serialPrinter(t)
	other, err := serialport.Open(serialport.Config{Path: node, Baud: 19200})
	require.NoError(t, err)
	printer := escpos.New("serial:"+node, quick())
	t.Cleanup(func() { _ = printer.Close() })
	require.NoError(t, printer.Open(context.Background()))
	eventually(t, printer, func(s devices.Status) bool { return s.Has(devices.InUse) })
	require.NoError(t, other.Close())
	eventually(t, printer, devices.Status.Working)
}

func TestPrint_PaperEndsInTheMiddle_FaultThenOneWholeReceipt(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{PaperMM: 20, NearEndMM: 100})
	printer := openPrinter(t, "tcp:"+emu.Address())
	assert.True(t, printer.Status().Has(devices.PaperNearEnd))
	page := devicetest.TestPage(576, 400) // 50 mm
	requireFault(t, printer.Print(t.Context(), page), devices.PaperOut)
	assert.Zero(t, len(emu.Receipts()), "nothing was cut")
	requireFault(t, printer.Print(t.Context(), page), devices.PaperOut)

	emu.SetPaper(10_000)
	eventually(t, printer, devices.Status.Working)
	assert.Zero(t, len(emu.Receipts()), "the rest of the torn page must not come out by itself")
	require.NoError(t, printer.Print(t.Context(), page))
	receipts := emu.Receipts()
	require.Equal(t, 2, len(receipts), "the torn piece and the whole page")
	assert.Less(t, receipts[0].Image.Rect.Dy(), 400, "the torn piece: 20 mm and the feed")
	assert.Equal(t, 400+120, receipts[1].Image.Rect.Dy())
	require.NoError(t, printer.Print(t.Context(), page))
	require.Equal(t, 3, len(emu.Receipts()), "nothing is left to cut off")
}

// The whole page and its cut are in the printer's buffer when the paper ends.
func TestPrint_PaperEndsAfterEverythingWasSent_RestIsThrownAway(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{PaperMM: 40, NearEndMM: 10, MMPerSecond: 100})
	printer := openPrinter(t, "tcp:"+emu.Address())
	page := devicetest.TestPage(576, 400) // 50 mm
	requireFault(t, printer.Print(t.Context(), page), devices.PaperOut)
	emu.SetPaper(10_000)
	emu.SetSpeed(0)
	eventually(t, printer, devices.Status.Working)
	require.NoError(t, printer.Print(t.Context(), page))
	receipts := emu.Receipts()
	require.Equal(t, 2, len(receipts), "the torn piece and the page; a third one would be the page that failed")
	assert.Equal(t, 400+120, receipts[1].Image.Rect.Dy())
}

func TestPrint_HotHead_IsWaitedFor(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{Relief: 200 * time.Millisecond, MMPerSecond: 400})
	printer := openPrinter(t, "tcp:"+emu.Address())
	require.NoError(t, emu.Fault(paperemu.FaultHot, fault.Next))
	require.NoError(t, printer.Print(t.Context(), devicetest.TestPage(576, 300)))
	require.Equal(t, 1, len(emu.Receipts()))
}

func TestPrint_SlowReader_TakesLongerAndPrints(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{})
	printer := openPrinter(t, "tcp:"+emu.Address())
	require.NoError(t, emu.Fault(paperemu.FaultSlow, fault.Always))
	begun := time.Now()
	require.NoError(t, printer.Print(t.Context(), devicetest.TestPage(100, 200)))
	assert.Greater(t, time.Since(begun), 500*time.Millisecond)
	require.NoError(t, emu.Fault(paperemu.FaultSlow, fault.Cleared))
	require.Equal(t, 1, len(emu.Receipts()))
}

// "Printed" means on paper, not in a buffer.
func TestPrint_Returns_WhenThePaperHasMoved(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{MMPerSecond: 150})
	printer := openPrinter(t, "tcp:"+emu.Address())
	page := devicetest.TestPage(576, 480) // 60 mm and 15 mm of feed: half a second
	begun := time.Now()
	require.NoError(t, printer.Print(t.Context(), page))
	assert.Greater(t, time.Since(begun), 480*time.Millisecond)
	require.Equal(t, 1, len(emu.Receipts()))
}

func TestOpen_SecondHost_WaitsForTheFirst(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{})
	first := openPrinter(t, "tcp:"+emu.Address())
	second := escpos.New("tcp:"+emu.Address(), quick())
	t.Cleanup(func() { _ = second.Close() })
	require.NoError(t, second.Open(context.Background()))
	eventually(t, second, func(s devices.Status) bool { return s.Has(devices.Unplugged) })
	require.True(t, first.Status().Working())
	require.NoError(t, first.Close())
	eventually(t, second, devices.Status.Working)
}

func TestPrint_UnplugNext_ComesBackByItself(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{Relief: 50 * time.Millisecond})
	printer := openPrinter(t, "tcp:"+emu.Address())
	require.NoError(t, emu.Fault(paperemu.FaultUnplug, fault.Next))
	eventually(t, printer, func(s devices.Status) bool { return s.Has(devices.Unplugged) })
	eventually(t, printer, devices.Status.Working)
	assert.Equal(t, fault.Cleared, emu.State().Faults[paperemu.FaultUnplug])
}

func TestOut_ReceiptIsWrittenAsBytesAndPicture(t *testing.T) {
	out := t.TempDir()
	receipt := printed(t, devicetest.TestPage(576, 64), out)
	raw, err := os.ReadFile(out + "/receipt-1.bin")
	require.NoError(t, err)
	assert.Equal(t, receipt.Raw, raw)
	picture, err := os.ReadFile(out + "/receipt-1.png")
	require.NoError(t, err)
	want, err := receipt.PNG()
	require.NoError(t, err)
	assert.Equal(t, want, picture)
}
