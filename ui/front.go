package ui

import (
	"runtime"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/screen"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/widget"
)

// Loop runs closures on the goroutine that owns the window.
type Loop interface{ Do(func()) }

// Fyne is the Loop of a running Fyne app.
type Fyne struct{}

// Do queues f; it returns at once.
func (Fyne) Do(f func()) { fyne.Do(f) }

// Settle is how long a new screen ignores touches of its buttons, but for digits:
// the second half of a double tap was meant for the screen before. No person
// finds a button on a new screen faster; a script must wait as long.
const Settle = 250 * time.Millisecond

// Front draws Views and sends Events.
type Front struct {
	loop Loop
	text *text.Catalogue
	live *kiosk.Live
	send func(kiosk.Event)
	now  func() time.Time
	book *help.Book

	mu      sync.Mutex
	latest  *kiosk.View // not drawn yet
	pending bool        // a closure is in the loop's queue

	// What follows belongs to the loop's goroutine.
	root    *fyne.Container
	ground  *ground
	chrome  *screen.Chrome
	overlay *screen.Overlay
	screens map[kiosk.Screen]screen.Screen
	shown   kiosk.View
	since   time.Time // when the state shown was first drawn
	feed    *feed
	frames  int64
}

// Options are what may differ between a terminal and a test.
type Options struct {
	HideCursor bool             // there is no mouse on the terminal
	Now        func() time.Time // nil: time.Now
	Help       *help.Book       // what the help explains; nil: no help is offered
}

// New builds the front. It must be called where widgets may be made: after the
// Fyne app exists and has its theme. send gets what the citizen does, on the
// loop's goroutine; it must not block.
func New(loop Loop, catalogue *text.Catalogue, live *kiosk.Live, send func(kiosk.Event), o Options) *Front {
	f := &Front{loop: loop, text: catalogue, live: live, send: send, now: o.Now, book: o.Help, screens: map[kiosk.Screen]screen.Screen{}}
	if f.now == nil {
		f.now = time.Now
	}
	env := f.env()
	f.chrome, f.overlay = screen.NewChrome(env), screen.NewOverlay(env)
	f.ground = newGround(o.HideCursor, func() { f.act(kiosk.Event{Kind: kiosk.EvTouch}) })
	f.root = &fyne.Container{Layout: rootLayout{}, Objects: []fyne.CanvasObject{
		f.ground, f.chrome.Object(), f.overlay.Object(),
	}}
	f.feed = newFeed(loop, live, f.DrawLive)
	live.Notify(f.feed.notify)
	return f
}

func (f *Front) env() screen.Env { return screen.Env{Send: f.act, Now: f.now, Help: f.book} }

// Frames counts the live pictures shown since the start. The loop's goroutine.
func (f *Front) Frames() int64 { return f.frames }

// Content is the window's content.
func (f *Front) Content() fyne.CanvasObject { return f.root }

// Show makes the window show v soon. Any goroutine may call it; a View that
// comes before the last one was drawn replaces it.
func (f *Front) Show(v kiosk.View) {
	f.mu.Lock()
	f.latest = &v
	pending := f.pending
	f.pending = true
	f.mu.Unlock()
	if !pending {
		f.loop.Do(f.draw)
	}
}

func (f *Front) draw() {
	f.mu.Lock()
	v := f.latest
	f.latest, f.pending = nil, false
	f.mu.Unlock()
	if v == nil {
		return
	}
	before := f.shown
	f.shown = *v
	if before.State != v.State || before.Overlay != v.Overlay {
		f.since = f.now()
	}
	if before.Screen != v.Screen {
		f.leave(before.Screen, v)
	}
	s, ok := f.screens[v.Screen]
	if !ok {
		s = screen.New(v.Screen, f.env())
		f.screens[v.Screen] = s
	}
	t := f.text.In(v.Language)
	f.chrome.Show(s, *v, t)
	f.overlay.Show(*v, t)
	_, moving := s.(screen.Moving)
	_, inked := s.(screen.Inked)
	f.feed.want(moving, inked)
	f.ground.repaint()
	if v.Screen == kiosk.ScreenAttract {
		scrub()
	}
}

// scrub overwrites the part of this goroutine's stack that is free now: what was
// typed and drawn has left short-lived copies there, which no collector clears.
//
//go:noinline
func scrub() {
	var free [64 << 10]byte
	for i := range free {
		free[i] = 0xad
	}
	runtime.KeepAlive(&free)
}

// leave stops the screen shown before, and after a visit forgets all screens: their widgets hold what they said.
func (f *Front) leave(old kiosk.Screen, v *kiosk.View) {
	if s, ok := f.screens[old].(screen.Leaver); ok {
		s.Leave()
	}
	if v.Screen == kiosk.ScreenAttract {
		attract := f.screens[kiosk.ScreenAttract]
		clear(f.screens)
		if attract != nil {
			f.screens[kiosk.ScreenAttract] = attract
		}
	}
}

// DrawLive draws the newest frame and ink now and not when the loop finds time
// for it; pictures of a screen want that. It must be called on the loop's goroutine.
func (f *Front) DrawLive() {
	s := f.screens[f.shown.Screen]
	if moving, ok := s.(screen.Moving); ok {
		if frame := f.feed.frame(); frame != nil {
			moving.SetFrame(frame)
			f.frames++
		}
	}
	if inked, ok := s.(screen.Inked); ok {
		inked.SetInk(f.live.Ink())
	}
}

// act sends what the citizen did, for the state they saw when they did it.
func (f *Front) act(e kiosk.Event) {
	if f.settling() && e.Kind != kiosk.EvTouch && e.Kind != kiosk.EvDigit {
		return
	}
	e.On = f.shown.State
	f.send(e)
}

func (f *Front) settling() bool { return f.now().Sub(f.since) < Settle }

// rootLayout gives everything the whole window, but for the overlay, which leaves the bar free.
type rootLayout struct{}

func (rootLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (rootLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		s := size
		if i == 2 {
			s.Height -= screen.BarHeight
		}
		o.Move(fyne.NewPos(0, 0))
		o.Resize(s)
	}
	for _, o := range objects {
		widget.Arrange(o)
	}
}
