package offline_test

import (
	"net/http"
	"testing"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A session ends at every point of the journey; want is the status after Recover.
func TestRecover_SettlesEveryPlaceASessionCanDieAt(t *testing.T) {
	for name, x := range map[string]struct {
		before func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID)
		want   offline.Status
	}{
		"never delivered": {func(*testing.T, *centre, *offline.Syncer, kiosk.ApplicationID) {}, offline.Discarded},
		"registered, no invoice": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
		}, offline.Discarded},
		"invoice open": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
			_, err := s.OpenInvoice(t.Context(), id)
			require.NoError(t, err)
		}, offline.Discarded},
		"paid": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
			c.happen(id, "paid")
		}, offline.Released},
		"paid between question and close": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
			c.fail = func(_ int, r *http.Request) fault {
				if r.Method == http.MethodDelete {
					c.apps[string(id)].state, c.apps[string(id)].payment = "paid", "paid"
				}
				return healthy
			}
		}, offline.Released},
		"exempt": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			c.exempt = true
			register(t, s, id)
		}, offline.Released},
		"refused": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
			c.happen(id, "refused")
		}, offline.Discarded},
		"annulled by the officer": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
			c.apps[string(id)].payment = "refund"
			c.happen(id, "annulled")
		}, offline.Discarded},
		"centre silent": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			register(t, s, id)
			c.fail = func(int, *http.Request) fault { return lost }
		}, offline.Held},
		"centre silent before delivery": {func(t *testing.T, c *centre, s *offline.Syncer, id kiosk.ApplicationID) {
			c.fail = func(int, *http.Request) fault { return broken }
		}, offline.Held},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeys(t)
			dir := t.TempDir()
			c := newCentre(t, k)
			q, err := offline.Open(offline.Opts{Dir: dir, Reserve: 1})
			require.NoError(t, err)
			id := k.hold(t, q, 1000)
			x.before(t, c, c.syncer(t, q), id)
			require.NoError(t, q.Close()) // the terminal dies

			q = openQueue(t, dir)
			s := c.syncer(t, q)
			err = q.Recover(t.Context(), s)
			require.Equal(t, x.want == offline.Held, err != nil)
			if err != nil {
				require.ErrorIs(t, err, kiosk.ErrSilent)
			}
			r, err := q.Record(id)
			require.NoError(t, err)
			assert.Equal(t, x.want, r.Status)
			if r.Status == offline.Released {
				assert.NotZero(t, r.Payment)
			}
			if a := c.app(id); r.Status == offline.Discarded && a.digest != "" {
				assert.Contains(t, []string{"closed", "refused", "annulled"}, a.state, "nobody can pay for it any more")
			}
		})
	}
}

// Two applications of one visit end each in its own way.
func TestRecover_TwoOfOneVisitAreSettledEachByItself(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q)
	first := k.application(t, q, 1000)
	second := k.seal(t, kiosk.Link{Seq: first.Link.Seq + 1, Prev: first.Digest}, 1000)
	require.NoError(t, q.Hold(t.Context(), first, second))
	register(t, s, first.ID)
	register(t, s, second.ID)
	invoice, err := s.OpenInvoice(t.Context(), first.ID, second.ID)
	require.NoError(t, err)
	require.Equal(t, []kiosk.ApplicationID{first.ID, second.ID}, invoice.Covers)
	c.happen(first.ID, "paid")
	require.NoError(t, q.Recover(t.Context(), s))
	for id, want := range map[kiosk.ApplicationID]offline.Status{first.ID: offline.Released, second.ID: offline.Discarded} {
		r, err := q.Record(id)
		require.NoError(t, err)
		assert.Equal(t, want, r.Status)
	}
}

func register(t *testing.T, s *offline.Syncer, id kiosk.ApplicationID) {
	t.Helper()
	_, err := s.Register(t.Context(), id)
	require.NoError(t, err)
}
