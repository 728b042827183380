package receipt

import (
	"fmt"
	"image"
	"image/color"
	"time"

	"github.com/skip2/go-qrcode"

	"documenting.kz/terminal/kiosk"
)

// clock is how a time is written on paper, in Kazakhstan's only zone.
func clock(t time.Time) string { return t.In(kiosk.Almaty).Format("02.01.2006 15:04") }

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

// item is one line of a list, with its dash in the margin of the words.
func (p *page) item(value phrase) {
	indent := p.measure(strong, "– ")
	for i, s := range []style{strong, body} {
		text := [...]string{value.KK, value.RU}[i]
		if text == "" || i > 0 && text == value.KK {
			continue
		}
		for n, line := range p.wrap(s, text, p.inner()-indent) {
			p.add(p.lineHeight(s), func(img *image.Gray, top int) {
				if i == 0 && n == 0 {
					p.put(img, s, p.margin, top, "–", color.Black)
				}
				p.put(img, s, p.margin+indent, top, line, color.Black)
			})
		}
	}
	p.gap(0.5)
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
