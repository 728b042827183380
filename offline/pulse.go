package offline

import (
	"context"
	"time"

	"documenting.kz/terminal/offline/central"
)

// pulse is what the last health polls said; guarded by Syncer.mu.
type pulse struct {
	online bool
	since  time.Time // when online became what it is
	state  central.State
	offset time.Duration // centre's clock minus ours
}

// Online reports whether the last poll reached the centre, and since when that
// is so. Before the first poll has ended it is false since the zero time.
func (s *Syncer) Online() (bool, time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pulse.online, s.pulse.since
}

// Health is the last state the centre told of itself and the registries; ok is
// false while it is off-line, when an old state says nothing.
func (s *Syncer) Health() (state central.State, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pulse.state, s.pulse.online
}

// ClockOffset is how far the centre's clock is ahead of the terminal's.
func (s *Syncer) ClockOffset() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pulse.offset
}

// Poll asks for the centre's health now, for a check that cannot wait for the next poll.
func (s *Syncer) Poll(ctx context.Context) error {
	asked := time.Now()
	state, err := s.o.Centre.Health(ctx)
	now := time.Now()
	if err != nil && ctx.Err() != nil {
		return err // the caller's hurry says nothing about the centre
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if online := err == nil; online != s.pulse.online || s.pulse.since.IsZero() {
		wasAway := !s.pulse.since.IsZero()
		s.pulse.online, s.pulse.since = online, now
		if online && wasAway {
			for _, waiting := range []chan struct{}{s.back, s.heard} {
				select {
				case waiting <- struct{}{}:
				default:
				}
			}
		}
	}
	if err == nil {
		s.pulse.state = state
		s.pulse.offset = state.Time.Sub(asked.Add(now.Sub(asked) / 2))
	}
	return err
}

func (s *Syncer) healthLoop(ctx context.Context) {
	for {
		limit, cancel := context.WithTimeoutCause(ctx, s.o.HealthEvery, nil)
		err := s.Poll(limit)
		if err != nil && limit.Err() != nil && ctx.Err() == nil {
			s.offline()
		}
		cancel()
		if pause(ctx, s.o.HealthEvery, nil) == done {
			return
		}
	}
}

// offline notes a poll that was not answered in its time.
func (s *Syncer) offline() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pulse.online || s.pulse.since.IsZero() {
		s.pulse.online, s.pulse.since = false, time.Now()
	}
}
