package widget

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/theme"
)

// Pair is a line of a table: what it is, and its value.
type Pair struct{ Name, Value string }

// Rows is a table of names and values.
type Rows struct {
	*fyne.Container
	column        *fyne.Container
	names, values []*Paragraph
	lines         []fyne.CanvasObject
}

// NewRows makes an empty one.
func NewRows() *Rows {
	r := &Rows{column: Column(12)}
	r.Container = Panel(NewBox(theme.Surface, theme.Line, theme.Radius), 28, 20, r.column)
	return r
}

// Set shows pairs; those without a value are left out.
func (r *Rows) Set(pairs []Pair) {
	n := 0
	for _, pair := range pairs {
		if pair.Value == "" {
			continue
		}
		if n == len(r.lines) {
			name := NewParagraph(Face{Size: theme.Body, Least: 28, Lines: 2, Role: theme.Muted, Spacing: 1.18})
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
