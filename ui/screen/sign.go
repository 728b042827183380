package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// sign shows the pen's ink as it is drawn on the pad.
type sign struct {
	body  *fyne.Container
	where *widget.Banner
	ink   *widget.Ink
	hint  *widget.Paragraph
	pad   kiosk.SignView
}

func newSign(Env) Screen {
	s := &sign{where: widget.NewBanner(38), ink: widget.NewInk(984, 984.0/520), hint: widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted, Centre: true})}
	s.body = widget.Column(24, s.where.Container, s.ink, s.hint, widget.Space())
	return s
}

func (s *sign) Body() fyne.CanvasObject { return s.body }

func (s *sign) Update(v kiosk.View, t text.Speaker) Frame {
	s.pad = v.Sign
	where := t.T("sign.where")
	switch {
	case v.Sign.Waiting:
		where = t.T("problem." + kiosk.ProblemPad)
	case v.Problem != nil:
		where = ""
	}
	s.where.Set(widget.Note, where)
	s.hint.SetText(t.T("sign.hint"))
	if !v.Sign.HasInk && len(v.Sign.Strokes) == 0 {
		s.ink.Set(nil, v.Sign.PadWidth, v.Sign.PadHeight)
	}
	f := frame(v, t)
	f.OwnProblem = v.Sign.Waiting
	f.Main = next(v, t.T("button.next"))
	f.Others = []Action{
		{ID: "cannot-sign", Label: t.T("button.cannot-sign"), Event: kiosk.Event{Kind: kiosk.EvCannotSign}},
		{ID: "redo", Label: t.T("button.redo"), Icon: widget.AgainIcon, Event: kiosk.Event{Kind: kiosk.EvRedo}, Off: !v.Sign.HasInk},
	}
	return f
}

// SetInk implements Inked.
func (s *sign) SetInk(strokes []kiosk.Stroke) { s.ink.Set(strokes, s.pad.PadWidth, s.pad.PadHeight) }

// Leave wipes the sheet.
func (s *sign) Leave() { s.ink.Set(nil, s.pad.PadWidth, s.pad.PadHeight) }
