package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// list is lines with a sign in front of each.
type list struct {
	*fyne.Container
	column *fyne.Container
	sign   fyne.Resource
	size   float32
	rows   []*fyne.Container
	lines  []*widget.Paragraph
}

// newList makes an empty list with sign before each line; sign nil numbers them.
func newList(sign fyne.Resource, size float32) *list { return listOf(sign, size, 18, 24) }

// newTightList is a list for screens with much to say.
func newTightList(sign fyne.Resource, size float32) *list { return listOf(sign, size, 8, 16) }

func listOf(sign fyne.Resource, size, gap, pad float32) *list {
	l := &list{column: widget.Column(gap), sign: sign, size: size}
	l.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 28, pad, l.column)
	return l
}

// set shows lines; without any the list hides.
func (l *list) set(lines ...string) {
	for len(l.rows) < len(lines) {
		line := widget.NewParagraph(widget.Face{Size: l.size, Spacing: 1.2, Even: true})
		var mark fyne.CanvasObject
		if l.sign == nil {
			mark = newNumber(len(l.rows) + 1)
		} else {
			mark = widget.NewIcon(l.sign, theme.Primary, 44)
		}
		l.lines = append(l.lines, line)
		l.rows = append(l.rows, widget.Centred(22, mark, line))
		l.column.Objects = append(l.column.Objects, l.rows[len(l.rows)-1])
	}
	for i, row := range l.rows {
		show(row, i < len(lines))
		if i < len(lines) {
			l.lines[i].SetText(lines[i])
		} else {
			l.lines[i].SetText("")
		}
	}
	show(l.Container, len(lines) > 0)
}

// newNumber is a numeral in a coloured disc.
func newNumber(n int) fyne.CanvasObject {
	digit := widget.Say(widget.Face{Size: 36, Bold: true, Centre: true, Role: theme.OnPrimary}, string(rune('0'+n)))
	return widget.Fixed(64, 64, widget.Stack(widget.NewBox(theme.Primary, "", 32), digit))
}
