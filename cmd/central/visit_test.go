package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var passport18 = kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 36}

const (
	cardDuty     = 86_500
	passportDuty = 3_460_000
)

// visit is somebody with both documents registered: 865 ₸ and 34 600 ₸.
func (c *centre) visit() (card, passport *citizen) {
	c.t.Helper()
	card = c.citizen(bothExpiring).consent()
	passport = c.citizen(bothExpiring)
	passport.token = card.token
	assert.EqualValues(c.t, cardDuty, *card.registered(idCard18).AmountTiyn)
	assert.EqualValues(c.t, passportDuty, *passport.registered(passport18).AmountTiyn)
	return card, passport
}

func (c *centre) basket(applications ...uuid.UUID) wire.Invoice {
	c.t.Helper()
	answer := c.openInvoice(applications...)
	require.NotNil(c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func TestVisit_OneInvoiceForBoth_PaysEachOfThem(t *testing.T) {
	c := newCentre(t)
	card, passport := c.visit()
	invoice := c.basket(card.id, passport.id)
	assert.EqualValues(t, cardDuty+passportDuty, invoice.AmountTiyn)
	assert.Equal(t, []uuid.UUID{card.id, passport.id}, invoice.Covers)
	assert.Equal(t, invoice, c.basket(card.id, passport.id), "the open one stays the same")
	assert.Equal(t, invoice.Invoice, c.basket(passport.id, card.id).Invoice, "in whatever order they are named")

	page := c.scan(invoice.Qr)
	for _, part := range []string{"удостоверение личности", "паспорт, 36 страниц", "865", "34\u00a0600", "35\u00a0465"} {
		assert.Contains(t, page, part)
	}
	assert.Equal(t, wire.PaymentStateScanned, card.payment().State)
	assert.Equal(t, wire.PaymentStateScanned, passport.payment().State)

	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	one, other := card.payment(), passport.payment()
	assert.Equal(t, wire.PaymentStatePaid, one.State)
	assert.Equal(t, wire.PaymentStatePaid, other.State)
	assert.Equal(t, *one.Reference, *other.Reference)
	assert.EqualValues(t, cardDuty, *one.AmountTiyn, "to each its own duty")
	assert.EqualValues(t, passportDuty, *other.AmountTiyn)
	feed := c.changes(0, 0)
	assert.Equal(t, []string{"paid", "paid"}, events(feed))
	assert.EqualValues(t, cardDuty, *feed.Changes[0].Payment.AmountTiyn)
	assert.EqualValues(t, passportDuty, *feed.Changes[1].Payment.AmountTiyn)
	assert.NotEqual(t, card.confirm().JSON200.Coupon, passport.confirm().JSON200.Coupon)
	assert.Empty(t, c.refunds())
	assert.Contains(t, c.page("/operator/payments"), invoice.Invoice)
	assert.Contains(t, c.page("/operator/applications/"+card.id.String()), "на два документа")
}

func TestVisit_IdentifiedOnce_UnderTheFirstApplicationsId(t *testing.T) {
	c := newCentre(t)
	card := c.citizen(bothExpiring).consent()
	card.face(wire.FaceRequestPurposeIdentify, []byte("x"))
	card.verify(card.code(wire.CodeRequestPurposeConfirm).JSON200.Ticket, card.messages()[0].Code)
	passport := c.citizen(bothExpiring)
	passport.token = card.token
	card.registered(idCard18)
	passport.registered(passport18)
	assert.Empty(t, c.incidents("not-identified"))

	stranger := c.citizen(disabled)
	stranger.token = card.token
	stranger.registered(idCard18)
	assert.Len(t, c.incidents("not-identified"), 1, "another person's consent proves nothing")
}

func TestVisit_BasketOff_OneAfterTheOther(t *testing.T) {
	c := newCentre(t)
	c.set(`{"basket": false}`)
	card, passport := c.visit()
	first := c.basket(card.id, passport.id)
	assert.Equal(t, []uuid.UUID{card.id}, first.Covers)
	assert.EqualValues(t, cardDuty, first.AmountTiyn)
	assert.Equal(t, first, c.basket(card.id, passport.id))
	assert.Equal(t, wire.PaymentStateNone, passport.payment().State)
	require.Equal(t, http.StatusOK, c.payer(first.Qr, "pay"))
	second := c.basket(card.id, passport.id)
	assert.Equal(t, []uuid.UUID{passport.id}, second.Covers)
	assert.EqualValues(t, passportDuty, second.AmountTiyn)
	require.Equal(t, http.StatusOK, c.payer(second.Qr, "pay"))
	assert.NotEqual(t, *card.payment().Reference, *passport.payment().Reference)
	assert.Equal(t, http.StatusConflict, c.openInvoice(card.id, passport.id).StatusCode(), "nothing is owed")
}

func TestVisit_InvoiceForWhatIsNotAVisit_IsRefused(t *testing.T) {
	c := newCentre(t)
	card, passport := c.visit()
	other := c.citizen(expired3d).consent()
	other.registered(idCard18)
	exempt := c.citizen(disabled).consent()
	exempt.registered(idCard18)
	for name, x := range map[string]struct {
		ids    []uuid.UUID
		status int
	}{
		"nothing":        {[]uuid.UUID{}, http.StatusUnprocessableEntity},
		"the same twice": {[]uuid.UUID{card.id, card.id}, http.StatusUnprocessableEntity},
		"two people":     {[]uuid.UUID{card.id, other.id}, http.StatusUnprocessableEntity},
		"three":          {[]uuid.UUID{card.id, passport.id, other.id}, http.StatusUnprocessableEntity},
		"unknown":        {[]uuid.UUID{card.id, uuid.New()}, http.StatusNotFound},
		"exempt":         {[]uuid.UUID{exempt.id}, http.StatusConflict},
	} {
		assert.Equal(t, x.status, c.openInvoice(x.ids...).StatusCode(), name)
	}
	_, err := c.client.EnrollWithResponse(c.ctx(), wire.Enrolment{KioskId: "KZ-AST-0002", PublicKey: publicPEM(t, newKey(t))})
	require.NoError(t, err)
	answer, err := c.client.OpenInvoiceWithResponse(c.ctx(), &wire.OpenInvoiceParams{XKioskId: "KZ-AST-0002"}, wire.InvoiceRequest{Applications: []uuid.UUID{card.id}})
	require.NoError(t, err)
	assert.Equal(t, http.StatusNotFound, answer.StatusCode(), "of another terminal")
}

func TestVisit_OneClosed_OtherIsOwedByANewInvoice(t *testing.T) {
	c := newCentre(t)
	card, passport := c.visit()
	shared := c.basket(card.id, passport.id)
	assert.Equal(t, wire.PaymentStateClosed, card.closePayment().State)
	assert.Equal(t, wire.PaymentStateClosed, card.payment().State)
	assert.Equal(t, wire.PaymentStateCancelled, passport.payment().State, "can be opened again")
	alone := c.basket(card.id, passport.id)
	assert.Equal(t, []uuid.UUID{passport.id}, alone.Covers)
	assert.EqualValues(t, passportDuty, alone.AmountTiyn)
	assert.NotEqual(t, shared.Invoice, alone.Invoice)

	require.Equal(t, http.StatusOK, c.payer(shared.Qr, "pay"), "late money for both")
	assert.Equal(t, wire.PaymentStateRefund, card.payment().State)
	paid := passport.payment()
	assert.Equal(t, wire.PaymentStatePaid, paid.State)
	assert.True(t, *paid.Late)
	assert.EqualValues(t, passportDuty, *paid.AmountTiyn)
	require.Len(t, c.refunds(), 1)
	refund := c.refunds()[0]
	assert.Equal(t, "closed", refund.Reason)
	assert.Equal(t, kiosk.Money(cardDuty), refund.Amount, "the share of what was closed")
	assert.Equal(t, card.id.String(), refund.Application)
	assert.Contains(t, c.scan(shared.Qr), "будет возвращено")
	require.Equal(t, http.StatusOK, c.payer(alone.Qr, "pay"))
	assert.Len(t, c.refunds(), 2, "and the passport was paid before")
}

func TestVisit_BothClosed_LateMoneyGoesBackWhole(t *testing.T) {
	c := newCentre(t)
	card, passport := c.visit()
	invoice := c.basket(card.id, passport.id)
	c.scan(invoice.Qr)
	assert.Equal(t, wire.PaymentStateClosed, card.closePayment().State)
	assert.Equal(t, wire.PaymentStateClosed, passport.closePayment().State)
	assert.Equal(t, http.StatusConflict, c.openInvoice(card.id, passport.id).StatusCode())
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	sum := kiosk.Money(0)
	for _, r := range c.refunds() {
		sum += r.Amount
	}
	assert.Equal(t, kiosk.Money(cardDuty+passportDuty), sum)
	assert.Equal(t, []string{"closed", "closed"}, events(c.changes(0, 0)))
	assert.Contains(t, c.scan(invoice.Qr), "деньги будут возвращены")
}

func TestVisit_PaidTwice_SecondGoesBackWhole(t *testing.T) {
	c := newCentre(t)
	card, passport := c.visit()
	invoice := c.basket(card.id, passport.id)
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	before := card.payment()
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	assert.Equal(t, before, card.payment())
	require.Len(t, c.refunds(), 2)
	for _, r := range c.refunds() {
		assert.Equal(t, "paid-twice", r.Reason)
		assert.NotEqual(t, *before.Reference, r.Reference)
	}
	assert.Equal(t, wire.PaymentStatePaid, card.closePayment().State)
	assert.Equal(t, wire.PaymentStatePaid, passport.closePayment().State)
}

func TestVisit_AnotherSelection_EndsTheOpenInvoice(t *testing.T) {
	c := newCentre(t)
	card, passport := c.visit()
	alone := c.basket(card.id)
	both := c.basket(card.id, passport.id)
	assert.NotEqual(t, alone.Invoice, both.Invoice)
	assert.Equal(t, both.Invoice, *card.payment().Invoice)
	assert.Equal(t, http.StatusConflict, c.payer(alone.Qr, "cancel"), "it has ended")
}

func TestVisit_CitizenHasLeft_OneLinkForTheSharedInvoice_OrOneEach(t *testing.T) {
	c := newCentre(t)
	card := c.citizen(bothExpiring).consent()
	passport := c.citizen(bothExpiring)
	passport.token = card.token
	s1, s2 := card.sealed(idCard18), passport.sealed(passport18)
	c.upload(s1)
	c.upload(s2)
	require.NotNil(t, c.put(s1, false).JSON201)
	require.NotNil(t, c.put(s2, false).JSON201)
	invoice := c.basket(card.id, passport.id)
	require.NotNil(t, c.put(s1, true).JSON200)
	require.NotNil(t, c.put(s2, true).JSON200)
	require.Len(t, card.messages(), 1)
	assert.Contains(t, card.messages()[0].Text, "35\u00a0465")
	assert.Contains(t, card.messages()[0].Text, invoice.Qr)
	c.later(48 * time.Hour)
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	assert.Equal(t, wire.PaymentStatePaid, card.payment().State)
	assert.False(t, passport.payment().Late != nil, "within the time of the link")
	assert.Equal(t, []string{"paid", "paid"}, events(c.changes(0, 0)))

	d := newCentre(t)
	card, passport = d.citizen(bothExpiring).consent(), d.citizen(bothExpiring)
	for _, s := range []kiosk.Sealed{card.sealed(idCard18), passport.sealed(passport18)} {
		d.upload(s)
		require.NotNil(t, d.put(s, true).JSON201)
	}
	require.Len(t, card.messages(), 2, "nobody had seen an invoice: each application has its own")
	for _, m := range card.messages() {
		_, after, found := strings.Cut(m.Text, d.url+"/pay/")
		require.True(t, found)
		require.Equal(t, http.StatusOK, d.payer(d.url+"/pay/"+strings.Fields(after)[0], "pay"))
	}
	assert.Equal(t, wire.PaymentStatePaid, card.payment().State)
	assert.Equal(t, wire.PaymentStatePaid, passport.payment().State)
	assert.Empty(t, d.refunds())
}

func TestVisit_ByTheTerminalsOwnClient(t *testing.T) {
	c := newCentre(t)
	m := c.terminal()
	a, b := m.held(t, c.citizen(bothExpiring), idCard18), m.held(t, c.citizen(bothExpiring), passport18)
	for _, id := range []kiosk.ApplicationID{a, b} {
		_, err := m.syncer.Register(t.Context(), id)
		require.NoError(t, err)
	}
	invoice, err := m.syncer.OpenInvoice(t.Context(), a, b)
	require.NoError(t, err)
	assert.Equal(t, []kiosk.ApplicationID{a, b}, invoice.Covers)
	assert.Equal(t, kiosk.Money(cardDuty+passportDuty), invoice.Amount)
	require.Equal(t, http.StatusOK, c.payer(invoice.QR, "pay"))
	for id, want := range map[kiosk.ApplicationID]kiosk.Money{a: cardDuty, b: passportDuty} {
		p, err := m.syncer.Payment(t.Context(), id, kiosk.PaymentCreated, 20*time.Second)
		require.NoError(t, err)
		assert.Equal(t, kiosk.PaymentPaid, p.State)
		assert.Equal(t, want, p.Amount)
	}
	var list []store.Invoice
	require.NoError(t, c.store.Read(t.Context(), func(tx *store.Tx) (err error) { list, err = tx.AllInvoices(10); return err }))
	assert.Len(t, list, 1)
}
