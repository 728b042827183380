package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/widget"
)

// pages shows options one page at a time, with a button to the next one when
// they do not fit: a finger cannot drag to scroll here.
type pages struct {
	*fyne.Container
	more    *widget.Button
	options []*option
	page    int
	label   func(page, of int) string
	seek    *option // its page is shown, until the citizen turns pages
}

const pageGap = 16

func newPages(turn func()) *pages {
	p := &pages{more: widget.NewButton("more", widget.Second, widget.AgainIcon, 104, turn, nil)}
	p.Container = &fyne.Container{Layout: p, Objects: []fyne.CanvasObject{p.more}}
	return p
}

func (p *pages) set(options []*option, label func(page, of int) string) {
	p.label = label
	if len(p.options) == len(options) && (len(options) == 0 || p.options[0] == options[0]) {
		return
	}
	p.options = options
	p.Objects = []fyne.CanvasObject{p.more}
	for _, o := range options {
		p.Objects = append(p.Objects, o.Container)
	}
}

// MinSize implements fyne.Layout.
func (p *pages) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// Layout implements fyne.Layout: it cuts the options into pages by their heights.
func (p *pages) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size.Height < 200 || p.label == nil {
		return // not laid out yet
	}
	cut := p.cut(size, size.Height)
	if len(cut) > 1 {
		cut = p.cut(size, size.Height-104-pageGap)
	}
	for i, page := range cut {
		if p.seek != nil && slices.Contains(page, p.seek) {
			p.page = i
		}
	}
	p.page %= max(1, len(cut))
	for i, page := range cut {
		y := float32(0)
		for _, o := range page {
			show(o, i == p.page)
			if i == p.page {
				h := widget.HeightFor(o.Container, size.Width)
				o.Move(fyne.NewPos(0, y))
				o.Resize(fyne.NewSize(size.Width, h))
				y += h + pageGap
			}
		}
	}
	show(p.more, len(cut) > 1)
	p.more.SetText(p.label(p.page+1, len(cut)))
	p.more.Move(fyne.NewPos(0, size.Height-104))
	p.more.Resize(fyne.NewSize(size.Width, 104))
}

func (p *pages) cut(size fyne.Size, room float32) (cut [][]*option) {
	left := float32(-1)
	for _, o := range p.options {
		h := widget.HeightFor(o.Container, size.Width)
		if h > left {
			cut, left = append(cut, nil), room
		}
		cut[len(cut)-1] = append(cut[len(cut)-1], o)
		left -= h + pageGap
	}
	return cut
}
