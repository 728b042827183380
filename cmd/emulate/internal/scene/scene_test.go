package scene

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/portrait"
)

// fetched is where "models fetch" put its files.
func fetched(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("TERMINAL_MODELS")
	if dir == "" {
		dir = os.ExpandEnv("$HOME/.local/state/terminal/models")
	}
	if _, err := os.Stat(filepath.Join(dir, "portraits", "face.jpg")); errors.Is(err, fs.ErrNotExist) {
		tb.Skip("no portraits: run \"go run ./cmd/models fetch\" or set TERMINAL_MODELS")
	}
	return dir
}

func newScene(tb testing.TB, o Opts) *Scene {
	tb.Helper()
	o.Portraits = filepath.Join(fetched(tb), "portraits")
	s, err := New(o)
	require.NoError(tb, err)
	tb.Cleanup(s.Close)
	return s
}

func frame(t *testing.T, s *Scene, at time.Duration) *image.RGBA {
	t.Helper()
	b, err := s.Frame(at)
	require.NoError(t, err)
	img, err := jpeg.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Src)
	return out
}

// seer looks at pictures as the terminal does.
type seer struct {
	t *testing.T
	e *face.Engine
}

func newSeer(t *testing.T) seer {
	e, err := face.Open(fetched(t))
	if errors.Is(err, face.ErrNoModel) {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return seer{t, e}
}

func asPortrait(faces []face.Face) []portrait.Face {
	var out []portrait.Face
	for _, f := range faces {
		out = append(out, portrait.Face{Box: f.Box, LeftEye: portrait.Point(f.LeftEye), RightEye: portrait.Point(f.RightEye),
			Nose: portrait.Point(f.Nose), Mouth: portrait.Point(f.Mouth)})
	}
	return out
}

func (s seer) live(img image.Image) []portrait.Face {
	s.t.Helper()
	faces, err := s.e.DetectLive(img)
	require.NoError(s.t, err)
	return asPortrait(faces)
}

func TestWalkIn_CoachLeadsEverybodyToAPortrait(t *testing.T) {
	see := newSeer(t)
	for _, who := range People() {
		t.Run(who, func(t *testing.T) {
			s := newScene(t, Opts{Who: who})
			coach := portrait.NewCoach(portrait.DefaultLimits())
			var said []string
			var img *image.RGBA
			for at := time.Duration(0); ; at += 100 * time.Millisecond {
				require.Less(t, at, 10*time.Second, "never ready, said %v", said)
				img = frame(t, s, at)
				a := coach.Next(see.live(img), img.Rect.Size(), time.Unix(0, 0).Add(at))
				if len(said) == 0 || said[len(said)-1] != a.Key {
					said = append(said, a.Key)
				}
				if a.Ready {
					break
				}
			}
			t.Log(said)
			require.Equal(t, []string{portrait.Nobody, portrait.Closer}, said[:2])
			require.Contains(t, said, portrait.Left)

			faces, err := see.e.DetectStill(img)
			require.NoError(t, err)
			require.Len(t, faces, 1)
			f := asPortrait(faces)[0]
			require.GreaterOrEqual(t, f.EyeDistance(), 115.0)
			_, g, err := portrait.Crop(img, f, portrait.ID35x45())
			require.NoError(t, err)
			require.LessOrEqual(t, g.Scale, 1.0)
		})
	}
}

func TestPair_BeforeTheCamera_IsTheRegistrysMan(t *testing.T) {
	see := newSeer(t)
	embed := func(img image.Image) face.Embedding {
		faces, err := see.e.DetectStill(img)
		require.NoError(t, err)
		require.Len(t, faces, 1)
		v, err := see.e.Embed(img, faces[0])
		require.NoError(t, err)
		return v
	}
	f, err := os.Open(filepath.Join(fetched(t), "portraits", "face-detect.jpg"))
	require.NoError(t, err)
	defer f.Close()
	img, err := jpeg.Decode(f)
	require.NoError(t, err)
	registry := embed(img)
	for _, who := range People() {
		s := newScene(t, Opts{Who: who, Act: Right})
		for _, at := range []time.Duration{0, time.Second, 2 * time.Second} {
			c := face.Cosine(registry, embed(frame(t, s, at)))
			t.Logf("%s: %.3f", who, c)
			if who == Pair {
				require.Greater(t, c, face.Likely)
			} else {
				require.Less(t, c, face.Unlike)
			}
		}
	}
}

func TestActs_ShowWhatTheySay(t *testing.T) {
	see := newSeer(t)
	for act, want := range map[Act]string{Nobody: portrait.Nobody, Far: portrait.Closer, Left: portrait.Left,
		Right: portrait.Hold, Two: portrait.Several} {
		s := newScene(t, Opts{Act: act})
		img := frame(t, s, time.Second)
		require.Equal(t, want, portrait.Guide(see.live(img), img.Rect.Size(), portrait.DefaultLimits()).Key, "%s", act)
	}
	s := newScene(t, Opts{Act: Leave})
	require.Len(t, see.live(frame(t, s, 0)), 1)
	require.Empty(t, see.live(frame(t, s, leaving)))
}

func TestStandingStill_ConsecutiveFramesDiffer_AndAreNotDrawnTwice(t *testing.T) {
	s := newScene(t, Opts{Act: Right})
	period := time.Second / 30
	seen := make(map[string]bool)
	n := int(loop / period)
	for i := range n {
		b, err := s.Frame(time.Duration(i) * period)
		require.NoError(t, err)
		seen[string(b)] = true
	}
	require.Greater(t, len(seen), n*95/100)
	cost := testing.AllocsPerRun(n, func() {
		_, err := s.Frame(loop + period)
		require.NoError(t, err)
	})
	require.Zero(t, cost, "the second round is sent from memory")
}

func TestPlaying_UnknownPersonOrAct_IsRefused(t *testing.T) {
	s := newScene(t, Opts{Act: Nobody})
	require.Error(t, s.Play("stranger", Right))
	require.Error(t, s.Play(Pair, "dance"))
	for _, o := range []Opts{{Size: image.Pt(1, 1)}, {FPS: 1000}, {Who: "stranger"}, {Act: "dance"}} {
		o.Portraits = filepath.Join(fetched(t), "portraits")
		_, err := New(o)
		require.Error(t, err)
	}
	_, err := New(Opts{Portraits: t.TempDir()})
	require.ErrorContains(t, err, "models fetch")
}

func TestDamagedCutOut_IsMadeAgain(t *testing.T) {
	dir := t.TempDir()
	b, err := os.ReadFile(filepath.Join(fetched(t), "portraits", "face.jpg"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "face.jpg"), b, 0o600))
	p, err := findPerson(Pair)
	require.NoError(t, err)
	cached := filepath.Join(dir, "cutout-"+p.key(b)+".png")
	require.NoError(t, os.WriteFile(cached, []byte("half a file"), 0o600))
	s, err := New(Opts{Portraits: dir})
	require.NoError(t, err)
	s.Close()
	info, err := os.Stat(cached)
	require.NoError(t, err)
	require.Greater(t, info.Size(), int64(10_000))
}

func TestAPI_SetsPersonAndFault_AndTellsState(t *testing.T) {
	s := newScene(t, Opts{Act: Nobody})
	mux := http.NewServeMux()
	s.Register(mux)
	srv := httptest.NewServer(mux)
	defer srv.Close()
	post := func(path, body string) int {
		resp, err := http.Post(srv.URL+path, "application/json", strings.NewReader(body))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp.StatusCode
	}
	require.Equal(t, http.StatusNoContent, post("/api/camera/person", `{"who":"hopper","act":"far"}`))
	require.Equal(t, http.StatusNoContent, post("/api/camera/person", `{"act":"right"}`))
	require.Equal(t, http.StatusNoContent, post("/api/camera/fault", `{"name":"slow","mode":"always"}`))
	require.Equal(t, http.StatusBadRequest, post("/api/camera/person", `{"who":"nobody-knows","act":"far"}`))
	require.Equal(t, http.StatusBadRequest, post("/api/camera/fault", `{"name":"slow","mode":"often"}`))
	require.Equal(t, http.StatusBadRequest, post("/api/camera/fault", `{`))

	resp, err := http.Get(srv.URL + "/api/camera/state")
	require.NoError(t, err)
	defer resp.Body.Close()
	var st state
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&st))
	require.Equal(t, Hopper, st.Who)
	require.Equal(t, Right, st.Act)
	require.EqualValues(t, "always", st.Faults["slow"])
	require.Equal(t, 1280, st.Width)
}

// BenchmarkFrame: a frame of somebody who walks is drawn, one of somebody who
// stands comes from memory.
func BenchmarkFrame(b *testing.B) {
	for _, act := range []Act{WalkIn, Right} {
		b.Run(string(act), func(b *testing.B) {
			s := newScene(b, Opts{Act: act})
			for at := time.Duration(0); act == Right && at < loop; at += time.Second / 30 {
				_, err := s.Frame(at)
				require.NoError(b, err)
			}
			s.changed, s.began = false, 0
			at := 1500 * ms
			for b.Loop() {
				_, err := s.Frame(at)
				require.NoError(b, err)
			}
		})
	}
}
