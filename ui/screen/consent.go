package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// consent says, on one page, what the citizen's data are for, which, who gets them and how long (law 94-V).
type consent struct {
	body         *fyne.Container
	heads, words [5]*widget.Paragraph
}

// consentKeys are keys of the heading; the text is key + "-text".
var consentKeys = [5]string{"consent.purpose", "consent.data", "consent.recipients", "consent.term", "consent.rights"}

func newConsent(Env) Screen {
	c := &consent{}
	parts := widget.Column(20)
	for i := range consentKeys {
		c.heads[i] = widget.NewParagraph(widget.Face{Size: theme.Body, Bold: true, Role: theme.Primary})
		c.words[i] = widget.NewParagraph(widget.Face{Size: theme.Body, Spacing: 1.2})
		parts.Objects = append(parts.Objects, widget.Column(2, c.heads[i], c.words[i]))
	}
	c.body = widget.Column(0, widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 32, 26, parts), widget.Space())
	return c
}

func (c *consent) Body() fyne.CanvasObject { return c.body }

func (c *consent) Update(v kiosk.View, t text.Speaker) Frame {
	for i, key := range consentKeys {
		c.heads[i].SetText(t.T(key))
		c.words[i].SetText(t.T(key + "-text"))
	}
	f := frame(v, t)
	f.Main = next(v, t.T("button.consent"))
	f.Main.Icon = widget.DoneIcon
	return f
}
