package main

import (
	"io"
	"math"
	"os"
	"strconv"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// windowShare is how much of a desktop's height a window may take: bars and title need the rest.
const windowShare = 0.9

// scale makes the 1080×1920 layout fill the panel, or fit a window onto a
// desktop without ever enlarging it. What a monitor claims about its millimetres
// is not asked. 1 when the display does not answer; the window says so then.
func scale(fullscreen bool) string {
	width, height := screenSize(os.Getenv("DISPLAY"))
	if width == 0 {
		return "1"
	}
	fit := min(float64(width)/panelWidth, float64(height)/panelHeight)
	if !fullscreen {
		fit = min(1, float64(width)/panelWidth, windowShare*float64(height)/panelHeight)
	}
	return strconv.FormatFloat(math.Floor(10*fit)/10, 'f', 1, 64) // Fyne rounds to tenths, and up is too large
}

func screenSize(display string) (width, height int) {
	xgb.Logger.SetOutput(io.Discard)
	x, err := xgb.NewConnDisplay(display)
	if err != nil {
		return 0, 0
	}
	defer x.Close()
	screen := xproto.Setup(x).DefaultScreen(x)
	return int(screen.WidthInPixels), int(screen.HeightInPixels)
}
