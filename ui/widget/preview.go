package widget

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"
)

// Size of the preview on the screen in pixels. The camera's middle is cropped to this proportion.
const (
	PreviewWidth  = 984
	PreviewHeight = 860
)

// Preview shows the live picture like a mirror, with an oval where the face belongs.
//
// ImageScaleFastest lets the graphics card scale: Fyne's default scales every
// frame in software (10 frames a second instead of 30).
type Preview struct {
	fynewidget.BaseWidget
	ground *canvas.Rectangle
	image  *canvas.Image
	mask   *canvas.Image
}

// NewPreview makes an empty one.
func NewPreview() *Preview {
	p := &Preview{
		ground: canvas.NewRectangle(color.NRGBA{R: 0x0b, G: 0x25, B: 0x2e, A: 0xff}),
		image:  &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest, Image: blank()},
		mask:   &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest, Image: oval()},
	}
	p.ExtendBaseWidget(p)
	return p
}

// Set draws frame, which must not be written any more until another one is shown; nil shows nothing.
func (p *Preview) Set(frame *image.RGBA) {
	// The image is never hidden and never nil: Fyne repaints only what it has
	// painted before, so the first frame of an image that was hidden stays away.
	p.image.Image = frame
	if frame == nil {
		p.image.Image = blank()
	}
	p.image.Refresh()
}

func blank() *image.RGBA { return image.NewRGBA(image.Rect(0, 0, 1, 1)) }

// HeightFor implements Flowing.
func (p *Preview) HeightFor(width float32) float32 { return width * PreviewHeight / PreviewWidth }

// CreateRenderer implements fyne.Widget.
func (p *Preview) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{p.ground, p.image, p.mask}, layout: func(s fyne.Size) {
		width := min(s.Width, s.Height*PreviewWidth/PreviewHeight) // a message above may leave less room
		size := fyne.NewSize(width, width*PreviewHeight/PreviewWidth)
		for _, o := range []fyne.CanvasObject{p.ground, p.image, p.mask} {
			o.Move(fyne.NewPos((s.Width-size.Width)/2, (s.Height-size.Height)/2))
			o.Resize(size)
		}
	}, paint: func() { p.ground.Refresh() }}
}

// oval darkens everything but an upright oval in the middle, a bit above it, where a head fits with room for its shoulders.
func oval() *image.RGBA {
	const w, h = PreviewWidth / 2, PreviewHeight / 2 // soft edges forgive half the resolution
	mask := image.NewRGBA(image.Rect(0, 0, w, h))
	const cx, cy, rx, ry = w / 2.0, h * 0.46, h * 0.29, h * 0.39
	for y := range h {
		for x := range w {
			dx, dy := (float64(x)+0.5-cx)/rx, (float64(y)+0.5-cy)/ry
			away := (math.Hypot(dx, dy) - 1) * rx // about pixels from the line
			switch {
			case math.Abs(away) < 3:
				mask.SetRGBA(x, y, color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff})
			case away > 0:
				mask.SetRGBA(x, y, color.RGBA{R: 3, G: 14, B: 18, A: 0x70})
			}
		}
	}
	return mask
}
