package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// wait says what the terminal waits for, and how long that takes at most.
type wait struct {
	body *fyne.Container
	what *widget.Paragraph
	most *widget.Paragraph
	slow *widget.Banner
	busy *widget.Busy
}

func newWait(Env) Screen {
	w := &wait{
		what: widget.NewParagraph(widget.Face{Size: 52, Bold: true, Centre: true, Even: true}),
		most: widget.NewParagraph(widget.Face{Size: 40, Centre: true, Role: theme.Muted}),
		slow: widget.NewBanner(38),
		busy: widget.NewBusy(),
	}
	card := widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 48, 80, widget.Column(54, w.what, w.busy, w.most))
	w.body = widget.Column(0, widget.Middle(widget.Column(30, card, w.slow.Container)))
	return w
}

func (w *wait) Body() fyne.CanvasObject { return w.body }

func (w *wait) Update(v kiosk.View, t text.Speaker) Frame {
	what := string(v.Wait.For)
	if what == "" {
		what = "other"
	}
	w.what.SetText(t.T("wait." + what))
	w.most.SetText("")
	if v.Wait.Seconds > 0 {
		w.most.SetText(t.T("wait.at-most", "N", v.Wait.Seconds))
	}
	show(w.most, v.Wait.Seconds > 0)
	w.slow.Set(widget.Note, "")
	if v.Wait.Slow {
		w.slow.Set(widget.Note, t.T("wait.slow"))
	}
	w.busy.Start()
	return frame(v, t)
}

// Leave stops the movement.
func (w *wait) Leave() { w.busy.Stop() }
