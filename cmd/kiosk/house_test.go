package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
	"documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"
)

// allUp is a centre of which every system answers.
type allUp struct{}

func (allUp) RoundTrip(*http.Request) (*http.Response, error) {
	health := central.Health{Time: time.Now(), Services: map[string]central.HealthServices{}}
	for _, name := range needed {
		health.Services[name] = central.Up
	}
	rec := httptest.NewRecorder()
	err := json.NewEncoder(rec).Encode(health)
	return rec.Result(), err
}

// well is a device without a fault.
type well struct{}

func (well) Info() devices.Info         { return devices.Info{} }
func (well) Open(context.Context) error { return nil }
func (well) Status() devices.Status     { return devices.Status{State: devices.Ready} }
func (well) Close() error               { return nil }

// joined wires a syncer to a book as run does.
func joined(t *testing.T, b *book, address string, over http.RoundTripper) (*offline.Queue, *offline.Syncer) {
	t.Helper()
	queue, err := offline.Open(offline.Opts{Dir: t.TempDir(), Reserve: 1})
	require.NoError(t, err)
	conn, err := central.Dial(address, "KZ-ALA-0001", central.Opts{Transport: over})
	require.NoError(t, err)
	syncer, err := offline.NewSyncer(offline.SyncOpts{
		Queue: queue, Centre: conn, CheckReceipt: (&receiptCheck{}).check, PolicyInForce: b.InForce, Policy: b, HeartbeatEvery: 10 * time.Millisecond,
	})
	require.NoError(t, err)
	return queue, syncer
}

func problems(s kiosk.Service) (keys []string) {
	for _, p := range s.Problems {
		keys = append(keys, p.Key)
	}
	return keys
}

// The bubble's clock starts in the year 2000.
func TestHouse_ClosesAfterTheLastDayOfThePolicy(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		b, n := newBook(t, dir, "")
		queue, syncer := joined(t, b, "http://centre.test", allUp{})
		defer func() { _ = queue.Close() }()
		require.NoError(t, syncer.Poll(t.Context()))
		h := &house{id: "KZ-ALA-0001", book: b, camera: well{}, pad: well{}, printer: well{}, queue: queue, syncer: syncer, sealer: &sealer{}, journal: n}
		h.sealer.now.Store(&seal.Sealer{})
		until := func(d kiosk.Date, h int) { // that hour of the day in Kazakhstan
			time.Sleep(time.Until(time.Date(d.Time().Year(), d.Time().Month(), d.Time().Day(), h, 0, 0, 0, kiosk.Almaty)))
		}
		last := b.edition().set.ValidUntil()
		until(day(t, "2026-06-01"), 12)
		assert.Empty(t, problems(h.Service()))
		until(last, 23)
		assert.Equal(t, []string{kiosk.ProblemPolicyGap}, problems(h.Service()))
		assert.True(t, h.Service().Open)
		for range 60 {
			time.Sleep(time.Second)
			h.Service()
		}
		assert.Len(t, n.of("policy.gap"), 1)
		until(last.AddDays(1), 0)
		assert.Equal(t, []string{kiosk.ProblemPolicy}, problems(h.Service()), "and not that one can go on")
		assert.False(t, h.Service().Open)

		require.NoError(t, b.Take(bundleOf(t, 1000)))
		b.Turn()
		assert.NotContains(t, problems(h.Service()), kiosk.ProblemPolicy, "a newer set opens it again")
		assert.Contains(t, h.Service().Office.RU, "ЦОН")
	})
}

// The terminal stands where the policy of the day says, whether or not anything has been printed since.
func TestHouse_NamesTheRegistrationPointOfTheDay(t *testing.T) {
	dir, overlay := t.TempDir(), t.TempDir()
	point := func(name, from, to string) string {
		return fmt.Sprintf(`{"code": "ALA-01", "name": {"kk": %[1]q, "ru": %[1]q, "en": %[1]q}, "address": {"kk": "а", "ru": "а", "en": "a"},
			"hours": {"kk": "с", "ru": "с", "en": "h"}, "phone": "1414", "from": %[2]q, "to": %[3]q, "ground": "приказ"}`, name, from, to)
	}
	file := `{"offices": [` + point("ЦОН № 1", "2000-01-01", "2026-06-01") + `,` + point("ЦОН № 2", "2026-06-02", "") + `]}`
	require.NoError(t, os.WriteFile(filepath.Join(overlay, "offices.json"), []byte(file), 0o600))
	synctest.Test(t, func(t *testing.T) {
		b, n := newBook(t, dir, overlay)
		queue, syncer := joined(t, b, "http://centre.test", allUp{})
		defer func() { _ = queue.Close() }()
		h := &house{id: "KZ-ALA-0001", book: b, camera: well{}, pad: well{}, printer: well{}, queue: queue, syncer: syncer, sealer: &sealer{}, journal: n}
		assert.Equal(t, "ЦОН № 1", h.Service().Office.RU)
		time.Sleep(time.Until(time.Date(2026, 6, 2, 0, 0, 0, 0, kiosk.Almaty)))
		printing := make(chan error) // the receipt of another goroutine
		go func() { _, err := b.edition().receipts(today()); printing <- err }()
		assert.Equal(t, "ЦОН № 2", h.Service().Office.RU)
		require.NoError(t, <-printing)
	})
}

func TestPolicy_FromTheHeartbeatToTheNextVisit(t *testing.T) {
	data := bundleOf(t, 1000, otherOffice)
	beats := make(chan central.Heartbeat, 100)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/heartbeats", func(w http.ResponseWriter, r *http.Request) {
		var beat central.Heartbeat
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&beat))
		select {
		case beats <- beat:
		default:
		}
		serial := int64(1000)
		_ = json.NewEncoder(w).Encode(central.HeartbeatAnswer{Time: time.Now(), PolicySerial: &serial})
	})
	mux.HandleFunc("GET /v1/policy", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("after") == "1000" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_, _ = w.Write(data)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	b, n := newBook(t, t.TempDir(), "")
	queue, syncer := joined(t, b, server.URL, nil)
	defer func() { _ = queue.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = syncer.Run(ctx) }()
	defer func() { cancel(); <-ended }()

	before := b.Turn()
	require.Eventually(t, func() bool { return b.Held() == 1000 }, 10*time.Second, time.Millisecond)
	assert.Same(t, before.Rules, b.edition().set)
	after := b.Turn()
	assert.Contains(t, after.Place.Address.RU, "52")
	for beat := range beats {
		require.NotNil(t, beat.Policy)
		if *beat.PolicySerial == 1000 {
			assert.Equal(t, after.Rules.Version(), *beat.Policy)
			break
		}
		assert.Equal(t, before.Rules.Version(), *beat.Policy)
	}
	assert.Len(t, n.of("policy.staged"), 1)
	assert.Empty(t, n.of("policy.refused"))
}
