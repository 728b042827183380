package receipt

import (
	"image"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// RenderSlip lays out what a refused citizen takes to the ЦОН: that and why the
// terminal cannot do it, what to do and to bring, where to go, and the right to
// a person's decision. Like [Form.Render] it is black and white and as wide as the paper.
func (f *Form) RenderSlip(s kiosk.Slip, paper devices.Paper) (*image.Gray, error) {
	p, err := f.open(paper)
	if err != nil {
		return nil, err
	}
	w := f.words.Slip
	p.gap(1)
	p.banner(heading, w.Heading.KK, w.Heading.RU)
	p.gap(1)
	p.pair(both(w.Visit), s.Number)
	p.pair(both(w.Time), clock(s.At))
	p.pair(both(f.words.Labels.Kiosk), f.point.Kiosk)
	p.section()
	if s.Choice != nil {
		f.document(p, w.Document, *s.Choice, s.Title)
	}
	f.answers(p, s.Refusal)
	for _, also := range s.Also {
		p.section()
		f.document(p, w.Document, also.Choice, also.Title)
		f.answers(p, also.Refusal)
	}
	p.section()
	p.bilingual(w.Office, f.place())
	if hours := phraseOf(f.point.Hours); hours != (phrase{}) {
		p.bilingual(w.Hours, hours)
	}
	p.section()
	p.text(body, left, w.Human.KK)
	p.gap(0.4)
	p.text(body, left, w.Human.RU)
	p.section()
	f.foot(p, s.Policy)
	return p.image(), nil
}

// answers says why, what to do and to bring, and by which rule. A refusal without
// words is the journey's own: its reason is in the wording, and its ground is for technicians.
func (f *Form) answers(p *page, r kiosk.Refusal) {
	w := f.words.Slip
	why, next, ground := phraseOf(r.Why), phraseOf(r.Next), r.Ground
	if why == (phrase{}) {
		why, ground = w.Reasons[r.WordsOf()], ""
	}
	if next == (phrase{}) {
		next = w.Staff
	}
	p.answer(w.Why, why)
	p.answer(w.Next, next)
	if len(r.Bring) > 0 {
		p.text(style{true, smallMM}, left, both(w.Bring))
		for _, what := range r.Bring {
			p.item(phraseOf(what))
		}
		p.gap(0.4)
	}
	if ground != "" {
		p.text(style{true, smallMM}, left, both(w.Ground))
		p.text(small, left, ground)
	}
}

// answer is a sentence the citizen looks for: larger than the label that announces it.
func (p *page) answer(label, value phrase) {
	if value == (phrase{}) {
		return
	}
	p.text(style{true, smallMM}, left, both(label))
	p.text(strong, left, value.KK)
	p.gap(0.4)
	p.text(body, left, value.RU)
	p.gap(0.9)
}
