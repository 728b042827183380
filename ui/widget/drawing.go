package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// drawing is the renderer of all our widgets: fixed objects, a layout, and a repaint from the theme.
type drawing struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	paint   func()
}

func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *drawing) Layout(s fyne.Size)           { d.layout(s) }
func (d *drawing) MinSize() fyne.Size           { return fyne.NewSize(1, 1) } // layouts ask HeightFor
func (d *drawing) Refresh()                     { d.paint() }
func (d *drawing) Destroy()                     {}

// Box is a rounded rectangle in roles of the theme.
type Box struct {
	widget.BaseWidget
	rect   *canvas.Rectangle
	fill   fyne.ThemeColorName
	border fyne.ThemeColorName
	width  float32
}

// NewBox fills with one role and borders with another; an empty border draws none.
func NewBox(fill, border fyne.ThemeColorName, radius float32) *Box {
	b := &Box{rect: canvas.NewRectangle(nil), fill: fill, border: border, width: 2}
	b.rect.CornerRadius = radius
	b.ExtendBaseWidget(b)
	b.paint()
	return b
}

// Set changes the roles.
func (b *Box) Set(fill, border fyne.ThemeColorName, width float32) {
	if b.fill == fill && b.border == border && b.width == width {
		return
	}
	b.fill, b.border, b.width = fill, border, width
	b.Refresh()
}

func (b *Box) paint() {
	b.rect.FillColor = fynetheme.Color(b.fill)
	b.rect.StrokeWidth = 0
	if b.border != "" {
		b.rect.StrokeColor, b.rect.StrokeWidth = fynetheme.Color(b.border), b.width
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{b.rect}, layout: b.rect.Resize, paint: func() { b.paint(); b.rect.Refresh() }}
}

// Icon is a picture drawn in a role of the theme.
type Icon struct {
	widget.BaseWidget
	image *canvas.Image
	res   fyne.Resource
	role  fyne.ThemeColorName
	side  float32
}

// NewIcon draws res, side pixels wide and high.
func NewIcon(res fyne.Resource, role fyne.ThemeColorName, side float32) *Icon {
	i := &Icon{image: &canvas.Image{FillMode: canvas.ImageFillContain}, side: side}
	i.ExtendBaseWidget(i)
	i.Set(res, role)
	return i
}

// Set changes the picture; nil draws nothing.
func (i *Icon) Set(res fyne.Resource, role fyne.ThemeColorName) {
	if i.res == res && i.role == role {
		return
	}
	i.res, i.role = res, role
	if res == nil {
		i.image.Hide()
		return
	}
	i.image.Resource = fynetheme.NewColoredResource(res, role)
	i.image.Show()
	i.Refresh()
}

// HeightFor implements Flowing.
func (i *Icon) HeightFor(float32) float32 { return i.side }

// WidthFor is the width an Icon takes in a Row.
func (i *Icon) WidthFor() float32 { return i.side }

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{i.image}, layout: func(s fyne.Size) {
		side := min(s.Width, s.Height, i.side)
		i.image.Resize(fyne.NewSquareSize(side))
		i.image.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
	}, paint: func() {
		if i.image.Resource != nil {
			i.image.Refresh()
		}
	}}
}
