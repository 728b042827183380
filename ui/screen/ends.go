package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// ending is a visit that ends without an application: what happened, and what to do now.
type ending struct {
	body      *fyne.Container
	verbatim  *widget.Banner
	why       *widget.Paragraph
	head      *widget.Paragraph
	todo      *widget.Paragraph
	nextPanel *fyne.Container
	kept      *list
}

func newEnding(lines int) *ending {
	e := &ending{
		verbatim: widget.NewBanner(46),
		why:      widget.NewParagraph(widget.Face{Size: 42, Spacing: 1.25, Even: true}),
		head:     widget.NewParagraph(widget.Face{Size: 40, Bold: true, Role: theme.Primary}),
		todo:     widget.NewParagraph(widget.Face{Size: 42, Spacing: 1.25, Even: true}),
		kept:     newList(lines, widget.DoneIcon),
	}
	e.nextPanel = widget.Panel(widget.NewBox(theme.Surface, theme.Primary, theme.Radius), 32, 28, widget.Column(10, e.head, e.todo))
	e.body = widget.Column(34, e.verbatim.Container, e.why, e.nextPanel, widget.Middle(e.kept.Container))
	return e
}

func (e *ending) Body() fyne.CanvasObject { return e.body }

func (e *ending) set(why, head, todo string) {
	e.why.SetText(why)
	show(e.why, why != "")
	e.head.SetText(head)
	e.todo.SetText(todo)
	show(e.nextPanel, todo != "")
}

type cancelled struct{ *ending }

func newCancelled(Env) Screen { return cancelled{newEnding(3)} }

func (s cancelled) Update(v kiosk.View, t text.Speaker) Frame {
	s.set("", "", "")
	s.kept.set(t.T("cancelled.wiped"), t.T("cancelled.free"), t.T("cancelled.again"))
	f := frame(v, t)
	f.Main = finish(t.T("button.finish"))
	return f
}

type refused struct{ *ending }

func newRefused(Env) Screen { return refused{newEnding(2)} }

// Update shows the words the order on the terminal prescribes, the reason, the
// next step, and the right to an officer's decision (an automatic refusal always offers it).
func (s refused) Update(v kiosk.View, t text.Speaker) Frame {
	s.verbatim.Set(widget.Bad, sentence(t.T("refused.verbatim")))
	why, todo := "", t.T("refused.next")
	if v.Refusal != nil {
		if why = v.Refusal.Why.In(v.Language); why == "" { // the journey's own refusals
			why = t.T("refusal." + v.Refusal.Code)
		}
		if next := v.Refusal.Next.In(v.Language); next != "" {
			todo = next
		}
	}
	s.set(why, t.T("refused.what-now"), todo)
	s.kept.set(t.T("refused.officer"), t.T("refused.nothing"))
	f := frame(v, t)
	f.Main = finish(t.T("button.finish"))
	return f
}

type unavailable struct{ *ending }

func newUnavailable(Env) Screen { return unavailable{newEnding(2)} }

func (s unavailable) Update(v kiosk.View, t text.Speaker) Frame {
	s.verbatim.Set(widget.Bad, sentence(t.T("refused.verbatim")))
	s.set(problemText(v.Problem, t), t.T("refused.what-now"), t.T("unavailable.next"))
	s.kept.set(t.T("unavailable.not-you"), t.T("refused.nothing"))
	f := frame(v, t)
	f.OwnProblem = true
	f.Main = finish(t.T("button.finish"))
	return f
}
