package hands

import (
	"fmt"
	"image"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// pressTime is how long a finger stays on the glass.
const pressTime = 40 * time.Millisecond

// Hands is a connection to one X display. Not safe for concurrent use.
type Hands struct {
	x      *xgb.Conn
	root   xproto.Window
	bounds image.Rectangle
}

// Open connects to a display such as ":77".
func Open(display string) (*Hands, error) {
	xgb.Logger.SetOutput(io.Discard) // it tells of every display without a cookie, errors come back anyway
	x, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("display %s: %w", display, err)
	}
	if err := xtest.Init(x); err != nil {
		x.Close()
		return nil, fmt.Errorf("display %s has no XTEST: %w", display, err)
	}
	screen := xproto.Setup(x).DefaultScreen(x)
	return &Hands{x: x, root: screen.Root, bounds: image.Rect(0, 0, int(screen.WidthInPixels), int(screen.HeightInPixels))}, nil
}

// Close ends the connection.
func (h *Hands) Close() { h.x.Close() }

// Tap touches p and returns when the finger has left.
func (h *Hands) Tap(p image.Point) error {
	if err := h.fake(xproto.MotionNotify, 0, p); err != nil {
		return err
	}
	if err := h.fake(xproto.ButtonPress, 1, p); err != nil {
		return err
	}
	time.Sleep(pressTime)
	return h.fake(xproto.ButtonRelease, 1, p)
}

func (h *Hands) fake(kind, detail byte, p image.Point) error {
	err := xtest.FakeInputChecked(h.x, kind, detail, 0, h.root, int16(p.X), int16(p.Y), 0).Check()
	if err != nil {
		return fmt.Errorf("touch: %w", err)
	}
	return nil
}

// Picture is the whole display as it is now.
func (h *Hands) Picture() (*image.RGBA, error) {
	w, ht := h.bounds.Dx(), h.bounds.Dy()
	img := image.NewRGBA(h.bounds)
	// One reply of X is limited; ask in bands.
	const band = 256
	for y := 0; y < ht; y += band {
		rows := min(band, ht-y)
		got, err := xproto.GetImage(h.x, xproto.ImageFormatZPixmap, xproto.Drawable(h.root), 0, int16(y), uint16(w), uint16(rows), 0xffffffff).Reply()
		if err != nil {
			return nil, fmt.Errorf("picture of the display: %w", err)
		}
		for i := 0; i+3 < len(got.Data); i += 4 { // BGRX
			o := y*img.Stride + i
			img.Pix[o], img.Pix[o+1], img.Pix[o+2], img.Pix[o+3] = got.Data[i+2], got.Data[i+1], got.Data[i], 0xff
		}
	}
	return img, nil
}
