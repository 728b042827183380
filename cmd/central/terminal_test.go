package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
	wire "documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// terminal is the terminal's own queue, client and synchronisation, on the wire.
type terminal struct {
	conn   *wire.Conn
	queue  *offline.Queue
	syncer *offline.Syncer
	sealer *seal.Sealer
}

func (c *centre) terminal() *terminal {
	t := c.t
	t.Helper()
	conn, err := wire.Dial(c.url, terminalID, wire.Opts{})
	require.NoError(t, err)
	keys, err := conn.Enroll(c.ctx(), &c.key.PublicKey, "ALA-01")
	require.NoError(t, err)
	queue, err := offline.Open(offline.Opts{Dir: t.TempDir(), Reserve: 1})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, queue.Close()) })
	sealer, err := seal.New(seal.Opts{KioskID: terminalID, Office: "ALA-01", SigningKey: c.key, CentreKey: keys.SealKey, KeyID: keys.SealKeyID})
	require.NoError(t, err)
	syncer, err := offline.NewSyncer(offline.SyncOpts{Queue: queue, Centre: conn, CheckReceipt: seal.ReceiptCheck(keys.ReceiptKey), Version: "test"})
	require.NoError(t, err)
	return &terminal{conn, queue, syncer, sealer}
}

// held takes one application of the person as far as the queue.
func (m *terminal) held(t *testing.T, p *citizen, choice kiosk.Choice) kiosk.ApplicationID {
	t.Helper()
	ctx, id, iin, phone := t.Context(), kiosk.ApplicationID(p.id.String()), kiosk.IIN(p.iin), kiosk.Phone(p.phone)
	consent := kiosk.Consent{Language: kiosk.Kazakh, TextVersion: "1", AcceptedAt: time.Now()}
	token, err := m.conn.GrantConsent(ctx, id, iin, consent)
	require.NoError(t, err)
	_, err = m.conn.Person(ctx, id, token, iin)
	require.ErrorIs(t, err, kiosk.ErrNotIdentified)
	_, err = m.conn.SendCode(ctx, id, token, iin, "+77019999999", kiosk.CodeIdentify)
	require.ErrorIs(t, err, kiosk.ErrUnknownPhone)
	for _, purpose := range []kiosk.CodePurpose{kiosk.CodeIdentify, kiosk.CodeConfirm} {
		ticket, err := m.conn.SendCode(ctx, id, token, iin, phone, purpose)
		require.NoError(t, err)
		outcome, _, err := m.conn.CheckCode(ctx, ticket.Ticket, p.messages()[0].Code)
		require.NoError(t, err)
		assert.Equal(t, kiosk.CodeRight, outcome)
	}
	outcome, _, err := m.conn.MatchFace(ctx, id, token, iin, kiosk.FaceIdentify, []byte("a face"))
	require.NoError(t, err)
	assert.Equal(t, kiosk.FaceMatch, outcome)
	person, err := m.conn.Person(ctx, id, token, iin)
	require.NoError(t, err)

	link, err := m.queue.Next(ctx)
	require.NoError(t, err)
	sealed, err := m.sealer.Seal(kiosk.Application{
		ID: id, Office: "ALA-01", Kiosk: terminalID, Consent: consent, Person: person, Phone: phone, Choice: choice,
		Portrait: kiosk.Portrait{JPEG: bytes.Repeat([]byte("portrait"), 40_000)}, Signature: kiosk.Signature{CannotSign: true},
		ConfirmedAt: time.Now(), PolicyVersion: "1", CapturedAt: time.Now(),
	}, link)
	require.NoError(t, err)
	require.NoError(t, m.queue.Hold(ctx, sealed))
	return id
}

// run works in the background until the test ends.
func (m *terminal) run(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = m.syncer.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
}

func (m *terminal) becomes(t *testing.T, id kiosk.ApplicationID, want offline.Status) {
	t.Helper()
	require.Eventually(t, func() bool { r, err := m.queue.Record(id); return err == nil && r.Status == want }, 20*time.Second, 5*time.Millisecond, want)
}

func TestTerminal_CitizenStays_PaysAndIsAcknowledged(t *testing.T) {
	c := newCentre(t)
	c.set(`{"processSeconds": 0}`)
	m := c.terminal()
	id := m.held(t, c.citizen(expired3d), idCard18)
	reg, err := m.syncer.Register(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, kiosk.AwaitingPayment, reg.State)
	assert.Equal(t, kiosk.Tenge(865), reg.Amount)
	invoice, err := m.syncer.OpenInvoice(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, c.payer(invoice.QR, "pay"))
	payment, err := m.syncer.Payment(t.Context(), id, kiosk.PaymentCreated, 20*time.Second)
	require.NoError(t, err)
	assert.Equal(t, kiosk.PaymentPaid, payment.State)
	require.NoError(t, m.queue.Release(t.Context(), id, kiosk.PaymentRef{Reference: payment.Reference}))
	coupon, err := m.syncer.Confirm(t.Context(), id)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(coupon.Number, "ALA-"))
	assert.False(t, coupon.ReadyDate.IsZero())
	m.run(t)
	process(c)
	m.becomes(t, id, offline.Acknowledged)
	assert.Empty(t, c.incidents("not-identified"))
}

func TestTerminal_CitizenHasLeft_QueueFinishesAfterThePayment(t *testing.T) {
	c := newCentre(t)
	c.set(`{"processSeconds": 0}`)
	m, p := c.terminal(), c.citizen(expired3d)
	id := m.held(t, p, idCard18)
	require.NoError(t, m.queue.Defer(t.Context(), id))
	m.run(t)
	var link string
	require.Eventually(t, func() bool {
		_, after, found := strings.Cut(p.messages()[0].Text, c.url+"/pay/")
		if found {
			link = c.url + "/pay/" + strings.Fields(after)[0]
		}
		return found
	}, 20*time.Second, 10*time.Millisecond)
	require.Equal(t, http.StatusOK, c.payer(link, "pay"))
	m.becomes(t, id, offline.Released)
	require.Eventually(t, func() bool { return strings.Contains(p.messages()[0].Text, "ALA-") }, 20*time.Second, 10*time.Millisecond, "the coupon by SMS")
	process(c)
	m.becomes(t, id, offline.Acknowledged)
}

func TestTerminal_SessionDied_RecoverClosesWhatIsUnpaid(t *testing.T) {
	c := newCentre(t)
	m := c.terminal()
	id := m.held(t, c.citizen(expired3d), idCard18)
	_, err := m.syncer.Register(t.Context(), id)
	require.NoError(t, err)
	invoice, err := m.syncer.OpenInvoice(t.Context(), id)
	require.NoError(t, err)
	require.NoError(t, m.queue.Recover(t.Context(), m.syncer))
	r, err := m.queue.Record(id)
	require.NoError(t, err)
	assert.Equal(t, offline.Discarded, r.Status)
	require.Equal(t, http.StatusOK, c.payer(invoice.QR, "pay"))
	require.Len(t, c.refunds(), 1)

	again := m.held(t, c.citizen(expired3d), idCard18)
	reg, err := m.syncer.Register(t.Context(), again)
	require.NoError(t, err)
	assert.Equal(t, kiosk.AwaitingPayment, reg.State, "the closed application does not stand in the way")
}

func TestTerminal_RegistrySilent_IsSilenceToTheTerminal(t *testing.T) {
	c := newCentre(t)
	c.set(`{"services": {"kdp": "silent"}}`)
	conn, err := wire.Dial(c.url, terminalID, wire.Opts{Timeout: 50 * time.Millisecond})
	require.NoError(t, err)
	_, err = conn.GrantConsent(t.Context(), kiosk.NewApplicationID(), expired3d, kiosk.Consent{Language: kiosk.Kazakh, TextVersion: "1", AcceptedAt: time.Now()})
	require.ErrorIs(t, err, kiosk.ErrSilent)
	c.set(`{"services": {"kdp": "down"}}`)
	_, err = conn.GrantConsent(t.Context(), kiosk.NewApplicationID(), expired3d, kiosk.Consent{Language: kiosk.Kazakh, TextVersion: "1", AcceptedAt: time.Now()})
	require.ErrorIs(t, err, kiosk.ErrSilent)
}

// What the registers say of everybody passes the terminal's own checks of an answer.
func TestTerminal_ReadsEverybodyOfTheRegister(t *testing.T) {
	c := newCentre(t)
	m := c.terminal()
	all, err := c.office.People.All()
	require.NoError(t, err)
	for _, e := range all {
		id, iin := kiosk.NewApplicationID(), e.Person.IIN
		token, err := m.conn.GrantConsent(t.Context(), id, iin, kiosk.Consent{Language: kiosk.English, TextVersion: "1", AcceptedAt: time.Now()})
		require.NoError(t, err)
		_, _, err = m.conn.MatchFace(t.Context(), id, token, iin, kiosk.FaceIdentify, []byte("a face"))
		require.NoError(t, err)
		got, err := m.conn.Person(t.Context(), id, token, iin)
		require.NoError(t, err, e.Note)
		assert.Equal(t, e.Person, got, e.Note)
		refusal := c.office.Policy.Set().Refusal(got, registry.Today(c.now()))
		assert.Equal(t, e.Broken, refusal != nil && refusal.Code == "registry-garbled", "%s: letters that were lost must never be printed", e.Note)
	}
}
