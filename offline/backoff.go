package offline

import (
	"math/rand/v2"
	"time"

	"documenting.kz/terminal/offline/central"
)

const (
	backoffBase = time.Second
	backoffCap  = 5 * time.Minute
)

// backoff waits longer after every failure, with full jitter: uniformly between
// nothing and the step, so that a fleet that lost the centre together does not
// come back together.
type backoff struct{ failures int }

// after is the pause that follows err. A pause the centre asked for is the least.
func (b *backoff) after(err error) time.Duration {
	step := backoffCap
	if b.failures < 9 { // 1 s · 2⁹ > 5 min
		step = min(backoffCap, backoffBase<<b.failures)
	}
	b.failures++
	return central.RetryAfter(err) + rand.N(step)
}

func (b *backoff) reset() { b.failures = 0 }
