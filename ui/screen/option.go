package screen

import (
	"fmt"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// tab is one of the two documents, with what is chosen for it.
type tab struct {
	*widget.Card
	name, state *widget.Paragraph
	done        *widget.Icon
}

func newTab(kind kiosk.DocumentKind, art fyne.Resource, tap func()) *tab {
	k := &tab{
		name:  widget.NewParagraph(widget.Face{Size: 38, Least: 30, Lines: 2, Bold: true, Spacing: 1.1}),
		state: widget.NewParagraph(widget.Face{Size: 32, Least: 26, Lines: 1, Spacing: 1.16}),
		done:  widget.NewIcon(widget.DoneIcon, theme.OnGood, 32),
	}
	k.Card = widget.NewCard("tab-"+string(kind), 16, widget.Centred(18, widget.Fixed(120, 104, widget.Art(art)),
		widget.Column(4, k.name, widget.Centred(8, k.done, k.state))), tap, nil)
	return k
}

func (k *tab) set(open bool, chosen *chosenOption, possible bool, t text.Speaker) {
	kind := kiosk.DocumentKind(k.ID()[len("tab-"):])
	k.Select(open)
	k.name.SetText(t.T(documentKey(kind)))
	role, words := theme.Muted, t.T("choice.tab-free")
	switch {
	case chosen != nil:
		role, words = theme.OnGood, t.T("choice.tab-chosen")
	case !possible:
		role, words = theme.OnProblem, t.T("choice.tab-none")
	}
	show(k.done, chosen != nil)
	k.state.SetRole(role)
	k.state.SetText(words)
	widget.Arrange(k.Card.Content())
}

// option is one reason on the screen.
type option struct {
	*fyne.Container
	cards   []*widget.Card
	marks   []*widget.Icon
	choices []kiosk.Choice
	kind    kiosk.DocumentKind
	said    *widget.Paragraph // the sub-reason, when it is chosen
}

func (c *choice) newOption(g group) *option {
	t, first := c.speaker, g[0]
	o := &option{kind: first.Choice.Document}
	if !g.possible() {
		id := fmt.Sprintf("why-%s-%s", first.Choice.Reason, first.Choice.Document)
		o.Container = widget.Column(0, impossible(c.env, id, first, t))
		return o
	}
	o.said = widget.NewParagraph(widget.Face{Size: theme.Body, Bold: true, Role: theme.OnGood, Spacing: 1.16})
	show(o.said, false)
	title := widget.Say(widget.Face{Size: 36, Least: 30, Lines: 2, Bold: true, Spacing: 1.14}, sentence(first.Title.In(t.Language)))
	if first.Choice.Pages == 0 {
		price := widget.Weighted(20, []float32{0.4, 0.6},
			widget.Say(widget.Face{Size: 38, Least: 32, Lines: 1, Bold: true, Role: theme.Primary, Spacing: 1.16}, about(first.Price, t)), ready(first, t))
		card := c.card(o, first, fmt.Sprintf("choose-%s-%s", first.Choice.Reason, first.Choice.Document), widget.Column(6, title, o.said, price))
		o.Container = widget.Column(0, card)
		return o
	}
	prices := widget.Row(20)
	for _, v := range g {
		if v.Allowed {
			label := widget.Column(2,
				widget.Say(widget.Face{Size: 36, Spacing: 1.16}, t.T("choice.pages", "N", v.Choice.Pages)),
				widget.Say(widget.Face{Size: 36, Least: 30, Lines: 1, Bold: true, Role: theme.Primary, Spacing: 1.16}, about(v.Price, t)))
			prices.Objects = append(prices.Objects, c.card(o, v, fmt.Sprintf("choose-%s-%s-%d", v.Choice.Reason, v.Choice.Document, v.Choice.Pages), label))
		}
	}
	o.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 22, 16, widget.Column(8, title, o.said, ready(first, t), prices))
	return o
}

// impossible is a greyed card with one sentence why and what to do, and it looks as if it could be asked.
func impossible(env Env, id string, v kiosk.Verdict, t text.Speaker) *widget.Card {
	lines := widget.Column(4,
		widget.Say(widget.Face{Size: 34, Least: 28, Lines: 2, Bold: true, Role: theme.OnOff, Spacing: 1.14}, sentence(v.Title.In(t.Language))),
		widget.Say(widget.Face{Size: 32, Role: theme.Ink, Spacing: 1.16}, v.Why.In(t.Language)),
		widget.Say(widget.Face{Size: 32, Role: theme.OnOff, Spacing: 1.16}, v.Next.In(t.Language)))
	ask := widget.Column(2, widget.NewIcon(widget.InfoIcon, theme.Primary, 48),
		widget.Say(widget.Face{Size: 30, Least: 24, Lines: 1, Bold: true, Centre: true, Role: theme.Primary}, t.T("choice.why")))
	return widget.NewCard(id, 18, widget.Centred(20, lines, widget.Fixed(132, 92, ask)),
		func() { env.Send(kiosk.Event{Kind: kiosk.EvWhy, Choice: v.Choice}) }, nil).Dim()
}

// about is a price before the centre has named it.
func about(m kiosk.Money, t text.Speaker) string { return t.T("price.about", "Amount", m.String()) }

func ready(v kiosk.Verdict, t text.Speaker) *widget.Paragraph {
	p := widget.NewParagraph(widget.Face{Size: theme.Body, Least: 28, Lines: 1, Role: theme.Muted, Spacing: 1.16})
	if !v.ReadyDate.IsZero() {
		p.SetText(t.T("choice.ready", "Date", day(v.ReadyDate)))
	}
	return p
}

func (c *choice) card(o *option, v kiosk.Verdict, id string, content fyne.CanvasObject) *widget.Card {
	mark := widget.NewIcon(widget.FreeIcon, theme.Primary, 56)
	card := widget.NewCard(id, 18, widget.Centred(20, mark, content), func() { c.press(v) }, nil)
	o.cards, o.marks, o.choices = append(o.cards, card), append(o.marks, mark), append(o.choices, v.Choice)
	return card
}

func (o *option) mark(v kiosk.View, t text.Speaker) {
	chosen := verdictOf(v, o.kind)
	mine := false
	for i, card := range o.cards {
		on := chosen != nil && answers(chosen.Choice, o.choices[i])
		mine = mine || on
		card.Select(on)
		if on {
			o.marks[i].Set(widget.ChosenIcon, theme.Primary)
		} else {
			o.marks[i].Set(widget.FreeIcon, theme.Primary)
		}
	}
	if o.said != nil {
		o.said.SetText("")
		if mine {
			o.said.SetText(sentence(chosen.Sub.In(v.Language)))
		}
		show(o.said, o.said.Text() != "")
	}
}

// basket sums up what is chosen, beside the way on.
type basket struct {
	*fyne.Container
	box         *widget.Box
	what, hint  *widget.Paragraph
	total, head *widget.Paragraph
}

func newBasket() *basket {
	b := &basket{
		box:   widget.NewBox(theme.Surface, theme.Line, theme.Radius),
		what:  widget.NewParagraph(widget.Face{Size: 34, Bold: true, Spacing: 1.16}),
		hint:  widget.NewParagraph(widget.Face{Size: 30, Role: theme.Muted, Spacing: 1.16}),
		head:  widget.NewParagraph(widget.Face{Size: 30, Least: 26, Lines: 1, Role: theme.Muted, Spacing: 1.16}),
		total: widget.NewParagraph(widget.Face{Size: 42, Least: 34, Lines: 1, Bold: true, Role: theme.Primary, Spacing: 1.16}),
	}
	b.Container = widget.Panel(b.box, 24, 14, widget.Weighted(20, []float32{0.6, 0.4},
		widget.Middle(widget.Column(2, b.what, b.hint)), widget.Middle(widget.Column(0, b.head, b.total))))
	return b
}

func (b *basket) set(v kiosk.View, t text.Speaker) {
	what, hint, sum, n := "", "", kiosk.Money(0), 0
	for _, kind := range documents {
		chosen := verdictOf(v, kind)
		switch {
		case chosen != nil:
			if n++; n > 1 {
				what += "\n"
			}
			what += documentName(chosen.Choice, t)
			sum += chosen.Price
		case possible(v.Options, kind):
			hint = t.T("choice.add-" + string(kind))
		}
	}
	role := theme.Good
	if n == 0 {
		role = theme.Surface
		what = t.T("choice.nothing-chosen")
		if possible(v.Options, kiosk.IDCard) && possible(v.Options, kiosk.Passport) {
			hint = t.T("choice.both")
		} else {
			hint = ""
		}
	}
	b.box.Set(role, theme.Line, 2)
	b.what.SetText(what)
	b.hint.SetText(hint)
	show(b.hint, hint != "")
	b.head.SetText("")
	b.total.SetText("")
	if n > 0 {
		b.total.SetText(about(sum, t))
		b.head.SetText(t.T("choice.price"))
		if n > 1 {
			b.head.SetText(t.T("choice.total"))
		}
	}
}
