package ui

import (
	"image"
	"sync"
	"time"

	"documenting.kz/terminal/kiosk"
)

// framePause keeps the window at thirty live pictures a second or fewer; a frame
// that comes a little early, as cameras' frames do, is not late for its turn.
const (
	framePause = time.Second / 30
	early      = 8 * time.Millisecond
)

// feed brings camera frames and ink from kiosk.Live to the window.
//
// notify runs on the goroutine that made the frame: there the frame is taken,
// mirrored and cropped into one of three buffers that go round (being filled,
// ready, shown), so that the window's goroutine only swaps two pointers. Fyne
// uploads the whole buffer behind Pix, which is why a crop must be a copy.
type feed struct {
	loop Loop
	live *kiosk.Live
	draw func()

	mu      sync.Mutex
	moving  bool        // the screen shows frames
	inked   bool        // the screen shows ink
	queued  bool        // a closure is in the loop's queue, or a timer will put one there
	next    time.Time   // when the window may be painted again
	held    *image.RGBA // of Live, to be handed back with the next Take
	ready   *image.RGBA // newest, not shown yet
	showing *image.RGBA
	spare   []*image.RGBA
	mirror  mirror
}

func newFeed(loop Loop, live *kiosk.Live, draw func()) *feed {
	return &feed{loop: loop, live: live, draw: draw}
}

// want says what the screen shows now. Leaving the camera wipes its pictures.
func (f *feed) want(moving, inked bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.moving && !moving {
		for _, picture := range append(f.spare, f.held, f.ready, f.showing) {
			if picture != nil {
				clear(picture.Pix)
			}
		}
		f.spare, f.held, f.ready, f.showing = nil, nil, nil, nil
	}
	f.moving, f.inked = moving, inked
}

// notify is kiosk.Live's: a frame or ink has come. Any goroutine.
func (f *feed) notify() {
	switch wait, queue := f.accept(); {
	case !queue:
	case wait > 0:
		time.AfterFunc(wait, func() { f.loop.Do(f.run) })
	default:
		f.loop.Do(f.run)
	}
}

// accept takes a frame and says whether the loop must be told, and how long to
// wait before: a frame too early is dropped, there will be another, but the last
// of the ink must not be lost.
func (f *feed) accept() (wait time.Duration, queue bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	wait = time.Until(f.next)
	switch {
	case !f.moving && !f.inked, f.moving && wait > early:
		return 0, false
	case f.moving:
		f.take()
	}
	if f.moving {
		wait = 0
	}
	if f.queued {
		return 0, false
	}
	f.queued = true
	f.next = latest(f.next, time.Now()).Add(framePause)
	return wait, true
}

func (f *feed) take() {
	frame := f.live.Take(f.held)
	if frame == nil {
		return
	}
	f.held = frame
	into := f.ready
	if into == nil && len(f.spare) > 0 {
		into, f.spare = f.spare[len(f.spare)-1], f.spare[:len(f.spare)-1]
	}
	f.ready = f.mirror.show(into, frame)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// run is on the window's goroutine.
func (f *feed) run() {
	f.mu.Lock()
	f.queued = false
	live := f.moving || f.inked
	f.mu.Unlock()
	if live {
		f.draw()
	}
}

// frame returns the picture to be shown from now on, nil when there is no newer one. The window's goroutine.
func (f *feed) frame() *image.RGBA {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ready == nil {
		return nil
	}
	if f.showing != nil {
		f.spare = append(f.spare, f.showing)
	}
	f.showing, f.ready = f.ready, nil
	return f.showing
}
