package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// Scrim darkens what lies under a dialog and takes its touches.
type Scrim struct {
	fynewidget.BaseWidget
	box     *Box
	touched func()
}

// NewScrim calls touched when it is touched.
func NewScrim(touched func()) *Scrim {
	s := &Scrim{box: NewBox(theme.Scrim, "", 0), touched: touched}
	s.ExtendBaseWidget(s)
	return s
}

// MouseDown implements desktop.Mouseable.
func (s *Scrim) MouseDown(*desktop.MouseEvent) { s.touched() }

// MouseUp implements desktop.Mouseable.
func (s *Scrim) MouseUp(*desktop.MouseEvent) {}

// Tapped keeps a tap from what lies under it.
func (s *Scrim) Tapped(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (s *Scrim) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{s.box}, layout: s.box.Resize, paint: s.box.Refresh}
}
