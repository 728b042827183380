package widget

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/theme"
)

// Pair is a line of a table: what it is, and its value.
type Pair struct{ Name, Value string }

// Rows is a table of names and values. It takes the height that is left in its
// Column, and writes smaller when names and addresses are so long that they
// would not fit: nothing to be checked may be cut.
type Rows struct {
	*fyne.Container
	panel, column *fyne.Container
	names, values []*Paragraph
	lines         []fyne.CanvasObject
	letters       float32 // size written in
}

// NewRows makes an empty one.
func NewRows() *Rows {
	r := &Rows{column: Column(12)}
	r.panel = Panel(NewBox(theme.Surface, theme.Line, theme.Radius), 28, 18, r.column)
	r.Container = &fyne.Container{Layout: r, Objects: []fyne.CanvasObject{r.panel}}
	return r
}

// MinSize implements fyne.Layout.
func (r *Rows) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

// Layout implements fyne.Layout.
func (r *Rows) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	height, before := float32(0), r.letters
	for _, letters := range []float32{theme.Body, 32, 30, 28, 26} {
		r.letters = letters
		for i := range r.names {
			r.names[i].SetSize(letters)
			r.values[i].SetSize(letters)
		}
		if height = HeightFor(r.panel, size.Width); height <= size.Height {
			break
		}
	}
	r.panel.Move(fyne.NewPos(0, 0))
	r.panel.Resize(fyne.NewSize(size.Width, height))
	if r.letters != before {
		for i := range r.names {
			r.names[i].Refresh()
			r.values[i].Refresh()
		}
	}
}

// Set shows pairs; those without a value are left out.
func (r *Rows) Set(pairs []Pair) {
	n := 0
	for _, pair := range pairs {
		if pair.Value == "" {
			continue
		}
		if n == len(r.lines) {
			name := NewParagraph(Face{Size: theme.Body, Role: theme.Muted, Spacing: 1.18})
			value := NewParagraph(Face{Size: theme.Body, Bold: true, Spacing: 1.18})
			r.names, r.values = append(r.names, name), append(r.values, value)
			r.lines = append(r.lines, Weighted(20, []float32{0.36, 0.64}, name, value))
		}
		r.names[n].SetText(pair.Name)
		r.values[n].SetText(pair.Value)
		n++
	}
	for _, value := range r.values[n:] {
		value.SetText("") // nothing of a person stays in hidden text
	}
	if n != len(r.column.Objects) {
		r.column.Objects = append([]fyne.CanvasObject(nil), r.lines[:n]...)
	}
}
