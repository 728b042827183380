package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
	wire "documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// decide is the officer's program interface.
func (c *centre) decide(application, body string) (status int, answer string) {
	c.t.Helper()
	resp, err := http.Post(c.url+"/operator/api/applications/"+application+"/decision", "application/json", strings.NewReader(body))
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, string(b)
}

const (
	approve    = `{"outcome": "approve", "officer": "a.omarov"}`
	badPhoto   = `{"outcome": "annul", "code": "photo-quality", "officer": "a.omarov"}`
	badSign    = `{"outcome": "annul", "code": "signature-quality", "officer": "a.omarov"}`
	comePlease = `{"outcome": "needs-visit", "code": "identity-check", "officer": "a.omarov"}`
)

// confirmedAt is a centre at which officers have time, and somebody with a coupon.
func confirmed(t *testing.T, iin string, language kiosk.Language) (*centre, *citizen) {
	t.Helper()
	c := newCentre(t)
	c.set(`{"processSeconds": 86400}`)
	p := c.citizen(iin).consent()
	p.language = language
	if p.registered(idCard18).State == wire.RegistrationStateAwaitingPayment {
		require.Equal(t, http.StatusOK, c.payer(p.invoice().Qr, "pay"))
	}
	require.NotNil(t, p.confirm().JSON200)
	return c, p
}

func TestDecision_Annul_RefundsTellsAndLetsTheCitizenApplyAgain(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Kazakh)
	coupon, reference := p.confirm().JSON200.Coupon, *p.payment().Reference
	status, answer := c.decide(p.id.String(), badPhoto)
	require.Equal(t, http.StatusOK, status, answer)

	reg := p.registration()
	assert.Equal(t, wire.RegistrationStateAnnulled, reg.State)
	assert.Equal(t, "photo-quality", reg.Refusal.Code)
	assert.Equal(t, coupon, *reg.Coupon)
	pay := p.payment()
	assert.Equal(t, wire.PaymentStateRefund, pay.State)
	assert.Equal(t, reference, *pay.Reference)
	assert.Equal(t, wire.PaymentStatePaid, p.closePayment().State, "the money had come first")
	assert.Equal(t, coupon, p.confirm().JSON200.Coupon, "a lost answer is given again")
	feed := c.changes(0, 0)
	assert.Equal(t, []string{"paid", "confirmed", "annulled"}, events(feed))
	assert.Equal(t, wire.PaymentStatePaid, feed.Changes[0].Payment.State, "the feed tells what happened then")

	require.Len(t, c.refunds(), 1)
	refund := c.refunds()[0]
	assert.Equal(t, "annulled", refund.Reason)
	assert.Equal(t, "requested", refund.State)
	assert.Equal(t, kiosk.Tenge(865), refund.Amount)
	assert.Equal(t, reference, refund.Reference)

	sms := p.messages()[0]
	assert.Equal(t, "annulled", sms.Purpose)
	for _, part := range []string{coupon, "Фотосурет құжатқа жарамайды", "865\u00a0₸ қайтарылады", "қайта өтініш", "1414"} {
		assert.Contains(t, sms.Text, part)
	}

	again := c.citizen(expired3d).consent()
	again.face(wire.FaceRequestPurposeIdentify, []byte("x"))
	person := again.person().JSON200
	assert.Empty(t, person.OpenApplications)
	require.Len(t, *person.Annulled, 1)
	told := (*person.Annulled)[0]
	assert.Equal(t, "photo-quality", told.Code)
	assert.Equal(t, coupon, told.Coupon)
	assert.Equal(t, wire.DocumentKind(kiosk.IDCard), told.Kind)
	assert.Equal(t, registry.Today(c.now()).String(), told.Date.Format(time.DateOnly))
	assert.NotEmpty(t, told.Reason.Kk)
	assert.Equal(t, wire.RegistrationStateAwaitingPayment, again.registered(idCard18).State, "and pays again")
	require.Equal(t, http.StatusOK, c.payer(again.invoice().Qr, "pay"))

	process(c)
	c.later(48 * time.Hour)
	process(c)
	assert.Equal(t, []string{"paid", "confirmed", "annulled", "paid"}, events(c.changes(0, 0)), "what is annulled is not processed")
}

func TestDecision_Twice_TheSameIsHarmless_AnotherIsRefused(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	status, first := c.decide(p.id.String(), badPhoto)
	require.Equal(t, http.StatusOK, status)
	status, second := c.decide(p.id.String(), badPhoto)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, first, second)
	for _, other := range []string{approve, badSign, comePlease} {
		status, _ = c.decide(p.id.String(), other)
		assert.Equal(t, http.StatusConflict, status, other)
	}
	assert.Len(t, c.refunds(), 1)
	assert.Len(t, p.messages(), 2, "the coupon and the annulment, once")
	assert.Equal(t, []string{"paid", "confirmed", "annulled"}, events(c.changes(0, 0)))
}

func TestDecision_AtOnceByTwoOfficers_OneCounts(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	statuses := make(chan int, 2)
	for _, body := range []string{approve, badPhoto} {
		go func() {
			resp, err := http.Post(c.url+"/operator/api/applications/"+p.id.String()+"/decision", "application/json", strings.NewReader(body))
			if !assert.NoError(t, err) {
				statuses <- 0
				return
			}
			assert.NoError(t, resp.Body.Close())
			statuses <- resp.StatusCode
		}()
	}
	assert.ElementsMatch(t, []int{http.StatusOK, http.StatusConflict}, []int{<-statuses, <-statuses})
}

func TestDecision_Approve_ProcessesAtOnce(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	status, _ := c.decide(p.id.String(), approve)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, []string{"paid", "confirmed", "processed"}, events(c.changes(0, 0)))
	assert.Equal(t, wire.RegistrationStateConfirmed, p.registration().State)
	status, _ = c.decide(p.id.String(), approve)
	assert.Equal(t, http.StatusOK, status)
	c.later(48 * time.Hour)
	process(c)
	assert.Len(t, c.changes(0, 0).Changes, 3, "once")
	assert.Contains(t, c.page("/operator/applications/"+p.id.String()), "одобрено, офицер a.omarov")
}

func TestDecision_NeedsVisit_StaysOpenUntilTheOfficerDecidesAfterwards(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.English)
	status, _ := c.decide(p.id.String(), comePlease)
	require.Equal(t, http.StatusOK, status)
	sms := p.messages()[0]
	assert.Equal(t, "needs-visit", sms.Purpose)
	assert.Contains(t, sms.Text, "Your data need an additional check.")
	assert.Contains(t, sms.Text, "identity document")
	c.later(48 * time.Hour)
	process(c)
	assert.Equal(t, []string{"paid", "confirmed", "needs-visit"}, events(c.changes(0, 0)), "nothing runs over a decision")
	assert.Equal(t, "open-application", c.citizen(expired3d).consent().registered(idCard18).Refusal.Code)
	assert.Empty(t, c.refunds())

	status, _ = c.decide(p.id.String(), badPhoto)
	require.Equal(t, http.StatusOK, status, "the citizen has been there")
	assert.Len(t, c.refunds(), 1)
	status, _ = c.decide(p.id.String(), comePlease)
	assert.Equal(t, http.StatusConflict, status)
}

func TestDecision_WhatCannotBeDecided(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	for body, want := range map[string]int{
		`{"outcome": "annul", "code": "bad-weather", "officer": "a"}`:           http.StatusBadRequest,
		`{"outcome": "annul", "code": "identity-check", "officer": "a"}`:        http.StatusBadRequest, // a ground for a visit
		`{"outcome": "annul", "officer": "a"}`:                                  http.StatusBadRequest,
		`{"outcome": "approve", "code": "photo-quality", "officer": "a"}`:       http.StatusBadRequest,
		`{"outcome": "burn", "code": "photo-quality", "officer": "a"}`:          http.StatusBadRequest,
		`{"outcome": "annul", "code": "photo-quality"}`:                         http.StatusBadRequest,
		`{"outcome": "annul", "code": "photo-quality", "officer": "<script>"}`:  http.StatusBadRequest,
		`{"outcome": "annul", "code": "photo-quality", "officer": "a", "x": 1}`: http.StatusBadRequest,
		`annul`: http.StatusBadRequest,
	} {
		status, _ := c.decide(p.id.String(), body)
		assert.Equal(t, want, status, body)
	}
	status, _ := c.decide("nobody", badPhoto)
	assert.Equal(t, http.StatusNotFound, status)

	waiting := c.citizen(bothExpiring).consent()
	waiting.registered(idCard18)
	for _, body := range []string{badPhoto, approve} {
		status, _ = c.decide(waiting.id.String(), body)
		assert.Equal(t, http.StatusConflict, status, "not confirmed")
	}
	c.set(`{"processSeconds": 0}`)
	process(c)
	status, _ = c.decide(p.id.String(), badPhoto)
	assert.Equal(t, http.StatusConflict, status, "it has gone into production")
	assert.Equal(t, []string{"paid", "confirmed", "processed"}, events(c.changes(0, 0)))
}

func TestDecision_AnnulExempt_NoMoneyNoRefund(t *testing.T) {
	c, p := confirmed(t, disabled, kiosk.Russian)
	status, _ := c.decide(p.id.String(), badSign)
	require.Equal(t, http.StatusOK, status)
	assert.Empty(t, c.refunds())
	assert.Contains(t, p.messages()[0].Text, "Госпошлина не взималась")
	assert.NotContains(t, p.messages()[0].Text, "возвращ")
	told := p.registration().Refusal
	assert.NotContains(t, told.Next.Ru, "возвращ", "nor at the terminal")
	assert.Contains(t, told.Next.Ru, "снова")
	closing, err := c.client.ClosePaymentWithResponse(c.ctx(), p.id, &wire.ClosePaymentParams{XKioskId: terminalID})
	require.NoError(t, err)
	assert.Equal(t, http.StatusConflict, closing.StatusCode())
	assert.Equal(t, wire.RegistrationStateExempt, c.citizen(disabled).consent().registered(idCard18).State)
}

func TestDecision_AnnulOneOfAVisit_RefundsItsShare_AndThenTheOthers(t *testing.T) {
	c := newCentre(t)
	c.set(`{"processSeconds": 86400}`)
	card, passport := c.visit()
	require.Equal(t, http.StatusOK, c.payer(c.basket(card.id, passport.id).Qr, "pay"))
	require.NotNil(t, card.confirm().JSON200)
	require.NotNil(t, passport.confirm().JSON200)
	status, _ := c.decide(passport.id.String(), badPhoto)
	require.Equal(t, http.StatusOK, status)
	require.Len(t, c.refunds(), 1)
	assert.Equal(t, kiosk.Money(passportDuty), c.refunds()[0].Amount)
	assert.Equal(t, wire.PaymentStatePaid, card.payment().State, "the other document goes on")
	assert.Equal(t, wire.RegistrationStateConfirmed, card.registration().State)
	assert.Equal(t, wire.PaymentStateRefund, passport.payment().State)
	status, _ = c.decide(card.id.String(), badPhoto)
	require.Equal(t, http.StatusOK, status)
	require.Len(t, c.refunds(), 2)
	assert.Equal(t, c.refunds()[0].Reference, c.refunds()[1].Reference, "of one payment")
	assert.NotEqual(t, c.refunds()[0].ID, c.refunds()[1].ID)
}

func TestAnnulled_IsToldAsLongAsTheSettingSays(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	c.decide(p.id.String(), badPhoto)
	told := func() int {
		again := c.citizen(expired3d).consent()
		again.face(wire.FaceRequestPurposeIdentify, []byte("x"))
		answer := again.person().JSON200
		if answer.Annulled == nil {
			return 0
		}
		return len(*answer.Annulled)
	}
	assert.Equal(t, 1, told())
	c.later(40 * 24 * time.Hour)
	assert.Equal(t, 1, told())
	c.set(`{"annulledMonths": 1}`)
	assert.Zero(t, told())
}

func TestPages_Officer_DecidesAndReturnsTheMoney(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	path := "/operator/applications/" + p.id.String()
	page := c.page(path)
	for _, part := range []string{"Решение офицера", "annul photo-quality", "needs-visit identity-check", "одобрить"} {
		assert.Contains(t, page, part)
	}
	assert.NotContains(t, page, `http-equiv="refresh"`, "nobody types into a page that reloads")
	assert.Equal(t, http.StatusBadRequest, c.form(path+"/decision", url.Values{"decision": {"annul photo-quality"}}, nil).StatusCode)
	assert.Equal(t, http.StatusForbidden, c.form(path+"/decision", url.Values{"decision": {"annul photo-quality"}, "officer": {"a.omarov"}}, http.Header{"Sec-Fetch-Site": {"cross-site"}}).StatusCode)
	resp := c.form(path+"/decision", url.Values{"decision": {"annul photo-quality"}, "officer": {"Ә. Омаров"}}, nil)
	require.Equal(t, http.StatusSeeOther, resp.StatusCode)
	page = c.page(path)
	for _, part := range []string{"аннулировано: Фотография не подходит", "офицер Ә. Омаров", "photo-quality", "RET-000000001", "к возврату"} {
		assert.Contains(t, page, part)
	}
	assert.NotContains(t, page, "Решение офицера")
	assert.NotContains(t, page, p.iin)
	assert.Contains(t, c.page("/operator/payments"), "Деньги возвращены")

	assert.Equal(t, http.StatusSeeOther, c.form("/operator/refunds/RET-000000001/returned", nil, nil).StatusCode)
	assert.Equal(t, http.StatusSeeOther, c.form("/operator/refunds/RET-000000001/returned", nil, nil).StatusCode)
	assert.Equal(t, http.StatusNotFound, c.form("/operator/refunds/RET-000000009/returned", nil, nil).StatusCode)
	assert.Equal(t, "returned", c.refunds()[0].State)
	assert.Equal(t, 1, strings.Count(c.page(path), "деньги возвращены, RET-000000001"), "once in the history")

	var list []struct {
		ID, State, Coupon string
		Refunds           []struct{ ID, State, Reason string }
	}
	c.getJSON("/operator/api/applications?phone="+strings.ReplaceAll(p.phone, "+", "%2B"), &list)
	require.Len(t, list, 1)
	assert.Equal(t, p.id.String(), list[0].ID)
	assert.Equal(t, "annulled", list[0].State)
	assert.Equal(t, "returned", list[0].Refunds[0].State)
	c.getJSON("/operator/api/applications?phone=%2B77770000000", &list)
	assert.Empty(t, list)
	var grounds []struct{ Code, Outcome string }
	c.getJSON("/operator/api/decisions", &grounds)
	assert.Contains(t, grounds, struct{ Code, Outcome string }{"photo-quality", "annul"})
}

func TestPages_Officer_OpensThePictures_AndItIsOnRecord(t *testing.T) {
	c, p := confirmed(t, expired3d, kiosk.Russian)
	path := "/operator/applications/" + p.id.String()
	assert.NotContains(t, c.page(path), "data:image")
	assert.NotContains(t, c.page(path), "открыты фото")
	page := c.page(path + "/pictures")
	assert.Contains(t, page, "data:image/jpeg;base64,"+base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("portrait"), 3)))
	assert.Contains(t, page, "не может подписать")
	assert.NotContains(t, page, p.iin)
	assert.Equal(t, 1, strings.Count(c.page(path), "открыты фото и подпись"))
	resp, err := http.Get(c.url + "/operator/applications/nobody/pictures")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
}

// On the wire: the terminal's queue ends its part, and its next visitor is told why.
func TestTerminal_OfficerAnnuls_PayloadGoes_AndTheNextVisitIsTold(t *testing.T) {
	c := newCentre(t)
	c.set(`{"processSeconds": 86400}`)
	m := c.terminal()
	id := m.held(t, c.citizen(expired3d), idCard18)
	_, err := m.syncer.Register(t.Context(), id)
	require.NoError(t, err)
	invoice, err := m.syncer.OpenInvoice(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, c.payer(invoice.QR, "pay"))
	payment, err := m.syncer.Payment(t.Context(), id, kiosk.PaymentCreated, 20*time.Second)
	require.NoError(t, err)
	require.NoError(t, m.queue.Release(t.Context(), id, kiosk.PaymentRef{Reference: payment.Reference}))
	coupon, err := m.syncer.Confirm(t.Context(), id)
	require.NoError(t, err)
	m.run(t)
	status, answer := c.decide(string(id), comePlease)
	require.Equal(t, http.StatusOK, status, answer)
	status, answer = c.decide(string(id), badPhoto)
	require.Equal(t, http.StatusOK, status, answer)
	m.becomes(t, id, offline.Acknowledged)

	again, iin := kiosk.NewApplicationID(), kiosk.IIN(expired3d)
	token, err := m.conn.GrantConsent(t.Context(), again, iin, kiosk.Consent{Language: kiosk.Kazakh, TextVersion: "1", AcceptedAt: time.Now()})
	require.NoError(t, err)
	_, _, err = m.conn.MatchFace(t.Context(), again, token, iin, kiosk.FaceIdentify, []byte("a face"))
	require.NoError(t, err)
	person, err := m.conn.Person(t.Context(), again, token, iin)
	require.NoError(t, err)
	require.Len(t, person.Annulled, 1)
	assert.Equal(t, coupon.Number, person.Annulled[0].Coupon)
	assert.Equal(t, registry.Today(c.now()), person.Annulled[0].Date)
	verdict := c.office.Policy.Set().Evaluate(person, idCard18, registry.Today(c.now()))
	assert.True(t, verdict.Allowed, "the terminal's own check lets it through: %s", verdict.Code)
}

func TestDecision_ByTheDefaultsOfAFreshCentre_TheOfficerHasTime(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(disabled).consent()
	p.registered(idCard18)
	require.NotNil(t, p.confirm().JSON200)
	c.later(10 * time.Minute)
	process(c)
	status, answer := c.decide(p.id.String(), badPhoto)
	assert.Equal(t, http.StatusOK, status, answer)
}
