package portrait

import (
	"encoding/json"
	"image"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var hd = image.Pt(1280, 720)

func TestGuiding_TellsTheBiggestObstacleFirst(t *testing.T) {
	right := at(640, 350, 122)
	for _, c := range []struct {
		what  string
		faces []Face
		want  string
	}{
		{"nobody", nil, Nobody},
		{"a face without size", []Face{{}}, Nobody},
		{"right", []Face{right}, Hold},
		{"two people", []Face{right, at(1100, 350, 90)}, Several},
		{"two people, both too far", []Face{at(400, 350, 50), at(900, 350, 50)}, Several},
		{"somebody far behind", []Face{at(1150, 200, 20), right}, Hold},
		{"far", []Face{at(640, 350, 60)}, Closer},
		{"far and aside: distance first", []Face{at(100, 350, 60)}, Closer},
		{"near", []Face{at(640, 350, 180)}, Back},
		{"at the picture's left, the person's right", []Face{at(400, 350, 122)}, Left},
		{"at the picture's right", []Face{at(900, 350, 122)}, Right},
		{"aside and low: aside first", []Face{at(900, 500, 122)}, Right},
		{"low in the picture", []Face{at(640, 470, 122)}, Up},
		{"high in the picture", []Face{at(640, 200, 122)}, Down},
	} {
		require.Equal(t, c.want, Guide(c.faces, hd, DefaultLimits()).Key, c.what)
	}
}

func TestGuiding_SaysHold_OnlyIfThePortraitCanBeCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := image.Pt(rapid.IntRange(600, 2000).Draw(t, "w"), rapid.IntRange(500, 1400).Draw(t, "h"))
		f := at(rapid.Float64Range(0, float64(size.X)).Draw(t, "x"), rapid.Float64Range(0, float64(size.Y)).Draw(t, "y"), rapid.Float64Range(20, 300).Draw(t, "eyes"))
		for _, l := range []Limits{DefaultLimits(), DefaultLimits().relaxed()} {
			if Guide([]Face{f}, size, l).Key != Hold {
				continue
			}
			if _, _, err := Crop(image.NewRGBA(image.Rectangle{Max: size}), f, ID35x45()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestLimits_AreData(t *testing.T) {
	b, err := json.Marshal(DefaultLimits())
	require.NoError(t, err)
	var back Limits
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, DefaultLimits(), back)
	require.Contains(t, string(b), `"hold_ms":900`)
}

// walk feeds a coach with one face each 100 ms and returns what it said.
type walk struct {
	coach *Coach
	now   time.Time
}

func newWalk() *walk {
	return &walk{NewCoach(DefaultLimits()), time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)}
}

func (w *walk) see(faces ...Face) Advice {
	w.now = w.now.Add(100 * time.Millisecond)
	return w.coach.Next(faces, hd, w.now)
}

func TestCoaching_PersonWalksIn_HoldsAndIsReady(t *testing.T) {
	w := newWalk()
	require.Equal(t, Nobody, w.see().Key)
	for range 5 {
		w.see(at(600, 350, 60))
	}
	require.Equal(t, Closer, w.see(at(600, 350, 60)).Key)
	for range 5 {
		w.see(at(400, 350, 122))
	}
	require.Equal(t, Left, w.see(at(400, 350, 122)).Key)
	progress, seen := 0.0, 0
	for range 20 {
		a := w.see(at(640, 350, 122))
		if a.Ready {
			require.Equal(t, Ready, a.Key)
			require.Equal(t, 1.0, a.Progress)
			require.Greater(t, seen, 3, "holding was announced before")
			return
		}
		if a.Key == Hold {
			seen++
			require.GreaterOrEqual(t, a.Progress, progress)
			progress = a.Progress
		}
	}
	require.FailNow(t, "never ready")
}

func hold(w *walk) {
	for range 6 {
		w.see(at(640, 350, 122))
	}
}

func TestCoaching_OneBadFrame_DoesNotChangeTheAdviceButRestartsTheHold(t *testing.T) {
	w := newWalk()
	hold(w)
	before := w.see(at(640, 350, 122))
	require.Equal(t, Hold, before.Key)
	require.Equal(t, Hold, w.see().Key, "a detector misses a frame now and then")
	after := w.see(at(640, 350, 122))
	require.Equal(t, Hold, after.Key)
	require.Less(t, after.Progress, before.Progress)
}

func TestCoaching_PersonLeavesAtTheLastMoment_IsNotReady(t *testing.T) {
	w := newWalk()
	hold(w)
	for range 20 {
		require.False(t, w.see().Ready)
	}
	require.Equal(t, Nobody, w.see().Key)
}

func TestCoaching_SecondPersonComes_IsNotReady(t *testing.T) {
	w := newWalk()
	hold(w)
	for range 20 {
		require.False(t, w.see(at(640, 350, 122), at(1100, 350, 100)).Ready)
	}
	require.Equal(t, Several, w.see(at(640, 350, 122), at(1100, 350, 100)).Key)
}

func TestCoaching_MovingPerson_IsNeverReady(t *testing.T) {
	w := newWalk()
	for i := range 60 {
		x := 640 + 40*float64(i%8-4)/4 // wanders within the limits
		require.False(t, w.see(at(x, 350, 122)).Ready)
	}
}

func TestCoaching_SwayingPerson_BecomesReady(t *testing.T) {
	w := newWalk()
	for i := range 30 {
		if w.see(at(640+float64(i%5-2), 350+float64(i%3-1), 122+float64(i%2))).Ready {
			return
		}
	}
	require.FailNow(t, "never ready")
}

func TestCoaching_AtTheEdgeOfALimit_DoesNotFlicker(t *testing.T) {
	w := newWalk()
	for _, eyes := range []float64{111, 112, 113} {
		for range 10 {
			w.see(at(640, 350, eyes))
		}
	}
	require.Contains(t, []string{Hold, Ready}, w.see(at(640, 350, 113)).Key)
	for i := range 20 { // jitter of one per cent around the limit
		key := w.see(at(640, 350, 111.5+float64(i%3-1)*.6)).Key
		require.Contains(t, []string{Hold, Ready}, key)
	}
}
