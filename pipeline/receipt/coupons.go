package receipt

import (
	"errors"
	"fmt"
	"image"
	"time"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// Render lays out the receipt of a visit for the paper: every dot is 0 (black)
// or 255, the width is the paper's, the height what is needed. The person stands
// at the top once, and each application has a coupon of its own below.
func (f *Form) Render(r kiosk.Receipt, paper devices.Paper) (*image.Gray, error) {
	if len(r.Items) == 0 {
		return nil, errors.New("receipt: no application on it")
	}
	p, err := f.open(paper)
	if err != nil {
		return nil, err
	}
	f.head(p, r)
	for i, item := range r.Items {
		if err := f.coupon(p, item, i+1, len(r.Items), r.IssuedAt); err != nil {
			return nil, fmt.Errorf("receipt: %w", err)
		}
	}
	f.total(p, r.Items)
	f.issue(p, r.Items)
	p.section()
	f.foot(p, r.Policy)
	return p.image(), nil
}

// head says what this paper is, whose, and where it comes from.
func (f *Form) head(p *page, r kiosk.Receipt) {
	w := f.words
	p.gap(1)
	p.text(heading, centre, w.Heading.KK)
	p.text(heading, centre, w.Heading.RU)
	p.gap(1)
	p.rule(0.5)
	p.gap(1.2)
	p.stacked(w.Labels.Name, r.Name)
	p.pair(both(w.Labels.IIN), r.IIN)
	p.pair(both(w.Labels.Phone), r.Phone)
	p.section()
	p.bilingual(w.Labels.Service, w.Service)
	p.bilingual(w.Labels.Point, f.place())
	p.pair(both(w.Labels.Kiosk), f.point.Kiosk)
}

// coupon is one application: its number, what it is for, what was paid, when it
// is ready, and its QR, which lies between the words of this coupon and no other.
func (f *Form) coupon(p *page, item kiosk.ReceiptItem, n, of int, printed time.Time) error {
	w := f.words
	p.gap(1.1)
	p.rule(0.5)
	p.gap(1.2)
	if of > 1 {
		p.text(strong, centre, both(w.Labels.Document)+fmt.Sprintf(" %d / %d", n, of))
		p.gap(0.8)
	}
	f.number(p, item, printed)
	p.section()
	f.document(p, w.Labels.Document, item.Choice, item.Title)
	if item.SubReason != (kiosk.Text{}) {
		p.bilingual(w.Labels.SubReason, phraseOf(item.SubReason))
	}
	p.section()
	f.duty(p, item)
	if item.Coupon == nil || item.ReadyDate.IsZero() { // the term begins when the centre has registered
		p.bilingual(w.Labels.Ready, w.ReadyOpen)
	} else {
		p.pair(both(w.Labels.Ready), item.ReadyDate.Human())
	}
	content := string(item.ID)
	if item.Coupon != nil {
		content = item.Coupon.Number
	}
	return p.qr(content)
}

// number says first what is not certain yet.
func (f *Form) number(p *page, item kiosk.ReceiptItem, printed time.Time) {
	w := f.words
	issued, label, value := printed, w.Labels.Number, ""
	if item.Coupon == nil {
		p.banner(strong, w.Provisional.KK, w.Provisional.RU)
		p.gap(1.2)
		label, value = w.Labels.Application, item.ID.Short()
	} else {
		value = item.Coupon.Number
		if !item.Coupon.IssuedAt.IsZero() {
			issued = item.Coupon.IssuedAt
		}
	}
	p.text(small, centre, both(label))
	p.number(value)
	p.gap(0.8)
	p.pair(both(w.Labels.Time), clock(issued))
}

func (f *Form) duty(p *page, item kiosk.ReceiptItem) {
	w := f.words
	switch {
	case item.Exemption != nil:
		p.bilingual(w.Labels.Duty, w.DutyExempt)
		p.bilingual(w.Labels.Exemption, phraseOf(item.Exemption.Ground))
	case item.PaymentRef != "":
		p.pair(both(w.Labels.Duty), item.Amount.String())
		p.pair(both(w.Labels.Payment), item.PaymentRef)
	case item.Amount > 0:
		p.pair(both(w.Labels.Duty), item.Amount.String())
		p.gap(0.4)
		p.text(body, left, w.DutyOpen.KK)
		p.text(body, left, w.DutyOpen.RU)
		p.gap(0.7)
	default:
		p.paragraphs(body, w.Labels.Duty, w.DutyOpen)
	}
}

// total is what left the citizen's account, where several duties were paid.
func (f *Form) total(p *page, items []kiosk.ReceiptItem) {
	var sum kiosk.Money
	paid := 0
	for _, item := range items {
		if item.PaymentRef != "" && item.Exemption == nil {
			sum, paid = sum+item.Amount, paid+1
		}
	}
	if paid < 2 {
		return
	}
	p.gap(0.5)
	p.rule(0.5)
	p.gap(1)
	p.pair(both(f.words.Labels.Total), sum.String())
}

// issue says how the documents are given out and what this terminal keeps.
func (f *Form) issue(p *page, items []kiosk.ReceiptItem) {
	w := f.words
	how := w.IssueProvisional
	for _, item := range items {
		if item.Coupon != nil {
			how = w.Issue
		}
	}
	p.section()
	p.paragraphs(body, w.Labels.Issue, how)
	p.paragraphs(small, w.Labels.Data, w.Data)
}
