package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// refused says that something cannot be had here: the person as a whole, or one
// option that was asked about. Its heading are the words the order on the terminal
// prescribes; below them the reason, what to do, what to bring and where to, and the
// right to an officer's decision, which an automatic refusal always offers.
type refused struct {
	body       *fyne.Container
	slip       *widget.Banner
	about      *widget.Paragraph
	why        *widget.Banner
	head, todo *widget.Paragraph
	bringHead  *widget.Paragraph
	bring      *list
	bringPart  *fyne.Container
	place      [2]*widget.Paragraph
	placePart  *fyne.Container
	notes      [2]*widget.Paragraph
	nothing    *fyne.Container
}

func newRefused(Env) Screen {
	head := func() *widget.Paragraph {
		return widget.NewParagraph(widget.Face{Size: theme.Body, Bold: true, Role: theme.Primary, Spacing: 1.2})
	}
	words := func() *widget.Paragraph { return widget.NewParagraph(widget.Face{Size: 40, Spacing: 1.2}) }
	r := &refused{
		slip: widget.NewBanner(36), about: widget.NewParagraph(widget.Face{Size: 34, Least: 28, Lines: 2, Bold: true, Role: theme.Primary, Spacing: 1.16}), why: widget.NewBanner(40),
		head: head(), todo: words(), bringHead: head(), bring: newTightList(widget.PaperIcon, 40),
	}
	line := func(icon fyne.Resource, p *widget.Paragraph) *fyne.Container {
		return widget.Centred(20, widget.NewIcon(icon, theme.Primary, 44), p)
	}
	for i := range r.place {
		r.place[i] = words()
	}
	for i := range r.notes {
		r.notes[i] = words()
	}
	r.bringPart = widget.Column(8, r.bringHead, r.bring.Container)
	r.placePart = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 28, 16,
		widget.Column(8, line(widget.HomeIcon, r.place[0]), line(widget.TimeIcon, r.place[1])))
	r.nothing = line(widget.DoneIcon, r.notes[1])
	next := widget.Panel(widget.NewBox(theme.Surface, theme.Primary, theme.Radius), 28, 18, widget.Column(4, r.head, r.todo))
	all := widget.Column(18, r.about, r.why.Container, next, r.bringPart, r.placePart,
		widget.Column(12, line(widget.PersonIcon, r.notes[0]), r.nothing))
	fitted := widget.NewFitted(all, r.texts, 40, 38, 36, 34, 32, 30, 28, 26)
	r.body = widget.Column(18, widget.Fill(0, fitted.Container), r.slip.Container)
	return r
}

func (r *refused) texts() []*widget.Paragraph {
	all := []*widget.Paragraph{r.why.Words(), r.todo}
	all = append(all, r.bring.lines...)
	all = append(all, r.place[:]...)
	return append(all, r.notes[:]...)
}

func (r *refused) Body() fyne.CanvasObject { return r.body }

func (r *refused) Update(v kiosk.View, t text.Speaker) Frame {
	about, why, todo, bring := "", "", "", []kiosk.Text(nil)
	switch {
	case v.Denied != nil:
		about = documentName(v.Denied.Choice, t) + ": " + v.Denied.Title.In(v.Language)
		why, todo, bring = v.Denied.Why.In(v.Language), v.Denied.Next.In(v.Language), v.Denied.Bring
	case v.Refusal != nil:
		why, todo, bring = v.Refusal.Why.In(v.Language), v.Refusal.Next.In(v.Language), v.Refusal.Bring
		if why == "" { // the journey's own refusals
			why = t.T("refusal." + v.Refusal.Code)
		}
	}
	if todo == "" {
		todo = t.T("refused.next")
	}
	r.about.SetText(about)
	show(r.about, about != "")
	r.why.Set(widget.Bad, why)
	r.head.SetText(t.T("refused.what-now"))
	r.todo.SetText(todo)
	r.bringHead.SetText(t.T("refused.bring"))
	var papers []string
	for _, paper := range bring {
		papers = append(papers, sentence(paper.In(v.Language)))
	}
	r.bring.set(papers...)
	show(r.bringPart, len(papers) > 0)
	r.place[0].SetText(v.Place.Address.In(v.Language)) // the header says which ЦОН it is
	r.place[1].SetText(v.Place.Hours.In(v.Language))
	show(r.placePart, v.Place.Address != kiosk.Text{})
	r.notes[0].SetText(t.T("refused.officer"))
	r.notes[1].SetText("")
	if v.Denied == nil {
		r.notes[1].SetText(t.T("refused.nothing"))
	}
	show(r.nothing, v.Denied == nil)

	f := frame(v, t)
	f.OwnProblem = true
	f.Title = sentence(t.T("refused.verbatim"))
	if v.Denied != nil {
		f.Lead = ""
	}
	slip := r.slipAction(v, t)
	f.Main = finish(t.T("button.finish"))
	f.Others = []Action{slip}
	if v.State == kiosk.WhyNot || v.State == kiosk.WhyNotSlip { // the way on is back to what is possible
		f.OwnWays = true
		f.Main = &Action{ID: "back", Label: t.T("button.other-choice"), Icon: widget.BackIcon, Event: kiosk.Event{Kind: kiosk.EvBack}}
		f.Others = append(f.Others, *finish(t.T("button.finish")))
		f.Others[1].Off = v.Slip == kiosk.SlipPrinting
	}
	f.Main.Off = v.Slip == kiosk.SlipPrinting
	return f
}

func (r *refused) slipAction(v kiosk.View, t text.Speaker) Action {
	a := Action{ID: "slip", Label: t.T("button.slip"), Icon: widget.PrintIcon, Event: kiosk.Event{Kind: kiosk.EvSlip}}
	r.slip.Set(widget.Note, "")
	switch v.Slip {
	case kiosk.SlipPrinting:
		a.Off, a.Label = true, t.T("slip.printing")
	case kiosk.SlipPrinted:
		a.Off, a.Label, a.Icon = true, t.T("slip.printed"), widget.DoneIcon
	case kiosk.SlipFailed:
		r.slip.Set(widget.Note, strings.TrimSpace(problemText(v.Problem, t)+" "+t.T("slip.failed")))
	}
	return a
}
