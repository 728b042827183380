package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// specify asks the question a reason has: what is wrong with the document, lost or stolen.
type specify struct {
	env   Env
	body  *fyne.Container
	about *widget.Paragraph
	pages *pages
	of    *kiosk.Verdict
	in    kiosk.Language
	cards []*widget.Card
	marks []*widget.Icon
	subs  []kiosk.Choice
}

func newSpecify(env Env) Screen {
	s := &specify{env: env, about: widget.NewParagraph(widget.Face{Size: 36, Bold: true, Role: theme.Primary, Spacing: 1.16})}
	s.pages = newPages(func() {
		env.touched()
		s.pages.turn()
		widget.Arrange(s.body)
	})
	s.body = widget.Column(22, s.about, widget.Fill(0, s.pages.Container))
	return s
}

func (s *specify) Body() fyne.CanvasObject { return s.body }

// questions are the reasons whose question has words of its own.
var questions = map[kiosk.ReasonCode]string{"07": "specify.unfit", "09": "specify.lost", "13": "specify.lost"}

func (s *specify) Update(v kiosk.View, t text.Speaker) Frame {
	f := frame(v, t)
	if v.Asking == nil {
		return f
	}
	if key, ok := questions[v.Asking.Choice.Reason]; ok {
		f.Title = t.T(key)
	}
	s.about.SetText(documentName(v.Asking.Choice, t))
	if s.of != v.Asking || s.in != v.Language {
		s.of, s.in = v.Asking, v.Language
		s.build(*v.Asking, t)
		s.pages.open()
	}
	for i, card := range s.cards {
		on := slices.Contains(v.Chosen, s.subs[i])
		card.Select(on)
		if on {
			s.marks[i].Set(widget.ChosenIcon, theme.Primary)
		} else {
			s.marks[i].Set(widget.FreeIcon, theme.Primary)
		}
	}
	return f
}

func (s *specify) build(asking kiosk.Verdict, t text.Speaker) {
	s.cards, s.marks, s.subs = nil, nil, nil
	var parts []*fyne.Container
	for _, allowed := range []bool{true, false} {
		for _, sub := range asking.SubReasons {
			if sub.Allowed != allowed {
				continue
			}
			if !allowed {
				parts = append(parts, widget.Column(0, impossible(s.env, "why-sub-"+sub.Choice.SubReason, sub, t)))
				continue
			}
			mark := widget.NewIcon(widget.FreeIcon, theme.Primary, 64)
			title := widget.Say(widget.Face{Size: 44, Bold: true, Spacing: 1.16}, sentence(sub.Title.In(t.Language)))
			card := widget.NewCard("sub-"+sub.Choice.SubReason, 34, widget.Centred(26, mark, title),
				func() { s.env.Send(kiosk.Event{Kind: kiosk.EvSubReason, Choice: sub.Choice}) }, nil)
			s.cards, s.marks, s.subs = append(s.cards, card), append(s.marks, mark), append(s.subs, sub.Choice)
			parts = append(parts, widget.Column(0, card))
		}
	}
	s.pages.set(parts, func(page, of int) string { return t.T("specify.more", "Page", page, "Pages", of) })
}
