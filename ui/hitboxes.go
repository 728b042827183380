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
