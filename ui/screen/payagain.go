package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/widget"
)

// payAgain says why the payment did not go through, and that nothing is lost.
type payAgain struct {
	body   *fyne.Container
	reason *widget.Banner
	calm   *list
}

func newPayAgain(Env) Screen {
	p := &payAgain{reason: widget.NewBanner(38), calm: newList(widget.DoneIcon, 38)}
	p.body = widget.Column(24, p.reason.Container, p.calm.Container, widget.Space())
	return p
}

func (p *payAgain) Body() fyne.CanvasObject { return p.body }

// failures are the codes of the card gateway that have an advice of their own.
var failures = []string{"51", "54", "57", "61"}

func (p *payAgain) Update(v kiosk.View, t text.Speaker) Frame {
	reason := ""
	switch code := v.Pay.Failure; {
	case code == "":
	case slices.Contains(failures, code):
		reason = t.T("pay.failure-" + code)
	default:
		reason = t.T("pay.failure-other", "Code", code)
	}
	p.reason.Set(widget.Note, reason)
	p.calm.set(t.T("pay.kept"), t.T("pay.once"), t.T("pay.late"))
	f := frame(v, t)
	f.Main = again(t.T("button.pay-again"))
	return f
}
