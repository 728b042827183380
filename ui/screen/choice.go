package screen

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// choice: first the document, then the reason. What is possible stands first,
// with price and date; what is not stays in sight, with why and what to do.
// Which document's reasons are shown, and which page of them, is the screen's
// own business and no event.
type choice struct {
	env   Env
	body  *fyne.Container
	tabs  map[kiosk.DocumentKind]*widget.Card
	names map[kiosk.DocumentKind]*widget.Paragraph
	pages *pages

	tab     kiosk.DocumentKind
	view    kiosk.View
	speaker text.Speaker
	built   map[kiosk.DocumentKind][]*option
	of      *kiosk.Verdict // first of the options built, to see when they change
	chosen  kiosk.Choice   // last one seen
	in      kiosk.Language
}

var documents = [...]kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport}

func newChoice(env Env) Screen {
	c := &choice{env: env, tabs: map[kiosk.DocumentKind]*widget.Card{}, names: map[kiosk.DocumentKind]*widget.Paragraph{}}
	tabs := widget.Row(24)
	for i, art := range []fyne.Resource{widget.IDCardArt, widget.PassportArt} {
		kind := documents[i]
		c.names[kind] = widget.NewParagraph(widget.Face{Size: 40, Least: 32, Lines: 1, Bold: true, Centre: true})
		c.tabs[kind] = widget.NewCard("tab-"+string(kind), 14, widget.Column(6, widget.High(88, widget.Art(art)), c.names[kind]),
			func() { c.turn(kind) }, nil)
		tabs.Objects = append(tabs.Objects, c.tabs[kind])
	}
	c.pages = newPages(func() { c.turnPage() })
	c.body = widget.Column(22, tabs, widget.Fill(0, c.pages.Container))
	return c
}

func (c *choice) Body() fyne.CanvasObject { return c.body }

func (c *choice) turn(kind kiosk.DocumentKind) {
	c.env.touched()
	c.tab, c.pages.page, c.pages.seek = kind, 0, nil
	c.Update(c.view, c.speaker)
	widget.Arrange(c.body)
}

func (c *choice) turnPage() {
	c.env.touched()
	c.pages.page, c.pages.seek = c.pages.page+1, nil
	widget.Arrange(c.body)
}

func (c *choice) Update(v kiosk.View, t text.Speaker) Frame {
	c.view, c.speaker = v, t
	if len(v.Options) > 0 && (c.of != &v.Options[0] || c.in != v.Language) {
		c.build()
		if c.pages.seek != nil {
			c.pages.seek = c.find(c.chosen)
		}
	}
	if c.tab == "" {
		c.tab = firstTab(v)
	}
	if len(v.Chosen) > 0 && v.Chosen[0] != c.chosen {
		c.chosen, c.tab = v.Chosen[0], v.Chosen[0].Document
		c.pages.seek = c.find(c.chosen)
	}
	for kind, tab := range c.tabs {
		tab.Select(kind == c.tab)
		c.names[kind].SetText(t.T(documentKey(kind)))
	}
	c.pages.set(c.built[c.tab], func(page, of int) string { return t.T("choice.more", "Page", page, "Pages", of) })
	for _, kind := range documents {
		for _, o := range c.built[kind] {
			o.mark(v.Chosen)
		}
	}
	f := frame(v, t)
	f.Main = next(v, t.T("button.next"))
	return f
}

// firstTab opens with what is chosen, else with the document that has something possible.
func firstTab(v kiosk.View) kiosk.DocumentKind {
	if len(v.Chosen) > 0 {
		return v.Chosen[0].Document
	}
	for _, o := range v.Options {
		if o.Allowed {
			return o.Choice.Document
		}
	}
	return kiosk.IDCard
}

// build makes the options anew: they changed, or the language did.
func (c *choice) build() {
	c.of, c.in = &c.view.Options[0], c.view.Language
	c.built = map[kiosk.DocumentKind][]*option{}
	for _, possible := range []bool{true, false} {
		for _, group := range groups(c.view.Options) {
			if group.possible() == possible {
				kind := group[0].Choice.Document
				c.built[kind] = append(c.built[kind], newOption(c.env, group, c.speaker))
			}
		}
	}
}

func (c *choice) find(wanted kiosk.Choice) *option {
	for _, o := range c.built[wanted.Document] {
		if slices.Contains(o.choices, wanted) {
			return o
		}
	}
	return nil
}

// group is one document and reason: for a passport with every number of pages.
type group []kiosk.Verdict

func groups(options []kiosk.Verdict) (all []group) {
	at := map[kiosk.Choice]int{}
	for _, o := range options {
		key := kiosk.Choice{Document: o.Choice.Document, Reason: o.Choice.Reason}
		i, ok := at[key]
		if !ok {
			i, at[key] = len(all), len(all)
			all = append(all, nil)
		}
		all[i] = append(all[i], o)
	}
	return all
}

func (g group) possible() bool {
	for _, v := range g {
		if v.Allowed {
			return true
		}
	}
	return false
}

// option is one reason on the screen.
type option struct {
	*fyne.Container
	cards   []*widget.Card
	marks   []*widget.Icon
	choices []kiosk.Choice
}

func newOption(env Env, g group, t text.Speaker) *option {
	o := &option{}
	title := widget.NewParagraph(widget.Face{Size: 36, Least: theme.Body, Lines: 2, Bold: true, Spacing: 1.14})
	title.SetText(sentence(g[0].Title.In(t.Language)))
	switch {
	case !g.possible():
		title.SetRole(theme.OnOff)
		why := widget.Say(widget.Face{Size: theme.Body, Role: theme.OnOff, Spacing: 1.16}, g[0].Why.In(t.Language))
		todo := widget.Say(widget.Face{Size: theme.Body, Role: theme.Ink, Spacing: 1.16}, g[0].Next.In(t.Language))
		o.Container = widget.Panel(widget.NewBox(theme.Off, theme.Line, theme.Radius), 24, 16, widget.Column(6, title, why, todo))
	case g[0].Choice.Pages == 0:
		v := g[0]
		price := widget.Weighted(20, []float32{0.3, 0.7},
			widget.Say(widget.Face{Size: 38, Bold: true, Role: theme.Primary, Spacing: 1.16}, v.Price.String()), ready(v, t))
		card := o.card(env, v, fmt.Sprintf("choose-%s-%s", v.Choice.Reason, v.Choice.Document), widget.Column(8, title, price))
		o.Container = widget.Column(0, card)
	default:
		prices := widget.Row(20)
		for _, v := range g {
			if v.Allowed {
				label := widget.Column(2,
					widget.Say(widget.Face{Size: 36, Spacing: 1.16}, t.T("choice.pages", "N", v.Choice.Pages)),
					widget.Say(widget.Face{Size: 40, Bold: true, Role: theme.Primary, Spacing: 1.16}, v.Price.String()))
				prices.Objects = append(prices.Objects, o.card(env, v, fmt.Sprintf("choose-%s-%s-%d", v.Choice.Reason, v.Choice.Document, v.Choice.Pages), label))
			}
		}
		o.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 24, 18, widget.Column(10, title, ready(g[0], t), prices))
	}
	return o
}

func ready(v kiosk.Verdict, t text.Speaker) *widget.Paragraph {
	p := widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted, Spacing: 1.16})
	if !v.ReadyDate.IsZero() {
		p.SetText(t.T("choice.ready", "Date", day(v.ReadyDate)))
	}
	return p
}

func (o *option) card(env Env, v kiosk.Verdict, id string, content fyne.CanvasObject) *widget.Card {
	mark := widget.NewIcon(widget.FreeIcon, theme.Primary, 56)
	card := widget.NewCard(id, 20, widget.Centred(20, mark, content), func() { env.Send(kiosk.Event{Kind: kiosk.EvChoose, Choice: v.Choice}) }, nil)
	o.cards, o.marks, o.choices = append(o.cards, card), append(o.marks, mark), append(o.choices, v.Choice)
	return card
}

func (o *option) mark(chosen []kiosk.Choice) {
	for i, card := range o.cards {
		on := slices.Contains(chosen, o.choices[i])
		card.Select(on)
		if on {
			o.marks[i].Set(widget.ChosenIcon, theme.Primary)
		} else {
			o.marks[i].Set(widget.FreeIcon, theme.Primary)
		}
	}
}
