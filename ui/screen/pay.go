package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// pay shows the amount and the QR code, and how to pay by it.
type pay struct {
	body   *fyne.Container
	amount *widget.Paragraph
	qr     *widget.QR
	busy   *widget.Busy
	state  *widget.Banner
	steps  *list
	time   *widget.Paragraph
}

func newPay(Env) Screen {
	p := &pay{
		amount: widget.NewParagraph(widget.Face{Size: theme.Figure, Bold: true, Centre: true, Role: theme.Primary, Spacing: 1.15}),
		qr:     widget.NewQR(520),
		busy:   widget.NewBusy(),
		state:  widget.NewBanner(36),
		steps:  newList(3, nil),
		time:   widget.NewParagraph(widget.Face{Size: 38, Bold: true, Centre: true}),
	}
	p.body = widget.Column(22, p.amount, widget.Stack(p.qr, widget.High(520, p.busy)), p.time, p.state.Container, p.steps.Container, widget.Space())
	return p
}

func (p *pay) Body() fyne.CanvasObject { return p.body }

func (p *pay) Update(v kiosk.View, t text.Speaker) Frame {
	f := frame(v, t)
	f.PlainProblem = true
	p.amount.SetText(v.Pay.Amount.String())
	shown := p.qr.Set(v.Pay.QR)
	p.steps.set(t.T("pay.step-open"), t.T("pay.step-scan"), t.T("pay.step-pay"))
	show(p.busy, !shown)
	if shown {
		p.busy.Stop()
	} else {
		p.busy.Start()
	}
	p.time.SetText("")
	switch {
	case v.Pay.QR == "":
		p.state.Set(widget.Note, t.T("pay.preparing"))
	case !shown:
		p.state.Set(widget.Bad, t.T("pay.no-code"))
	case v.Pay.State == kiosk.PaymentScanned:
		p.state.Set(widget.Fine, t.T("pay.scanned"))
	case v.Pay.State == kiosk.PaymentUnknown:
		p.state.Set(widget.Note, t.T("pay.unknown"))
	default:
		p.state.Set(widget.Fine, "")
		if v.Pay.Seconds > 0 {
			p.time.SetText(t.T("pay.time", "Time", clock(v.Pay.Seconds)))
		}
	}
	return f
}

// Leave stops the movement and takes the code away.
func (p *pay) Leave() {
	p.busy.Stop()
	p.qr.Set("")
}
