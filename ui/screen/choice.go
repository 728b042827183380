package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/widget"
)

// choice: first the document, then the reason, for one document or for both in
// one visit. What is possible stands first, with price and date; what is not stays
// in sight, with why and what to do, and explains itself when it is touched.
// Which document's reasons are shown, and which page of them, is the screen's
// own business and no event.
type choice struct {
	env    Env
	body   *fyne.Container
	none   *widget.Banner
	tabs   map[kiosk.DocumentKind]*tab
	pages  *pages
	basket *basket

	tab     kiosk.DocumentKind
	view    kiosk.View
	speaker text.Speaker
	built   map[kiosk.DocumentKind][]*option
	of      *kiosk.Verdict // first of the options built, to see when they change
	chosen  []kiosk.Choice // last seen
	in      kiosk.Language
}

var documents = [...]kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport}

func newChoice(env Env) Screen {
	c := &choice{env: env, tabs: map[kiosk.DocumentKind]*tab{}, none: widget.NewBanner(34), basket: newBasket()}
	tabs := widget.Row(24)
	for i, art := range []fyne.Resource{widget.IDCardArt, widget.PassportArt} {
		kind := documents[i]
		c.tabs[kind] = newTab(kind, art, func() { c.turn(kind) })
		tabs.Objects = append(tabs.Objects, c.tabs[kind].Card)
	}
	c.pages = newPages(func() { c.turnPage() })
	c.body = widget.Column(16, c.none.Container, tabs, widget.Fill(0, c.pages.Container), c.basket.Container)
	return c
}

func (c *choice) Body() fyne.CanvasObject { return c.body }

func (c *choice) turn(kind kiosk.DocumentKind) {
	c.env.touched()
	c.tab = kind
	c.pages.open()
	c.seekChosen()
	c.Update(c.view, c.speaker)
	widget.Arrange(c.body)
}

// seekChosen turns to the page of what is chosen for the document shown.
func (c *choice) seekChosen() {
	c.pages.seek = nil
	if chosen := verdictOf(c.view, c.tab); chosen != nil {
		c.pages.seek = c.find(chosen.Choice)
	}
}

func (c *choice) turnPage() {
	c.env.touched()
	c.pages.turn()
	widget.Arrange(c.body)
}

// press is a finger on something possible. What is chosen is taken back; what has sub-reasons asks for them.
func (c *choice) press(v kiosk.Verdict) {
	e := kiosk.Event{Kind: kiosk.EvChoose, Choice: v.Choice}
	if chosen := among(c.view.Chosen, v.Choice); chosen != nil {
		e.Choice = *chosen
	} else if len(v.SubReasons) > 0 {
		e.Kind = kiosk.EvSpecify
	}
	c.env.Send(e)
}

func (c *choice) Update(v kiosk.View, t text.Speaker) Frame {
	c.view, c.speaker = v, t
	first := c.tab == ""
	if first {
		c.tab = firstTab(v)
	}
	if len(v.Options) > 0 && (c.of != &v.Options[0] || c.in != v.Language) {
		c.build()
		c.seekChosen()
	}
	for _, chosen := range v.Chosen {
		if !first && !slices.Contains(c.chosen, chosen) { // new: it must be in sight
			c.tab = chosen.Document
			c.seekChosen()
		}
	}
	c.chosen = slices.Clone(v.Chosen)
	for kind, tab := range c.tabs {
		tab.set(kind == c.tab, verdictOf(v, kind), possible(v.Options, kind), t)
	}
	var parts []*fyne.Container
	for _, o := range c.built[c.tab] {
		parts = append(parts, o.Container)
	}
	c.pages.set(parts, func(page, of int) string { return t.T("choice.more", "Page", page, "Pages", of) })
	for _, kind := range documents {
		for _, o := range c.built[kind] {
			o.mark(v, t)
		}
	}
	f := frame(v, t)
	if !slices.ContainsFunc(v.Options, func(o kiosk.Verdict) bool { return o.Allowed }) {
		c.none.Set(widget.Bad, sentence(t.T("refused.verbatim")))
		show(c.basket.Container, false)
		f.Title, f.Lead = t.T("choice.none"), t.T("choice.none-lead")
		f.Main = finish(t.T("button.finish"))
		f.Main.Event = kiosk.Event{Kind: kiosk.EvCancelYes} // there is nothing to lose, so nothing is asked
		return f
	}
	c.none.Set(widget.Bad, "")
	show(c.basket.Container, true)
	c.basket.set(v, t)
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
	for _, wanted := range []bool{true, false} {
		for _, group := range groups(c.view.Options) {
			if group.possible() == wanted {
				kind := group[0].Choice.Document
				c.built[kind] = append(c.built[kind], c.newOption(group))
			}
		}
	}
}

func (c *choice) find(wanted kiosk.Choice) *fyne.Container {
	for _, o := range c.built[wanted.Document] {
		for _, offered := range o.choices {
			if answers(wanted, offered) {
				return o.Container
			}
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
	return slices.ContainsFunc(g, func(v kiosk.Verdict) bool { return v.Allowed })
}

func possible(options []kiosk.Verdict, kind kiosk.DocumentKind) bool {
	return slices.ContainsFunc(options, func(v kiosk.Verdict) bool { return v.Allowed && v.Choice.Document == kind })
}

// answers says whether chosen is the offered choice, with or without its sub-reason.
func answers(chosen, offered kiosk.Choice) bool {
	chosen.SubReason = offered.SubReason
	return chosen == offered
}

func among(chosen []kiosk.Choice, offered kiosk.Choice) *kiosk.Choice {
	for i := range chosen {
		if answers(chosen[i], offered) {
			return &chosen[i]
		}
	}
	return nil
}

// chosenOption is what is chosen for one document.
type chosenOption struct {
	kiosk.Verdict
	Sub kiosk.Text // title of the sub-reason, if one was asked for
}

// verdictOf finds the verdict about what is chosen for kind; nil: nothing is.
func verdictOf(v kiosk.View, kind kiosk.DocumentKind) *chosenOption {
	for _, chosen := range v.Chosen {
		if chosen.Document != kind {
			continue
		}
		for _, o := range v.Options {
			if !answers(chosen, o.Choice) {
				continue
			}
			for _, sub := range o.SubReasons {
				if sub.Choice.SubReason == chosen.SubReason {
					return &chosenOption{Verdict: o, Sub: sub.Title}
				}
			}
			return &chosenOption{Verdict: o}
		}
	}
	return nil
}

// documentName is the document with its pages: "Паспорт, 36 страниц".
func documentName(c kiosk.Choice, t text.Speaker) string {
	name := t.T(documentKey(c.Document))
	if c.Pages > 0 {
		name += ", " + t.T("choice.pages", "N", c.Pages)
	}
	return name
}

// reasonName is the official wording with the citizen's answer to its question.
func (c chosenOption) reasonName(l kiosk.Language) string {
	name := sentence(c.Title.In(l))
	if sub := c.Sub.In(l); sub != "" {
		name += ": " + sub
	}
	return name
}
