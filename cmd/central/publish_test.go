package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
	wire "documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	signer   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	stranger = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
)

// signed is the built-in policy as a bundle, after a change of one file.
func signed(t *testing.T, key ed25519.PrivateKey, serial int64, until, file, from, to string) []byte {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range policy.Files {
		text, err := fs.ReadFile(assets.Policy, "policy/"+name)
		require.NoError(t, err)
		if name == file {
			require.Contains(t, string(text), from)
			text = bytes.ReplaceAll(text, []byte(from), []byte(to))
		}
		files[name] = text
	}
	day, err := kiosk.ParseDate(until)
	require.NoError(t, err)
	data, err := bundle.Build(files, bundle.Meta{Version: "test", Serial: serial, Created: time.Unix(1, 0), ValidUntil: day}, key)
	require.NoError(t, err)
	return data
}

// keyFile holds the signer's public key.
func keyFile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, bundle.WriteKeys(signer, filepath.Join(dir, "offline.pem"), filepath.Join(dir, "key.pem")))
	return filepath.Join(dir, "key.pem")
}

// publisher is a centre that knows who signs policy.
type publisher struct{ *centre }

func newPublisher(t *testing.T, dir string) *publisher {
	t.Helper()
	st, err := store.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, st.Close()) })
	server := httptest.NewUnstartedServer(nil)
	c := &centre{t: t, url: "http://" + server.Listener.Addr().String(), link: kiosk.Link{Seq: 1}}
	office, desk, err := build(config{state: dir, public: c.url, policyKey: keyFile(t)}, st, c.now)
	require.NoError(t, err)
	server.Config.Handler, err = handler(st, office, desk, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	server.Start()
	t.Cleanup(server.Close)
	c.office, c.store = office, st
	c.client, err = wire.NewClientWithResponses(c.url)
	require.NoError(t, err)
	c.enroll()
	return &publisher{c}
}

// publish posts a bundle as an official does.
func (p *publisher) publish(data []byte) (status int, answer map[string]any) {
	p.t.Helper()
	resp, err := http.Post(p.url+"/operator/api/policy", "application/zip", bytes.NewReader(data))
	require.NoError(p.t, err)
	defer resp.Body.Close()
	require.NoError(p.t, json.NewDecoder(resp.Body).Decode(&answer))
	return resp.StatusCode, answer
}

// fetch asks for a policy as a terminal does.
func (p *publisher) fetch(after int64) (status int, data []byte) {
	p.t.Helper()
	resp, err := p.client.GetPolicy(p.t.Context(), &wire.GetPolicyParams{XKioskId: terminalID, After: after})
	require.NoError(p.t, err)
	defer resp.Body.Close()
	data, err = io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	return resp.StatusCode, data
}

// announced is the serial in the answer to a heartbeat; nil: none.
func (p *publisher) announced() *int64 {
	p.t.Helper()
	resp, err := p.client.HeartbeatWithResponse(p.t.Context(), &wire.HeartbeatParams{XKioskId: terminalID}, wire.Heartbeat{Devices: map[string]string{}, Version: "1.0"})
	require.NoError(p.t, err)
	require.NotNil(p.t, resp.JSON200)
	return resp.JSON200.PolicySerial
}

const later = "2036-12-31"

func TestPublish_TerminalsHearOfItAndFetchIt(t *testing.T) {
	dir := t.TempDir()
	p := newPublisher(t, dir)
	before := p.office.Policy.Set().Version()
	assert.Nil(t, p.announced())
	status, _ := p.fetch(0)
	assert.Equal(t, http.StatusNoContent, status)

	data := signed(t, signer, 100, later, "duty.json", "4325", "4400")
	status, answer := p.publish(data)
	require.Equal(t, http.StatusCreated, status, answer)
	assert.EqualValues(t, 100, answer["serial"])
	assert.NotEqual(t, before, p.office.Policy.Set().Version(), "the centre holds to it itself")
	require.NotNil(t, p.announced())
	assert.EqualValues(t, 100, *p.announced())
	status, got := p.fetch(99)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, data, got)
	_, err := bundle.Verify(got, signer.Public().(ed25519.PublicKey))
	assert.NoError(t, err)
	status, _ = p.fetch(100)
	assert.Equal(t, http.StatusNoContent, status)

	version := p.office.Policy.Set().Version()
	status, _ = p.publish(signed(t, signer, 101, later, "duty.json", "4325", "4500"))
	assert.Equal(t, http.StatusCreated, status)
	assert.EqualValues(t, 101, *p.announced())
	assert.NotEqual(t, version, p.office.Policy.Set().Version())
}

func TestPublish_SurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	before, err := openPolicy(config{state: dir, policyKey: keyFile(t)})
	require.NoError(t, err)
	_, err = before.Publish(signed(t, signer, 100, later, "", "", ""))
	require.NoError(t, err)
	p := newPublisher(t, dir)
	assert.EqualValues(t, 100, *p.announced())
	assert.Empty(t, p.office.Policy.Faults())
	status, answer := p.publish(signed(t, signer, 99, later, "", "", ""))
	assert.Equal(t, http.StatusConflict, status, answer)
}

func TestPublish_RefusesWithAClearLine(t *testing.T) {
	p := newPublisher(t, t.TempDir())
	good := signed(t, signer, 100, later, "", "", "")
	status, _ := p.publish(good)
	require.Equal(t, http.StatusCreated, status)
	for code, c := range map[string]struct {
		data   []byte
		status int
		says   string
	}{
		"bundle-not-newer": {good, 409, "serial 100, and there is 100"},
		"bundle-signature": {signed(t, stranger, 101, later, "", "", ""), 403, "not signed by a key that is known here"},
		"bundle-altered":   {bytes.Replace(good, []byte(`"shots": 3`), []byte(`"shots": 9`), 1), 422, "session.json"},
		"bundle-form":      {good[:1000], 422, "no zip, or a truncated one"},
		"bundle-expired":   {signed(t, signer, 101, "2026-01-01", "", "", ""), 422, "valid until 2026-01-01"},
		"bundle-unsound":   {signed(t, signer, 101, later, "rules.json", `"age-at-least"`, `"age-at-lest"`), 422, "rules.json"},
	} {
		status, answer := p.publish(c.data)
		assert.Equal(t, c.status, status, code)
		assert.Equal(t, code, answer["type"])
		assert.Contains(t, answer["title"], c.says)
	}
	status, answer := p.publish(bytes.Repeat([]byte("x"), bundle.MaxSize+1))
	assert.Equal(t, http.StatusRequestEntityTooLarge, status)
	assert.Equal(t, "bundle-form", answer["type"])
	assert.EqualValues(t, 100, *p.announced())
}

func TestPublish_WithoutAKeyNothingIsTaken(t *testing.T) {
	p := &publisher{newCentre(t)}
	status, answer := p.publish(signed(t, signer, 100, later, "", "", ""))
	assert.Equal(t, http.StatusForbidden, status)
	assert.Equal(t, "no-policy-key", answer["type"])
	assert.Contains(t, answer["title"], "-policy-key")
	assert.Contains(t, p.page("/operator/terminals"), "-policy-key")
	assert.Contains(t, newPublisher(t, t.TempDir()).page("/operator/terminals"), "--data-binary @new.bundle")
	_, err := openPolicy(config{state: t.TempDir(), policyKey: "absent.pem"})
	assert.ErrorContains(t, err, "policy key")
}

// A page of another origin cannot publish, whatever it sends.
func TestPublish_NotFromAnotherPage(t *testing.T) {
	p := newPublisher(t, t.TempDir())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/operator/api/policy", strings.NewReader("x"))
	require.NoError(t, err)
	req.Header.Set("Origin", "https://elsewhere.example")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusForbidden, resp.StatusCode)
}
