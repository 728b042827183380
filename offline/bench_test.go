package offline_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"

	"github.com/stretchr/testify/require"
)

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// BenchmarkHold holds a 300 KB application. x-floor is the median of its time
// over that of one write and fsync of the same bytes to a new file of the same
// disk, taken in turns.
func BenchmarkHold(b *testing.B) {
	k := newKeys(b)
	dir := b.TempDir()
	q, err := offline.Open(offline.Opts{Dir: filepath.Join(dir, "queue")})
	require.NoError(b, err)
	defer q.Close()
	var ours, floor []time.Duration
	b.SetBytes(300 << 10)
	for b.Loop() {
		b.StopTimer()
		s := k.application(b, q, 300<<10)
		var all []byte
		for _, blob := range s.Blobs {
			all = append(all, blob.Data...)
		}
		start := time.Now()
		require.NoError(b, writeAndSync(filepath.Join(dir, string(s.ID)), all))
		floor = append(floor, time.Since(start))
		b.StartTimer()

		start = time.Now()
		err := q.Hold(context.Background(), s)
		ours = append(ours, time.Since(start))
		require.NoError(b, err)
	}
	b.ReportMetric(float64(median(ours))/float64(median(floor)), "x-floor")
	b.ReportMetric(float64(median(floor).Microseconds()), "floor-µs")
}

func writeAndSync(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Sync()
}

// BenchmarkSync delivers 324 queued applications of 300 KB: three days of a
// terminal. x-plain is its bytes/s over those of plain uploads, one request for
// each application, of the same bytes to the same server (TLS, loopback); both
// answer from memory.
func BenchmarkSync(b *testing.B) {
	const queued = 324
	k := newKeys(b)
	b.SetBytes(queued * 300 << 10)
	for b.Loop() {
		b.StopTimer()
		q := openQueue(b, b.TempDir())
		c := newCentre(b, k)
		c.mux.HandleFunc("PUT /plain", func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
		server := httptest.NewTLSServer(c)
		s := c.syncerOver(b, q, server.URL, server.Client().Transport)
		var bodies [][]byte
		var ids []kiosk.ApplicationID
		for range queued {
			a := k.application(b, q, 300<<10)
			require.NoError(b, q.Hold(b.Context(), a))
			ids = append(ids, a.ID)
			var all []byte
			for _, blob := range a.Blobs {
				all = append(all, blob.Data...)
			}
			bodies = append(bodies, all)
		}
		start := time.Now()
		for i, body := range bodies {
			req, err := http.NewRequest(http.MethodPut, server.URL+"/plain?"+strconv.Itoa(i), bytes.NewReader(body))
			require.NoError(b, err)
			req.Header.Set("X-Kiosk-Id", kioskID)
			rsp, err := server.Client().Do(req)
			require.NoError(b, err)
			rsp.Body.Close()
		}
		plain := time.Since(start)
		b.StartTimer()

		start = time.Now()
		for _, id := range ids {
			_, err := s.Register(b.Context(), id)
			require.NoError(b, err)
		}
		ours := time.Since(start)
		b.StopTimer()
		require.Len(b, c.accepted, queued)
		server.Close()
		b.ReportMetric(float64(plain)/float64(ours), "x-plain")
		b.ReportMetric(queued*300.0/1024/ours.Seconds(), "MiB/s")
		b.ReportMetric(queued*300.0/1024/plain.Seconds(), "plain-MiB/s")
		b.StartTimer()
	}
}
