package receipt

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"

	"github.com/skip2/go-qrcode"
	"golang.org/x/image/font/opentype"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// Point is the registration point where the terminal stands.
type Point struct {
	Name    kiosk.Text
	Address kiosk.Text
	Kiosk   string // the terminal's number
}

// Opts are what every receipt of a terminal has in common.
type Opts struct {
	Regular, Bold []byte // TrueType fonts that hold the Kazakh letters and ₸
	Wording       []byte // assets/receipt/wording.json
	Point         Point
}

// Form is the receipt's layout. It may be used by many at once.
type Form struct {
	regular, bold *opentype.Font
	words         wording
	point         Point
}

// New reads fonts and wording.
func New(o Opts) (*Form, error) {
	f := &Form{point: o.Point}
	var err error
	if f.regular, err = opentype.Parse(o.Regular); err != nil {
		return nil, fmt.Errorf("receipt font: %w", err)
	}
	if f.bold, err = opentype.Parse(o.Bold); err != nil {
		return nil, fmt.Errorf("receipt bold font: %w", err)
	}
	f.words, err = readWording(o.Wording)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// ErrPaper says that nothing readable fits on the paper.
var ErrPaper = errors.New("receipt: paper is too narrow or its resolution is unknown")

// Render lays out a receipt for the paper: every dot is 0 (black) or 255, the
// width is the paper's, the height what is needed.
func (f *Form) Render(receipt kiosk.Receipt, paper devices.Paper) (*image.Gray, error) {
	if len(receipt.Items) == 0 {
		return nil, errors.New("receipt: no application on it")
	}
	r := sheet{receipt, receipt.Items[0]}
	if paper.DotsPerMM <= 0 || float64(paper.WidthDots) < 30*paper.DotsPerMM {
		return nil, ErrPaper
	}
	p := newPage(f, paper)
	f.head(p, r)
	f.application(p, r)
	f.duty(p, r)
	f.issue(p, r)
	if err := f.foot(p, r); err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	return p.image(), nil
}

// sheet is a receipt with one application on it.
type sheet struct {
	kiosk.Receipt
	kiosk.ReceiptItem
}

// head says what this paper is, its number and its time.
func (f *Form) head(p *page, r sheet) {
	w := f.words
	p.gap(1)
	p.text(heading, centre, w.Heading.KK)
	p.text(heading, centre, w.Heading.RU)
	p.gap(1)
	p.rule(0.5)
	p.gap(1.2)
	issued, label, value := r.IssuedAt, w.Labels.Number, ""
	if r.Coupon == nil {
		p.banner(strong, w.Provisional.KK, w.Provisional.RU)
		p.gap(1.2)
		label, value = w.Labels.Application, r.ID.Short()
	} else {
		value = r.Coupon.Number
		if !r.Coupon.IssuedAt.IsZero() {
			issued = r.Coupon.IssuedAt
		}
	}
	p.text(small, centre, both(label))
	p.number(value)
	p.gap(0.8)
	p.pair(both(w.Labels.Time), issued.In(kiosk.Almaty).Format("02.01.2006 15:04"))
}

func (f *Form) application(p *page, r sheet) {
	w := f.words
	p.section()
	p.bilingual(w.Labels.Service, w.Service)
	document := w.Documents[r.Choice.Document]
	if r.Choice.Pages > 0 {
		pages := w.Pages.with("{n}", fmt.Sprint(r.Choice.Pages))
		document = phrase{document.KK + ", " + pages.KK, document.RU + ", " + pages.RU}
	}
	p.bilingual(w.Labels.Document, document)
	code := string(r.Choice.Reason) + " — "
	p.bilingual(w.Labels.Reason, phrase{code + r.Title.KK, code + r.Title.RU})

	p.section()
	p.stacked(w.Labels.Name, r.Name)
	p.pair(both(w.Labels.IIN), r.IIN)
	p.pair(both(w.Labels.Phone), r.Phone)

	p.section()
	p.bilingual(w.Labels.Point, f.place())
	p.pair(both(w.Labels.Kiosk), f.point.Kiosk)
}

func (f *Form) place() phrase {
	name, address := of(f.point.Name), of(f.point.Address)
	return phrase{
		strings.Trim(name.KK+", "+address.KK, ", "),
		strings.Trim(name.RU+", "+address.RU, ", "),
	}
}

func (f *Form) duty(p *page, r sheet) {
	w := f.words
	p.section()
	switch {
	case r.Exemption != nil:
		p.bilingual(w.Labels.Duty, w.DutyExempt)
		p.bilingual(w.Labels.Exemption, of(r.Exemption.Ground))
	case r.PaymentRef != "":
		p.pair(both(w.Labels.Duty), r.Amount.String())
		p.pair(both(w.Labels.Payment), r.PaymentRef)
	default:
		if r.Amount > 0 {
			p.pair(both(w.Labels.Duty), r.Amount.String())
			p.gap(0.4)
			p.text(body, left, w.DutyOpen.KK)
			p.text(body, left, w.DutyOpen.RU)
		} else {
			p.paragraphs(body, w.Labels.Duty, w.DutyOpen)
		}
	}
}

func (f *Form) issue(p *page, r sheet) {
	w := f.words
	p.section()
	if r.Coupon == nil || r.ReadyDate.IsZero() { // the term begins when the centre has registered
		p.bilingual(w.Labels.Ready, w.ReadyOpen)
	} else {
		p.pair(both(w.Labels.Ready), r.ReadyDate.Human())
	}
	how := w.Issue
	if r.Coupon == nil {
		how = w.IssueProvisional
	}
	p.paragraphs(body, w.Labels.Issue, how)
	p.paragraphs(small, w.Labels.Data, w.Data)
}

func (f *Form) foot(p *page, r sheet) error {
	p.section()
	content := string(r.ID)
	if r.Coupon != nil {
		content = r.Coupon.Number
	}
	if err := p.qr(content); err != nil {
		return err
	}
	p.gap(1)
	p.text(strong, centre, f.words.Help.KK)
	p.text(strong, centre, f.words.Help.RU)
	p.gap(1)
	return nil
}

// both is a label in two languages, once when they are the same word.
func both(l phrase) string {
	if l.KK == l.RU {
		return l.KK
	}
	return l.KK + " / " + l.RU
}

func (p *page) section() {
	p.gap(1.1)
	p.rule(0.13)
	p.gap(1)
}

func (p *page) stacked(label phrase, value string) {
	p.text(small, left, both(label))
	p.text(strong, left, value)
	p.gap(0.5)
}

func (p *page) bilingual(label, value phrase) {
	p.text(small, left, both(label))
	p.text(strong, left, value.KK)
	if value.RU != value.KK {
		p.text(body, left, value.RU)
	}
	p.gap(0.7)
}

// paragraphs is for sentences: bold is kept for what a person looks for.
func (p *page) paragraphs(s style, label, value phrase) {
	p.text(style{true, smallMM}, left, both(label))
	p.text(s, left, value.KK)
	p.gap(0.4)
	p.text(s, left, value.RU)
	p.gap(0.7)
}

// qr adds a code whose modules are whole dots, with the four modules of quiet
// zone that ISO/IEC 18004 wants, about 30 mm wide.
func (p *page) qr(content string) error {
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("QR: %w", err)
	}
	cells := code.Bitmap() // with its quiet zone
	module := max(p.dots(30)/len(cells), 2)
	side := module * len(cells)
	p.add(side, func(img *image.Gray, top int) {
		x0 := (p.width - side) / 2
		for y, row := range cells {
			for x, black := range row {
				if black {
					fill(img, rect(x0+x*module, top+y*module, module), color.Black)
				}
			}
		}
	})
	return nil
}

func rect(x, y, side int) image.Rectangle { return image.Rect(x, y, x+side, y+side) }
