package camera

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

func notACamera(t *testing.T) string {
	srv := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}

// fake is a stream under the test's control.
type fake struct {
	pictures chan picture // next blocks on it; closed: the stream ends
	closed   chan struct{}
}

func (f *fake) next() (picture, error) {
	p, ok := <-f.pictures
	if !ok {
		return picture{}, errEnded
	}
	return p, nil
}
func (f *fake) model() string { return "fake" }
func (f *fake) close()        { close(f.closed) }

// hardware hands out fakes and remembers when it was asked.
type hardware struct {
	mu    sync.Mutex
	asked []time.Time
	given []*fake
	fail  bool
}

func (h *hardware) open(source, Opts) (stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, time.Now())
	if h.fail {
		return nil, errOpen
	}
	f := &fake{make(chan picture), make(chan struct{})}
	h.given = append(h.given, f)
	return f, nil
}

func (h *hardware) times() []time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]time.Time(nil), h.asked...)
}

func (h *hardware) last() *fake {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.given[len(h.given)-1]
}

// node makes a file that stands for a device's node, and the camera on it.
func node(t *testing.T, h *hardware) (*Camera, string) {
	path := filepath.Join(t.TempDir(), "video0")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	return wire("v4l2:"+path, Opts{}, h.open), path
}

func small() picture { return picture{pix: []uint8{1, 2, 3, 255}, size: image.Pt(1, 1)} }

func TestStall_ReadHangsForEver_SessionIsAbandonedAndTheNextOneWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{}
		c, _ := node(t, h)
		require.NoError(t, c.Open(t.Context()))
		require.NoError(t, c.Start())
		synctest.Wait()
		hung := h.last()
		hung.pictures <- small()
		var f devices.Frame
		require.NoError(t, c.Read(t.Context(), &f))

		begun := time.Now()
		require.ErrorIs(t, c.Read(t.Context(), &f), devices.ErrGone)
		require.Equal(t, 2*time.Second, time.Since(begun))
		synctest.Wait()
		require.True(t, c.Status().Has(devices.Stalled))
		require.Equal(t, devices.Failed, c.Status().State)

		time.Sleep(firstRetry)
		synctest.Wait()
		require.Len(t, h.times(), 2)
		h.last().pictures <- small()
		synctest.Wait()
		require.NoError(t, c.Read(t.Context(), &f))
		require.Equal(t, devices.Ready, c.Status().State)

		stale := small()
		hung.pictures <- stale // it comes back after all: nobody sees it
		<-hung.closed
		synctest.Wait()
		require.EqualValues(t, 2, f.Seq)
		require.Equal(t, uint64(2), c.seq)

		close(h.last().pictures)
		require.NoError(t, c.Close())
	})
}

func TestStall_AgainAndAgain_OpensOnlyAFewHandles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{}
		c, _ := node(t, h)
		require.NoError(t, c.Open(t.Context()))
		require.NoError(t, c.Start())
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		require.Len(t, h.times(), maxHanging+1)
		require.True(t, c.Status().Has(devices.Stalled))
		for _, f := range h.given {
			close(f.pictures)
		}
		time.Sleep(2 * lastRetry)
		synctest.Wait()
		require.Greater(t, len(h.times()), maxHanging+1, "handles that came back may be opened again")
		require.NoError(t, c.Close())
		close(h.last().pictures)
	})
}

func TestBackoff_DoublesFromAQuarterToFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{fail: true}
		c, _ := node(t, h)
		require.NoError(t, c.Open(t.Context()))
		require.NoError(t, c.Start())
		time.Sleep(20 * time.Second)
		synctest.Wait()
		var gaps []time.Duration
		for i, at := range h.times()[1:] {
			gaps = append(gaps, at.Sub(h.times()[i]))
		}
		require.Equal(t, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second,
			2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second}, gaps[:7])
		require.NoError(t, c.Close())
	})
}

func TestNode_ThereButDoesNotOpen_IsInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{fail: true}
		c, path := node(t, h)
		require.NoError(t, c.Open(t.Context()))
		require.NoError(t, c.Start())
		synctest.Wait()
		require.True(t, c.Status().Has(devices.InUse))

		require.NoError(t, os.Remove(path))
		time.Sleep(lastRetry)
		synctest.Wait()
		require.Equal(t, devices.Absent, c.Status().State)
		require.True(t, c.Status().Has(devices.Unplugged))
		require.NoError(t, c.Close())
	})
}

func TestStopped_LooksButDoesNotOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{}
		c, path := node(t, h)
		require.NoError(t, c.Open(t.Context()))
		synctest.Wait()
		require.Equal(t, devices.Ready, c.Status().State)
		require.NoError(t, os.Remove(path))
		time.Sleep(lookEvery)
		synctest.Wait()
		require.Equal(t, devices.Absent, c.Status().State)
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		time.Sleep(lookEvery)
		synctest.Wait()
		require.Equal(t, devices.Ready, c.Status().State)
		require.Empty(t, h.times())
		require.NoError(t, c.Close())
	})
}

func TestStop_EndsTheSessionAndZeroesItsPicture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{}
		c, _ := node(t, h)
		require.NoError(t, c.Open(t.Context()))
		require.NoError(t, c.Start())
		synctest.Wait()
		p := small()
		h.last().pictures <- p
		synctest.Wait()
		reader := make(chan error, 1)
		go func() { reader <- c.Read(t.Context(), &devices.Frame{Seq: 1}) }()
		synctest.Wait()
		c.Stop()
		require.ErrorIs(t, <-reader, devices.ErrGone)
		require.Equal(t, []uint8{0, 0, 0, 0}, p.pix)
		require.ErrorIs(t, c.Read(t.Context(), &devices.Frame{}), ErrStopped)
		close(h.last().pictures)
		<-h.last().closed
		require.NoError(t, c.Close())
	})
}

func TestParentContextEnds_CameraIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hardware{}
		c, _ := node(t, h)
		ctx, cancel := context.WithCancel(t.Context())
		require.NoError(t, c.Open(ctx))
		require.NoError(t, c.Start())
		synctest.Wait()
		cancel()
		synctest.Wait()
		require.False(t, c.Status().Working())
		require.ErrorIs(t, c.Read(t.Context(), &devices.Frame{}), devices.ErrGone)
		require.Error(t, c.Start())
		close(h.last().pictures)
		require.NoError(t, c.Close())
	})
}

func TestOpening_AddressOfNoKind_IsAnError(t *testing.T) {
	for _, address := range []string{"", "0", "/dev/video0", "v4l2:0", "v4l2:video0", "url:rtsp://h/", "url:http://", "http://h/", "gst:x"} {
		require.Error(t, New(address, Opts{}).Open(t.Context()), address)
	}
	for _, address := range []string{"v4l2:/dev/v4l/by-id/usb-cam", "url:http://h:8090/s.mjpg", "file:/a.avi", "images:/a/%03d.jpg"} {
		_, err := parse(address)
		require.NoError(t, err, address)
	}
}

func TestImages_RepeatAtTheirPace(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		b, err := card{image.Pt(64, 48)}.Frame(time.Duration(i) * time.Second)
		require.NoError(t, err)
		_, err = jpeg.Decode(bytes.NewReader(b))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("img_%03d.jpg", i)), b, 0o600))
	}
	c := New("images:"+filepath.Join(dir, "img_%03d.jpg"), Opts{FPS: 50})
	require.NoError(t, c.Open(t.Context()))
	defer c.Close()
	require.NoError(t, c.Start())
	readWhen(t, c, "beyond the last file", func(f devices.Frame) bool { return f.Seq > 3 })
}

func FuzzAddress(f *testing.F) {
	f.Add("url:http://127.0.0.1/x")
	f.Add("v4l2:/dev/video0")
	f.Add(":")
	f.Fuzz(func(t *testing.T, address string) {
		s, err := parse(address)
		if err == nil && (s.path == "" || s.scheme == "") {
			t.Fatalf("%q was understood as %+v", address, s)
		}
	})
}
