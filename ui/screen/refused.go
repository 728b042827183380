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
	body      *fyne.Container
	slip      *widget.Banner
	reasons   [len(documents)]*reason // the centre may refuse each document for another reason
	place     [2]*widget.Paragraph
	placePart *fyne.Container
	notes     [2]*widget.Paragraph
	nothing   *fyne.Container
}

// reason is why one thing cannot be had, what to do and what to bring.
type reason struct {
	*fyne.Container
	about      *widget.Paragraph
	why        *widget.Banner
	head, todo *widget.Paragraph
	bringHead  *widget.Paragraph
	bring      *list
	bringPart  *fyne.Container
}

func newReason() *reason {
	head := func() *widget.Paragraph {
		return widget.NewParagraph(widget.Face{Size: theme.Body, Bold: true, Role: theme.Primary, Spacing: 1.2})
	}
	r := &reason{
		about: widget.NewParagraph(widget.Face{Size: 34, Least: 28, Lines: 2, Bold: true, Role: theme.Primary, Spacing: 1.16}), why: widget.NewBanner(40),
		head: head(), todo: widget.NewParagraph(widget.Face{Size: 40, Spacing: 1.2}), bringHead: head(), bring: newTightList(widget.PaperIcon, 40),
	}
	r.bringPart = widget.Column(8, r.bringHead, r.bring.Container)
	next := widget.Panel(widget.NewBox(theme.Surface, theme.Primary, theme.Radius), 28, 18, widget.Column(4, r.head, r.todo))
	r.Container = widget.Column(14, r.about, r.why.Container, next, r.bringPart)
	return r
}

func (r *reason) texts() []*widget.Paragraph {
	return append([]*widget.Paragraph{r.why.Words(), r.todo}, r.bring.lines...)
}

// set tells x; about says what cannot be had, where it is not the person's matter as a whole.
func (r *reason) set(about string, x kiosk.Refusal, l kiosk.Language, t text.Speaker) {
	why, todo := reasonText(x, l, t), x.Next.In(l)
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
	for _, paper := range x.Bring {
		papers = append(papers, sentence(paper.In(l)))
	}
	r.bring.set(papers...)
	show(r.bringPart, len(papers) > 0)
}

// reasonText is a refusal's own reason; those of the journey and some of the centre bring only a code.
func reasonText(x kiosk.Refusal, l kiosk.Language, t text.Speaker) string {
	if why := x.Why.In(l); why != "" {
		return why
	}
	return t.T("refusal." + x.WordsOf())
}

func newRefused(Env) Screen {
	words := func() *widget.Paragraph { return widget.NewParagraph(widget.Face{Size: 40, Spacing: 1.2}) }
	r := &refused{slip: widget.NewBanner(36)}
	reasons := widget.Column(18)
	for i := range r.reasons {
		r.reasons[i] = newReason()
		reasons.Objects = append(reasons.Objects, r.reasons[i].Container)
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
	r.placePart = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 28, 16,
		widget.Column(8, line(widget.HomeIcon, r.place[0]), line(widget.TimeIcon, r.place[1])))
	r.nothing = line(widget.DoneIcon, r.notes[1])
	all := widget.Column(18, reasons, r.placePart,
		widget.Column(12, line(widget.PersonIcon, r.notes[0]), r.nothing))
	fitted := widget.NewFitted(all, r.texts, 40, 38, 36, 34, 32, 30, 28, 26, 24, 22) // the last two: for two refusals at once
	r.body = widget.Column(18, widget.Fill(0, fitted.Container), r.slip.Container)
	return r
}

func (r *refused) texts() []*widget.Paragraph {
	var all []*widget.Paragraph
	for _, reason := range r.reasons {
		all = append(all, reason.texts()...)
	}
	all = append(all, r.place[:]...)
	return append(all, r.notes[:]...)
}

func (r *refused) Body() fyne.CanvasObject { return r.body }

func (r *refused) Update(v kiosk.View, t text.Speaker) Frame {
	denied := v.Also
	if v.Denied != nil {
		denied = append([]kiosk.Verdict{*v.Denied}, v.Also...)
	} else if v.Refusal != nil {
		r.reasons[0].set("", *v.Refusal, v.Language, t)
	}
	for i, reason := range r.reasons {
		if i < len(denied) {
			d := denied[i]
			reason.set(documentName(d.Choice, t)+": "+d.Title.In(v.Language),
				kiosk.Refusal{Code: d.Code, Why: d.Why, Next: d.Next, Bring: d.Bring}, v.Language, t)
		}
		show(reason.Container, i == 0 || i < len(denied))
	}
	r.place[0].SetText(v.Place.Address.In(v.Language)) // the header says which ЦОН it is
	r.place[1].SetText(v.Place.Hours.In(v.Language))
	show(r.placePart, v.Place.Address != kiosk.Text{})
	r.notes[0].SetText(t.T("refused.officer"))
	asked := v.State == kiosk.WhyNot || v.State == kiosk.WhyNotSlip // nothing ends: an option was asked about
	r.notes[1].SetText(t.T("refused.nothing"))
	show(r.nothing, !asked)

	f := frame(v, t)
	f.OwnProblem = true
	f.Title = sentence(t.T("refused.verbatim"))
	if v.Denied != nil {
		f.Lead = ""
	}
	slip := r.slipAction(v, t)
	f.Main = finish(t.T("button.finish"))
	f.Others = []Action{slip}
	if asked { // the way on is back to what is possible
		f.OwnWays = true
		f.Main = &Action{ID: "back", Label: t.T("button.other-choice"), Icon: widget.BackIcon, Event: kiosk.Event{Kind: kiosk.EvBack}}
		f.Others = append(f.Others, *finish(t.T("button.finish")))
	}
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
