package screen

import (
	"strings"

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

func newTicket(side, number float32) *ticket {
	k := &ticket{
		head:   widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted}),
		number: widget.NewParagraph(widget.Face{Size: number, Least: 34, Lines: 1, Bold: true, Role: theme.Primary}),
		ready:  widget.NewParagraph(widget.Face{Size: min(38, number-14), Spacing: 1.2}),
		qr:     widget.NewQR(side),
	}
	k.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 28, 24,
		widget.Centred(28, widget.Column(6, k.head, k.number, k.ready), k.qr))
	return k
}

func (k *ticket) set(line kiosk.ReceiptLine, head string, t text.Speaker) {
	k.number.SetText(line.Number)
	k.head.SetText(head)
	k.ready.SetText("")
	switch {
	case line.Provisional:
		k.ready.SetText(t.T("receipt.provisional"))
	case !line.ReadyDate.IsZero():
		k.ready.SetText(t.T("receipt.ready", "Date", day(line.ReadyDate)))
	}
	show(k.qr, k.qr.Set(line.QR))
}

// tickets are the numbers of a visit: one big, or two smaller ones that say which document each is for.
type tickets struct {
	*fyne.Container
	one *ticket
	two [len(documents)]*ticket
}

func newTickets(side float32) *tickets {
	k := &tickets{one: newTicket(side, 64)}
	k.Container = widget.Column(18, k.one.Container)
	for i := range k.two {
		k.two[i] = newTicket(176, 48)
		k.Objects = append(k.Objects, k.two[i].Container)
	}
	return k
}

func (k *tickets) set(r kiosk.ReceiptView, t text.Speaker) {
	several := len(r.Items) > 1
	show(k.one.Container, !several)
	if !several {
		head := t.T("receipt.number")
		if r.Provisional {
			head = t.T("receipt.provisional-number")
		}
		k.one.set(kiosk.ReceiptLine{Number: r.Number, Provisional: r.Provisional, ReadyDate: r.ReadyDate, QR: r.QR}, head, t)
	}
	for i, ticket := range k.two {
		on := several && i < len(r.Items)
		show(ticket.Container, on)
		if on {
			ticket.set(r.Items[i], t.T(documentKey(r.Items[i].Document)), t)
		}
	}
}

// printing waits for the paper.
type printing struct {
	body *fyne.Container
	busy *widget.Busy
	note *tickets
}

func newPrint(Env) Screen {
	p := &printing{busy: widget.NewBusy(), note: newTickets(260)}
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
	note  *tickets
	photo *list
}

func newPrintFault(Env) Screen {
	p := &printFault{note: newTickets(300), photo: newList(nil, 38)}
	p.body = widget.Column(22, p.note.Container, p.photo.Container, widget.Space())
	return p
}

func (p *printFault) Body() fyne.CanvasObject { return p.body }

func (p *printFault) Update(v kiosk.View, t text.Speaker) Frame {
	p.note.set(v.Receipt, t)
	todo := []string{t.T("print-fault.photo"), t.T("print-fault.staff"), t.T("print-fault.again")}
	if len(v.Receipt.Items) > 1 {
		todo = todo[:2] // the numbers need the room
	}
	p.photo.set(todo...)
	f := frame(v, t)
	f.Main = finish(t.T("button.finish"))
	f.Others = []Action{{ID: "again", Label: t.T("button.print-again"), Icon: widget.PrintIcon, Event: kiosk.Event{Kind: kiosk.EvAgain}}}
	return f
}

// done says thank you.
type done struct {
	body  *fyne.Container
	fine  *widget.Banner
	note  *tickets
	paid  *widget.Paragraph
	what  *list
	ask   *widget.Paragraph
	stars *widget.Stars
}

func newDone(env Env) Screen {
	d := &done{
		fine:  widget.NewBanner(40),
		note:  newTickets(260),
		paid:  widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted}),
		what:  newList(widget.DoneIcon, 38),
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
	var paid []string
	if v.Pay.State == kiosk.PaymentPaid && v.Pay.Amount > 0 {
		paid = append(paid, t.T("done.paid", "Amount", v.Pay.Amount.String()))
	}
	if v.Pay.Exemption != nil {
		paid = append(paid, t.T("done.exempt", "Ground", v.Pay.Exemption.Ground.In(v.Language)))
	}
	for _, item := range v.Pay.Items {
		if item.Refused != nil {
			paid = append(paid, t.T(documentKey(item.Document))+". "+t.T("pay.item-refused", "Why", item.Refused.Why.In(v.Language)))
		}
	}
	if len(paid) == 0 && v.Receipt.Provisional { // the visit ended before the payment did
		paid = append(paid, t.T("done.unpaid"))
	}
	d.paid.SetText(strings.Join(paid, "\n"))
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
