package offline

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline/central"
)

// why a pause ended
type ending int

const (
	passed ending = iota
	spoken
	done
)

// pause waits for d, or until early speaks, or ctx is done.
func pause(ctx context.Context, d time.Duration, early <-chan struct{}) ending {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return done
	case <-early:
		return spoken
	case <-t.C:
		return passed
	}
}

// blockedFor is how long a record rests that the centre refuses for a reason
// repeating does not cure; somebody may cure it meanwhile.
const blockedFor = time.Hour

// deliverLoop works off deferred and released records, oldest first, one at a
// time, whenever something changed. After a silence it backs off; new work does
// not shorten the pause, a centre that answers again does.
func (s *Syncer) deliverLoop(ctx context.Context) {
	var wait backoff
	for ctx.Err() == nil {
		err := s.deliverAll(ctx)
		if err == nil {
			wait.reset()
			pause(ctx, idle, s.o.Queue.kick)
			continue
		}
		d := wait.after(err)
		s.o.Log.Info("delivery pauses", "for", d, "why", err)
		back := s.back
		if central.RetryAfter(err) > 0 {
			back = nil // it is there, and wants to be left alone
		}
		if pause(ctx, d, back) == spoken {
			pause(ctx, rand.N(gather), nil)
		}
	}
}

const (
	idle   = 10 * time.Minute // looks again at what rests
	gather = 8 * time.Second  // a fleet that sees the centre come back spreads over this time
)

// deliverAll takes every step that can be taken now. It stops at the first silence.
func (s *Syncer) deliverAll(ctx context.Context) error {
	for _, r := range s.o.Queue.Pending() {
		for moved := true; moved; {
			var err error
			moved, err = s.step(ctx, r.ID)
			if err == nil {
				continue
			}
			if !central.IsFinal(err) || ctx.Err() != nil {
				return err
			}
			s.o.Log.Warn("application rests", "id", r.ID, "why", err)
			s.mu.Lock()
			s.blocked[r.ID] = time.Now().Add(blockedFor)
			s.mu.Unlock()
			moved = false
		}
	}
	return nil
}

// step takes one step of one record if there is one and nobody else is at it.
func (s *Syncer) step(ctx context.Context, id kiosk.ApplicationID) (moved bool, err error) {
	s.mu.Lock()
	until := s.blocked[id]
	s.mu.Unlock()
	if time.Now().Before(until) {
		return false, nil
	}
	_, release := s.tryClaim(id)
	if release == nil {
		return false, nil // its session is at work, and kicks when it is done
	}
	defer release()
	r, err := s.o.Queue.Record(id)
	if err != nil {
		return false, err
	}
	switch {
	case r.Status == Deferred && !r.Waiting:
		return s.stepDeferred(ctx, id)
	case r.Status == Released && r.Receipt == "":
		_, err = s.deliver(ctx, id)
	case r.Status == Released && r.Coupon == nil:
		_, err = s.confirm(ctx, id)
	case r.Status == Released && r.Outcome != "":
		err = s.o.Queue.Acknowledge(ctx, id, r.Outcome)
	default:
		return false, nil
	}
	return err == nil, err
}

func (s *Syncer) stepDeferred(ctx context.Context, id kiosk.ApplicationID) (bool, error) {
	reg, err := s.deliver(ctx, id)
	if err != nil {
		return false, err
	}
	done, err := s.o.Queue.conclude(ctx, s, id, reg)
	if done || err != nil {
		return done, err
	}
	return false, s.o.Queue.change("wait", id, func(r *Record) error {
		r.Waiting = r.Status == Deferred
		return nil
	})
}

// Blocked lists the applications the centre refuses although they are deferred
// or released: somebody has to look.
func (s *Syncer) Blocked() []kiosk.ApplicationID {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []kiosk.ApplicationID
	for id, until := range s.blocked {
		if time.Now().Before(until) {
			out = append(out, id)
		}
	}
	return out
}

// changesLoop keeps a long poll open on what happens at the centre.
func (s *Syncer) changesLoop(ctx context.Context) {
	var wait backoff
	for {
		after, err := s.o.Queue.cursor()
		if err == nil {
			err = s.hear(ctx, after)
		}
		if err == nil {
			wait.reset()
			if ctx.Err() != nil {
				return
			}
			continue
		}
		back := s.heard // a centre that answers again shortens the pause here too: somebody may have paid by link
		if central.RetryAfter(err) > 0 {
			back = nil
		}
		switch pause(ctx, wait.after(err), back) {
		case done:
			return
		case spoken:
			pause(ctx, rand.N(gather), nil)
		}
	}
}

func (s *Syncer) hear(ctx context.Context, after int64) error {
	asked := time.Now()
	news, cursor, err := s.o.Centre.Changes(ctx, after, central.MaxWait)
	if err != nil {
		return err
	}
	if cursor == after {
		if time.Since(asked) < time.Second { // a centre that does not hold its answers back is not asked in a circle
			pause(ctx, time.Second, nil)
		}
		return nil
	}
	s.mu.Lock()
	for _, n := range news {
		delete(s.blocked, n.ID)
	}
	s.mu.Unlock()
	return s.o.Queue.apply(news, cursor)
}

// heartbeatLoop tells the centre every minute what this terminal holds: the
// chain's last number and head let the centre find a gap by itself.
func (s *Syncer) heartbeatLoop(ctx context.Context) {
	for {
		stats := s.o.Queue.Stats()
		beat := central.Beat{LastSeq: stats.LastSeq, ChainHead: stats.ChainHead, Queued: stats.Queued, OldestQueued: stats.Oldest, Version: s.o.Version}
		if s.o.Devices != nil {
			beat.Devices = s.o.Devices()
		}
		if s.o.PolicyInForce != nil {
			beat.Policy, beat.PolicySerial = s.o.PolicyInForce()
		}
		echo, err := s.o.Centre.Heartbeat(ctx, beat)
		if err == nil {
			s.announce(echo.PolicySerial)
		}
		if err != nil && !errors.Is(err, kiosk.ErrSilent) {
			s.o.Log.Warn("heartbeat refused", "why", err)
		}
		tenth := s.o.HeartbeatEvery / 10
		if pause(ctx, s.o.HeartbeatEvery-tenth+rand.N(2*tenth+1), nil) == done {
			return
		}
	}
}
