package offline_test

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pipes is a network inside a synctest bubble: what waits on it waits in virtual time.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-p.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// inVirtualTime runs a syncer against a centre, both inside a bubble.
func inVirtualTime(t *testing.T, prepare func(*testing.T, keys, *offline.Queue, *centre), watch func(*testing.T, *offline.Queue, *centre, *offline.Syncer)) {
	dir := t.TempDir() // outside: the bubble's clock starts in the year 2000
	synctest.Test(t, func(t *testing.T) {
		k := newKeys(t)
		q, err := offline.Open(offline.Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		defer q.Close()
		c := newCentre(t, k)
		p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		server := &http.Server{Handler: c}
		go func() { _ = server.Serve(p) }()
		transport := &http.Transport{DialContext: p.dial}
		s := c.syncerOver(t, q, "http://centre.test", transport)
		prepare(t, k, q, c)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); _ = s.Run(ctx) }()
		watch(t, q, c, s)
		cancel()
		<-ended
		transport.CloseIdleConnections()
		server.Close()
	})
}

// attempts notes when applications were asked for.
func attempts(c *centre, how fault) *[]time.Time {
	var at []time.Time
	c.fail = func(_ int, r *http.Request) fault {
		if r.URL.Path == "/v1/health" || r.URL.Path == "/v1/heartbeats" || r.URL.Path == "/v1/changes" {
			return healthy
		}
		at = append(at, time.Now())
		return how
	}
	return &at
}

func deferred(t *testing.T, k keys, q *offline.Queue) {
	require.NoError(t, q.Defer(t.Context(), k.hold(t, q, 10)))
}

func TestBackoff_BrokenCentreIsAskedLessAndLess(t *testing.T) {
	var at *[]time.Time
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		at = attempts(c, broken)
		deferred(t, k, q)
	}, func(t *testing.T, _ *offline.Queue, c *centre, _ *offline.Syncer) {
		time.Sleep(6 * time.Hour)
		c.mu.Lock()
		defer c.mu.Unlock()
		n := len(*at)
		// Full jitter: the mean pause at the cap is 2.5 minutes, 144 in six hours.
		assert.InDelta(t, 144+9, n, 45)
		longest := time.Duration(0)
		for i := range n - 1 {
			gap := (*at)[i+1].Sub((*at)[i])
			longest = max(longest, gap)
			assert.LessOrEqual(t, gap, min(5*time.Minute, time.Second<<min(i, 9))+time.Second, "pause %d", i)
		}
		assert.Greater(t, longest, 4*time.Minute)
	})
}

func TestBackoff_RetryAfterIsTheLeast(t *testing.T) {
	var at *[]time.Time
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		at = attempts(c, busy) // Retry-After: 7
		deferred(t, k, q)
	}, func(t *testing.T, _ *offline.Queue, c *centre, _ *offline.Syncer) {
		time.Sleep(time.Hour)
		c.mu.Lock()
		defer c.mu.Unlock()
		require.Greater(t, len(*at), 10)
		for i := range len(*at) - 1 {
			assert.GreaterOrEqual(t, (*at)[i+1].Sub((*at)[i]), 7*time.Second)
		}
	})
}

func TestDelivery_CentreThatComesBackIsUsedWithinSeconds(t *testing.T) {
	var id kiosk.ApplicationID
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		c.exempt = true
		c.fail = func(int, *http.Request) fault { return lost }
		id = k.hold(t, q, 10)
		require.NoError(t, q.Defer(t.Context(), id))
	}, func(t *testing.T, q *offline.Queue, c *centre, s *offline.Syncer) {
		time.Sleep(24 * time.Hour)
		online, since := s.Online()
		assert.False(t, online)
		assert.Greater(t, time.Since(since), 23*time.Hour)
		_, ok := s.Health()
		assert.False(t, ok, "an old word on the registries is not given out")
		assert.Equal(t, 24*time.Hour, q.Stats().Oldest.Round(time.Hour))
		c.mu.Lock()
		c.fail = nil
		c.mu.Unlock()
		time.Sleep(15 * time.Second) // health poll 3 s, then up to 8 s so that a fleet does not come at once
		online, _ = s.Online()
		assert.True(t, online)
		health, ok := s.Health()
		assert.True(t, ok)
		assert.Equal(t, []string{"gbdfl", "zags"}, health.Down("bmg", "gbdfl", "zags"))
		assert.Less(t, s.ClockOffset().Abs(), time.Second)
		r, err := q.Record(id)
		require.NoError(t, err)
		assert.NotNil(t, r.Coupon)
	})
}

func TestHeartbeat_EveryMinuteWithTheChainsHead(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		k.hold(t, q, 10)
	}, func(t *testing.T, q *offline.Queue, c *centre, s *offline.Syncer) {
		time.Sleep(time.Hour)
		c.mu.Lock()
		defer c.mu.Unlock()
		assert.InDelta(t, 60, len(c.beats), 5)
		last := c.beats[len(c.beats)-1]
		assert.EqualValues(t, 1, last["lastSeq"])
		assert.Equal(t, q.Stats().ChainHead, last["chainHead"])
		assert.EqualValues(t, 1, last["queued"])
		assert.InDelta(t, 3600, last["oldestQueuedSeconds"], 120)
	})
}

func TestChanges_AreHeardAtOnceAndWithoutPollingInACircle(t *testing.T) {
	var id kiosk.ApplicationID
	polls := 0
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		c.fail = func(_ int, r *http.Request) fault {
			if r.URL.Path == "/v1/changes" {
				polls++
			}
			return healthy
		}
		id = k.hold(t, q, 10)
		require.NoError(t, q.Defer(t.Context(), id))
	}, func(t *testing.T, q *offline.Queue, c *centre, s *offline.Syncer) {
		time.Sleep(time.Hour)
		c.mu.Lock()
		assert.InDelta(t, 3600/25, polls, 3)
		c.mu.Unlock()
		c.happen(id, "paid")
		synctest.Wait()
		time.Sleep(time.Second)
		r, err := q.Record(id)
		require.NoError(t, err)
		assert.NotNil(t, r.Coupon)
	})
}

// A citizen pays by link while the centre has just come back: the coupon must not wait for the long pause of the outage.
func TestChanges_CentreThatComesBackIsHeardWithinSeconds(t *testing.T) {
	var id kiosk.ApplicationID
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		id = k.hold(t, q, 10)
		require.NoError(t, q.Defer(t.Context(), id))
	}, func(t *testing.T, q *offline.Queue, c *centre, s *offline.Syncer) {
		time.Sleep(time.Minute) // delivered, waits for the payment
		c.mu.Lock()
		c.fail = func(int, *http.Request) fault { return lost }
		c.mu.Unlock()
		time.Sleep(24 * time.Hour)
		c.mu.Lock()
		c.fail = nil
		c.mu.Unlock()
		c.happen(id, "paid")
		time.Sleep(20 * time.Second)
		r, err := q.Record(id)
		require.NoError(t, err)
		assert.NotNil(t, r.Coupon)
	})
}

func TestConfirm_SessionThatGivesUpWaitingForTheBackgroundIsToldSilence(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, k keys, q *offline.Queue, c *centre) {
		c.exempt = true
		c.mux = http.NewServeMux()
		c.mux.HandleFunc("/", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }) // hangs
		id := k.hold(t, q, 10)
		require.NoError(t, q.Release(t.Context(), id, kiosk.PaymentRef{Exemption: "01"}))
	}, func(t *testing.T, q *offline.Queue, c *centre, s *offline.Syncer) {
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := s.Confirm(ctx, q.Pending()[0].ID)
		require.ErrorIs(t, err, kiosk.ErrSilent)
	})
}
