package offline_test

import (
	"context"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// run starts the background work and ends it with the test.
func run(t testing.TB, s *offline.Syncer) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
}

// eventually polls without sleeping long; the deadline is for a broken build only.
func eventually(t testing.TB, ok func() bool, what string) {
	t.Helper()
	require.Eventually(t, ok, 20*time.Second, 2*time.Millisecond, what)
}

func status(t testing.TB, q *offline.Queue, id kiosk.ApplicationID) offline.Status {
	t.Helper()
	r, err := q.Record(id)
	require.NoError(t, err)
	return r.Status
}

func TestSession_FromHoldToAcknowledgement(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q)
	run(t, s)
	ctx := t.Context()

	id := k.hold(t, q, 600<<10) // three parts
	reg, err := s.Register(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, kiosk.Registration{State: kiosk.AwaitingPayment, Amount: kiosk.Tenge(865)}, reg)
	invoice, err := s.OpenInvoice(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, kiosk.Tenge(865), invoice.Amount)
	go c.happen(id, "paid")
	p, err := s.Payment(ctx, id, kiosk.PaymentCreated, 20*time.Second)
	require.NoError(t, err)
	require.Equal(t, kiosk.PaymentPaid, p.State)
	assert.Equal(t, offline.Held, status(t, q, id), "the session releases, not the background")

	require.NoError(t, q.Release(ctx, id, kiosk.PaymentRef{Reference: p.Reference}))
	coupon, err := s.Confirm(ctx, id)
	require.NoError(t, err)
	assert.NotEmpty(t, coupon.Number)
	c.happen(id, "processed")
	eventually(t, func() bool { return status(t, q, id) == offline.Acknowledged }, "acknowledged")
	r, err := q.Record(id)
	require.NoError(t, err)
	assert.NotEmpty(t, r.Receipt)
	assert.Equal(t, coupon.Number, r.Coupon.Number)
	_, err = q.Load(id)
	require.Error(t, err, "the payload is gone")
	assert.Equal(t, 1, c.accepted[string(id)])
	assert.False(t, c.app(id).deferred)
}

func TestDeferred_IsDeliveredPaidLaterAndConfirmedInTheBackground(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	s := c.syncer(t, q)
	id := k.hold(t, q, 1000)
	require.NoError(t, q.Defer(t.Context(), id))
	run(t, s)
	eventually(t, func() bool { r, _ := q.Record(id); return r.Waiting }, "delivered, waiting for the payment")
	assert.True(t, c.app(id).deferred, "the centre is told that the citizen has left")
	c.happen(id, "paid")
	eventually(t, func() bool { r, _ := q.Record(id); return r.Coupon != nil }, "confirmed")
	r, err := q.Record(id)
	require.NoError(t, err)
	assert.Equal(t, offline.Released, r.Status)
	assert.Equal(t, "ref-"+string(id), r.Payment.Reference)
	c.happen(id, "processed")
	eventually(t, func() bool { return status(t, q, id) == offline.Acknowledged }, "acknowledged")
}

func TestDeferred_Exempt_NeedsNobodyAnyMore(t *testing.T) {
	k := newKeys(t)
	q, c := openQueue(t, t.TempDir()), newCentre(t, k)
	c.exempt = true
	s := c.syncer(t, q)
	id := k.hold(t, q, 1000)
	require.NoError(t, q.Defer(t.Context(), id))
	run(t, s)
	eventually(t, func() bool { r, _ := q.Record(id); return r.Coupon != nil }, "confirmed")
	r, _ := q.Record(id)
	assert.Equal(t, kiosk.PaymentRef{Exemption: "01"}, r.Payment)
}
