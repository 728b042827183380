package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Touchable is something a finger can press; ID is stable and names it for scripts and tests.
type Touchable interface {
	fyne.CanvasObject
	ID() string
	Enabled() bool
}

// touch is the common part of everything that acts when a finger is lifted.
type touch struct {
	id      string
	off     bool
	pressed bool
	tap     func()
	dead    func() // pressed while off: the citizen is there all the same
	changed func()
}

// ID implements Touchable.
func (t *touch) ID() string { return t.id }

// Enabled implements Touchable.
func (t *touch) Enabled() bool { return !t.off }

// MouseDown shows at once that the finger was felt.
func (t *touch) MouseDown(*desktop.MouseEvent) {
	if !t.off {
		t.pressed = true
		t.changed()
	}
}

// MouseUp implements desktop.Mouseable.
func (t *touch) MouseUp(*desktop.MouseEvent) { t.release() }

// Tapped acts.
func (t *touch) Tapped(*fyne.PointEvent) {
	t.release()
	switch {
	case t.off && t.dead != nil:
		t.dead()
	case !t.off && t.tap != nil:
		t.tap()
	}
}

func (t *touch) release() {
	if t.pressed {
		t.pressed = false
		t.changed()
	}
}
