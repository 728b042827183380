package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// list is lines with a sign in front of each.
type list struct {
	*fyne.Container
	lines []*widget.Paragraph
}

// newList makes n lines with sign; sign nil numbers them.
func newList(n int, sign fyne.Resource) *list {
	l := &list{}
	column := widget.Column(22)
	for i := range n {
		line := widget.NewParagraph(widget.Face{Size: 38, Spacing: 1.2, Even: true})
		var mark fyne.CanvasObject = widget.NewIcon(sign, theme.Primary, 44)
		if sign == nil {
			mark = newNumber(i + 1)
		}
		l.lines = append(l.lines, line)
		column.Objects = append(column.Objects, widget.Centred(24, mark, line))
	}
	l.Container = widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 32, 28, column)
	return l
}

func (l *list) set(lines ...string) {
	for i, line := range l.lines {
		line.SetText(lines[i])
	}
}

// newNumber is a numeral in a coloured disc.
func newNumber(n int) fyne.CanvasObject {
	digit := widget.Say(widget.Face{Size: 36, Bold: true, Centre: true, Role: theme.OnPrimary}, string(rune('0'+n)))
	return widget.Fixed(64, 64, widget.Stack(widget.NewBox(theme.Primary, "", 32), digit))
}
