package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/widget"
)

// tryAgain explains how to be recognised better.
type tryAgain struct {
	body *fyne.Container
	tips *list
}

func newAgain(Env) Screen {
	s := &tryAgain{tips: newList(widget.DoneIcon, 38)}
	s.body = widget.Column(0, s.tips.Container, widget.Space())
	return s
}

func (s *tryAgain) Body() fyne.CanvasObject { return s.body }

func (s *tryAgain) Update(v kiosk.View, t text.Speaker) Frame {
	s.tips.set(t.T("again.light"), t.T("again.face"), t.T("again.glasses"), t.T("again.alone"))
	f := frame(v, t)
	f.Main = again(t.T("button.again"))
	return f
}
