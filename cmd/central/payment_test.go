package main

import (
	"net/http"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/store"
	wire "documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// owing is a citizen with a registered application and an open invoice.
func (c *centre) owing() (*citizen, wire.Invoice) {
	c.t.Helper()
	p := c.citizen(expired3d).consent()
	p.registered(idCard18)
	return p, p.invoice()
}

func (c *centre) refunds() []store.Refund {
	c.t.Helper()
	var list []store.Refund
	require.NoError(c.t, c.store.Read(c.ctx(), func(tx *store.Tx) (err error) { list, err = tx.Refunds("", 100); return err }))
	return list
}

func TestPayment_Cancelled_CanBeOpenedAgain(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	c.scan(invoice.Qr)
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "cancel"))
	assert.Equal(t, wire.PaymentStateCancelled, p.payment().State)
	assert.Equal(t, http.StatusConflict, c.payer(invoice.Qr, "cancel"), "it has ended")
	again := p.invoice()
	assert.NotEqual(t, invoice.Invoice, again.Invoice)
	require.Equal(t, http.StatusOK, c.payer(again.Qr, "pay"))
	assert.Equal(t, wire.PaymentStatePaid, p.payment().State)
}

func TestPayment_BankRefuses_CodeIsTold(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "fail"))
	payment := p.payment()
	assert.Equal(t, wire.PaymentStateFailed, payment.State)
	assert.Equal(t, "51", *payment.FailureCode)
	assert.Contains(t, c.scan(invoice.Qr), "не хватает денег")
}

func TestPayment_NobodyScans_Expires(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	assert.Equal(t, 120, invoice.ConfirmSeconds)
	c.later(5*time.Minute - time.Second)
	assert.Equal(t, wire.PaymentStateCreated, p.payment().State)
	c.later(time.Second)
	assert.Equal(t, wire.PaymentStateExpired, p.payment().State)
	assert.NotEqual(t, invoice.Invoice, p.invoice().Invoice)
}

func TestPayment_ScannedAndForgotten_ExpiresAfterTheConfirmationWait(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	c.later(4 * time.Minute)
	c.scan(invoice.Qr)
	c.later(119 * time.Second)
	assert.Equal(t, wire.PaymentStateScanned, p.payment().State, "the scan began a time of its own")
	c.later(time.Second)
	assert.Equal(t, wire.PaymentStateExpired, p.payment().State)
}

func TestPayment_LongPoll_EndsWithTheChange(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	for _, step := range []struct {
		known, next wire.PaymentState
		do          func()
	}{
		{wire.PaymentStateCreated, wire.PaymentStateScanned, func() { c.scan(invoice.Qr) }},
		{wire.PaymentStateScanned, wire.PaymentStatePaid, func() { c.payer(invoice.Qr, "pay") }},
	} {
		answer := make(chan wire.Payment, 1)
		go func() { answer <- p.awaitPayment(step.known, 25) }()
		step.do()
		assert.Equal(t, step.next, (<-answer).State)
	}
	assert.Equal(t, wire.PaymentStatePaid, p.awaitPayment(wire.PaymentStateCreated, 25).State, "another state than the known one answers at once")
}

func TestPayment_LongPoll_EndsWhenTheInvoiceExpires(t *testing.T) {
	c := newCentre(t)
	c.set(`{"scanWaitSeconds": 1}`)
	p, _ := c.owing()
	began := time.Now()
	assert.Equal(t, wire.PaymentStateExpired, p.awaitPayment(wire.PaymentStateCreated, 25).State)
	assert.Less(t, time.Since(began), 10*time.Second)
}

func TestPayment_PaidTwice_SecondIsARefund(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	first := p.payment()
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	assert.Equal(t, first, p.payment(), "the first stays the payment")
	require.Len(t, c.refunds(), 1)
	assert.Equal(t, "paid-twice", c.refunds()[0].Reason)
	assert.NotEqual(t, *first.Reference, c.refunds()[0].Reference)
	assert.Equal(t, []string{"paid"}, events(c.changes(0, 0)), "one change")
}

func TestPayment_AfterExpiry_IsLateAndCounts(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	c.later(time.Hour)
	newer := p.invoice()
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	payment := p.payment()
	assert.Equal(t, wire.PaymentStatePaid, payment.State)
	assert.True(t, *payment.Late)
	assert.Equal(t, invoice.Invoice, *payment.Invoice)
	require.NotNil(t, p.confirm().JSON200)

	require.Equal(t, http.StatusOK, c.payer(newer.Qr, "pay"), "and then the newer invoice, too")
	require.Len(t, c.refunds(), 1)
	assert.Equal(t, newer.Invoice, c.refunds()[0].Invoice)
	assert.Equal(t, payment, p.payment())
}

func TestPayment_AfterClosing_IsARefund(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	c.scan(invoice.Qr)
	assert.Equal(t, wire.PaymentStateClosed, p.closePayment().State)
	assert.Equal(t, wire.RegistrationStateClosed, p.registration().State)
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	assert.Equal(t, wire.PaymentStateRefund, p.payment().State)
	assert.Equal(t, wire.PaymentStateClosed, p.closePayment().State, "closed stays the final state")
	assert.Equal(t, "closed", c.refunds()[0].Reason)
	assert.Equal(t, http.StatusConflict, p.confirm().StatusCode())
	assert.Equal(t, []string{"closed"}, events(c.changes(0, 0)))
}

func TestPayment_ClosingWhatIsPaid_AnswersPaid(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	assert.Equal(t, wire.PaymentStatePaid, p.closePayment().State)
	assert.Equal(t, wire.RegistrationStatePaid, p.registration().State)
}

func TestPayment_PayAndCloseAtOnce_AgreeOnOneOutcome(t *testing.T) {
	c := newCentre(t)
	c.set(`{"processSeconds": 0}`)
	for range 20 {
		p, invoice := c.owing()
		before := len(c.refunds())
		paid := make(chan int, 1)
		go func() { paid <- c.payer(invoice.Qr, "pay") }()
		closed := p.closePayment().State
		require.Equal(t, http.StatusOK, <-paid)
		if closed == wire.PaymentStatePaid {
			assert.Equal(t, wire.PaymentStatePaid, p.payment().State)
			assert.Len(t, c.refunds(), before)
			require.NotNil(t, p.confirm().JSON200)
			process(c) // so that the next application of the same person is taken
		} else {
			assert.Equal(t, wire.PaymentStateRefund, p.payment().State)
			assert.Len(t, c.refunds(), before+1)
		}
	}
}

func TestPayment_UnknownLink_IsNotFound(t *testing.T) {
	c := newCentre(t)
	assert.Equal(t, http.StatusNotFound, c.payer(c.url+"/pay/NOBODY", "pay"))
	_, invoice := c.owing()
	assert.Equal(t, http.StatusNotFound, c.payer(invoice.Qr, "steal"))
}
