package widget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"
)

// Size of the preview on the screen in pixels. The camera's middle is cropped to this proportion.
const (
	PreviewWidth  = 984
	PreviewHeight = 860
)

// Preview shows the live picture.
//
// ImageScaleFastest lets the graphics card scale: Fyne's default scales every
// frame in software (10 frames a second instead of 30).
type Preview struct {
	fynewidget.BaseWidget
	image *canvas.Image
}

// NewPreview makes an empty one.
func NewPreview() *Preview {
	p := &Preview{
		image: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest, Image: blank()},
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

// blank is a dark surface: what there is to see before the first frame.
func blank() *image.RGBA {
	dark := image.NewRGBA(image.Rect(0, 0, 1, 1))
	dark.SetRGBA(0, 0, color.RGBA{R: 0x0b, G: 0x25, B: 0x2e, A: 0xff})
	return dark
}

// HeightFor implements Flowing.
func (p *Preview) HeightFor(width float32) float32 { return width * PreviewHeight / PreviewWidth }

// CreateRenderer implements fyne.Widget.
func (p *Preview) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{p.image}, layout: func(s fyne.Size) {
		width := min(s.Width, s.Height*PreviewWidth/PreviewHeight) // a message above may leave less room
		size := fyne.NewSize(width, width*PreviewHeight/PreviewWidth)
		for _, o := range []fyne.CanvasObject{p.image} {
			o.Move(fyne.NewPos((s.Width-size.Width)/2, (s.Height-size.Height)/2))
			o.Resize(size)
		}
	}, paint: p.image.Refresh}
}
