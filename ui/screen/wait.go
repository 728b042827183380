package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// wait says what the terminal is doing at the moment.
type wait struct {
	body *fyne.Container
	what *widget.Paragraph
	busy *widget.Busy
}

func newWait(Env) Screen {
	w := &wait{what: widget.NewParagraph(widget.Face{Size: 52, Bold: true, Centre: true}), busy: widget.NewBusy()}
	card := widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 48, 90, widget.Column(70, w.what, w.busy))
	w.body = widget.Column(0, widget.Middle(card))
	return w
}

func (w *wait) Body() fyne.CanvasObject { return w.body }

func (w *wait) Update(v kiosk.View, t text.Speaker) Frame {
	w.what.SetText(t.T("wait." + string(v.State)))
	w.busy.Start()
	return frame(v, t)
}

// Leave stops the movement.
func (w *wait) Leave() { w.busy.Stop() }
