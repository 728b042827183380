package offline_test

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the wire does to requests and answers, every application arrives
// exactly once, whole, and nothing is released that is not paid.
func TestWire_LosesDoublesAndBreaks_EveryApplicationArrivesOnce(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		k := newKeys(t)
		q, c := openQueue(t, t.TempDir()), newCentre(t, k)
		random := rand.New(rand.NewPCG(seed, 0)) // under the centre's lock
		c.fail = func(_ int, r *http.Request) fault {
			if random.IntN(3) > 0 {
				return healthy
			}
			return []fault{lost, lostAnswer, cutAnswer, twice, broken}[random.IntN(5)]
		}
		s := c.syncer(t, q)
		sealed := map[kiosk.ApplicationID]kiosk.Sealed{}
		for range 6 {
			a := k.application(t, q, 300<<10)
			require.NoError(t, q.Hold(t.Context(), a))
			sealed[a.ID] = a
			// a session that insists, as the background would after its pauses
			insist(t, func() error { _, err := s.Register(t.Context(), a.ID); return err })
			c.happen(a.ID, "paid")
			var p kiosk.Payment
			insist(t, func() (err error) { p, err = s.Payment(t.Context(), a.ID, "", 0); return err })
			require.Equal(t, kiosk.PaymentPaid, p.State)
			require.NoError(t, q.Release(t.Context(), a.ID, kiosk.PaymentRef{Reference: p.Reference}))
			insist(t, func() error { _, err := s.Confirm(t.Context(), a.ID); return err })
		}
		require.Len(t, c.apps, len(sealed))
		for id, a := range sealed {
			assert.Equal(t, 1, c.accepted[string(id)])
			got := c.app(id)
			assert.Equal(t, a.Digest, got.digest)
			assert.Equal(t, "confirmed", got.state)
			for _, b := range a.Blobs {
				assert.True(t, bytes.Equal(b.Data, c.parts[b.SHA256]))
			}
		}
	}
}

func insist(t *testing.T, try func() error) {
	t.Helper()
	for range 300 {
		err := try()
		if err == nil {
			return
		}
		require.ErrorIs(t, err, kiosk.ErrSilent, "a fault of the wire is silence, nothing else")
	}
	t.Fatal("never got through")
}

func TestUpload_GoesOnWhereTheCentreStands(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q)
	patches := 0
	c.fail = func(_ int, r *http.Request) fault {
		if r.Method == http.MethodPatch {
			if patches++; patches == 4 {
				return lostAnswer
			}
		}
		return healthy
	}
	id := k.hold(t, q, 1<<20) // form, then five parts of portrait
	_, err := s.Register(t.Context(), id)
	require.ErrorIs(t, err, kiosk.ErrSilent)
	_, err = s.Register(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, 1+5+1+1, patches, "no part was sent twice")
}

func TestRegister_BlobsLostByTheCentreAreSentAgain(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q)
	id := k.hold(t, q, 1000)
	_, err := s.Register(t.Context(), id)
	require.NoError(t, err)
	c.mu.Lock()
	clear(c.parts)
	clear(c.apps)
	c.mu.Unlock()
	_, err = s.Register(t.Context(), id)
	require.NoError(t, err)
	assert.Len(t, c.parts, 4)
}

func TestRegister_ReceiptThatIsNotForThisContentIsNotStored(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q, func(o *offline.SyncOpts) { o.CheckReceipt = seal.ReceiptCheck(&other.receipts.PublicKey) })
	id := k.hold(t, q, 1000)
	_, err := s.Register(t.Context(), id)
	require.ErrorIs(t, err, seal.ErrReceipt)
	r, err := q.Record(id)
	require.NoError(t, err)
	assert.Empty(t, r.Receipt)
}

func TestDelivery_OneRefusedApplicationDoesNotHoldUpTheOthers(t *testing.T) {
	k, stranger := newKeys(t), newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	c.exempt = true
	s := c.syncer(t, q)
	bad := stranger.hold(t, q, 1000) // signed by a key the centre does not know: 422
	good := k.hold(t, q, 1000)
	require.NoError(t, q.Defer(t.Context(), bad))
	require.NoError(t, q.Defer(t.Context(), good))
	run(t, s)
	eventually(t, func() bool { r, _ := q.Record(good); return r.Coupon != nil }, "the good one is confirmed")
	assert.Equal(t, []kiosk.ApplicationID{bad}, s.Blocked())
	assert.Equal(t, offline.Deferred, status(t, q, bad), "and the bad one is kept")
}

func TestSessionAndBackground_NeverWorkOnOneApplicationTogether(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	c.exempt = true
	working := map[string]int{}
	c.fail = nil
	inner := c.mux
	c.mux = http.NewServeMux()
	c.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		id, verb, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v1/applications/"), "/")
		if len(id) == 36 && verb != "payment" {
			c.mu.Lock()
			working[id]++
			assert.Equal(t, 1, working[id], "two at once")
			c.mu.Unlock()
			defer func() { c.mu.Lock(); working[id]--; c.mu.Unlock() }()
		}
		inner.ServeHTTP(w, r)
	})
	s := c.syncer(t, q)
	run(t, s)
	for range 10 {
		id := k.hold(t, q, 1000)
		_, err := s.Register(t.Context(), id)
		require.NoError(t, err)
		require.NoError(t, q.Release(t.Context(), id, kiosk.PaymentRef{Exemption: "01"})) // kicks the background
		coupon, err := s.Confirm(t.Context(), id)
		require.NoError(t, err)
		r, err := q.Record(id)
		require.NoError(t, err)
		assert.Equal(t, coupon.Number, r.Coupon.Number)
		assert.Equal(t, 1, c.app(id).confirms, "confirmed once, by whoever came first")
	}
}

func TestChanges_RefusedClosedAndUnknown(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q)
	refused, closed, released := k.hold(t, q, 10), k.hold(t, q, 10), k.hold(t, q, 10)
	for _, id := range []kiosk.ApplicationID{refused, closed} {
		require.NoError(t, q.Defer(t.Context(), id))
	}
	_, err := s.Register(t.Context(), released)
	require.NoError(t, err)
	require.NoError(t, q.Release(t.Context(), released, kiosk.PaymentRef{Reference: "r"}))
	run(t, s)
	eventually(t, func() bool {
		a, _ := q.Record(refused)
		b, _ := q.Record(closed)
		return a.Waiting && b.Waiting
	}, "delivered")
	c.mu.Lock()
	c.apps["01900000-0000-7000-8000-000000000000"] = &app{}
	c.mu.Unlock()
	c.happen("01900000-0000-7000-8000-000000000000", "paid") // of another life of this terminal
	c.happen(refused, "refused")
	c.happen(closed, "closed")
	c.happen(released, "annulled")
	eventually(t, func() bool { return status(t, q, released) == offline.Acknowledged }, "the last word on a released one is stored")
	assert.Equal(t, offline.Discarded, status(t, q, refused))
	assert.Equal(t, offline.Discarded, status(t, q, closed))
	r, _ := q.Record(released)
	assert.Equal(t, "annulled", r.Outcome)
}
