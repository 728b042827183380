package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"slices"
	"sync"
	"time"

	"documenting.kz/terminal/devices"
)

// ErrStopped is returned by Read while the camera is not started.
var ErrStopped = errors.New("camera is not started")

// Opts are the wishes for pictures; the zero value of a field means its default.
// A camera that cannot fulfil a wish delivers what it can.
type Opts struct {
	Width, Height int           // pixels, 1280×720
	FPS           float64       // pictures a second, 30
	StallAfter    time.Duration // without a picture a camera counts as stalled, 2 s
	Log           *slog.Logger  // for the technician; silent when nil
}

const (
	openWithin  = 8 * time.Second        // opening and the first picture
	lookEvery   = 3 * time.Second        // presence of a stopped camera
	firstRetry  = 250 * time.Millisecond // after a session that delivered pictures
	lastRetry   = 5 * time.Second
	wipeWithin  = 150 * time.Millisecond // Stop waits so long for the session's end
	closeWithin = 900 * time.Millisecond
	maxHanging  = 3 // abandoned sessions; each keeps a thread and a handle
)

// Camera is a devices.Camera. Its methods may be called from any goroutine.
type Camera struct {
	address string
	source  source
	bad     error // the address cannot be understood
	opts    Opts
	open    func(source, Opts) (stream, error)
	wake    chan struct{} // tells the supervisor that started has changed

	mu      sync.Mutex
	news    chan struct{} // closed and replaced when anything below changes
	status  devices.Status
	model   string
	started bool
	session *session // the one that may publish
	latest  picture
	seq     uint64
	at      time.Time
	losses  uint64 // sessions that ended without Stop
	live    int    // session goroutines that have not come back, more than one if they hang
	cancel  context.CancelFunc
	closing bool          // Close was called
	ended   chan struct{} // closed by the supervisor
}

var _ devices.Camera = (*Camera)(nil)

// New wires a camera; see the package comment for addresses.
func New(address string, o Opts) *Camera {
	return wire(address, o, openStream)
}

func wire(address string, o Opts, open func(source, Opts) (stream, error)) *Camera {
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1280, 720
	}
	if o.FPS == 0 {
		o.FPS = 30
	}
	if o.StallAfter == 0 {
		o.StallAfter = 2 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := &Camera{address: address, opts: o, open: open, wake: make(chan struct{}, 1), news: make(chan struct{})}
	c.source, c.bad = parse(address)
	c.status = devices.Status{State: devices.Absent, Since: time.Now()}
	return c
}

// Info tells the address and, once a session was open, what the camera delivers.
func (c *Camera) Info() devices.Info {
	c.mu.Lock()
	defer c.mu.Unlock()
	return devices.Info{Kind: devices.KindCamera, Driver: "opencv", Address: c.address, Model: c.model}
}

// Open starts the supervisor. The first Open of a process limits how long
// OpenCV may wait inside a read, by the environment variables that it knows, if
// the operator has not set them.
func (c *Camera) Open(ctx context.Context) error {
	if c.bad != nil {
		return c.bad
	}
	limitWaiting()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel != nil {
		return nil
	}
	ctx, c.cancel = context.WithCancel(ctx)
	c.ended, c.closing = make(chan struct{}), false
	c.set(devices.Status{State: devices.Opening})
	go c.supervise(ctx, c.ended)
	return nil
}

// Close stops everything; it waits less than a second.
func (c *Camera) Close() error {
	c.mu.Lock()
	cancel, ended := c.cancel, c.ended
	c.closing = true
	c.mu.Unlock()
	c.Stop()
	if cancel == nil {
		return nil
	}
	cancel()
	select {
	case <-ended:
		return nil
	case <-time.After(closeWithin):
		return fmt.Errorf("close camera: the supervisor did not end within %v", closeWithin)
	}
}

// Status tells how the camera stands; it never touches the wire.
func (c *Camera) Status() devices.Status {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.status
	s.Conditions = slices.Clone(s.Conditions)
	return s
}

// Start begins capture.
func (c *Camera) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel == nil {
		return errors.New("start camera: it is not open")
	}
	if c.started {
		return nil
	}
	c.started = true
	if c.status.State == devices.Ready {
		c.set(devices.Status{State: devices.Opening})
	}
	c.changed()
	c.poke()
	return nil
}

// Stop ends capture and zeroes the buffers. It waits a moment for the reading
// goroutine; one that hangs in the driver wipes its buffers when it comes back.
func (c *Camera) Stop() {
	c.mu.Lock()
	c.started = false
	s := c.session
	c.drop()
	c.poke()
	c.mu.Unlock()
	if s == nil {
		return
	}
	select {
	case <-s.over:
	case <-time.After(wipeWithin):
	}
}

// Read implements devices.Camera. It returns ErrStopped when called while the
// camera is not started, ErrGone when it is stopped during the call.
func (c *Camera) Read(ctx context.Context, f *devices.Frame) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	losses := c.losses
	for waited := false; ; waited = true {
		switch state := c.status.State; {
		case ctx.Err() != nil:
			return ctx.Err()
		case c.cancel == nil || c.closing:
			return fmt.Errorf("read camera: it is not open: %w", devices.ErrGone)
		case !c.started && !waited:
			return ErrStopped
		case !c.started:
			return fmt.Errorf("read camera: stopped meanwhile: %w", devices.ErrGone)
		case c.latest.pix != nil && c.seq > f.Seq:
			c.copyTo(f)
			return nil
		case state == devices.Absent || state == devices.Failed || c.losses != losses:
			return fmt.Errorf("read camera: %w", devices.ErrGone)
		}
		news := c.news
		c.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
		}
		c.mu.Lock()
	}
}

// copyTo fills f with the latest picture. c.mu is held.
func (c *Camera) copyTo(f *devices.Frame) {
	p := c.latest
	if f.Image == nil || f.Image.Rect.Size() != p.size || f.Image.Stride != 4*p.size.X {
		f.Image = image.NewRGBA(image.Rectangle{Max: p.size})
	}
	copy(f.Image.Pix, p.pix)
	f.Seq, f.At = c.seq, c.at
}

// set changes the status, keeping Since while the state stays. c.mu is held.
func (c *Camera) set(s devices.Status) {
	old := c.status
	s.Since = old.Since
	if s.State != old.State || old.Since.IsZero() {
		s.Since = time.Now()
	}
	if s.State != old.State || !slices.Equal(s.Conditions, old.Conditions) {
		c.opts.Log.Info("camera", "state", s.State, "conditions", s.Conditions, "hint", s.Hint)
	}
	c.status = s
	c.changed()
}

// changed wakes everybody who waits in Read. c.mu is held.
func (c *Camera) changed() {
	close(c.news)
	c.news = make(chan struct{})
}

// drop forgets the session and zeroes its published picture. c.mu is held.
func (c *Camera) drop() {
	clear(c.latest.pix)
	c.latest = picture{}
	c.session = nil
	c.changed()
}

func (c *Camera) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
