package ui

import (
	"image"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/widget"
)

// Hitboxes says where on a canvas the things are that a finger may press now,
// by their IDs, in pixels. Scripts use it instead of knowing the layout. What is
// off, hidden, or covered by a dialog is not in it; a new screen
// ignores touches for Settle. It must be called on the loop's goroutine.
func Hitboxes(c fyne.Canvas) map[string]image.Rectangle {
	boxes := map[string]image.Rectangle{}
	w := &walk{scale: c.Scale(), boxes: boxes}
	w.visit(c.Content(), fyne.NewPos(0, 0))
	return boxes
}

// Press taps what has that id on a canvas, as a finger does, and reports whether
// there was such a thing. Pictures want it for what is the front's own business, such as
// an open topic of the help. It must be called on the loop's goroutine.
func Press(c fyne.Canvas, id string) bool {
	if _, ok := Hitboxes(c)[id]; !ok {
		return false
	}
	return press(c.Content(), id)
}

func press(o fyne.CanvasObject, id string) bool {
	if o == nil || !o.Visible() {
		return false
	}
	if t, ok := o.(widget.Touchable); ok && t.ID() == id && t.Enabled() {
		if finger, ok := o.(fyne.Tappable); ok {
			finger.Tapped(&fyne.PointEvent{})
			return true
		}
	}
	if c, ok := o.(*fyne.Container); ok {
		for i := len(c.Objects) - 1; i >= 0; i-- { // what lies on top first
			if press(c.Objects[i], id) {
				return true
			}
		}
	}
	return false
}

type walk struct {
	scale float32
	boxes map[string]image.Rectangle
}

func (w *walk) visit(o fyne.CanvasObject, at fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	box := image.Rect(w.pixel(at.X), w.pixel(at.Y), w.pixel(at.X+o.Size().Width), w.pixel(at.Y+o.Size().Height))
	switch o := o.(type) {
	case *widget.Scrim:
		for id, covered := range w.boxes {
			if covered.Overlaps(box) {
				delete(w.boxes, id)
			}
		}
	case widget.Touchable:
		if o.Enabled() && !box.Empty() {
			w.boxes[o.ID()] = box
		}
	case *fyne.Container:
		for _, child := range o.Objects {
			w.visit(child, at)
		}
	}
}

func (w *walk) pixel(v float32) int { return int(v*w.scale + 0.5) }
