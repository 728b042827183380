package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// Card is a surface with anything on it that can be pressed as a whole.
type Card struct {
	widget.BaseWidget
	touch
	selected bool
	dim      bool
	box      *Box
	content  fyne.CanvasObject
	pad      float32
}

// NewCard puts content, which must hold nothing touchable itself, on a card.
func NewCard(id string, pad float32, content fyne.CanvasObject, tap, dead func()) *Card {
	c := &Card{touch: touch{id: id, tap: tap, dead: dead}, box: NewBox(theme.Surface, theme.Line, theme.Radius), content: content, pad: pad}
	c.changed = c.Refresh
	c.ExtendBaseWidget(c)
	c.paint()
	return c
}

// Enable says whether it can be pressed.
func (c *Card) Enable(on bool) {
	if c.off == on {
		c.off, c.pressed = !on, false
		c.Refresh()
	}
}

// Content is what lies on it, to be arranged when its texts have changed.
func (c *Card) Content() fyne.CanvasObject { return c.content }

// Select marks it as the chosen one.
func (c *Card) Select(on bool) {
	if c.selected != on {
		c.selected = on
		c.Refresh()
	}
}

// Dim greys it: what it stands for is not possible, but it may be pressed to learn why.
func (c *Card) Dim() *Card {
	c.dim = true
	c.Refresh()
	return c
}

// HeightFor implements Flowing.
func (c *Card) HeightFor(width float32) float32 {
	return HeightFor(c.content, width-2*c.pad) + 2*c.pad
}

func (c *Card) paint() {
	switch {
	case c.off:
		c.box.Set(theme.Off, theme.Line, 2)
	case c.pressed:
		c.box.Set(theme.Touched, theme.Primary, 6)
	case c.dim:
		c.box.Set(theme.Off, theme.Muted, 3)
	case c.selected:
		c.box.Set(theme.Selected, theme.Primary, 8)
	default:
		c.box.Set(theme.Surface, theme.Primary, 3)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{c.box, c.content}, layout: func(s fyne.Size) {
		c.box.Resize(s)
		c.content.Move(fyne.NewPos(c.pad, c.pad))
		c.content.Resize(fyne.NewSize(s.Width-2*c.pad, s.Height-2*c.pad))
		Arrange(c.content)
	}, paint: func() { c.paint(); c.box.Refresh() }}
}
