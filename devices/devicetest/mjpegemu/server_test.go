package mjpegemu

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest/fault"
)

// card is a small coloured picture; it counts how often it was made.
type card struct{ made atomic.Int64 }

func (c *card) Frame(at time.Duration) ([]byte, error) {
	c.made.Add(1)
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = []uint8{200, 40, 40, 255}[i%4]
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, nil)
	return b.Bytes(), err
}

type watcher struct {
	t     *testing.T
	body  io.Closer
	parts *multipart.Reader
}

func watch(t *testing.T, url string) *watcher {
	t.Helper()
	resp, err := http.Get(url)
	require.NoError(t, err)
	t.Cleanup(func() { resp.Body.Close() })
	kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/x-mixed-replace", kind)
	return &watcher{t, resp.Body, multipart.NewReader(resp.Body, params["boundary"])}
}

func (w *watcher) bytes() ([]byte, error) {
	p, err := w.parts.NextPart()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(p)
}

func (w *watcher) picture() image.Image {
	w.t.Helper()
	b, err := w.bytes()
	require.NoError(w.t, err)
	img, err := jpeg.Decode(bytes.NewReader(b))
	require.NoError(w.t, err)
	return img
}

func emulator(t *testing.T) (*Server, *card, string) {
	c := &card{}
	s := New(c, 50)
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return s, c, srv.URL
}

func TestStreaming_SendsPicturesThatStandardLibraryReads(t *testing.T) {
	_, _, url := emulator(t)
	w := watch(t, url)
	for range 3 {
		img := w.picture()
		require.Equal(t, image.Rect(0, 0, 64, 48), img.Bounds())
		r, g, _, _ := img.At(30, 20).RGBA()
		require.Greater(t, r, g)
	}
}

func TestStreaming_NobodyWatches_MakesNoPictures(t *testing.T) {
	s, c, url := emulator(t)
	require.Zero(t, c.made.Load())
	w := watch(t, url)
	w.picture()
	require.NoError(t, w.body.Close())
	require.Eventually(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return !s.running
	}, 5*time.Second, time.Millisecond)
	require.Zero(t, s.State().Clients)
	made := c.made.Load()
	require.Never(t, func() bool { return c.made.Load() != made }, 100*time.Millisecond, 20*time.Millisecond)
	watch(t, url).picture()
}

func TestFault_Black_IsOnePicture(t *testing.T) {
	s, _, url := emulator(t)
	w := watch(t, url)
	w.picture()
	require.NoError(t, s.Arm(Black, fault.Next))
	black := 0
	for range 8 {
		y := color.GrayModel.Convert(w.picture().At(10, 10)).(color.Gray).Y
		if y < 5 {
			black++
		}
	}
	require.Equal(t, 1, black)
}

func TestFault_Resize_LastsUntilCleared(t *testing.T) {
	s, _, url := emulator(t)
	require.NoError(t, s.Arm(Resize, fault.Always))
	w := watch(t, url)
	for range 3 {
		require.Equal(t, image.Pt(32, 24), w.picture().Bounds().Size())
	}
	require.NoError(t, s.Arm(Resize, fault.Cleared))
	w.picture() // may be under way
	w.picture()
	require.Equal(t, image.Pt(64, 48), w.picture().Bounds().Size())
}

func TestFault_Corrupt_KeepsTheFramingIntact(t *testing.T) {
	s, _, url := emulator(t)
	w := watch(t, url)
	good, err := w.bytes()
	require.NoError(t, err)
	require.NoError(t, s.Arm(Corrupt, fault.Next))
	differ := 0
	for range 8 {
		b, err := w.bytes()
		require.NoError(t, err)
		require.Len(t, b, len(good))
		if !bytes.Equal(good, b) {
			differ++
		}
	}
	require.Equal(t, 1, differ)
}

func TestFault_Drop_BreaksTheConnectionOnce(t *testing.T) {
	s, _, url := emulator(t)
	w := watch(t, url)
	w.picture()
	require.NoError(t, s.Arm(Drop, fault.Next))
	var err error
	for range 8 {
		if _, err = w.bytes(); err != nil {
			break
		}
	}
	require.Error(t, err)
	watch(t, url).picture()
}

func TestFault_Stall_SilencesUntilCleared(t *testing.T) {
	s, _, url := emulator(t)
	w := watch(t, url)
	w.picture()
	require.NoError(t, s.Arm(Stall, fault.Always))
	var last atomic.Int64 // when a picture came last
	last.Store(time.Now().UnixNano())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if _, err := w.bytes(); err != nil {
				return
			}
			last.Store(time.Now().UnixNano())
		}
	}()
	silent := func() bool { return time.Since(time.Unix(0, last.Load())) > 200*time.Millisecond }
	require.Eventually(t, silent, 5*time.Second, 10*time.Millisecond)
	require.NoError(t, s.Arm(Stall, fault.Cleared))
	require.Eventually(t, func() bool { return !silent() }, 5*time.Second, 10*time.Millisecond)
	w.body.Close()
	<-done
}

func TestFault_Unplug_RefusesUntilPluggedIn(t *testing.T) {
	s, _, url := emulator(t)
	w := watch(t, url)
	w.picture()
	require.NoError(t, s.Arm(Unplug, fault.Always))
	require.Eventually(t, func() bool { _, err := w.bytes(); return err != nil }, 5*time.Second, time.Millisecond)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		req, err := http.NewRequest(method, url, nil)
		require.NoError(t, err)
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		require.Error(t, err, method)
	}
	require.NoError(t, s.Arm(Unplug, fault.Cleared))
	watch(t, url).picture()
}

func TestArming_UnknownFaultOrMode_IsRefused(t *testing.T) {
	s, _, _ := emulator(t)
	require.Error(t, s.Arm("explode", fault.Next))
	require.Error(t, s.Arm(Stall, "sometimes"))
}
