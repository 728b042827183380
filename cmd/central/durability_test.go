package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const childState = "CENTRAL_TEST_STATE"

// TestMain is the service itself when it was started as a child to be killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(childState)
	if dir == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if err := run(ctx, config{addr: "127.0.0.1:0", state: dir}, os.Stdout, log); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type child struct {
	cmd *exec.Cmd
	url string
}

func startChild(t *testing.T, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childState+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // harmless when it has ended
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	url, ok := strings.CutPrefix(lines.Text(), "central=")
	require.True(t, ok, lines.Text())
	require.True(t, lines.Scan())
	require.Equal(t, "ready", lines.Text())
	return &child{cmd, url}
}

// promise is what the centre has said about one application.
type promise struct {
	sealed    kiosk.Sealed
	receipt   string
	state     wire.RegistrationState
	reference string
	coupon    string
}

// worker is a terminal that does nothing but deliver. It stops at the first broken
// answer; what it does not know then, it asks again after the restart.
type worker struct {
	t        *testing.T
	id       string
	key      *ecdsa.PrivateKey
	client   *wire.ClientWithResponses
	sealer   *seal.Sealer
	link     kiosk.Link
	promises []*promise
	stored   map[string]int // bytes of a blob that were acknowledged
	acks     *atomic.Int64
}

func (w *worker) connect(url string) {
	client, err := wire.NewClientWithResponses(url)
	require.NoError(w.t, err)
	w.client = client
	keys, err := client.EnrollWithResponse(w.t.Context(), wire.Enrolment{KioskId: w.id, PublicKey: publicPEM(w.t, w.key)})
	require.NoError(w.t, err)
	require.NotNil(w.t, keys.JSON200, "the terminal and its key are still known")
	w.sealer = newSealerFor(w.t, w.id, w.key, *keys.JSON200)
}

// deliver makes new applications until an answer breaks.
func (w *worker) deliver(people []registry.Entry) {
	for {
		e := people[rand.IntN(len(people))]
		choice := kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 36}
		if rand.IntN(2) == 0 {
			choice = idCard18
		}
		s, err := w.sealer.Seal(kiosk.Application{
			ID: kiosk.NewApplicationID(), Office: "ALA-01", Kiosk: w.id, Consent: kiosk.Consent{Language: kiosk.Kazakh}, Person: e.Person,
			Choice: choice, Portrait: kiosk.Portrait{JPEG: bytes.Repeat([]byte{1}, 20_000)}, Signature: kiosk.Signature{CannotSign: true},
			PolicyVersion: "1", CapturedAt: time.Now(), ConfirmedAt: time.Now(),
		}, w.link)
		if !assert.NoError(w.t, err) {
			return
		}
		w.link = kiosk.Link{Seq: w.link.Seq + 1, Prev: s.Digest}
		p := &promise{sealed: s}
		w.promises = append(w.promises, p)
		if !w.finish(p) {
			return
		}
	}
}

// finish does what an application still needs and checks every answer against what was
// promised before. False: no answer.
func (w *worker) finish(p *promise) bool {
	ctx, id := w.t.Context(), uuid.MustParse(string(p.sealed.ID))
	for _, b := range p.sealed.Blobs {
		if !w.upload(b) {
			return false
		}
	}
	put, err := w.client.RegisterApplicationWithBodyWithResponse(ctx, id, &wire.RegisterApplicationParams{XKioskId: w.id}, "application/jose", bytes.NewReader(p.sealed.Manifest))
	if err != nil {
		return false
	}
	reg := put.JSON200
	if put.JSON201 != nil {
		assert.Empty(w.t, p.receipt, "what was acknowledged is stored anew")
		reg = put.JSON201
	}
	if !assert.NotNil(w.t, reg, string(put.Body)) {
		return false
	}
	if p.receipt != "" {
		assert.Equal(w.t, p.receipt, reg.Receipt)
	}
	p.receipt, p.state = reg.Receipt, reg.State
	w.acks.Add(1)
	if p.state == wire.RegistrationStateAwaitingPayment && !w.pay(p, id) {
		return false
	}
	if p.state == wire.RegistrationStateRefused {
		return true
	}
	confirmed, err := w.client.ConfirmApplicationWithResponse(ctx, id, &wire.ConfirmApplicationParams{XKioskId: w.id}, wire.Confirmation{})
	if err != nil {
		return false
	}
	if !assert.NotNil(w.t, confirmed.JSON200, string(confirmed.Body)) {
		return false
	}
	if p.coupon != "" {
		assert.Equal(w.t, p.coupon, confirmed.JSON200.Coupon)
	}
	p.coupon = confirmed.JSON200.Coupon
	w.acks.Add(1)
	return true
}

// upload goes on where the centre says. An acknowledged byte is never asked for again.
func (w *worker) upload(b kiosk.Blob) bool {
	head, err := w.client.HeadBlobWithResponse(w.t.Context(), b.SHA256, &wire.HeadBlobParams{XKioskId: w.id})
	if err != nil {
		return false
	}
	offset, err := strconv.Atoi(head.HTTPResponse.Header.Get("Upload-Offset"))
	if !assert.NoError(w.t, err) || !assert.GreaterOrEqual(w.t, offset, w.stored[b.SHA256]) {
		return false
	}
	if head.HTTPResponse.Header.Get("Upload-Complete") == "true" {
		return true
	}
	for _, end := range []int{(offset + len(b.Data)) / 2, len(b.Data)} {
		answer, err := w.client.PatchBlobWithBodyWithResponse(w.t.Context(), b.SHA256, &wire.PatchBlobParams{XKioskId: w.id, UploadOffset: int64(offset), UploadLength: int64(len(b.Data))},
			"application/octet-stream", bytes.NewReader(b.Data[offset:end]))
		if err != nil || !assert.Equal(w.t, http.StatusOK, answer.StatusCode(), string(answer.Body)) {
			return false
		}
		w.stored[b.SHA256], offset = end, end
		w.acks.Add(1)
	}
	return true
}

func (w *worker) pay(p *promise, id uuid.UUID) bool {
	invoice, err := w.client.OpenInvoiceWithResponse(w.t.Context(), &wire.OpenInvoiceParams{XKioskId: w.id}, wire.InvoiceRequest{Applications: []uuid.UUID{id}})
	if err != nil {
		return false
	}
	if !assert.NotNil(w.t, invoice.JSON200, string(invoice.Body)) {
		return false
	}
	assert.Empty(w.t, p.reference, "what was paid is owed again")
	resp, err := http.Post(invoice.JSON200.Qr+"/pay", "application/json", strings.NewReader("{}"))
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err != nil || resp.Body.Close() != nil {
		return false
	}
	payment, err := w.client.GetPaymentWithResponse(w.t.Context(), id, &wire.GetPaymentParams{XKioskId: w.id})
	if err != nil {
		return false
	}
	if !assert.NotNil(w.t, payment.JSON200, string(payment.Body)) || !assert.Equal(w.t, wire.PaymentStatePaid, payment.JSON200.State) {
		return false
	}
	p.reference = *payment.JSON200.Reference
	w.acks.Add(1)
	return true
}

// The service is killed at random while terminals deliver. Whatever it has acknowledged
// before is there afterwards, with the same receipt, payment and coupon.
func TestDurability_KilledAtRandom_KeepsEveryPromise(t *testing.T) {
	dir := t.TempDir()
	people := payingPeople(t)
	var acks atomic.Int64
	var workers []*worker
	for i := range 4 {
		workers = append(workers, &worker{t: t, id: fmt.Sprintf("KZ-ALA-%04d", i), key: newKey(t), link: kiosk.Link{Seq: 1}, stored: map[string]int{}, acks: &acks})
	}
	const kills = 8
	for range kills {
		c := startChild(t, dir)
		stop := acks.Load() + 20 + rand.Int64N(60)
		var working sync.WaitGroup
		for _, w := range workers {
			w.connect(c.url)
			for _, p := range w.promises { // what broke off, and what must not change
				require.True(t, w.finish(p))
			}
			working.Go(func() { w.deliver(people) })
		}
		require.Eventually(t, func() bool { return acks.Load() >= stop }, time.Minute, time.Millisecond)
		require.NoError(t, c.cmd.Process.Kill())
		require.Error(t, c.cmd.Wait())
		working.Wait()
	}

	st, err := store.Open(dir)
	require.NoError(t, err)
	defer st.Close()
	coupons, kept := map[string]bool{}, 0
	require.NoError(t, st.Read(t.Context(), func(tx *store.Tx) error {
		for _, w := range workers {
			for _, p := range w.promises {
				if p.receipt == "" {
					continue
				}
				kept++
				a, err := tx.Application(string(p.sealed.ID))
				require.NoError(t, err)
				assert.Equal(t, p.receipt, a.Receipt)
				if p.coupon == "" {
					continue
				}
				assert.Equal(t, p.coupon, a.Coupon)
				assert.False(t, coupons[p.coupon], "two applications have one coupon")
				coupons[p.coupon] = true
			}
			highest, err := tx.HighestSeq(w.id)
			require.NoError(t, err)
			contiguous, err := tx.ContiguousSeq(w.id)
			require.NoError(t, err)
			assert.Equal(t, highest, contiguous)
		}
		return nil
	}))
	t.Logf("%d kills, %d acknowledgements, %d applications and %d coupons kept", kills, acks.Load(), kept, len(coupons))
}

func payingPeople(t *testing.T) []registry.Entry {
	t.Helper()
	r, err := registry.Load(clock)
	require.NoError(t, err)
	all, err := r.All()
	require.NoError(t, err)
	return all
}

func TestRun_SIGTERM_EndsCleanly_EvenWithALongPoll(t *testing.T) {
	c := startChild(t, t.TempDir())
	w := &worker{t: t, id: terminalID, key: newKey(t)}
	w.connect(c.url)
	polled := make(chan struct{})
	go func() {
		defer close(polled)
		wait := 25
		_, _ = w.client.GetChangesWithResponse(t.Context(), &wire.GetChangesParams{XKioskId: terminalID, Wait: &wait}) // any answer will do
	}()
	began := time.Now()
	require.NoError(t, c.cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, c.cmd.Wait())
	<-polled
	assert.Less(t, time.Since(began), 10*time.Second)
}

func TestRun_PortInUse_SaysWhatToDo(t *testing.T) {
	c := startChild(t, t.TempDir())
	err := run(t.Context(), config{addr: strings.TrimPrefix(c.url, "http://"), state: t.TempDir()}, io.Discard, slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "-addr")
	assert.NotContains(t, err.Error(), "\n")
}

func TestRun_State_IsPrivate(t *testing.T) {
	dir := t.TempDir() + "/state"
	startChild(t, dir)
	for path, mode := range map[string]os.FileMode{"": 0o700, "/keys": 0o700, "/keys/seal.key": 0o600, "/keys/receipt.pem": 0o600, "/central.db": 0o600, "/blobs": 0o700} {
		info, err := os.Stat(dir + path)
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), path)
	}
}
