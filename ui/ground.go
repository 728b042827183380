package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"
)

// ground lies under everything: it feels touches that hit nothing, and hides the cursor
// of a terminal that has no mouse. It draws nothing but a dot to be repainted: the
// window is cleared with the theme's background anyway, and a rectangle over all
// of it costs as much as the camera's picture.
type ground struct {
	fynewidget.BaseWidget
	dot     *canvas.Rectangle
	hide    bool
	touched func()
}

func newGround(hide bool, touched func()) *ground {
	g := &ground{dot: canvas.NewRectangle(color.Transparent), hide: hide, touched: touched}
	g.ExtendBaseWidget(g)
	return g
}

// repaint makes the window paint: Fyne does not notice when something is shown
// for the first time that was hidden before, a dialog for instance.
func (g *ground) repaint() { canvas.Refresh(g.dot) }

// Cursor implements desktop.Cursorable.
func (g *ground) Cursor() desktop.Cursor {
	if g.hide {
		return desktop.HiddenCursor
	}
	return desktop.DefaultCursor
}

// MouseDown implements desktop.Mouseable.
func (g *ground) MouseDown(*desktop.MouseEvent) { g.touched() }

// MouseUp implements desktop.Mouseable.
func (g *ground) MouseUp(*desktop.MouseEvent) {}

// MinSize keeps Fyne from asking the renderer: the window has the screen's size.
func (g *ground) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// CreateRenderer implements fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer { return groundRenderer{g} }

type groundRenderer struct{ g *ground }

func (r groundRenderer) Layout(fyne.Size)             { r.g.dot.Resize(fyne.NewSize(1, 1)) }
func (r groundRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.dot} }
func (r groundRenderer) Destroy()                     {}
func (r groundRenderer) Refresh()                     {}
