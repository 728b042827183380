package face

import (
	"image"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRelief_OfAnyHomographyOfAFace_IsNone(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	l := still(t, e, x, portrait(t, "face.jpg"))
	rapid.Check(t, func(t *rapid.T) {
		draw := func(low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, "h") }
		a, b, c, d := draw(.5, 2), draw(-.5, .5), draw(-.5, .5), draw(.5, 2)
		g, h := draw(-3e-4, 3e-4), draw(-3e-4, 3e-4)
		moved := l
		for i, p := range l.Mesh {
			w := 1 + g*p[0] + h*p[1]
			moved.Mesh[i] = [3]float64{(a*p[0] + b*p[1] + 40) / w, (c*p[0] + d*p[1] - 20) / w, 0}
		}
		if f := Relief(&l, &moved); f > 1e-3 {
			t.Fatalf("%v", f)
		}
	})
	require.Zero(t, Relief(&Landmarks{}, &Landmarks{}))
}

// A photograph that is turned before the camera is seen by the nets; a head that turns
// is their landmarks turned in space, since no pictures of one are to be had.
func TestRelief_OfATurnedPhotograph_HasLessThanATurnedHead(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	for _, name := range portraits {
		img := portrait(t, name)
		l := still(t, e, x, img)
		for _, yaw := range []float64{-25, 25} {
			print := still(t, e, x, leaning(img, yaw))
			sin, cos := math.Sincos(yaw * math.Pi / 180)
			head := l
			for i, p := range l.Mesh {
				head.Mesh[i][0] = cos*(p[0]-l.Mesh[1][0]) - sin*p[2] + l.Mesh[1][0]
			}
			flat, round := Relief(&l, &print), Relief(&l, &head)
			t.Logf("%-16s by %3.0f°: photograph %.4f, head %.4f, pose seen on the photograph %+v", name, yaw, flat, round, print.Pose())
			require.Less(t, flat, .02, name)
			require.Greater(t, round, .05, name)
			require.Less(t, math.Abs(print.Pose().Yaw), 10.0, name)
		}
	}
}

// leaning is a photograph turned about its upright axis, seen from two and a half
// times its width away.
func leaning(img *image.RGBA, degrees float64) *image.RGBA {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	far := 2.5 * w
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for px := range img.Rect.Dx() {
			u, v := float64(px)-w/2, float64(y)-h/2
			// (s·cos, t, s·sin) seen at u = far·s·cos/(far + s·sin)
			s := u * far / (far*cos - u*sin)
			t := v * (far + s*sin) / far
			sx, sy := int(s+w/2), int(t+h/2)
			if image.Pt(sx, sy).In(img.Rect) {
				out.SetRGBA(px, y, img.RGBAAt(sx, sy))
			}
		}
	}
	return out
}
