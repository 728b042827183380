package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// Kind is how much a button asks to be pressed.
type Kind int

// Kinds of button.
const (
	Main   Kind = iota // the one way on
	Second             // another thing one may do here
	Quiet              // back, end
	OnBar              // in the dark bar: languages, staff
	Tab                // one of several, one is chosen
)

// Button is a big button with text and perhaps an icon.
type Button struct {
	widget.BaseWidget
	touch
	kind     Kind
	selected bool
	box      *Box
	label    *Paragraph
	icon     *Icon
	res      fyne.Resource
	height   float32
	iconSide float32
}

// NewButton makes a button that calls tap; dead is called when it is pressed while off.
func NewButton(id string, kind Kind, icon fyne.Resource, height float32, tap, dead func()) *Button {
	size := theme.Label
	if kind == OnBar || kind == Quiet {
		size = 38
	}
	b := &Button{
		touch: touch{id: id, tap: tap, dead: dead}, kind: kind, height: height, res: icon, iconSide: 52,
		box:   NewBox(theme.Surface, theme.Line, theme.Radius),
		label: NewParagraph(Face{Size: size, Least: 28, Lines: 2, Bold: true, Centre: true, Spacing: 1.12, Even: true}),
	}
	switch kind {
	case Main:
		b.iconSide = 60
	case OnBar:
		b.iconSide = 40
	}
	b.icon = NewIcon(nil, theme.Ink, b.iconSide)
	b.changed = b.Refresh
	b.ExtendBaseWidget(b)
	b.paint()
	return b
}

// Text is the label.
func (b *Button) Text() string { return b.label.Text() }

// SetText changes the label.
func (b *Button) SetText(text string) {
	if b.label.Text() != text {
		b.label.SetText(text)
		b.arrange(b.Size())
	}
}

// Enable says whether it can be pressed.
func (b *Button) Enable(on bool) {
	if b.off == on {
		b.off, b.pressed = !on, false
		b.Refresh()
	}
}

// Select marks it as the chosen one.
func (b *Button) Select(on bool) {
	if b.selected != on {
		b.selected = on
		b.Refresh()
	}
}

// Become gives a button another meaning: chromes keep their buttons and change what they are for.
func (b *Button) Become(id string, icon fyne.Resource, tap func()) {
	b.id, b.tap, b.pressed = id, tap, false
	if b.res != icon {
		b.res = icon
		b.Refresh()
		b.arrange(b.Size())
	}
}

// HeightFor implements Flowing.
func (b *Button) HeightFor(float32) float32 { return b.height }

func (b *Button) roles() (fill, border, ink fyne.ThemeColorName, width float32) {
	switch {
	case b.off:
		return theme.Off, theme.Line, theme.OnOff, 2
	case b.kind == Main && b.pressed:
		return theme.Pressed, "", theme.OnPrimary, 0
	case b.kind == Main:
		return theme.Primary, "", theme.OnPrimary, 0
	case b.kind == OnBar && b.selected:
		return theme.Surface, theme.Accent, theme.Primary, 5
	case b.kind == OnBar && b.pressed:
		return theme.Primary, "", theme.OnBar, 0
	case b.kind == OnBar:
		return theme.BarButton, "", theme.OnBar, 0
	case b.pressed:
		return theme.Touched, theme.Primary, theme.Primary, 4
	case b.selected:
		return theme.Selected, theme.Primary, theme.Primary, 6
	case b.kind == Second:
		return theme.Surface, theme.Primary, theme.Primary, 4
	case b.kind == Tab:
		return theme.Surface, theme.Line, theme.Ink, 3
	}
	return theme.Ground, theme.Line, theme.Muted, 3
}

func (b *Button) paint() {
	fill, border, ink, width := b.roles()
	b.box.Set(fill, border, width)
	b.label.SetRole(ink)
	b.icon.Set(b.res, ink)
}

func (b *Button) arrange(s fyne.Size) {
	b.box.Resize(s)
	side := float32(24)
	if b.kind == OnBar {
		side = 8
	}
	room := s.Width - 2*side
	iconRoom := float32(0)
	if b.res != nil {
		iconRoom = b.iconSide + 16
	}
	textWidth := room - iconRoom
	h := b.label.HeightFor(textWidth)
	used := float32(0)
	for _, line := range b.label.wrapped {
		used = max(used, b.label.measure(line))
	}
	x := side + max(0, (room-iconRoom-used)/2)
	if b.res != nil {
		b.icon.Move(fyne.NewPos(x, (s.Height-b.iconSide)/2))
		b.icon.Resize(fyne.NewSquareSize(b.iconSide))
	}
	b.label.Move(fyne.NewPos(x+iconRoom-(textWidth-used)/2, (s.Height-h)/2))
	b.label.Resize(fyne.NewSize(textWidth, h))
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{b.box, b.icon, b.label}, layout: b.arrange, paint: func() {
		b.paint()
		b.box.Refresh()
		b.label.Refresh()
		b.icon.Refresh()
	}}
}
