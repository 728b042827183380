package w8001

import (
	"context"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/internal/supervise"
	"documenting.kz/terminal/devices/serialport"
)

const writeLimit = 300 * time.Millisecond // a byte takes 0.3 ms; Close may have to wait for it

const askLimit = 4 // questions until a geometry has to be heard twice alike

// session is one life of the line. Its goroutine alone writes to the port and
// feeds the decoder.
type session struct {
	pad  *Pad
	port *serialport.Port
	dec  Decoder

	active   *capture
	answered bool                // a geometry arrived since the last question
	answer   devices.PadGeometry // that geometry
	known    devices.PadGeometry // the pad's, heard twice alike

	windowBegan   time.Time // of the resync count
	windowResyncs int
	doubtful      bool // status says WrongSettings
}

// session connects, asks for the geometry and serves captures until the line dies.
func (p *Pad) session(ctx context.Context) error {
	port, err := serialport.Open(serialport.Config{Path: p.path, Baud: p.opts.Baud, Parity: p.opts.Parity})
	if err != nil {
		return openTrouble(err)
	}
	defer func() { _ = port.Close() }()

	s := &session{pad: p, port: port}
	defer s.endCapture()
	p.keeper.Set(devices.Opening, "asking for the geometry")
	if err := s.ask(ctx, p.opts.Settle); err != nil {
		return err
	}
	s.windowBegan, s.windowResyncs = time.Now(), s.dec.Resyncs()
	p.keeper.Set(devices.Ready, "")
	return s.serve(ctx)
}

func openTrouble(err error) error {
	switch {
	case errors.Is(err, serialport.ErrInUse):
		return &supervise.Trouble{State: devices.Failed, Condition: devices.InUse, Err: err}
	case errors.Is(err, serialport.ErrAbsent):
		return &supervise.Trouble{State: devices.Absent, Condition: devices.Unplugged, Err: err}
	default:
		return &supervise.Trouble{State: devices.Absent, Condition: devices.Unplugged, Err: err}
	}
}

// serve runs captures and watches the line.
func (s *session) serve(ctx context.Context) error {
	check := time.NewTicker(min(s.pad.opts.Silence, time.Second) / 2)
	defer check.Stop()
	heard := time.Now()
	for {
		waiting, left := s.pad.captures, (<-chan struct{})(nil)
		if s.active != nil {
			waiting, left = nil, s.active.left
		}
		select {
		case <-ctx.Done():
			_ = s.port.Write([]byte{CommandStop}, 100*time.Millisecond)
			return ctx.Err()
		case chunk, open := <-s.port.Chunks():
			if !open {
				return fmt.Errorf("%s: %w", s.pad.path, s.port.Err())
			}
			heard = time.Now()
			s.feed(ctx, chunk)
		case c := <-waiting:
			s.active = c
			s.pad.keeper.Set(devices.Busy, "")
			if err := s.command(CommandStart); err != nil {
				return err
			}
		case <-left:
			s.active = nil
			s.report()
			if err := s.command(CommandStop); err != nil {
				return err
			}
		case <-check.C:
			s.judge()
			if time.Since(heard) < s.pad.opts.Silence {
				continue
			}
			// Nothing is under way on a silent line, so nothing has to settle,
			// and a pen that comes just now loses a report or two.
			if err := s.ask(ctx, 0); err != nil {
				return err
			}
			heard = time.Now()
			if s.active != nil {
				if err := s.command(CommandStart); err != nil {
					return err
				}
			}
			s.report()
		}
	}
}

// ask stops the reports, lets the line settle and asks for the geometry. Pen
// reports that still arrive belong to the capture. The packets have no check
// sum, so a new geometry counts when it was heard twice alike.
func (s *session) ask(ctx context.Context, settle time.Duration) error {
	if err := s.command(CommandStop); err != nil {
		return err
	}
	if err := s.listen(ctx, settle, func() bool { return false }); err != nil {
		return err
	}
	s.dec.Reset()
	before := s.dec.Resyncs()
	var last devices.PadGeometry
	for range askLimit {
		s.answered = false
		if err := s.command(CommandQuery); err != nil {
			return err
		}
		if err := s.listen(ctx, s.pad.opts.Answer, func() bool { return s.answered }); err != nil {
			return err
		}
		if !s.answered {
			break
		}
		if s.answer == s.known || s.answer == last {
			s.learn(s.answer)
			return nil
		}
		last = s.answer
	}
	if s.answered || s.dec.Resyncs() > before || len(s.dec.packet) > 0 {
		return &supervise.Trouble{State: devices.Failed, Condition: devices.WrongSettings,
			Err: fmt.Errorf("%s: the answer to the query is no W8001 packet at %d baud", s.pad.path, s.pad.opts.Baud)}
	}
	return &supervise.Trouble{State: devices.Failed, Condition: devices.Stalled,
		Err: fmt.Errorf("%s: no answer to the query within %s", s.pad.path, s.pad.opts.Answer)}
}

// listen feeds what arrives until enough says so or the time is over.
func (s *session) listen(ctx context.Context, limit time.Duration, enough func() bool) error {
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	for !enough() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timeout.C:
			return nil
		case chunk, open := <-s.port.Chunks():
			if !open {
				return fmt.Errorf("%s: %w", s.pad.path, s.port.Err())
			}
			s.feed(ctx, chunk)
		}
	}
	return nil
}

func (s *session) command(c byte) error {
	if err := s.port.Write([]byte{c}, writeLimit); err != nil {
		return fmt.Errorf("%s: command %q: %w", s.pad.path, c, err)
	}
	return nil
}

// feed decodes a chunk and passes the reports to the capture.
func (s *session) feed(ctx context.Context, chunk serialport.Chunk) {
	s.dec.Feed(chunk.Data, func(pen Pen) { s.deliver(ctx, pen, chunk.At) },
		func(g devices.PadGeometry) { s.answered, s.answer = true, g })
}

func (s *session) learn(g devices.PadGeometry) {
	s.known = g
	s.pad.mu.Lock()
	s.pad.geometry = g
	s.pad.mu.Unlock()
}

// deliver drops what lies outside the pad: a flipped bit put it there.
func (s *session) deliver(ctx context.Context, pen Pen, at time.Time) {
	c := s.active
	g := s.pad.Geometry()
	if c == nil || at.Before(c.begun) || pen.X > g.MaxX || pen.Y > g.MaxY || pen.Pressure > g.MaxPressure {
		return
	}
	sample := devices.PenSample{
		X: pen.X, Y: pen.Y, Pressure: pen.Pressure,
		Down: pen.Tip, Near: pen.Near, At: at.Sub(c.begun),
	}
	select {
	case c.samples <- sample:
	case <-c.left:
	case <-ctx.Done():
	}
}

// judge looks at the resyncs of the last second.
func (s *session) judge() {
	if time.Since(s.windowBegan) < time.Second {
		if s.dec.Resyncs()-s.windowResyncs > s.pad.opts.MaxResyncs && !s.doubtful {
			s.doubtful = true
			s.report()
		}
		return
	}
	doubtful := s.dec.Resyncs()-s.windowResyncs > s.pad.opts.MaxResyncs
	s.windowBegan, s.windowResyncs = time.Now(), s.dec.Resyncs()
	if doubtful != s.doubtful {
		s.doubtful = doubtful
		s.report()
	}
}

// report sets the status that fits what the session is doing.
func (s *session) report() {
	switch {
	case s.doubtful:
		s.pad.keeper.Set(devices.Failed, fmt.Sprintf("%s: damaged packets at %d baud: check baud rate, parity and model",
			s.pad.path, s.pad.opts.Baud), devices.WrongSettings)
	case s.active != nil:
		s.pad.keeper.Set(devices.Busy, "")
	default:
		s.pad.keeper.Set(devices.Ready, "")
	}
}

func (s *session) endCapture() {
	if s.active != nil {
		close(s.active.gone)
		s.active = nil
	}
}
