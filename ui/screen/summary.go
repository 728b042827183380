package screen

import (
	"image"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// summary shows everything once more before it is confirmed.
type summary struct {
	body   *fyne.Container
	photo  *widget.Picture
	ink    *widget.Ink
	signed *widget.Paragraph
	rows   *widget.Rows
	pad    kiosk.SignView
}

func newSummary(Env) Screen {
	s := &summary{
		photo:  widget.NewPicture(portraitAspect),
		ink:    widget.NewInk(640, 640.0/290),
		signed: widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted, Centre: true}),
		rows:   widget.NewRows(),
	}
	s.body = widget.Column(20,
		widget.Weighted(24, []float32{0.3, 0.7}, widget.High(300, s.photo), widget.High(300, widget.Stack(s.ink, widget.Inset(40, 0, s.signed)))),
		widget.Fill(0, s.rows.Container),
	)
	return s
}

func (s *summary) Body() fyne.CanvasObject { return s.body }

func (s *summary) Update(v kiosk.View, t text.Speaker) Frame {
	s.pad = v.Sign
	var picture image.Image
	if v.Picked < len(v.Shots) {
		picture = v.Shots[v.Picked]
	}
	s.photo.Set(picture)
	s.signed.SetText("")
	if v.Sign.CannotSign {
		s.signed.SetText(t.T("summary.cannot-sign"))
	}
	s.ink.Set(v.Sign.Strokes, v.Sign.PadWidth, v.Sign.PadHeight)
	var pairs []widget.Pair
	if v.Person != nil {
		pairs = append(pairs,
			widget.Pair{Name: t.T("summary.name"), Value: v.Person.FullName()},
			widget.Pair{Name: t.T("details.iin"), Value: v.Person.IIN.Masked()})
	}
	sum := kiosk.Money(0)
	for _, kind := range documents {
		c := verdictOf(v, kind)
		switch {
		case c == nil:
		case len(v.Chosen) > 1: // two documents in the room of one
			sum += c.Price
			reason := c.Sub.In(v.Language)
			if reason == "" {
				reason = c.Title.In(v.Language)
			}
			pairs = append(pairs, widget.Pair{Name: documentName(c.Choice, t), Value: sentence(reason) + "\n" +
				about(c.Price, t) + " · " + t.T("choice.ready", "Date", day(c.ReadyDate))})
		default:
			pairs = append(pairs,
				widget.Pair{Name: t.T("summary.document"), Value: documentName(c.Choice, t)},
				widget.Pair{Name: t.T("summary.reason"), Value: c.reasonName(v.Language)},
				widget.Pair{Name: t.T("summary.price"), Value: about(c.Price, t)},
				widget.Pair{Name: t.T("summary.ready"), Value: day(c.ReadyDate)})
		}
	}
	if len(v.Chosen) > 1 {
		pairs = append(pairs, widget.Pair{Name: t.T("summary.total"), Value: about(sum, t)})
	}
	s.rows.Set(append(pairs, widget.Pair{Name: t.T("summary.phone"), Value: v.Phone}))
	f := frame(v, t)
	f.Main = next(v, t.T("button.confirm"))
	return f
}

// Leave lets go of the photo and the signature.
func (s *summary) Leave() {
	s.photo.Set(nil)
	s.ink.Set(nil, s.pad.PadWidth, s.pad.PadHeight)
}
