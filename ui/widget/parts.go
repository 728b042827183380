package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// Progress shows how far one has come: a bar of m parts, and words.
type Progress struct {
	*fyne.Container
	parts []*Box
	words *Paragraph
}

// NewProgress makes a bar of steps parts.
func NewProgress(steps int) *Progress {
	p := &Progress{words: NewParagraph(Face{Size: 34, Least: 28, Lines: 1, Bold: true, Role: theme.Muted})}
	var bar []fyne.CanvasObject
	for range steps {
		box := NewBox(theme.Line, "", 7)
		p.parts = append(p.parts, box)
		bar = append(bar, High(14, box))
	}
	p.Container = Column(12, Row(10, bar...), p.words)
	return p
}

// Set shows step (1 is the first) and its words.
func (p *Progress) Set(step int, words string) {
	for i, part := range p.parts {
		switch {
		case i+1 < step:
			part.Set(theme.Primary, "", 0)
		case i+1 == step:
			part.Set(theme.Accent, "", 0)
		default:
			part.Set(theme.Line, "", 0)
		}
	}
	p.words.SetText(words)
}

// Tone is the colour of a Banner.
type Tone int

// Tones.
const (
	Bad Tone = iota
	Fine
	Note
)

// Banner is a message one must not miss.
type Banner struct {
	*fyne.Container
	box   *Box
	icon  *Icon
	words *Paragraph
}

// NewBanner makes an empty, hidden one.
func NewBanner(size float32) *Banner {
	b := &Banner{
		box:   NewBox(theme.Problem, theme.OnProblem, theme.Radius),
		icon:  NewIcon(WarnIcon, theme.OnProblem, 56),
		words: NewParagraph(Face{Size: size, Bold: true, Spacing: 1.2, Even: true}),
	}
	b.Container = Panel(b.box, 26, 20, Centred(22, b.icon, b.words))
	b.Hide()
	return b
}

// Set shows words in a tone; empty words hide the banner.
func (b *Banner) Set(tone Tone, words string) {
	if words == "" {
		b.Hide()
		return
	}
	ground, ink, icon := theme.Problem, theme.OnProblem, WarnIcon
	switch tone {
	case Fine:
		ground, ink, icon = theme.Good, theme.OnGood, fyne.Resource(DoneIcon)
	case Note:
		ground, ink, icon = theme.Notice, theme.OnNotice, InfoIcon
	}
	b.box.Set(ground, ink, 3)
	b.icon.Set(icon, ink)
	b.words.SetRole(ink)
	b.words.SetText(words)
	b.Show()
}

// Words is the text of the banner, for Fitted.
func (b *Banner) Words() *Paragraph { return b.words }

// Meter is a bar that fills, 0 to 1.
type Meter struct {
	fynewidget.BaseWidget
	ground, bar *Box
	value       float64
}

// NewMeter makes an empty bar.
func NewMeter() *Meter {
	m := &Meter{ground: NewBox(theme.Line, "", 14), bar: NewBox(theme.Primary, "", 14)}
	m.ExtendBaseWidget(m)
	return m
}

// Set fills it.
func (m *Meter) Set(value float64) {
	value = max(0, min(1, value))
	if value != m.value {
		m.value = value
		m.arrange(m.Size())
	}
}

// HeightFor implements Flowing.
func (m *Meter) HeightFor(float32) float32 { return 28 }

func (m *Meter) arrange(s fyne.Size) {
	m.ground.Resize(s)
	m.bar.Resize(fyne.NewSize(float32(float64(s.Width)*m.value), s.Height))
	if m.value == 0 {
		m.bar.Hide()
	} else {
		m.bar.Show()
	}
}

// CreateRenderer implements fyne.Widget.
func (m *Meter) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{m.ground, m.bar}, layout: m.arrange, paint: func() { m.ground.Refresh(); m.bar.Refresh() }}
}

// Art draws a resource in its own colours, as big as fits.
func Art(res fyne.Resource) fyne.CanvasObject {
	i := canvas.NewImageFromResource(res)
	i.FillMode = canvas.ImageFillContain
	return i
}
