package devicetest

import (
	"context"
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

// PrinterHarness is a printer driver and the hands at its hardware, which is
// plugged in, on-line and has paper at first.
type PrinterHarness struct {
	Printer devices.Printer // not open; with the shortest times it allows
	Unplug  func()
	Plug    func()
	// Set brings a condition about or removes it: PaperOut, PaperNearEnd,
	// PaperJam, CoverOpen, CutterError, HeadHot, Offline.
	Set func(c devices.Condition, on bool)
	// InMidPage lets the condition come about when the next page has begun.
	InMidPage func(c devices.Condition)
	Silence   func(on bool) // the hardware says nothing, the line stays
	Garbage   func(on bool) // noise before every answer
	// Slow makes the paper move so slowly that a page is certainly in flight.
	Slow func(on bool)
	// Printed returns the pieces of paper cut so far, as dots.
	Printed func() []*image.Gray
}

// TestPrinter holds a printer driver to its contract. It asks for a new harness
// for every part; the harness cleans up by t.Cleanup.
func TestPrinter(t *testing.T, harness func(t *testing.T) PrinterHarness) {
	ready := func(t *testing.T) PrinterHarness {
		t.Helper()
		h := harness(t)
		open(t, h.Printer)
		untilWorking(t, h.Printer)
		return h
	}

	t.Run("Working_PrintsEveryDot", func(t *testing.T) {
		h := ready(t)
		assert.Equal(t, devices.KindPrinter, h.Printer.Info().Kind)
		require.Positive(t, h.Printer.Paper().WidthDots)
		require.Positive(t, h.Printer.Paper().DotsPerMM)
		page := TestPage(h.Printer.Paper().WidthDots, 300)
		require.NoError(t, h.Printer.Print(t.Context(), page))
		papers := h.Printed()
		require.Equal(t, 1, len(papers), "Print returned, so the paper is cut")
		assertSameDots(t, page, papers[0])
		require.NoError(t, h.Printer.Print(t.Context(), page))
		require.Equal(t, 2, len(h.Printed()))
		until(t, h.Printer, "idle again", func(s devices.Status) bool { return s.State == devices.Ready })
	})

	t.Run("PageTooWide_IsAnError", func(t *testing.T) {
		h := ready(t)
		require.Error(t, h.Printer.Print(t.Context(), TestPage(h.Printer.Paper().WidthDots+1, 10)))
		require.Zero(t, len(h.Printed()))
	})

	t.Run("AbsentAtOpen_ComesByItself", func(t *testing.T) {
		h := harness(t)
		h.Unplug()
		open(t, h.Printer)
		until(t, h.Printer, "absent", func(s devices.Status) bool {
			return s.State == devices.Absent && s.Has(devices.Unplugged) && s.Hint != ""
		})
		require.ErrorIs(t, h.Printer.Print(t.Context(), TestPage(100, 10)), devices.ErrGone)
		h.Plug()
		untilWorking(t, h.Printer)
	})

	for _, c := range []devices.Condition{
		devices.PaperOut, devices.PaperJam, devices.CoverOpen, devices.CutterError, devices.HeadHot, devices.Offline,
	} {
		t.Run("Idle_"+string(c)+"_RefusesAtOnce", func(t *testing.T) {
			h := ready(t)
			h.Set(c, true)
			requireFault(t, h.Printer.Print(t.Context(), TestPage(100, 50)), c)
			untilHas(t, h.Printer, c)
			assert.Equal(t, devices.Failed, h.Printer.Status().State)
			require.Zero(t, len(h.Printed()))
			h.Set(c, false)
			untilWorking(t, h.Printer)
			require.NoError(t, h.Printer.Print(t.Context(), TestPage(100, 50)))
		})
	}

	for _, c := range []devices.Condition{devices.PaperOut, devices.PaperJam, devices.CoverOpen} {
		t.Run("MidPage_"+string(c)+"_FaultThenWholePageAgain", func(t *testing.T) {
			h := ready(t)
			page := TestPage(h.Printer.Paper().WidthDots, 600)
			h.InMidPage(c)
			requireFault(t, h.Printer.Print(t.Context(), page), c)
			h.Set(c, false)
			untilWorking(t, h.Printer)
			require.NoError(t, h.Printer.Print(t.Context(), page))
			papers := h.Printed()
			require.NotZero(t, len(papers))
			assertSameDots(t, page, papers[len(papers)-1])
			for _, torn := range papers[:len(papers)-1] {
				assert.Less(t, inked(torn), inked(page), "a page that failed must not come out whole afterwards")
			}
		})
	}

	t.Run("NearEnd_IsAWarning", func(t *testing.T) {
		h := ready(t)
		h.Set(devices.PaperNearEnd, true)
		untilHas(t, h.Printer, devices.PaperNearEnd)
		require.True(t, h.Printer.Status().Working())
		require.NoError(t, h.Printer.Print(t.Context(), TestPage(100, 50)))
	})

	t.Run("UnplugInMidPage_ErrGoneAndBack", func(t *testing.T) {
		h := ready(t)
		h.Slow(true)
		result := inFlight(func() error { return h.Printer.Print(context.Background(), TestPage(100, 800)) })
		until(t, h.Printer, "busy", func(s devices.Status) bool { return s.State == devices.Busy })
		h.Unplug()
		require.ErrorIs(t, soon(t, result), devices.ErrGone)
		untilHas(t, h.Printer, devices.Unplugged)
		h.Slow(false)
		h.Plug()
		untilWorking(t, h.Printer)
		require.NoError(t, h.Printer.Print(t.Context(), TestPage(100, 50)))
	})

	t.Run("CloseInMidPage_WithinASecond", func(t *testing.T) {
		h := ready(t)
		h.Slow(true)
		result := inFlight(func() error { return h.Printer.Print(context.Background(), TestPage(100, 800)) })
		until(t, h.Printer, "busy", func(s devices.Status) bool { return s.State == devices.Busy })
		closesInTime(t, h.Printer, result)
	})

	t.Run("CancelInMidPage_ReturnsItsReason", func(t *testing.T) {
		h := ready(t)
		h.Slow(true)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		result := inFlight(func() error { return h.Printer.Print(ctx, TestPage(100, 800)) })
		until(t, h.Printer, "busy", func(s devices.Status) bool { return s.State == devices.Busy })
		cancel()
		require.ErrorIs(t, soon(t, result), context.Canceled)
	})

	t.Run("CloseUnopened_IsHarmless", func(t *testing.T) {
		require.NoError(t, harness(t).Printer.Close())
	})

	t.Run("Silence_IsStalled", func(t *testing.T) {
		h := ready(t)
		h.Silence(true)
		untilHas(t, h.Printer, devices.Stalled)
		h.Silence(false)
		untilWorking(t, h.Printer)
	})

	t.Run("Garbage_IsIgnored", func(t *testing.T) {
		h := ready(t)
		h.Garbage(true)
		page := TestPage(200, 200)
		require.NoError(t, h.Printer.Print(t.Context(), page))
		assertSameDots(t, page, h.Printed()[0])
	})
}

// TestPage draws a page of thick diagonals that no printer takes for commands.
func TestPage(width, height int) *image.Gray {
	page := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			page.Pix[page.PixOffset(x, y)] = 255
			if (x+y)%48 < 24 {
				page.Pix[page.PixOffset(x, y)] = 0
			}
		}
	}
	return page
}

func requireFault(t *testing.T, err error, c devices.Condition) {
	t.Helper()
	var fault *devices.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, c, fault.Condition)
	require.Equal(t, devices.KindPrinter, fault.Kind)
}

// assertSameDots checks that the paper begins with the page; the rest is white.
func assertSameDots(t *testing.T, page, paper *image.Gray) {
	t.Helper()
	size := page.Bounds().Size()
	require.GreaterOrEqual(t, paper.Bounds().Dy(), size.Y)
	wrong := 0
	for y := range paper.Bounds().Dy() {
		for x := range paper.Bounds().Dx() {
			black := x < size.X && y < size.Y && page.GrayAt(x, y).Y < 128
			if black != (paper.GrayAt(x, y).Y < 128) {
				wrong++
			}
		}
	}
	assert.Zero(t, wrong, "dots differ between page and paper")
}

func inked(img *image.Gray) int {
	n := 0
	for _, g := range img.Pix {
		if g < 128 {
			n++
		}
	}
	return n
}
