package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// ticket is the number one takes away, as words and as a QR code.
type ticket struct {
	*fyne.Container
	head, number, ready *widget.Paragraph
	qr                  *widget.QR
}

func newTicket(side float32) *ticket {
	k := &ticket{
		head:   widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted}),
		number: widget.NewParagraph(widget.Face{Size: 64, Least: 34, Lines: 1, Bold: true, Role: theme.Primary}),
		ready:  widget.NewParagraph(widget.Face{Size: 38, Spacing: 1.2}),
		qr:     widget.NewQR(side),
	}
	k.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 32, 28,
		widget.Centred(28, widget.Column(8, k.head, k.number, k.ready), k.qr))
	return k
}

func (k *ticket) set(r kiosk.ReceiptView, t text.Speaker) {
	k.number.SetText(r.Number)
	if r.Provisional {
		k.head.SetText(t.T("receipt.provisional-number"))
		k.ready.SetText(t.T("receipt.provisional"))
	} else {
		k.head.SetText(t.T("receipt.number"))
		k.ready.SetText("")
		if !r.ReadyDate.IsZero() {
			k.ready.SetText(t.T("receipt.ready", "Date", day(r.ReadyDate)))
		}
	}
	show(k.qr, k.qr.Set(r.QR))
}

// printing waits for the paper.
type printing struct {
	body *fyne.Container
	busy *widget.Busy
	note *ticket
}

func newPrint(Env) Screen {
	p := &printing{busy: widget.NewBusy(), note: newTicket(260)}
	art := widget.Stack(widget.NewIcon(widget.PrintIcon, theme.Primary, 260))
	p.body = widget.Column(60, p.note.Container, widget.Middle(widget.Column(60, art, p.busy)))
	return p
}

func (p *printing) Body() fyne.CanvasObject { return p.body }

func (p *printing) Update(v kiosk.View, t text.Speaker) Frame {
	p.note.set(v.Receipt, t)
	p.busy.Start()
	return frame(v, t)
}

// Leave stops the movement.
func (p *printing) Leave() { p.busy.Stop() }

// printFault keeps the number and the QR on the screen when paper cannot be had.
type printFault struct {
	body  *fyne.Container
	note  *ticket
	photo *list
}

func newPrintFault(Env) Screen {
	p := &printFault{note: newTicket(300), photo: newList(3, nil)}
	p.body = widget.Column(22, p.note.Container, p.photo.Container, widget.Space())
	return p
}

func (p *printFault) Body() fyne.CanvasObject { return p.body }

func (p *printFault) Update(v kiosk.View, t text.Speaker) Frame {
	p.note.set(v.Receipt, t)
	p.photo.set(t.T("print-fault.photo"), t.T("print-fault.staff"), t.T("print-fault.again"))
	f := frame(v, t)
	f.Main = finish(t.T("button.finish"))
	f.Others = []Action{{ID: "again", Label: t.T("button.print-again"), Icon: widget.PrintIcon, Event: kiosk.Event{Kind: kiosk.EvAgain}}}
	return f
}

// done says thank you.
type done struct {
	body  *fyne.Container
	fine  *widget.Banner
	note  *ticket
	paid  *widget.Paragraph
	what  *list
	ask   *widget.Paragraph
	stars *widget.Stars
}

func newDone(env Env) Screen {
	d := &done{
		fine:  widget.NewBanner(40),
		note:  newTicket(260),
		paid:  widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted}),
		what:  newList(3, widget.DoneIcon),
		ask:   widget.NewParagraph(widget.Face{Size: 40, Bold: true, Centre: true}),
		stars: widget.NewStars(func(n int) { env.Send(kiosk.Event{Kind: kiosk.EvRate, N: n}) }, env.touched),
	}
	d.body = widget.Column(24, d.fine.Container, d.note.Container, d.paid, d.what.Container, widget.Space(), d.ask, d.stars.Container)
	return d
}

func (d *done) Body() fyne.CanvasObject { return d.body }

func (d *done) Update(v kiosk.View, t text.Speaker) Frame {
	f := frame(v, t)
	d.fine.Set(widget.Fine, t.T("done.accepted"))
	take := t.T("done.take")
	if !v.Receipt.Printed {
		take = t.T("done.no-paper")
	}
	d.note.set(v.Receipt, t)
	d.paid.SetText("")
	switch {
	case v.Pay.Exemption != nil:
		d.paid.SetText(t.T("done.exempt", "Ground", v.Pay.Exemption.Ground.In(v.Language)))
	case v.Pay.State == kiosk.PaymentPaid:
		d.paid.SetText(t.T("done.paid", "Amount", v.Pay.Amount.String()))
	case v.Receipt.Provisional: // the visit ended before the payment did
		d.paid.SetText(t.T("done.unpaid"))
	}
	show(d.paid, d.paid.Text() != "")
	issue := t.T("done.issue")
	if v.Receipt.Provisional {
		f.Lead, issue = t.T("done.waiting"), t.T("done.issue-sms")
	}
	d.what.set(take, t.T("done.ready"), issue)
	d.stars.Set(v.Stars)
	d.ask.SetText(t.T("done.rate"))
	if v.Stars > 0 {
		d.ask.SetText(t.T("done.rated"))
	}
	f.Main = finish(t.T("button.finish"))
	return f
}
