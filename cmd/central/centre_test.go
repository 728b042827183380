package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/identify"
	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const terminalID = "KZ-ALA-0001"

// People of the register, by what they show.
const (
	expired3d    = "850615390015" // owes 865 ₸ for code 18
	disabled     = "660323390266" // exempt
	altynAlka    = "781118490275" // exempt
	repeatedLoss = "870914390153"
)

// centre is the whole service on a test server, with a clock that can be turned.
type centre struct {
	t      testing.TB
	url    string
	client *wire.ClientWithResponses
	office *intake.Office
	store  *store.Store
	faces  *fixedFaces
	key    *ecdsa.PrivateKey
	sealer *seal.Sealer
	link   kiosk.Link

	mu    sync.Mutex
	ahead time.Duration
}

// fixedFaces answers what the test says.
type fixedFaces struct{ outcome kiosk.FaceOutcome }

func (f *fixedFaces) Compare(context.Context, string, []byte, float64) (kiosk.FaceOutcome, error) {
	return f.outcome, nil
}

func newCentre(t testing.TB) *centre { t.Helper(); return newCentreWith(t, nil) }

// safeBuffer collects what the service logs.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// newCentreWith lets a test change the desk before the service starts.
func newCentreWith(t testing.TB, change func(*identify.Desk)) *centre {
	t.Helper()
	c := &centre{t: t, faces: &fixedFaces{kiosk.FaceMatch}, link: kiosk.Link{Seq: 1}}
	dir := t.TempDir()
	st, err := store.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, st.Close()) })
	log := &safeBuffer{}
	t.Cleanup(func() { assert.NotRegexp(t, `\d{12}|7\d{10}|Серіков`, log.String(), "the log names nobody") })
	server := httptest.NewUnstartedServer(nil)
	c.url = "http://" + server.Listener.Addr().String()
	office, desk, err := build(config{state: dir, public: c.url}, st, c.now)
	require.NoError(t, err)
	desk.Faces = c.faces
	if change != nil {
		change(desk)
	}
	server.Config.Handler, err = handler(st, office, desk, slog.New(slog.NewTextHandler(log, nil)))
	require.NoError(t, err)
	server.Start()
	t.Cleanup(server.Close)
	c.office, c.store = office, st
	c.client, err = wire.NewClientWithResponses(c.url)
	require.NoError(t, err)
	c.enroll()
	return c
}

func (c *centre) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return clock().Add(c.ahead)
}

// later turns the clock forward.
func (c *centre) later(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

func (c *centre) ctx() context.Context { return c.t.Context() }

func (c *centre) set(patch string) {
	c.t.Helper()
	require.NoError(c.t, c.office.Settings.Patch([]byte(patch)))
}

func publicPEM(t testing.TB, key *ecdsa.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return key
}

func (c *centre) enroll() {
	t := c.t
	c.key = newKey(t)
	answer, err := c.client.EnrollWithResponse(c.ctx(), wire.Enrolment{KioskId: terminalID, PublicKey: publicPEM(t, c.key), Office: new("ALA-01")})
	require.NoError(t, err)
	require.NotNil(t, answer.JSON200, string(answer.Body))
	c.sealer = newSealerFor(t, terminalID, c.key, *answer.JSON200)
}

func newSealerFor(t testing.TB, id string, key *ecdsa.PrivateKey, keys wire.CentreKeys) *seal.Sealer {
	t.Helper()
	public, err := hpke.MLKEM768X25519().NewPublicKey(keys.SealKey)
	require.NoError(t, err)
	s, err := seal.New(seal.Opts{KioskID: id, Office: "ALA-01", SigningKey: key, CentreKey: public, KeyID: keys.SealKeyId})
	require.NoError(t, err)
	return s
}

// citizen is somebody at the terminal.
type citizen struct {
	c     *centre
	id    uuid.UUID
	iin   string
	phone string
	token string

	language kiosk.Language
	believes func(*kiosk.Person) // what the terminal has of the person instead of the register's word
}

func (c *centre) citizen(iin string) *citizen {
	c.t.Helper()
	id, err := uuid.NewV7()
	require.NoError(c.t, err)
	p := &citizen{c: c, id: id, iin: iin, phone: "+77010009999", language: kiosk.Russian}
	if e, err := c.office.People.Find(kiosk.IIN(iin)); err == nil && len(e.Phones) > 0 {
		p.phone = string(e.Phones[0])
	}
	return p
}

func (p *citizen) consent() *citizen {
	t := p.c.t
	t.Helper()
	answer, err := p.c.client.GrantConsentWithResponse(p.c.ctx(), &wire.GrantConsentParams{XKioskId: terminalID},
		wire.ConsentRequest{Application: p.id, Iin: p.iin, Language: wire.Ru, TextVersion: "1", AcceptedAt: p.c.now()})
	require.NoError(t, err)
	require.NotNil(t, answer.JSON200, string(answer.Body))
	p.token = answer.JSON200.Token
	return p
}

func (p *citizen) code(purpose wire.CodeRequestPurpose) *wire.SendCodeResponse {
	p.c.t.Helper()
	answer, err := p.c.client.SendCodeWithResponse(p.c.ctx(), &wire.SendCodeParams{XKioskId: terminalID},
		wire.CodeRequest{Application: p.id, Consent: p.token, Phone: p.phone, Purpose: purpose})
	require.NoError(p.c.t, err)
	return answer
}

func (p *citizen) verify(ticket uuid.UUID, code string) wire.CodeAnswer {
	p.c.t.Helper()
	answer, err := p.c.client.VerifyCodeWithResponse(p.c.ctx(), ticket, &wire.VerifyCodeParams{XKioskId: terminalID}, wire.CodeAttempt{Code: code})
	require.NoError(p.c.t, err)
	require.NotNil(p.c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func (p *citizen) face(purpose wire.FaceRequestPurpose, jpeg []byte) wire.FaceAnswer {
	p.c.t.Helper()
	answer, err := p.c.client.MatchFaceWithResponse(p.c.ctx(), &wire.MatchFaceParams{XKioskId: terminalID},
		wire.FaceRequest{Application: p.id, Consent: p.token, Iin: p.iin, Purpose: purpose, Image: jpeg})
	require.NoError(p.c.t, err)
	require.NotNil(p.c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func (p *citizen) person() *wire.FindPersonResponse {
	p.c.t.Helper()
	answer, err := p.c.client.FindPersonWithResponse(p.c.ctx(), &wire.FindPersonParams{XKioskId: terminalID},
		wire.PersonRequest{Application: p.id, Consent: p.token, Iin: p.iin})
	require.NoError(p.c.t, err)
	return answer
}

// received is an SMS as the operators' program interface shows it.
type received struct{ Phone, Text, Code, Purpose string }

func (p *citizen) messages() (list []received) {
	t := p.c.t
	t.Helper()
	p.c.getJSON("/operator/api/sms?phone="+strings.ReplaceAll(p.phone, "+", "%2B"), &list)
	return list
}

func (c *centre) getJSON(path string, into any) {
	c.t.Helper()
	resp, err := http.Get(c.url + path)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	require.Equal(c.t, http.StatusOK, resp.StatusCode)
	require.NoError(c.t, json.NewDecoder(resp.Body).Decode(into))
}

// sealed makes the application of the citizen at the next place of the chain.
func (p *citizen) sealed(choice kiosk.Choice) kiosk.Sealed {
	p.c.t.Helper()
	s := p.sealedAt(choice, p.c.link)
	p.c.link = kiosk.Link{Seq: p.c.link.Seq + 1, Prev: s.Digest}
	return s
}

func (p *citizen) sealedAt(choice kiosk.Choice, link kiosk.Link) kiosk.Sealed {
	p.c.t.Helper()
	person := kiosk.Person{IIN: kiosk.IIN(p.iin)}
	if e, err := p.c.office.People.Find(person.IIN); err == nil {
		person = e.Person
	}
	if p.believes != nil {
		p.believes(&person)
	}
	s, err := p.c.sealer.Seal(kiosk.Application{
		ID: kiosk.ApplicationID(p.id.String()), Office: "ALA-01", Kiosk: terminalID, Consent: kiosk.Consent{Language: p.language, TextVersion: "1", AcceptedAt: p.c.now(), Token: p.token},
		Person: person, Phone: kiosk.Phone(p.phone), Choice: choice, Portrait: kiosk.Portrait{JPEG: bytes.Repeat([]byte("portrait"), 40_000)},
		Signature: kiosk.Signature{CannotSign: true}, ConfirmedAt: p.c.now(), PolicyVersion: p.c.office.Policy.Set().Version(), CapturedAt: p.c.now(),
	}, link)
	require.NoError(p.c.t, err)
	return s
}

var idCard18 = kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}

// patch uploads one part.
func (c *centre) patch(b kiosk.Blob, from, to int) *wire.PatchBlobResponse {
	c.t.Helper()
	answer, err := c.client.PatchBlobWithBodyWithResponse(c.ctx(), b.SHA256,
		&wire.PatchBlobParams{XKioskId: terminalID, UploadOffset: int64(from), UploadLength: int64(len(b.Data))}, "application/octet-stream", bytes.NewReader(b.Data[from:to]))
	require.NoError(c.t, err)
	return answer
}

func (c *centre) upload(s kiosk.Sealed) {
	c.t.Helper()
	for _, b := range s.Blobs {
		for from := 0; from < len(b.Data); from += store.MaxPart {
			answer := c.patch(b, from, min(from+store.MaxPart, len(b.Data)))
			require.Equal(c.t, http.StatusOK, answer.StatusCode(), string(answer.Body))
		}
	}
}

func (c *centre) put(s kiosk.Sealed, deferred bool) *wire.RegisterApplicationResponse {
	c.t.Helper()
	answer, err := c.client.RegisterApplicationWithBodyWithResponse(c.ctx(), uuid.MustParse(string(s.ID)),
		&wire.RegisterApplicationParams{XKioskId: terminalID, Deferred: &deferred}, "application/jose", bytes.NewReader(s.Manifest))
	require.NoError(c.t, err)
	return answer
}

// registered uploads and commits, and expects it to be new.
func (p *citizen) registered(choice kiosk.Choice) wire.Registration {
	p.c.t.Helper()
	s := p.sealed(choice)
	p.c.upload(s)
	answer := p.c.put(s, false)
	require.NotNil(p.c.t, answer.JSON201, string(answer.Body))
	return *answer.JSON201
}

func (p *citizen) invoice() wire.Invoice {
	p.c.t.Helper()
	answer := p.c.openInvoice(p.id)
	require.NotNil(p.c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func (c *centre) openInvoice(applications ...uuid.UUID) *wire.OpenInvoiceResponse {
	c.t.Helper()
	answer, err := c.client.OpenInvoiceWithResponse(c.ctx(), &wire.OpenInvoiceParams{XKioskId: terminalID}, wire.InvoiceRequest{Applications: applications})
	require.NoError(c.t, err)
	return answer
}

func (p *citizen) payment() wire.Payment { p.c.t.Helper(); return p.awaitPayment("", 0) }

func (p *citizen) awaitPayment(known wire.PaymentState, wait int) wire.Payment {
	p.c.t.Helper()
	params := &wire.GetPaymentParams{XKioskId: terminalID, Wait: &wait}
	if known != "" {
		params.Known = &known
	}
	answer, err := p.c.client.GetPaymentWithResponse(p.c.ctx(), p.id, params)
	require.NoError(p.c.t, err)
	require.NotNil(p.c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func (p *citizen) closePayment() wire.Payment {
	p.c.t.Helper()
	answer, err := p.c.client.ClosePaymentWithResponse(p.c.ctx(), p.id, &wire.ClosePaymentParams{XKioskId: terminalID})
	require.NoError(p.c.t, err)
	require.NotNil(p.c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func (p *citizen) confirm() *wire.ConfirmApplicationResponse {
	p.c.t.Helper()
	answer, err := p.c.client.ConfirmApplicationWithResponse(p.c.ctx(), p.id, &wire.ConfirmApplicationParams{XKioskId: terminalID}, wire.Confirmation{})
	require.NoError(p.c.t, err)
	return answer
}

func (p *citizen) registration() wire.Registration {
	p.c.t.Helper()
	answer, err := p.c.client.GetApplicationWithResponse(p.c.ctx(), p.id, &wire.GetApplicationParams{XKioskId: terminalID})
	require.NoError(p.c.t, err)
	require.NotNil(p.c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

// payer presses a button of the page behind the QR.
func (c *centre) payer(qr, action string) int {
	c.t.Helper()
	resp, err := http.Post(qr+"/"+action, "application/json", strings.NewReader(`{}`))
	require.NoError(c.t, err)
	require.NoError(c.t, resp.Body.Close())
	return resp.StatusCode
}

// scan opens the payer's page.
func (c *centre) scan(qr string) string {
	c.t.Helper()
	resp, err := http.Get(qr)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	require.Equal(c.t, http.StatusOK, resp.StatusCode)
	page, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return string(page)
}

func (c *centre) changes(after int64, wait int) wire.Changes {
	c.t.Helper()
	answer, err := c.client.GetChangesWithResponse(c.ctx(), &wire.GetChangesParams{XKioskId: terminalID, After: after, Wait: &wait})
	require.NoError(c.t, err)
	require.NotNil(c.t, answer.JSON200, string(answer.Body))
	return *answer.JSON200
}

func events(c wire.Changes) (list []string) {
	for _, change := range c.Changes {
		list = append(list, string(change.Event))
	}
	return list
}

func problemType(t *testing.T, body []byte) string {
	t.Helper()
	var p wire.Problem
	require.NoError(t, json.Unmarshal(body, &p), string(body))
	return p.Type
}
