package screen

import (
	"fmt"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

const portraitAspect = 413.0 / 531

// pick lets the citizen choose a photo: the chosen one big, all of them as cards below.
type pick struct {
	env      Env
	body     *fyne.Container
	big      *widget.Picture
	row      *fyne.Container
	cards    []*widget.Card
	pictures []*widget.Picture
}

func newPick(env Env) Screen {
	p := &pick{env: env, big: widget.NewPicture(portraitAspect), row: widget.Row(24)}
	p.body = widget.Column(24, widget.Fill(300, p.big), p.row)
	return p
}

func (p *pick) Body() fyne.CanvasObject { return p.body }

func (p *pick) Update(v kiosk.View, t text.Speaker) Frame {
	for len(p.cards) < len(v.Shots) {
		n := len(p.cards)
		picture := widget.NewPicture(portraitAspect)
		label := widget.Say(widget.Face{Size: 40, Bold: true, Centre: true, Role: theme.Primary}, fmt.Sprint(n+1))
		card := widget.NewCard(fmt.Sprintf("pick-%d", n+1), 18, widget.Column(8, widget.High(240, picture), label),
			func() { p.env.Send(kiosk.Event{Kind: kiosk.EvPick, N: n}) }, nil)
		p.cards, p.pictures = append(p.cards, card), append(p.pictures, picture)
		p.row.Objects = append(p.row.Objects, card)
	}
	for i, card := range p.cards {
		show(card, i < len(v.Shots))
		if i < len(v.Shots) {
			p.pictures[i].Set(v.Shots[i])
		}
		card.Select(i == v.Picked)
	}
	if v.Picked < len(v.Shots) {
		p.big.Set(v.Shots[v.Picked])
	}
	f := frame(v, t)
	f.Main = next(v, t.T("button.take-this"))
	f.Others = []Action{{ID: "retake", Label: t.T("button.retake"), Icon: widget.PhotoIcon, Event: kiosk.Event{Kind: kiosk.EvRetake}}}
	return f
}

// Leave lets go of the pictures.
func (p *pick) Leave() {
	p.big.Set(nil)
	for _, picture := range p.pictures {
		picture.Set(nil)
	}
}
