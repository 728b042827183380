package widget

import (
	"fyne.io/fyne/v2"
)

// Flowing says how high something is at a width, in pixels.
type Flowing interface{ HeightFor(width float32) float32 }

// flow is a layout of ours: its container can be asked for its height.
type flow interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// HeightFor asks o how high it is at width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case Flowing:
		return o.HeightFor(width)
	case *fyne.Container:
		if f, ok := o.Layout.(flow); ok {
			return f.heightFor(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Arrange lays out a tree anew after its texts have changed. It moves and
// resizes, which costs nothing where nothing changed; it never rebuilds.
func Arrange(o fyne.CanvasObject) {
	c, ok := o.(*fyne.Container)
	if !ok || !c.Visible() {
		return
	}
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	for _, child := range c.Objects {
		Arrange(child)
	}
}

// anySize is the MinSize of our layouts: the window has the size of the screen.
var anySize = fyne.NewSize(1, 1)

type column struct{ gap float32 }

// Column puts parts under each other, each as high as it needs; those made by
// Fill share what is left.
func Column(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &column{gap}, Objects: parts}
}

func (l *column) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

func (l *column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height, n := float32(0), 0
	for _, o := range objects {
		if o.Visible() && !isSpace(o) { // a Space needs no gap of its own
			height += HeightFor(o, width)
			n++
		}
	}
	return height + l.gap*float32(max(0, n-1))
}

func (l *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	spare, fills := size.Height-l.heightFor(objects, size.Width), 0
	for _, o := range objects {
		if o.Visible() && isFill(o) {
			fills++
		}
	}
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := HeightFor(o, size.Width)
		if isSpace(o) {
			h = 0
		}
		if isFill(o) {
			h += max(0, spare) / float32(fills)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h
		if !isSpace(o) {
			y += l.gap
		}
	}
}

func isSpace(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	return ok && len(c.Objects) == 0 && isFill(o)
}

// fill is the layout of a part that takes what height is left.
type fill struct {
	middle bool
	least  float32
}

// Fill lets a part take the height that is left in its Column, at least `least` pixels.
func Fill(least float32, part fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &fill{least: least}, Objects: []fyne.CanvasObject{part}}
}

// Space takes the height that is left in its Column.
func Space() *fyne.Container { return &fyne.Container{Layout: &fill{}} }

// Middle takes the height that is left and puts a part in the middle of it.
func Middle(part fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &fill{middle: true}, Objects: []fyne.CanvasObject{part}}
}

func isFill(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*fill)
	return ok
}

func (l *fill) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

func (l *fill) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if !l.middle || len(objects) == 0 || !objects[0].Visible() {
		return l.least
	}
	return HeightFor(objects[0], width)
}

func (l *fill) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		h, y := size.Height, float32(0)
		if l.middle {
			h = min(h, HeightFor(o, size.Width))
			y = (size.Height - h) / 2
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

// wide is a part with a width of its own in a Row, such as an Icon.
type wide interface{ WidthFor() float32 }

// ownWidth is 0 for a part that takes what the Row gives it.
func ownWidth(o fyne.CanvasObject) float32 {
	if c, ok := o.(*fyne.Container); ok {
		if f, ok := c.Layout.(fixed); ok {
			return f.width
		}
		return 0
	}
	if w, ok := o.(wide); ok {
		return w.WidthFor()
	}
	return 0
}

type row struct {
	gap     float32
	weights []float32
	middle  bool
}

// Row puts parts side by side and of one height; parts with a width of their own keep it, the others share the rest equally.
func Row(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap}, Objects: parts}
}

// Weighted is a Row whose parts share the width by weights.
func Weighted(gap float32, weights []float32, parts ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap, weights: weights}, Objects: parts}
}

// Centred is a Row whose parts keep their own heights and stand in the middle.
func Centred(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap, middle: true}, Objects: parts}
}

func (l *row) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

func (l *row) widths(objects []fyne.CanvasObject, width float32) []float32 {
	widths, share, n := make([]float32, len(objects)), float32(0), 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		if w := ownWidth(o); w > 0 && l.weights == nil {
			widths[i] = w
			width -= w
			continue
		}
		share += l.weight(i)
	}
	width -= l.gap * float32(max(0, n-1))
	for i, o := range objects {
		if o.Visible() && widths[i] == 0 && share > 0 {
			widths[i] = width * l.weight(i) / share
		}
	}
	return widths
}

func (l *row) weight(i int) float32 {
	if i < len(l.weights) {
		return l.weights[i]
	}
	return 1
}

func (l *row) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	for i, w := range l.widths(objects, width) {
		if objects[i].Visible() {
			height = max(height, HeightFor(objects[i], w))
		}
	}
	return height
}

func (l *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, w := range l.widths(objects, size.Width) {
		o := objects[i]
		if !o.Visible() {
			continue
		}
		h, y := size.Height, float32(0)
		if l.middle {
			h = min(h, HeightFor(o, w))
			y = (size.Height - h) / 2
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		x += w + l.gap
	}
}

// inset keeps a distance around its parts, which lie over each other; the first `whole` of them get all of it.
type inset struct {
	x, y  float32
	whole int
}

// Inset keeps a distance around a part.
func Inset(x, y float32, part fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &inset{x: x, y: y}, Objects: []fyne.CanvasObject{part}}
}

// Panel draws a box behind a part, with a distance inside.
func Panel(box *Box, x, y float32, part fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &inset{x: x, y: y, whole: 1}, Objects: []fyne.CanvasObject{box, part}}
}

// Stack lays parts over each other.
func Stack(parts ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &inset{}, Objects: parts}
}

func (l *inset) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

func (l *inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	for i, o := range objects {
		if i >= l.whole && o.Visible() {
			height = max(height, HeightFor(o, width-2*l.x))
		}
	}
	return height + 2*l.y
}

func (l *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		if i < l.whole {
			o.Move(fyne.NewPos(0, 0))
			o.Resize(size)
			continue
		}
		o.Move(fyne.NewPos(l.x, l.y))
		o.Resize(fyne.NewSize(size.Width-2*l.x, size.Height-2*l.y))
	}
}

// High gives a part a fixed height.
func High(height float32, part fyne.CanvasObject) *fyne.Container { return Fixed(0, height, part) }

// Fixed gives a part a fixed height and, in a Row, a fixed width; 0 leaves the width to the Row.
func Fixed(width, height float32, part fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: fixed{width, height}, Objects: []fyne.CanvasObject{part}}
}

type fixed struct{ width, height float32 }

func (l fixed) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

func (l fixed) heightFor([]fyne.CanvasObject, float32) float32 { return l.height }

func (l fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}
