package escpos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/internal/supervise"
	"documenting.kz/terminal/devices/serialport"
)

const commandLimit = 800 * time.Millisecond // for the few bytes of a request to be taken

// session is one life of the line. Its goroutine alone reads and writes it.
type session struct {
	printer *Printer
	line    line
	replies replies
	answers [4]byte // the latest DLE EOT answers, n = 1 first
	printed [4]byte // the latest process id
	heard   bool    // printed was set since the last question
}

// session connects and serves until the line dies.
func (p *Printer) session(ctx context.Context) error {
	l, err := p.dial(ctx)
	if err != nil {
		if errors.Is(err, serialport.ErrInUse) {
			return &supervise.Trouble{State: devices.Failed, Condition: devices.InUse, Err: err}
		}
		return err
	}
	defer func() { _ = l.Close() }()
	// A write to a printer that does not read ends when the line is closed.
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()

	s := &session{printer: p, line: l, replies: replies{fixedBits: p.profile.FixedBits}}
	p.keeper.Set(devices.Opening, "asking for the status")
	if p.isTorn() {
		if err := s.send(p.profile.Clear, commandLimit); err != nil {
			return err
		}
	}
	if p.profile.ModelQuery {
		if err := s.send(appendModelQuery(nil), commandLimit); err != nil {
			return err
		}
	}
	idle := time.NewTicker(p.opts.Poll)
	defer idle.Stop()
	for {
		if err := s.pollAll(ctx, p.opts.Answer); err != nil {
			return err
		}
		s.report(false)
	wait:
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case chunk, open := <-l.Chunks():
				if !open {
					return s.lost(l.Err())
				}
				s.sort(chunk.Data, false)
			case j := <-p.jobs:
				err := s.print(ctx, j)
				j.done <- gone(err)
				if errors.Is(err, errLine) {
					return err
				}
				break wait
			case <-idle.C:
				break wait
			}
		}
	}
}

// lost wraps what ended the line.
func (s *session) lost(err error) error {
	return fmt.Errorf("%s: %w: %w", s.printer.address, errLine, err)
}

func (s *session) send(b []byte, limit time.Duration) error {
	if err := s.line.Write(b, limit); err != nil {
		return s.lost(err)
	}
	return nil
}

// sort reads a chunk and returns the last status byte in it, if one was awaited.
func (s *session) sort(b []byte, awaited bool) (status byte, found bool) {
	for _, c := range b {
		r, complete := s.replies.feed(c, awaited && !found)
		switch {
		case !complete:
		case r.isStatus:
			status, found = r.status, true
		case r.isPrinted:
			s.printed, s.heard = r.processID, true
		default:
			s.printer.mu.Lock()
			s.printer.model = r.info
			s.printer.mu.Unlock()
		}
	}
	return status, found
}

// poll asks DLE EOT n and waits for the answer. A printer that does not answer
// is stalled, and the line with it.
func (s *session) poll(ctx context.Context, n byte, limit time.Duration) error {
	if err := s.send(statusRequest(n), min(limit, commandLimit)); err != nil {
		return err
	}
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	for {
		select {
		case <-ctx.Done():
			return s.lost(ctx.Err())
		case <-timeout.C:
			return &supervise.Trouble{State: devices.Failed, Condition: devices.Stalled,
				Err: s.lost(fmt.Errorf("no answer to status request %d within %s", n, limit))}
		case chunk, open := <-s.line.Chunks():
			if !open {
				return s.lost(s.line.Err())
			}
			if status, found := s.sort(chunk.Data, true); found {
				s.answers[n-1] = status
				return nil
			}
		}
	}
}

// pollAll asks for everything.
func (s *session) pollAll(ctx context.Context, limit time.Duration) error {
	for n := byte(1); n <= 4; n++ {
		if err := s.poll(ctx, n, limit); err != nil {
			return err
		}
	}
	return nil
}

// check asks whether the printer can go on: whether it is on-line and has paper,
// and if not, for everything.
func (s *session) check(ctx context.Context, limit time.Duration) (devices.Condition, bool, error) {
	if err := s.poll(ctx, 1, limit); err != nil {
		return "", false, err
	}
	if err := s.poll(ctx, 4, limit); err != nil {
		return "", false, err
	}
	if s.answers[0]&0x08 == 0 && s.answers[3]&0x60 == 0 {
		return "", false, nil
	}
	if err := s.pollAll(ctx, limit); err != nil {
		return "", false, err
	}
	c, blocked := blocking(conditions(s.answers))
	return c, blocked, nil
}

// report sets the status from the latest answers.
func (s *session) report(busy bool) {
	all := conditions(s.answers)
	_, blocked := blocking(all)
	state, hint := devices.Ready, ""
	switch {
	case blocked:
		state = devices.Failed
		hint = fmt.Sprintf("%s: status bytes % X", s.printer.address, s.answers)
	case busy:
		state = devices.Busy
	}
	s.printer.keeper.Set(state, hint, all...)
}
