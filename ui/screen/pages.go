package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/widget"
)

// pages shows parts one page at a time, with a button to the next one when
// they do not fit: a finger cannot drag to scroll here.
type pages struct {
	*fyne.Container
	more  *widget.Button
	parts []*fyne.Container
	page  int
	label func(page, of int) string
	seek  *fyne.Container // its page is shown, until the citizen turns pages
}

const (
	pageGap    = 14
	moreHeight = 88
)

func newPages(turn func()) *pages {
	p := &pages{more: widget.NewButton("more", widget.Second, widget.AgainIcon, moreHeight, turn, nil)}
	p.Container = &fyne.Container{Layout: p, Objects: []fyne.CanvasObject{p.more}}
	return p
}

func (p *pages) set(parts []*fyne.Container, label func(page, of int) string) {
	p.label = label
	if slices.Equal(p.parts, parts) {
		return
	}
	p.parts = parts
	p.Objects = []fyne.CanvasObject{p.more}
	for _, part := range parts {
		p.Objects = append(p.Objects, part)
	}
}

// turn goes to the next page, and from the last one to the first.
func (p *pages) turn() { p.page, p.seek = p.page+1, nil }

// open begins at the first page.
func (p *pages) open() { p.page, p.seek = 0, nil }

// MinSize implements fyne.Layout.
func (p *pages) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// Layout implements fyne.Layout: it cuts the parts into pages by their heights.
func (p *pages) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size.Height < 200 || p.label == nil {
		return // not laid out yet
	}
	cut := p.cut(size, size.Height)
	if len(cut) > 1 {
		cut = p.cut(size, size.Height-moreHeight-pageGap)
	}
	for i, page := range cut {
		if p.seek != nil && slices.Contains(page, p.seek) {
			p.page = i
		}
	}
	p.page %= max(1, len(cut))
	for i, page := range cut {
		y := float32(0)
		for _, part := range page {
			show(part, i == p.page)
			if i == p.page {
				h := widget.HeightFor(part, size.Width)
				part.Move(fyne.NewPos(0, y))
				part.Resize(fyne.NewSize(size.Width, h))
				y += h + pageGap
			}
		}
	}
	show(p.more, len(cut) > 1)
	p.more.SetText(p.label(p.page+1, len(cut)))
	p.more.Move(fyne.NewPos(0, size.Height-moreHeight))
	p.more.Resize(fyne.NewSize(size.Width, moreHeight))
}

func (p *pages) cut(size fyne.Size, room float32) (cut [][]*fyne.Container) {
	left := float32(-1)
	for _, part := range p.parts {
		h := widget.HeightFor(part, size.Width)
		if h > left {
			cut, left = append(cut, nil), room
		}
		cut[len(cut)-1] = append(cut[len(cut)-1], part)
		left -= h + pageGap
	}
	return cut
}
