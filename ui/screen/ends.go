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

func newEnding() *ending {
	e := &ending{
		verbatim: widget.NewBanner(46),
		why:      widget.NewParagraph(widget.Face{Size: 42, Spacing: 1.25, Even: true}),
		head:     widget.NewParagraph(widget.Face{Size: 40, Bold: true, Role: theme.Primary}),
		todo:     widget.NewParagraph(widget.Face{Size: 42, Spacing: 1.25, Even: true}),
		kept:     newList(widget.DoneIcon, 38),
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

func newCancelled(Env) Screen { return cancelled{newEnding()} }

func (s cancelled) Update(v kiosk.View, t text.Speaker) Frame {
	s.set("", "", "")
	s.kept.set(t.T("cancelled.wiped"), t.T("cancelled.free"), t.T("cancelled.again"))
	f := frame(v, t)
	f.Main = finish(t.T("button.finish"))
	return f
}

type unavailable struct{ *ending }

func newUnavailable(Env) Screen { return unavailable{newEnding()} }

func (s unavailable) Update(v kiosk.View, t text.Speaker) Frame {
	s.verbatim.Set(widget.Bad, sentence(t.T("refused.verbatim")))
	s.set(problemText(v.Problem, t), t.T("refused.what-now"), t.T("unavailable.next"))
	s.kept.set(t.T("unavailable.not-you"), t.T("refused.nothing"))
	f := frame(v, t)
	f.OwnProblem = true
	f.Main = finish(t.T("button.finish"))
	return f
}
