package widget

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"
)

// Picture shows a still image, as big as fits in its proportions.
type Picture struct {
	fynewidget.BaseWidget
	image  *canvas.Image
	aspect float32 // width / height the layout counts with
}

// NewPicture makes an empty one for images of that width divided by height.
func NewPicture(aspect float32) *Picture {
	p := &Picture{aspect: aspect, image: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows img; nil shows nothing and lets go of what was shown.
func (p *Picture) Set(img image.Image) {
	if p.image.Image == img {
		return
	}
	p.image.Image = img
	p.Refresh()
}

// HeightFor implements Flowing.
func (p *Picture) HeightFor(width float32) float32 { return width / p.aspect }

// CreateRenderer implements fyne.Widget.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{p.image}, layout: p.image.Resize, paint: p.image.Refresh}
}
