package kiosk

import (
	"image"
	"sync"
)

// Live carries what moves too fast for Views, camera frames and ink, from the
// running effect to the front. Three frame buffers go round: one is being
// filled, one waits, one is on screen; none is ever written while another side
// uses it. The zero value is ready.
type Live struct {
	mu     sync.Mutex
	fresh  *image.RGBA // newest complete frame nobody has taken
	spare  *image.RGBA // handed back, may be filled
	ink    []Stroke
	notify func()
}

// Notify sets what is called, from another goroutine, when a frame or ink has come. It must not block.
func (l *Live) Notify(f func()) {
	l.mu.Lock()
	l.notify = f
	l.mu.Unlock()
}

// Put offers a complete frame and gives back a buffer that may be filled next (nil: make one).
func (l *Live) Put(frame *image.RGBA) *image.RGBA {
	l.mu.Lock()
	free := l.fresh
	if free == nil {
		free, l.spare = l.spare, nil
	}
	l.fresh = frame
	notify := l.notify
	l.mu.Unlock()
	if notify != nil {
		notify()
	}
	return free
}

// Take hands back the frame that is no longer shown (nil at first) and returns
// the newest one, or nil when there is none newer; then shown is kept by the caller.
func (l *Live) Take(shown *image.RGBA) *image.RGBA {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fresh == nil {
		return nil
	}
	frame := l.fresh
	l.fresh = nil
	if shown != nil {
		l.spare = shown
	}
	return frame
}

// Draw appends a sample of the signature; a new stroke begins when start is true.
func (l *Live) Draw(p Point, start bool) {
	l.mu.Lock()
	if start || len(l.ink) == 0 {
		l.ink = append(l.ink, nil)
	}
	last := len(l.ink) - 1
	l.ink[last] = append(l.ink[last], p)
	notify := l.notify
	l.mu.Unlock()
	if notify != nil {
		notify()
	}
}

// Ink returns a copy of the strokes drawn so far.
func (l *Live) Ink() []Stroke {
	l.mu.Lock()
	defer l.mu.Unlock()
	ink := make([]Stroke, len(l.ink))
	for i, s := range l.ink {
		ink[i] = append(Stroke(nil), s...)
	}
	return ink
}

// Wipe zeroes what it holds. The front wipes the frame it shows itself.
func (l *Live) Wipe() {
	l.mu.Lock()
	for _, frame := range []*image.RGBA{l.fresh, l.spare} {
		if frame != nil {
			clear(frame.Pix)
		}
	}
	l.fresh, l.spare = nil, nil
	for _, s := range l.ink {
		clear(s)
	}
	l.ink = nil
	notify := l.notify
	l.mu.Unlock()
	if notify != nil {
		notify()
	}
}
