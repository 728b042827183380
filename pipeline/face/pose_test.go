package face

import (
	"flag"
	"fmt"
	"image"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what is computed from the portraits into canonical.go")

// still finds the landmarks of the one face in a picture.
func still(tb testing.TB, e *Engine, x *Examiner, img image.Image) Landmarks {
	tb.Helper()
	faces, err := e.DetectStill(img)
	require.NoError(tb, err)
	require.NotEmpty(tb, faces)
	l, err := x.LandmarksStill(img, faces[0])
	require.NoError(tb, err)
	return l
}

func mirrored(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	w := img.Rect.Dx()
	for y := range img.Rect.Dy() {
		for x := range w {
			out.SetRGBA(x, y, img.RGBAAt(w-1-x, y))
		}
	}
	return out
}

// turned turns a picture about its middle, clockwise, keeping its size.
func turned(img *image.RGBA, degrees float64) *image.RGBA {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(img.Rect.Dx())/2, float64(img.Rect.Dy())/2
	out := image.NewRGBA(img.Rect)
	draw.BiLinear.Transform(out, f64.Aff3{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy}, img, img.Rect, draw.Src, nil)
	return out
}

var portraits = []string{"face.jpg", "face-detect.jpg", "astronaut.png", "grace_hopper.jpg"}

// The mean face: the rigid points of the portraits and of their mirror images, all
// turned and scaled onto each other, then turned so that the portraits' mean pitch is 0.
func TestCanonicalFace_IsTheMeanOfThePortraits(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	var shapes [][][3]float64
	for _, name := range portraits {
		l := still(t, e, x, portrait(t, name))
		shape := make([][3]float64, len(rigid))
		for i, id := range rigid {
			shape[i] = l.Mesh[id]
		}
		shapes = append(shapes, normed(shape))
	}
	people := len(shapes)
	for _, s := range shapes[:people] {
		shapes = append(shapes, flipped(s))
	}
	mean := normed(average(shapes[0], shapes[people])) // symmetrical already
	for range 20 {
		var fitted [][][3]float64
		for _, s := range shapes {
			fitted = append(fitted, apply(rotation(s, mean), s))
		}
		mean = normed(average(fitted...))
	}
	var pitch float64
	for _, s := range shapes[:people] {
		r := rotation(mean, s)
		pitch += math.Atan2(r[2][1], r[2][2]) / float64(people)
	}
	sin, cos := math.Sincos(pitch)
	mean = apply(matrix{{1, 0, 0}, {0, cos, -sin}, {0, sin, cos}}, mean)

	if *update {
		b, err := os.ReadFile("canonical.go")
		require.NoError(t, err)
		head, _, _ := strings.Cut(string(b), "var canonical = ")
		var table strings.Builder
		for _, p := range mean {
			fmt.Fprintf(&table, "\t{%.4f, %.4f, %.4f},\n", p[0], p[1], p[2])
		}
		require.NoError(t, os.WriteFile("canonical.go", []byte(head+"var canonical = [len(rigid)][3]float64{\n"+table.String()+"}\n"), 0o644))
		t.Skip("written; run again without -update")
	}
	for i := range mean {
		for j := range 3 {
			require.InDelta(t, mean[i][j], canonical[i][j], 2e-3, "mesh point %d", rigid[i])
		}
	}
}

func average(shapes ...[][3]float64) [][3]float64 {
	out := make([][3]float64, len(rigid))
	for _, s := range shapes {
		for i := range s {
			for j := range 3 {
				out[i][j] += s[i][j] / float64(len(shapes))
			}
		}
	}
	return out
}

// normed centres a shape and gives it unit size.
func normed(s [][3]float64) [][3]float64 {
	c, size := centre(s), 0.0
	out := make([][3]float64, len(s))
	for i, p := range s {
		for j := range 3 {
			out[i][j] = p[j] - c[j]
			size += out[i][j] * out[i][j] / float64(len(s))
		}
	}
	for i := range out {
		for j := range 3 {
			out[i][j] /= math.Sqrt(size)
		}
	}
	return out
}

// flipped is the shape of the mirror image.
func flipped(s [][3]float64) [][3]float64 {
	out := make([][3]float64, len(s))
	for i, p := range s {
		to := i
		if i < len(s)-middle {
			to = i ^ 1
		}
		out[to] = [3]float64{-p[0], p[1], p[2]}
	}
	return out
}

func apply(r matrix, s [][3]float64) [][3]float64 {
	out := make([][3]float64, len(s))
	for i, p := range s {
		for j := range 3 {
			out[i][j] = r[j][0]*p[0] + r[j][1]*p[1] + r[j][2]*p[2]
		}
	}
	return out
}

func TestPose_Portraits_LookStraightAhead(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	for _, name := range portraits {
		l := still(t, e, x, portrait(t, name))
		p := l.Pose()
		t.Logf("%-16s yaw %5.1f  pitch %5.1f  roll %5.1f  presence %.3f  lids %.3f %.3f", name, p.Yaw, p.Pitch, p.Roll, l.Presence, l.LidGap(0), l.LidGap(1))
		require.Less(t, math.Abs(p.Pitch), 8.0, name)
		require.Greater(t, l.Presence, .9)
	}
}

func TestPose_MirroredPortrait_TurnsTheOtherWay(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	for _, name := range portraits {
		img := portrait(t, name)
		a, b := still(t, e, x, img), still(t, e, x, mirrored(img))
		p, q := a.Pose(), b.Pose()
		t.Logf("%-16s %+v mirrored %+v", name, p, q)
		require.InDelta(t, p.Yaw, -q.Yaw, 2.5, name)
		require.InDelta(t, p.Roll, -q.Roll, 1.5, name)
		require.InDelta(t, p.Pitch, q.Pitch, 2.5, name)
	}
}

func TestPose_TurnedPortrait_RollsByAsMuch(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	for _, name := range portraits {
		img := portrait(t, name)
		straight := still(t, e, x, img)
		for _, degrees := range []float64{-15, -5, 5, 15} {
			l := still(t, e, x, turned(img, degrees))
			p, q := straight.Pose(), l.Pose()
			require.InDelta(t, degrees, q.Roll-p.Roll, 1.5, "%s turned by %v", name, degrees)
			require.InDelta(t, p.Yaw, q.Yaw, 4, "%s turned by %v", name, degrees)
			require.InDelta(t, p.Pitch, q.Pitch, 4, "%s turned by %v", name, degrees)
		}
	}
}

func TestPose_CanonicalFaceTurnedAnyWay_IsRecovered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yaw, pitch, roll := rapid.Float64Range(-80, 80).Draw(t, "yaw"), rapid.Float64Range(-80, 80).Draw(t, "pitch"), rapid.Float64Range(-80, 80).Draw(t, "roll")
		size := rapid.Float64Range(1, 900).Draw(t, "size")
		const radian = math.Pi / 180
		sx, cx := math.Sincos(-pitch * radian)
		sy, cy := math.Sincos(-yaw * radian)
		sz, cz := math.Sincos(roll * radian)
		s := apply(matrix{{1, 0, 0}, {0, cx, -sx}, {0, sx, cx}}, canonical[:])
		s = apply(matrix{{cy, 0, sy}, {0, 1, 0}, {-sy, 0, cy}}, s)
		s = apply(matrix{{cz, -sz, 0}, {sz, cz, 0}, {0, 0, 1}}, s)
		var l Landmarks
		for i, id := range rigid {
			l.Mesh[id] = [3]float64{300 + size*s[i][0], 200 + size*s[i][1], size * s[i][2]}
		}
		p := l.Pose()
		if math.Hypot(math.Hypot(p.Yaw-yaw, p.Pitch-pitch), p.Roll-roll) > 1e-6 {
			t.Fatalf("%+v", p)
		}
	})
	var flat Landmarks
	require.False(t, math.IsNaN(flat.Pose().Yaw))
}
