package widget

import (
	"time"

	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

const busyDots = 5

// Busy says that the terminal is working: dots that light up one after another.
// It repaints five times in its second and not sixty times.
type Busy struct {
	fynewidget.BaseWidget
	dots      []*Box
	lit       int
	animation *fyne.Animation
}

// NewBusy makes one that stands still until Start.
func NewBusy() *Busy {
	b := &Busy{}
	for range busyDots {
		b.dots = append(b.dots, NewBox(theme.Line, "", 20))
	}
	b.ExtendBaseWidget(b)
	b.light(0)
	return b
}

// Start begins to move; starting twice is harmless.
func (b *Busy) Start() {
	if b.animation != nil {
		return
	}
	b.animation = &fyne.Animation{Duration: time.Second, RepeatCount: fyne.AnimationRepeatForever, Curve: fyne.AnimationLinear,
		Tick: func(done float32) { b.light(min(busyDots-1, int(done*busyDots))) }}
	b.animation.Start()
}

// Stop stands still.
func (b *Busy) Stop() {
	if b.animation != nil {
		b.animation.Stop()
		b.animation = nil
	}
}

func (b *Busy) light(n int) {
	b.lit = n
	for i, dot := range b.dots {
		if i == n {
			dot.Set(theme.Primary, "", 0)
		} else {
			dot.Set(theme.Line, "", 0)
		}
	}
}

// HeightFor implements Flowing.
func (b *Busy) HeightFor(float32) float32 { return 40 }

// CreateRenderer implements fyne.Widget.
func (b *Busy) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, dot := range b.dots {
		objects = append(objects, dot)
	}
	return &drawing{objects: objects, layout: func(s fyne.Size) {
		const side, gap = 40, 30
		x := (s.Width - busyDots*side - (busyDots-1)*gap) / 2
		for _, dot := range b.dots {
			dot.Resize(fyne.NewSquareSize(side))
			dot.Move(fyne.NewPos(x, (s.Height-side)/2))
			x += side + gap
		}
	}, paint: func() {
		for _, dot := range b.dots {
			dot.Refresh()
		}
	}}
}
