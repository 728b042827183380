package camera

import (
	"context"
	"errors"
	"image"
	"time"

	"documenting.kz/terminal/devices"
)

// stream is one open capture. All its methods are called by one goroutine.
type stream interface {
	// next waits for the next picture. Its pixels stay untouched until the call
	// after the following one. Any error ends the stream.
	next() (picture, error)
	// model says what the camera delivers.
	model() string
	// close zeroes the buffers and frees everything.
	close()
}

// picture is tightly packed RGBA.
type picture struct {
	pix  []uint8
	size image.Point
}

var (
	errOpen  = errors.New("cannot be opened")
	errEnded = errors.New("delivers no more pictures")
	errStall = errors.New("has stalled")
)

// session is one attempt to capture.
type session struct {
	pulse chan struct{} // a picture was published
	over  chan struct{} // closed when the goroutine has freed everything
	err   error         // why, valid when over is closed
}

// supervise lives from Open to Close.
func (c *Camera) supervise(ctx context.Context, ended chan struct{}) {
	defer close(ended)
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.cancel, c.started = nil, false
		c.drop()
		c.set(devices.Status{State: devices.Absent})
	}()
	retry := firstRetry
	for ctx.Err() == nil {
		if !c.wanted() {
			retry = firstRetry
			c.look(ctx)
			c.pause(ctx, lookEvery)
			continue
		}
		pictures, err := c.capture(ctx)
		if err == nil {
			continue // stopped or closed
		}
		if pictures {
			retry = firstRetry
		}
		c.lost(ctx, pictures, err)
		c.pause(ctx, retry)
		retry = min(2*retry, lastRetry)
	}
}

func (c *Camera) wanted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.started
}

// pause waits for d, for Start or Stop, or for the end.
func (c *Camera) pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.wake:
	case <-ctx.Done():
	}
}

// capture runs one session under the watchdog. It returns nil when the session
// was ended by Stop or Close, and whether there was a picture.
func (c *Camera) capture(ctx context.Context) (pictures bool, err error) {
	s := &session{pulse: make(chan struct{}, 1), over: make(chan struct{})}
	c.mu.Lock()
	if !c.started {
		c.mu.Unlock()
		return false, nil
	}
	if c.live > maxHanging {
		c.mu.Unlock()
		return false, errStall
	}
	c.session = s
	c.live++
	c.mu.Unlock()
	go c.read(s)

	dog := time.NewTimer(openWithin)
	defer dog.Stop()
	for {
		select {
		case <-s.pulse:
			pictures = true
			dog.Reset(c.opts.StallAfter)
		case <-dog.C:
			return pictures, errStall
		case <-s.over:
			return pictures, s.err
		case <-c.wake:
			c.mu.Lock()
			gone := c.session != s
			c.mu.Unlock()
			if gone {
				return pictures, nil
			}
		case <-ctx.Done():
			return pictures, nil
		}
	}
}

// read is the session's goroutine.
func (c *Camera) read(s *session) {
	defer func() {
		c.mu.Lock()
		c.live--
		c.mu.Unlock()
		close(s.over)
	}()
	st, err := c.open(c.source, c.opts)
	if err != nil {
		s.err = err
		return
	}
	defer st.close()
	first := true
	for {
		p, err := st.next()
		if !c.publish(s, p, err, first, st) {
			s.err = err
			return
		}
		first = false
		select {
		case s.pulse <- struct{}{}:
		default:
		}
	}
}

// publish makes p the latest picture; false when the session has to end.
func (c *Camera) publish(s *session, p picture, err error, first bool, st stream) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session != s {
		return false
	}
	if err != nil {
		c.drop()
		return false
	}
	if first {
		c.model = st.model()
		c.opts.Log.Info("camera delivers", "pictures", c.model)
		c.set(devices.Status{State: devices.Ready})
	}
	c.latest = p
	c.seq++
	c.at = time.Now()
	c.changed()
	return true
}

// lost abandons the session and says why there are no pictures.
func (c *Camera) lost(ctx context.Context, pictures bool, why error) {
	stalled := devices.Status{State: devices.Failed, Conditions: []devices.Condition{devices.Stalled},
		Hint: "the camera is there but sends nothing: reconnect it"}
	status := devices.Status{State: devices.Opening, Hint: "the stream broke, connecting again"}
	c.mu.Lock()
	c.drop()
	c.losses++
	if c.started && c.status.State == devices.Ready { // until it is known better
		c.set(status)
	}
	c.mu.Unlock()

	absent := c.source.absent(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case absent != nil:
		status = devices.Status{State: devices.Absent, Conditions: []devices.Condition{devices.Unplugged}, Hint: absent.Error()}
	case errors.Is(why, errStall):
		status = stalled
	case !pictures:
		status = c.source.refusal()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.started {
		c.set(status)
	}
}

// look tells the presence of a camera that is not started.
func (c *Camera) look(ctx context.Context) {
	status := devices.Status{State: devices.Ready}
	if err := c.source.absent(ctx); err != nil {
		status = devices.Status{State: devices.Absent, Conditions: []devices.Condition{devices.Unplugged}, Hint: err.Error()}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.started && ctx.Err() == nil {
		c.set(status)
	}
}
