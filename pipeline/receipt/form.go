package receipt

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/image/font/opentype"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// Point is the registration point where the terminal stands.
type Point struct {
	Name    kiosk.Text
	Address kiosk.Text
	Hours   kiosk.Text // when the office is open; may be empty
	Kiosk   string     // the terminal's number
}

// Opts are what every paper of a terminal has in common.
type Opts struct {
	Regular, Bold []byte // TrueType fonts that hold the Kazakh letters and ₸
	Wording       []byte // assets/receipt/wording.json
	Point         Point
}

// Form is the layout of receipts and slips. It may be used by many at once.
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

// open begins a page on paper wide enough to be read.
func (f *Form) open(paper devices.Paper) (*page, error) {
	if paper.DotsPerMM <= 0 || float64(paper.WidthDots) < 30*paper.DotsPerMM {
		return nil, ErrPaper
	}
	return newPage(f, paper), nil
}

// document says what was chosen, in words: the document, its pages, the reason code and its wording.
func (f *Form) document(p *page, label phrase, c kiosk.Choice, title kiosk.Text) {
	w := f.words
	document := w.Documents[c.Document]
	if c.Pages > 0 {
		pages := w.Pages.with("{n}", fmt.Sprint(c.Pages))
		document = phrase{document.KK + ", " + pages.KK, document.RU + ", " + pages.RU}
	}
	p.bilingual(label, document)
	code := string(c.Reason) + " — "
	p.bilingual(w.Labels.Reason, phrase{code + title.KK, code + title.RU})
}

func (f *Form) place() phrase {
	name, address := phraseOf(f.point.Name), phraseOf(f.point.Address)
	return phrase{
		strings.Trim(name.KK+", "+address.KK, ", "),
		strings.Trim(name.RU+", "+address.RU, ", "),
	}
}

// foot is the same below every paper: where to ask, and in small print by which rules it was made.
func (f *Form) foot(p *page, policy string) {
	p.text(strong, centre, f.words.Help.KK)
	p.text(strong, centre, f.words.Help.RU)
	if policy != "" {
		p.gap(0.6)
		p.text(small, centre, both(f.words.Labels.Policy)+": "+policy)
	}
	p.gap(1)
}
