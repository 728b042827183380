package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// typing is what the three screens with a keypad share: the number, what is wrong with it or a hint, the keys.
type typing struct {
	body    *fyne.Container
	digits  *widget.Digits
	problem *widget.Banner
	hint    *widget.Paragraph
	keypad  *widget.Keypad
}

func newTyping(env Env, prefix string, groups ...int) *typing {
	k := &typing{
		digits:  widget.NewDigits(prefix, groups...),
		problem: widget.NewBanner(36),
		hint:    widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted, Centre: true, Even: true}),
	}
	k.keypad = widget.NewKeypad(env.Now,
		func(d string) { env.Send(kiosk.Event{Kind: kiosk.EvDigit, Text: d}) },
		func() { env.Send(kiosk.Event{Kind: kiosk.EvErase}) },
		func() { env.Send(kiosk.Event{Kind: kiosk.EvClear}) })
	k.body = widget.Column(18, k.digits, k.problem.Container, widget.Middle(k.hint), k.keypad.Container)
	return k
}

func (k *typing) update(v kiosk.View, t text.Speaker, hint string) {
	k.digits.Set(v.Input.Value, v.Problem != nil && v.Input.Len > 0)
	k.problem.Set(widget.Bad, problemText(v.Problem, t))
	k.hint.SetText(hint)
	k.keypad.SetText(t.T("button.clear"))
}

func (k *typing) Body() fyne.CanvasObject { return k.body }
