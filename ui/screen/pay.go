package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// pay shows the amount and the QR code, and how to pay by it; for two documents
// what each costs, and what the centre says otherwise than the terminal said before.
type pay struct {
	body   *fyne.Container
	amount *widget.Paragraph
	items  *bill
	notes  [2]*widget.Banner
	qr     *widget.QR
	busy   *widget.Busy
	how    *fyne.Container
	state  *widget.Banner
	steps  *list
	time   *widget.Paragraph
}

const qrSide = 480

func newPay(Env) Screen {
	p := &pay{
		amount: widget.NewParagraph(widget.Face{Size: theme.Figure, Bold: true, Centre: true, Role: theme.Primary, Spacing: 1.15}),
		items:  newBill(),
		notes:  [2]*widget.Banner{widget.NewBanner(32), widget.NewBanner(32)},
		qr:     widget.NewQR(qrSide),
		busy:   widget.NewBusy(),
		state:  widget.NewBanner(36),
		steps:  newList(nil, 34),
		time:   widget.NewParagraph(widget.Face{Size: 38, Bold: true, Centre: true}),
	}
	p.how = widget.Row(24, widget.Fixed(qrSide, qrSide, widget.Stack(p.qr, p.busy)), p.steps.Container)
	p.body = widget.Column(20, p.amount, p.items.Container, p.notes[0].Container, p.notes[1].Container, p.how, p.time, p.state.Container, widget.Space())
	return p
}

func (p *pay) Body() fyne.CanvasObject { return p.body }

func (p *pay) Update(v kiosk.View, t text.Speaker) Frame {
	f := frame(v, t)
	f.PlainProblem = true
	p.amount.SetText(v.Pay.Amount.String())
	p.items.set(v, t)
	show(p.items.Container, len(v.Pay.Items) > 1)
	p.notes[0].Set(widget.Note, difference(v, t))
	p.notes[1].Set(widget.Note, "")
	if v.Pay.ExemptionUnknown {
		p.notes[1].Set(widget.Note, t.T("pay.exemption-unknown"))
	}
	if v.Pay.Parts > 1 {
		f.Lead = t.T("pay.part", "Part", v.Pay.Part, "Parts", v.Pay.Parts)
	}
	p.steps.set(t.T("pay.step-open"), t.T("pay.step-scan"), t.T("pay.step-pay"))
	shown := p.qr.Set(v.Pay.QR)
	show(p.qr, shown)
	show(p.busy, !shown)
	if shown {
		p.busy.Stop()
	} else {
		p.busy.Start()
	}
	p.time.SetText("")
	exempt := v.Pay.Exemption != nil && v.Pay.Amount == 0
	show(p.how, !exempt)
	switch {
	case exempt:
		f.Title, f.Lead = t.T("pay.exempt-title"), t.T("pay.exempt-lead")
		p.amount.SetText(kiosk.Money(0).String())
		p.state.Set(widget.Fine, t.T("done.exempt", "Ground", v.Pay.Exemption.Ground.In(v.Language)))
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

// difference says where the centre's amount is not what the terminal said before; "" when it is.
func difference(v kiosk.View, t text.Speaker) (words string) {
	for _, item := range v.Pay.Items {
		if item.About == 0 || item.About == item.Amount || item.Refused != nil || item.Exemption != nil || item.Deferred {
			continue
		}
		if words != "" {
			words += "\n"
		}
		if len(v.Pay.Items) > 1 {
			words += t.T(documentKey(item.Document)) + ". "
		}
		words += t.T("pay.difference", "About", item.About.String(), "Amount", item.Amount.String())
	}
	return words
}

// bill is a line for each application of the visit.
type bill struct {
	*fyne.Container
	names, amounts, words [len(documents)]*widget.Paragraph
	marks                 [len(documents)]*widget.Icon
	rows                  [len(documents)]*fyne.Container
}

func newBill() *bill {
	b := &bill{}
	column := widget.Column(12)
	for i := range b.rows {
		b.names[i] = widget.NewParagraph(widget.Face{Size: 36, Bold: true, Spacing: 1.16})
		b.words[i] = widget.NewParagraph(widget.Face{Size: 30, Spacing: 1.16})
		b.amounts[i] = widget.NewParagraph(widget.Face{Size: 38, Least: 30, Lines: 1, Bold: true, Role: theme.Primary, Spacing: 1.16})
		b.marks[i] = widget.NewIcon(widget.DoneIcon, theme.OnGood, 40)
		b.rows[i] = widget.Centred(16, b.marks[i], widget.Weighted(16, []float32{0.7, 0.3}, widget.Column(0, b.names[i], b.words[i]), b.amounts[i]))
		column.Objects = append(column.Objects, b.rows[i])
	}
	b.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 26, 18, column)
	return b
}

func (b *bill) set(v kiosk.View, t text.Speaker) {
	for i, row := range b.rows {
		show(row, i < len(v.Pay.Items))
		if i >= len(v.Pay.Items) {
			continue
		}
		item := v.Pay.Items[i]
		words, amount, role := "", item.Amount.String(), theme.Muted
		sign, signRole := fyne.Resource(widget.FreeIcon), theme.Primary
		switch {
		case item.Refused != nil:
			why := reasonText(*item.Refused, v.Language, t)
			words, amount, role = t.T("pay.item-refused", "Why", why), "—", theme.OnProblem
			sign, signRole = widget.CrossIcon, theme.OnProblem
		case item.Deferred:
			words, amount = t.T("pay.item-deferred"), "—"
			sign, signRole = widget.TimeIcon, theme.Muted
		case item.Exemption != nil:
			words, amount, role = t.T("pay.item-exempt", "Ground", item.Exemption.Ground.In(v.Language)), kiosk.Money(0).String(), theme.OnGood
			sign, signRole = widget.DoneIcon, theme.OnGood
		case item.Paid:
			words, role = t.T("pay.item-paid"), theme.OnGood
			sign, signRole = widget.DoneIcon, theme.OnGood
		}
		b.marks[i].Set(sign, signRole)
		b.names[i].SetText(t.T(documentKey(item.Document)))
		b.words[i].SetText(words)
		b.words[i].SetRole(role)
		show(b.words[i], words != "")
		b.amounts[i].SetText(amount)
	}
}
