package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One citizen from the consent to the coupon.
func TestJourney_PaidApplication_GetsCouponAndIsProcessed(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()

	phone, err := c.client.CheckPhoneWithResponse(c.ctx(), &wire.CheckPhoneParams{XKioskId: terminalID},
		wire.PhoneRequest{Application: p.id, Consent: p.token, Iin: p.iin, Phone: p.phone})
	require.NoError(t, err)
	require.Equal(t, wire.Registered, phone.JSON200.Outcome)
	assert.Equal(t, http.StatusForbidden, p.person().StatusCode(), "nobody is told who it is before the face was matched")

	sent := p.code(wire.CodeRequestPurposeIdentify)
	require.NotNil(t, sent.JSON200, string(sent.Body))
	assert.Equal(t, wire.CodeAnswerOutcomeRight, p.verify(sent.JSON200.Ticket, p.messages()[0].Code).Outcome)
	assert.Equal(t, wire.FaceAnswerOutcomeMatch, p.face(wire.FaceRequestPurposeIdentify, []byte("a face")).Outcome)
	person := p.person()
	require.NotNil(t, person.JSON200, string(person.Body))
	assert.Equal(t, "Серіков", person.JSON200.Surname)
	assert.Equal(t, registry.Today(c.now()).AddDays(-3).String(), person.JSON200.Documents[0].Expires.Format(time.DateOnly))

	confirmation := p.code(wire.CodeRequestPurposeConfirm)
	require.NotNil(t, confirmation.JSON200)
	p.verify(confirmation.JSON200.Ticket, p.messages()[0].Code)
	reg := p.registered(idCard18)
	assert.Equal(t, wire.RegistrationStateAwaitingPayment, reg.State)
	assert.EqualValues(t, 86_500, *reg.AmountTiyn)
	assert.Equal(t, http.StatusConflict, p.confirm().StatusCode(), "no coupon before the money")

	invoice := p.invoice()
	assert.Equal(t, invoice, p.invoice(), "the open invoice stays the same")
	assert.Equal(t, wire.PaymentStateCreated, p.payment().State)
	c.scan(invoice.Qr)
	assert.Equal(t, wire.PaymentStateScanned, p.payment().State)
	require.Equal(t, http.StatusOK, c.payer(invoice.Qr, "pay"))
	paid := p.payment()
	assert.Equal(t, wire.PaymentStatePaid, paid.State)
	assert.NotEmpty(t, *paid.Reference)

	coupon := p.confirm()
	require.NotNil(t, coupon.JSON200, string(coupon.Body))
	assert.Equal(t, fmt.Sprintf("ALA-%d-000001", c.now().Year()), coupon.JSON200.Coupon)
	assert.Equal(t, coupon.JSON200, p.confirm().JSON200, "asked again, the same coupon")
	assert.Contains(t, p.messages()[0].Text, coupon.JSON200.Coupon)

	process(c)
	feed := c.changes(0, 0)
	assert.Equal(t, []string{"paid", "confirmed"}, events(feed), "not yet processed")
	c.later(time.Hour)
	process(c)
	feed = c.changes(feed.Cursor, 0)
	assert.Equal(t, []string{"processed"}, events(feed))
	assert.Empty(t, c.changes(feed.Cursor, 0).Changes)
	process(c)
	assert.Empty(t, c.changes(feed.Cursor, 0).Changes, "processed once")
}

func TestConsent_QueryWithoutToken_IsForbidden(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d)
	p.token = "made up"
	assert.Equal(t, http.StatusForbidden, p.code(wire.CodeRequestPurposeIdentify).StatusCode())

	p.consent()
	other := c.citizen(expired3d)
	other.token = p.token
	assert.Equal(t, http.StatusForbidden, other.code(wire.CodeRequestPurposeIdentify).StatusCode(), "the token is of another application")

	c.later(2 * time.Hour)
	assert.Equal(t, http.StatusForbidden, p.code(wire.CodeRequestPurposeIdentify).StatusCode(), "the consent has expired")
}

func TestConsent_ImpossibleIIN_IsRefused(t *testing.T) {
	c := newCentre(t)
	answer, err := c.client.GrantConsentWithResponse(c.ctx(), &wire.GrantConsentParams{XKioskId: terminalID},
		wire.ConsentRequest{Application: uuid.New(), Iin: "850615390016", Language: wire.Kk, TextVersion: "1", AcceptedAt: c.now()})
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode())
	assert.NotContains(t, string(answer.Body), "850615")
}

func TestPhone_OtherNumber_IsUnknown(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	answer, err := c.client.CheckPhoneWithResponse(c.ctx(), &wire.CheckPhoneParams{XKioskId: terminalID},
		wire.PhoneRequest{Application: p.id, Consent: p.token, Iin: p.iin, Phone: "+77019999999"})
	require.NoError(t, err)
	assert.Equal(t, wire.UnknownPhone, answer.JSON200.Outcome)
	p.phone = "+77019999999"
	assert.Equal(t, http.StatusUnprocessableEntity, p.code(wire.CodeRequestPurposeIdentify).StatusCode(), "no code to a stranger's number")
}

func TestCode_ThreeWrongTries_ExhaustIt(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	ticket := p.code(wire.CodeRequestPurposeIdentify).JSON200.Ticket
	right := p.messages()[0].Code
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	assert.Equal(t, wire.CodeAnswer{Outcome: wire.CodeAnswerOutcomeWrong, TriesLeft: 2}, p.verify(ticket, wrong))
	assert.Equal(t, wire.CodeAnswer{Outcome: wire.CodeAnswerOutcomeWrong, TriesLeft: 1}, p.verify(ticket, wrong))
	assert.Equal(t, wire.CodeAnswer{Outcome: wire.CodeAnswerOutcomeExhausted}, p.verify(ticket, wrong))
	assert.Equal(t, wire.CodeAnswer{Outcome: wire.CodeAnswerOutcomeExhausted}, p.verify(ticket, right), "too late")
}

func TestCode_AfterItsTime_IsExpired(t *testing.T) {
	c := newCentre(t)
	c.set(`{"smsTTLSeconds": 60}`)
	p := c.citizen(expired3d).consent()
	ticket := p.code(wire.CodeRequestPurposeIdentify).JSON200.Ticket
	c.later(time.Minute)
	assert.Equal(t, wire.CodeAnswerOutcomeExpired, p.verify(ticket, p.messages()[0].Code).Outcome)
}

func TestCode_NewOne_EndsTheOneBefore_AndThereAreThree(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	first := p.code(wire.CodeRequestPurposeIdentify).JSON200.Ticket
	firstCode := p.messages()[0].Code
	second := p.code(wire.CodeRequestPurposeIdentify).JSON200.Ticket
	assert.Equal(t, wire.CodeAnswerOutcomeExpired, p.verify(first, firstCode).Outcome)
	assert.Equal(t, wire.CodeAnswerOutcomeRight, p.verify(second, p.messages()[0].Code).Outcome)
	require.NotNil(t, p.code(wire.CodeRequestPurposeIdentify).JSON200)
	tooMany := p.code(wire.CodeRequestPurposeIdentify)
	assert.Equal(t, http.StatusTooManyRequests, tooMany.StatusCode())
	assert.Equal(t, "too-many-codes", problemType(t, tooMany.Body))
	assert.NotNil(t, p.code(wire.CodeRequestPurposeConfirm).JSON200, "another purpose counts for itself")
}

func TestFace_FiveAttempts_ThenExhausted(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	c.faces.outcome = kiosk.FaceNone
	assert.Equal(t, wire.FaceAnswer{Outcome: wire.FaceAnswerOutcomeNoFace, AttemptsLeft: 5}, p.face(wire.FaceRequestPurposeIdentify, []byte("x")), "nobody was compared")
	c.faces.outcome = kiosk.FaceNoMatch
	for left := 4; left >= 0; left-- {
		assert.Equal(t, wire.FaceAnswer{Outcome: wire.FaceAnswerOutcomeNoMatch, AttemptsLeft: left}, p.face(wire.FaceRequestPurposeIdentify, []byte("x")))
	}
	c.faces.outcome = kiosk.FaceMatch
	assert.Equal(t, wire.FaceAnswer{Outcome: wire.FaceAnswerOutcomeExhausted}, p.face(wire.FaceRequestPurposeIdentify, []byte("x")))
	assert.Equal(t, http.StatusForbidden, p.person().StatusCode())
	assert.Equal(t, wire.FaceAnswerOutcomeMatch, p.face(wire.FaceRequestPurposePortrait, []byte("x")).Outcome, "another purpose counts for itself")
}

func TestService_Down_IsAProblemNamingIt(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	c.set(`{"services": {"sms": "down"}}`)
	answer := p.code(wire.CodeRequestPurposeIdentify)
	assert.Equal(t, http.StatusServiceUnavailable, answer.StatusCode())
	assert.Contains(t, string(answer.Body), `"service":"sms"`)
	assert.NotEmpty(t, answer.HTTPResponse.Header.Get("Retry-After"))
	health, err := c.client.GetHealthWithResponse(c.ctx())
	require.NoError(t, err)
	assert.Equal(t, wire.Down, health.JSON200.Services["sms"])
	assert.Equal(t, wire.Up, health.JSON200.Services["bmg"])
	c.set(`{"services": {"sms": "up"}}`)
	assert.NotNil(t, p.code(wire.CodeRequestPurposeIdentify).JSON200)
}

func TestTerminal_Unknown_IsForbidden(t *testing.T) {
	c := newCentre(t)
	answer, err := c.client.RateWithResponse(c.ctx(), &wire.RateParams{XKioskId: "KZ-AST-0009"}, wire.Rating{Stars: 5})
	require.NoError(t, err)
	assert.Equal(t, http.StatusForbidden, answer.StatusCode())
	assert.Equal(t, "unknown-kiosk", problemType(t, answer.Body))
}

func TestEnrol_AnotherKey_IsRefused(t *testing.T) {
	c := newCentre(t)
	for key, status := range map[string]int{publicPEM(t, c.key): http.StatusOK, publicPEM(t, newKey(t)): http.StatusConflict, "nonsense": http.StatusUnprocessableEntity} {
		answer, err := c.client.EnrollWithResponse(c.ctx(), wire.Enrolment{KioskId: terminalID, PublicKey: key})
		require.NoError(t, err)
		assert.Equal(t, status, answer.StatusCode(), string(answer.Body))
	}
}

// process runs the background work once.
func process(c *centre) {
	c.t.Helper()
	require.NoError(c.t, c.office.ProcessDue(c.ctx()))
}
