package offline

import (
	"context"
	"math/rand/v2"
	"time"
)

// Policy keeps bundles of policy data that come from the centre. To this package they are bytes.
type Policy interface {
	// Held is the newest serial there is, one that waits for its turn included: only what is newer is fetched.
	Held() int64
	// Take checks a bundle and keeps it.
	Take(bundle []byte) error
}

// policyEvery is when the centre is asked although no heartbeat said that there is
// something, or although the same was refused: somebody may have cured the cause.
const policyEvery = time.Hour

// offer is what the centre has said of its policy; guarded by Syncer.mu.
type offer struct {
	announced int64 // newest serial, from the last heartbeat's answer
	shunned   int64 // what was announced when its bundle was refused
}

// announce hears from a heartbeat which policy the centre has.
func (s *Syncer) announce(serial int64) {
	if s.o.Policy == nil {
		return
	}
	s.mu.Lock()
	s.offer.announced = serial
	shunned := serial <= s.offer.shunned
	s.mu.Unlock()
	if shunned || serial <= s.o.Policy.Held() {
		return
	}
	select {
	case s.newer <- struct{}{}:
	default:
	}
}

// policyLoop fetches what is newer: at the start, when a heartbeat's answer names
// it, and every hour. Heartbeats of a fleet are spread over a minute, and so are
// these.
func (s *Syncer) policyLoop(ctx context.Context) {
	if s.o.Policy == nil {
		return
	}
	var wait backoff
	for ctx.Err() == nil {
		data, err := s.o.Centre.Policy(ctx, s.o.Policy.Held())
		if err != nil {
			d := wait.after(err)
			s.o.Log.Info("policy pauses", "for", d, "why", err)
			pause(ctx, d, nil)
			continue
		}
		wait.reset()
		rest := policyEvery - policyEvery/10 + rand.N(policyEvery/5)
		if data != nil {
			if err := s.o.Policy.Take(data); err != nil {
				s.o.Log.Warn("policy refused", "why", err)
				s.shun()
			}
		}
		pause(ctx, rest, s.newer)
	}
}

// shun keeps a bundle that was refused from being fetched with every heartbeat.
func (s *Syncer) shun() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offer.shunned = s.offer.announced
}
