package offline_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
	"documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const kioskID = "KZ-ALA-0001"

// keys of a terminal and a centre that know each other.
type keys struct {
	terminal, receipts *ecdsa.PrivateKey
	centre             hpke.PrivateKey
	sealer             *seal.Sealer
}

func newKeys(t testing.TB) keys {
	t.Helper()
	var k keys
	var err error
	k.terminal, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	k.receipts, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	k.centre, err = hpke.MLKEM768X25519().GenerateKey()
	require.NoError(t, err)
	k.sealer, err = seal.New(seal.Opts{KioskID: kioskID, Office: "ALA-01", SigningKey: k.terminal,
		CentreKey: k.centre.PublicKey(), KeyID: seal.KeyID(k.centre.PublicKey())})
	require.NoError(t, err)
	return k
}

// application is sealed for the next place of q; its portrait has the given length.
func (k keys) application(t testing.TB, q *offline.Queue, portrait int) kiosk.Sealed {
	t.Helper()
	link, err := q.Next(t.Context())
	require.NoError(t, err)
	return k.seal(t, link, portrait)
}

func (k keys) seal(t testing.TB, link kiosk.Link, portrait int) kiosk.Sealed {
	t.Helper()
	at := time.Now()
	jpeg := make([]byte, portrait)
	_, _ = rand.Read(jpeg)
	s, err := k.sealer.Seal(kiosk.Application{
		ID: kiosk.NewApplicationID(), Office: "ALA-01", Kiosk: kioskID, Person: kiosk.Person{IIN: "850615390005"},
		Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}, Portrait: kiosk.Portrait{JPEG: jpeg},
		Signature:     kiosk.Signature{PadWidth: 1, PadHeight: 1, PNG: []byte("png"), Strokes: []kiosk.Stroke{{{X: 1}}}},
		PolicyVersion: "1", CapturedAt: at, ConfirmedAt: at,
	}, link)
	require.NoError(t, err)
	return s
}

func (k keys) hold(t testing.TB, q *offline.Queue, portrait int) kiosk.ApplicationID {
	t.Helper()
	s := k.application(t, q, portrait)
	require.NoError(t, q.Hold(t.Context(), s))
	return s.ID
}

// openQueue closes and checks the queue at the end of the test.
func openQueue(t testing.TB, dir string) *offline.Queue {
	t.Helper()
	q, err := offline.Open(offline.Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	t.Cleanup(func() {
		if err := q.Verify(t.Context()); err != nil && t.Context().Err() == nil {
			assert.NoError(t, err)
		}
		q.Close()
	})
	return q
}

// centre is a small independent reading of openapi.yaml: plain net/http and
// JSON, none of the generated code. It judges everything it receives.
type centre struct {
	t    testing.TB
	k    keys
	mux  *http.ServeMux
	fail func(n int, r *http.Request) fault // nil: never

	mu       sync.Mutex
	requests int
	parts    map[string][]byte
	length   map[string]int64
	apps     map[string]*app
	accepted map[string]int // manifests stored, by id; more than one is a defect
	changes  []map[string]any
	beats    []map[string]any
	exempt   bool
	spoken   chan struct{} // closed at a change
}

type app struct {
	manifest       seal.Manifest
	digest         string
	receipt        string
	state          string // awaiting-payment, exempt, paid, confirmed, refused, closed
	payment        string // none, created, paid, closed, unknown
	coupon         string
	deferred       bool
	confirms, puts int
}

// fault is what the wire does to one request.
type fault int

const (
	healthy    fault = iota
	lost             // the connection dies before the centre sees the request
	lostAnswer       // the centre does the work, the answer dies
	cutAnswer        // half of the answer arrives
	twice            // the request arrives twice
	broken           // 500
	busy             // 503, Retry-After
)

func newCentre(t testing.TB, k keys) *centre {
	c := &centre{t: t, k: k, parts: map[string][]byte{}, length: map[string]int64{}, apps: map[string]*app{},
		accepted: map[string]int{}, spoken: make(chan struct{}), mux: http.NewServeMux()}
	c.mux.HandleFunc("GET /v1/health", c.health)
	c.mux.HandleFunc("POST /v1/heartbeats", c.heartbeat)
	c.mux.HandleFunc("HEAD /v1/blobs/{sha}", c.headBlob)
	c.mux.HandleFunc("PATCH /v1/blobs/{sha}", c.patchBlob)
	c.mux.HandleFunc("PUT /v1/applications/{id}", c.put)
	c.mux.HandleFunc("POST /v1/invoices", c.invoice)
	c.mux.HandleFunc("GET /v1/applications/{id}/payment", c.payment)
	c.mux.HandleFunc("DELETE /v1/applications/{id}/payment", c.closePayment)
	c.mux.HandleFunc("POST /v1/applications/{id}/confirm", c.confirm)
	c.mux.HandleFunc("GET /v1/changes", c.getChanges)
	return c
}

func (c *centre) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v1/health" && r.Header.Get("X-Kiosk-Id") != kioskID {
		problem(w, 400, "kiosk")
		return
	}
	c.mu.Lock()
	c.requests++
	how := healthy
	if c.fail != nil {
		how = c.fail(c.requests, r)
	}
	c.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	handle := func(w http.ResponseWriter) {
		again := r.Clone(r.Context())
		again.Body = io.NopCloser(&reader{b: body})
		c.mux.ServeHTTP(w, again)
	}
	switch how {
	case lost:
		panic(http.ErrAbortHandler)
	case lostAnswer:
		handle(httptest.NewRecorder())
		panic(http.ErrAbortHandler)
	case cutAnswer:
		rec := httptest.NewRecorder()
		handle(rec)
		maps.Copy(w.Header(), rec.Header())
		w.Header().Set("Content-Length", strconv.Itoa(rec.Body.Len()+1))
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case twice:
		handle(httptest.NewRecorder())
		handle(w)
	case broken:
		problem(w, 500, "internal")
	case busy:
		w.Header().Set("Retry-After", "7")
		problem(w, 503, "busy")
	default:
		handle(w)
	}
}

type reader struct{ b []byte }

func (r *reader) Read(p []byte) (int, error) {
	if len(r.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.b)
	r.b = r.b[n:]
	return n, nil
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func problem(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"type": code, "title": code, "status": status})
}

func (c *centre) health(w http.ResponseWriter, _ *http.Request) {
	answer(w, 200, map[string]any{"time": time.Now(), "services": map[string]string{"bmg": "up", "gbdfl": "down"}})
}

func (c *centre) heartbeat(w http.ResponseWriter, r *http.Request) {
	var beat map[string]any
	_ = json.NewDecoder(r.Body).Decode(&beat)
	c.mu.Lock()
	c.beats = append(c.beats, beat)
	c.mu.Unlock()
	answer(w, 200, map[string]any{"time": time.Now()})
}

func (c *centre) offset(w http.ResponseWriter, sha string) {
	have := int64(len(c.parts[sha]))
	w.Header().Set("Upload-Offset", strconv.FormatInt(have, 10))
	w.Header().Set("Upload-Complete", strconv.FormatBool(have > 0 && have == c.length[sha]))
}

func (c *centre) headBlob(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset(w, r.PathValue("sha"))
}

func (c *centre) patchBlob(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sha := r.PathValue("sha")
	at, _ := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	total, _ := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	part, _ := io.ReadAll(r.Body)
	if at != int64(len(c.parts[sha])) || at == total {
		problem(w, 409, "offset")
		return
	}
	assert.LessOrEqual(c.t, len(part), 256<<10)
	all := append(c.parts[sha], part...)
	if int64(len(all)) == total {
		if sum := sha256.Sum256(all); hex.EncodeToString(sum[:]) != sha {
			problem(w, 422, "digest-mismatch")
			return
		}
	}
	c.parts[sha], c.length[sha] = all, total
	c.offset(w, sha)
}

func (c *centre) put(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := r.PathValue("id")
	jws, _ := io.ReadAll(r.Body)
	m, err := seal.ParseManifest(jws, &c.k.terminal.PublicKey)
	if err != nil || string(m.ID) != id {
		problem(w, 422, "manifest")
		return
	}
	var missing []string
	for _, b := range m.Blobs {
		if int64(len(c.parts[b.SHA256])) != b.Length {
			missing = append(missing, b.SHA256)
		}
	}
	if missing != nil {
		answer(w, 424, map[string]any{"missing": missing})
		return
	}
	a := c.apps[id]
	status := 200
	if a == nil {
		status = 201
		c.accepted[id]++
		a = &app{manifest: m, digest: seal.Digest(jws), state: "awaiting-payment", payment: "none"}
		if c.exempt {
			a.state = "exempt"
		}
		a.receipt, err = seal.SignReceipt(c.k.receipts, seal.Receipt{ID: m.ID, Digest: a.digest, Seq: int64(len(c.apps) + 1), ReceivedAt: time.Now()})
		assert.NoError(c.t, err)
		c.apps[id] = a
	} else if a.digest != seal.Digest(jws) {
		problem(w, 409, "digest-mismatch")
		return
	}
	a.puts++
	a.deferred = a.deferred || r.URL.Query().Get("deferred") == "true"
	out := map[string]any{"state": a.state, "receipt": a.receipt, "amountTiyn": 86500}
	text := map[string]string{"kk": "а", "ru": "б", "en": "c"}
	switch a.state {
	case "exempt":
		out["exemption"] = map[string]any{"category": "01", "ground": text}
	case "refused":
		out["refusal"] = map[string]any{"code": "test", "text": text}
	}
	answer(w, status, out)
}

// known answers 404 by itself.
func (c *centre) known(w http.ResponseWriter, r *http.Request) *app {
	a := c.apps[r.PathValue("id")]
	if a == nil {
		problem(w, 404, "unknown-application")
	}
	return a
}

func (c *centre) invoice(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ask struct{ Applications []string }
	if json.NewDecoder(r.Body).Decode(&ask) != nil || len(ask.Applications) == 0 {
		problem(w, 400, "applications")
		return
	}
	for _, id := range ask.Applications {
		if c.apps[id] == nil {
			problem(w, 404, "unknown-application")
			return
		}
		c.apps[id].payment = "created"
	}
	answer(w, 200, map[string]any{"invoice": "1", "covers": ask.Applications, "amountTiyn": 86500 * len(ask.Applications), "qr": "qr",
		"expires": time.Now().Add(time.Minute), "pollSeconds": 1, "confirmSeconds": 30})
}

func paymentOf(id string, a *app) map[string]any {
	out := map[string]any{"state": a.payment}
	if a.payment == "paid" {
		out["reference"], out["amountTiyn"], out["paidAt"] = "ref-"+id, 86500, time.Now()
	}
	return out
}

func (c *centre) payment(w http.ResponseWriter, r *http.Request) {
	wait, _ := strconv.Atoi(r.URL.Query().Get("wait"))
	over := time.After(time.Duration(wait) * time.Second)
	for {
		c.mu.Lock()
		a := c.known(w, r)
		if a == nil || wait == 0 || r.URL.Query().Get("known") != a.payment {
			if a != nil {
				answer(w, 200, paymentOf(r.PathValue("id"), a))
			}
			c.mu.Unlock()
			return
		}
		spoken := c.spoken
		c.mu.Unlock()
		select {
		case <-spoken:
		case <-over:
			wait = 0
		case <-r.Context().Done():
			return
		}
	}
}

func (c *centre) closePayment(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.known(w, r); a != nil {
		if a.payment != "paid" {
			a.payment, a.state = "closed", "closed"
		}
		answer(w, 200, paymentOf(r.PathValue("id"), a))
	}
}

func (c *centre) confirm(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.known(w, r)
	if a == nil {
		return
	}
	if a.state != "paid" && a.state != "exempt" && a.state != "confirmed" {
		problem(w, 409, "neither-paid-nor-exempt")
		return
	}
	a.confirms++
	a.state, a.coupon = "confirmed", "K-"+r.PathValue("id")[:8]
	answer(w, 200, map[string]any{"coupon": a.coupon, "readyDate": "2026-12-01", "issuedAt": time.Now()})
}

func (c *centre) getChanges(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	wait, _ := strconv.Atoi(r.URL.Query().Get("wait"))
	over := time.After(time.Duration(wait) * time.Second)
	for {
		c.mu.Lock()
		news, spoken := c.changes[min(after, len(c.changes)):], c.spoken
		c.mu.Unlock()
		if len(news) > 0 || wait == 0 {
			answer(w, 200, map[string]any{"changes": append([]map[string]any{}, news...), "cursor": after + len(news)})
			return
		}
		select {
		case <-spoken:
		case <-over:
			wait = 0
		case <-r.Context().Done():
			return
		}
	}
}

// happen makes an event of an application.
func (c *centre) happen(id kiosk.ApplicationID, event string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.apps[string(id)]
	change := map[string]any{"seq": len(c.changes) + 1, "application": id, "event": event, "at": time.Now()}
	switch event {
	case "paid":
		a.state, a.payment = "paid", "paid"
		change["payment"] = paymentOf(string(id), a)
	case "refused", "closed", "annulled":
		a.state = event
	}
	c.changes = append(c.changes, change)
	close(c.spoken)
	c.spoken = make(chan struct{})
}

func (c *centre) app(id kiosk.ApplicationID) app {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.apps[string(id)]; a != nil {
		return *a
	}
	return app{}
}

// syncer speaks to the centre over a real socket.
func (c *centre) syncer(t testing.TB, q *offline.Queue, with ...func(*offline.SyncOpts)) *offline.Syncer {
	t.Helper()
	server := httptest.NewServer(c)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	transport := &http.Transport{MaxIdleConnsPerHost: 8}
	t.Cleanup(transport.CloseIdleConnections)
	return c.syncerOver(t, q, server.URL, transport, with...)
}

func (c *centre) syncerOver(t testing.TB, q *offline.Queue, url string, transport http.RoundTripper, with ...func(*offline.SyncOpts)) *offline.Syncer {
	t.Helper()
	conn, err := central.Dial(url, kioskID, central.Opts{Transport: transport})
	require.NoError(t, err)
	o := offline.SyncOpts{Queue: q, Centre: conn, CheckReceipt: seal.ReceiptCheck(&c.k.receipts.PublicKey), Version: "test"}
	for _, f := range with {
		f(&o)
	}
	s, err := offline.NewSyncer(o)
	require.NoError(t, err)
	return s
}
