package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// Digits shows a number as it is typed: one cell for each digit, in groups, the next one marked.
type Digits struct {
	fynewidget.BaseWidget
	prefix *Paragraph
	groups []int
	boxes  []*Box
	cells  []*Paragraph
	typed  int
	bad    bool
}

// NewDigits makes a field with a fixed prefix and cells in groups, 3, 3, 2, 2 for instance.
func NewDigits(prefix string, groups ...int) *Digits {
	d := &Digits{groups: groups, prefix: Say(Face{Size: 64, Bold: true, Role: theme.Ink}, prefix)}
	for _, n := range groups {
		for range n {
			d.boxes = append(d.boxes, NewBox(theme.Surface, theme.Line, 12))
			d.cells = append(d.cells, NewParagraph(Face{Size: 68, Bold: true, Centre: true, Spacing: 1.1}))
		}
	}
	d.ExtendBaseWidget(d)
	d.paint()
	return d
}

// Set shows value (digits or dots, spaces are skipped); bad marks it as wrong.
func (d *Digits) Set(value string, bad bool) {
	runes := []rune(strings.ReplaceAll(value, " ", ""))
	d.typed, d.bad = len(runes), bad
	for i, cell := range d.cells {
		if i < len(runes) {
			cell.SetText(string(runes[i]))
		} else {
			cell.SetText("")
		}
	}
	d.arrange(d.Size())
	d.paint()
}

// HeightFor implements Flowing.
func (d *Digits) HeightFor(float32) float32 { return 108 }

func (d *Digits) paint() {
	for i, box := range d.boxes {
		switch {
		case d.bad:
			box.Set(theme.Problem, theme.OnProblem, 4)
		case i == d.typed:
			box.Set(theme.Surface, theme.Primary, 6)
		case i < d.typed:
			box.Set(theme.Surface, theme.Primary, 2)
		default:
			box.Set(theme.Surface, theme.Line, 2)
		}
	}
}

func (d *Digits) arrange(s fyne.Size) {
	const gap, groupGap = 8, 30
	prefix := float32(0)
	if d.prefix.Text() != "" {
		prefix = d.prefix.measureNow() + 20
	}
	n := float32(len(d.cells))
	room := s.Width - prefix - gap*(n-1) - (groupGap-gap)*float32(len(d.groups)-1)
	w := min(96, float32(int(room/n)))
	used := s.Width - room + w*n
	x := max(0, (s.Width-used)/2)
	d.prefix.Move(fyne.NewPos(x, 0))
	d.prefix.Resize(fyne.NewSize(prefix, s.Height))
	x += prefix
	i := 0
	for _, group := range d.groups {
		for range group {
			d.boxes[i].Move(fyne.NewPos(x, 0))
			d.boxes[i].Resize(fyne.NewSize(w, s.Height))
			d.cells[i].Move(fyne.NewPos(x, 0))
			d.cells[i].Resize(fyne.NewSize(w, s.Height))
			x += w + gap
			i++
		}
		x += groupGap - gap
	}
}

func (p *Paragraph) measureNow() float32 {
	return fyne.MeasureText(p.text, p.face.Size, p.style()).Width
}

// CreateRenderer implements fyne.Widget.
func (d *Digits) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{d.prefix}
	for i := range d.boxes {
		objects = append(objects, d.boxes[i], d.cells[i])
	}
	return &drawing{objects: objects, layout: d.arrange, paint: func() {
		d.paint()
		for _, o := range objects {
			o.Refresh()
		}
	}}
}
