package offline_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
	"documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shelf is a terminal's shelf of policy; a bundle is its serial as text.
type shelf struct {
	mu     sync.Mutex
	held   int64
	refuse error
	took   []time.Time
}

func (s *shelf) Held() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

func (s *shelf) Take(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took = append(s.took, time.Now())
	if s.refuse == nil {
		s.held = int64(b[0])
	}
	return s.refuse
}

func (s *shelf) taken() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.took)
}

// publisher is a centre with nothing to do but a policy to give away.
type publisher struct {
	mu     sync.Mutex
	serial int64
	size   int
	how    fault
	asked  int
	beats  []map[string]any
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch r.URL.Path {
	case "/v1/health":
		answer(w, 200, map[string]any{"time": time.Now(), "services": map[string]string{}})
	case "/v1/heartbeats":
		var beat map[string]any
		_ = json.NewDecoder(r.Body).Decode(&beat)
		p.beats = append(p.beats, beat)
		answer(w, 200, map[string]any{"time": time.Now(), "policySerial": p.serial})
	case "/v1/policy":
		p.asked++
		after, err := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
		switch {
		case err != nil:
			problem(w, 400, "after")
		case p.how == broken:
			problem(w, 500, "internal")
		case p.serial <= after:
			w.WriteHeader(204)
		default:
			w.Header().Set("Content-Type", "application/zip")
			w.Header().Set("Content-Length", strconv.Itoa(p.size))
			body := make([]byte, p.size)
			body[0] = byte(p.serial)
			if p.how == cutAnswer {
				body = body[:p.size/2]
			}
			_, _ = w.Write(body)
		}
	default:
		problem(w, 503, "busy")
	}
}

func (p *publisher) change(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// published runs a syncer with a shelf against a publisher in virtual time.
func published(t *testing.T, p *publisher, s *shelf, watch func(*testing.T)) {
	dir, k := t.TempDir(), newKeys(t)
	synctest.Test(t, func(t *testing.T) {
		q, err := offline.Open(offline.Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		defer q.Close()
		wire := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		server := &http.Server{Handler: p}
		go func() { _ = server.Serve(wire) }()
		transport := &http.Transport{DialContext: wire.dial}
		conn, err := central.Dial("http://centre.test", kioskID, central.Opts{Transport: transport})
		require.NoError(t, err)
		syncer, err := offline.NewSyncer(offline.SyncOpts{
			Queue: q, Centre: conn, CheckReceipt: seal.ReceiptCheck(&k.receipts.PublicKey), Policy: s,
			PolicyInForce: func() (string, int64) { return "2026-12+0a1b2c3d", s.Held() },
		})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); _ = syncer.Run(ctx) }()
		watch(t)
		cancel()
		<-ended
		transport.CloseIdleConnections()
		server.Close()
	})
}

func TestPolicy_IsFetchedAtTheStartAndSoonAfterItIsPublished(t *testing.T) {
	s, p := &shelf{held: 3}, &publisher{serial: 4, size: 1000}
	published(t, p, s, func(t *testing.T) {
		time.Sleep(time.Second)
		require.EqualValues(t, 4, s.Held())
		time.Sleep(10 * time.Minute)
		p.change(func() {
			require.LessOrEqual(t, p.asked, 2, "and then left alone: the first heartbeat may speak of it while it is being fetched")
			last := p.beats[len(p.beats)-1]
			assert.Equal(t, "2026-12+0a1b2c3d", last["policy"])
			assert.EqualValues(t, 4, last["policySerial"])
			p.serial = 9
		})
		time.Sleep(70 * time.Second)
		assert.EqualValues(t, 9, s.Held())
		assert.Equal(t, 2, s.taken())
		time.Sleep(12 * time.Hour)
		assert.Equal(t, 2, s.taken())
		p.change(func() { assert.InDelta(t, 14, p.asked, 2, "every hour all the same") })
	})
}

func TestPolicy_OneThatIsRefusedIsNotFetchedWithEveryHeartbeat(t *testing.T) {
	s := &shelf{held: 3, refuse: errors.New("not signed by a key that is known here")}
	p := &publisher{serial: 4, size: 1000}
	published(t, p, s, func(t *testing.T) {
		time.Sleep(6 * time.Hour)
		assert.InDelta(t, 7, s.taken(), 1.1)
		before := s.taken()
		s.mu.Lock()
		s.refuse = nil
		s.mu.Unlock()
		p.change(func() { p.serial = 5 })
		time.Sleep(70 * time.Second)
		assert.EqualValues(t, 5, s.Held(), "a newer one is tried at once")
		assert.Equal(t, before+1, s.taken())
	})
}

func TestPolicy_BrokenCentreIsAskedLessAndLess(t *testing.T) {
	s, p := &shelf{held: 3}, &publisher{serial: 4, size: 1000, how: broken}
	published(t, p, s, func(t *testing.T) {
		time.Sleep(time.Hour)
		p.change(func() {
			assert.Less(t, p.asked, 80)
			assert.Greater(t, p.asked, 10)
			p.how = cutAnswer
		})
		time.Sleep(15 * time.Minute)
		assert.Zero(t, s.taken(), "half a bundle is none")
		p.change(func() { p.how = healthy })
		time.Sleep(6 * time.Minute)
		assert.EqualValues(t, 4, s.Held())
	})
}

func TestPolicy_TooLargeIsNotTaken(t *testing.T) {
	p := &publisher{serial: 4, size: central.MaxPolicy + 1}
	server := httptest.NewServer(p)
	defer server.Close()
	conn, err := central.Dial(server.URL, kioskID, central.Opts{})
	require.NoError(t, err)
	_, err = conn.Policy(t.Context(), 3)
	var malformed *central.MalformedError
	assert.ErrorAs(t, err, &malformed)
	p.change(func() { p.size = central.MaxPolicy })
	data, err := conn.Policy(t.Context(), 3)
	require.NoError(t, err)
	assert.Len(t, data, central.MaxPolicy)
	data, err = conn.Policy(t.Context(), 4)
	require.NoError(t, err)
	assert.Nil(t, data, "nothing newer")
	p.change(func() { p.how = broken })
	_, err = conn.Policy(t.Context(), 3)
	assert.ErrorIs(t, err, kiosk.ErrSilent)
}
