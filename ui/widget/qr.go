package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/skip2/go-qrcode"
)

// leastModule is the smallest a module may be, in pixels: 2.2 mm, read by a poor phone from 60 cm.
const leastModule = 6

// QR shows a QR code, every module a whole number of pixels. It is always black on white, in every theme.
type QR struct {
	fynewidget.BaseWidget
	side    float32
	ground  *canvas.Rectangle
	image   *canvas.Image
	payload string
	pixels  float32
}

// NewQR makes an empty field of side pixels.
func NewQR(side float32) *QR {
	q := &QR{side: side, ground: canvas.NewRectangle(color.White), image: &canvas.Image{ScaleMode: canvas.ImageScalePixels}}
	q.ground.CornerRadius = 12
	q.ExtendBaseWidget(q)
	return q
}

// Set shows payload; an empty one, or one too long for the field, shows nothing. It reports whether a code is shown.
func (q *QR) Set(payload string) bool {
	if payload == q.payload {
		return q.image.Image != nil
	}
	q.payload, q.image.Image, q.pixels = payload, nil, 0
	if payload != "" {
		if code, err := qrcode.New(payload, qrcode.Medium); err == nil {
			module := int(q.side) / len(code.Bitmap())
			if module >= leastModule {
				q.image.Image = code.Image(-module)
				q.pixels = float32(q.image.Image.Bounds().Dx())
			}
		}
	}
	q.arrange(q.Size())
	q.Refresh()
	return q.image.Image != nil
}

// HeightFor implements Flowing.
func (q *QR) HeightFor(float32) float32 { return q.side }

// WidthFor is the width it takes in a Row.
func (q *QR) WidthFor() float32 { return q.side }

func (q *QR) arrange(s fyne.Size) {
	q.ground.Move(fyne.NewPos(float32(int((s.Width-q.side)/2)), 0))
	q.ground.Resize(fyne.NewSquareSize(q.side))
	if q.image.Image == nil {
		q.image.Hide()
		return
	}
	q.image.Show()
	q.image.Resize(fyne.NewSquareSize(q.pixels))
	q.image.Move(fyne.NewPos(float32(int((s.Width-q.pixels)/2)), float32(int((q.side-q.pixels)/2))))
}

// CreateRenderer implements fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{q.ground, q.image}, layout: q.arrange, paint: func() {
		q.ground.Refresh()
		if q.image.Image != nil {
			q.image.Refresh()
		}
	}}
}
