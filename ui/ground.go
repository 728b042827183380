package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"
)

// ground lies under everything: it feels touches that hit nothing, and hides the cursor
// of a terminal that has no mouse.
type ground struct {
	fynewidget.BaseWidget
	rect    *canvas.Rectangle
	hide    bool
	touched func()
}

func newGround(hide bool, touched func()) *ground {
	g := &ground{rect: canvas.NewRectangle(fynetheme.Color(fynetheme.ColorNameBackground)), hide: hide, touched: touched}
	g.ExtendBaseWidget(g)
	return g
}

// repaint makes the window paint: Fyne does not notice when something is shown
// for the first time that was hidden before, a dialog for instance.
func (g *ground) repaint() { canvas.Refresh(g.rect) }

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

func (r groundRenderer) Layout(s fyne.Size)           { r.g.rect.Resize(s) }
func (r groundRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.rect} }
func (r groundRenderer) Destroy()                     {}
func (r groundRenderer) Refresh() {
	r.g.rect.FillColor = fynetheme.Color(fynetheme.ColorNameBackground)
	r.g.rect.Refresh()
}
