package face

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"pgregory.net/rapid"
)

func embedding(t *testing.T, e *Engine, img image.Image) Embedding {
	t.Helper()
	faces, err := e.DetectStill(img)
	require.NoError(t, err)
	require.NotEmpty(t, faces)
	v, err := e.Embed(img, faces[0])
	require.NoError(t, err)
	return v
}

func TestComparing_OneManOnTwoPhotographs_IsLikely(t *testing.T) {
	e := openEngine(t)
	live, registry := portrait(t, "face.jpg"), embedding(t, e, portrait(t, "face-detect.jpg"))
	for name, img := range map[string]image.Image{
		"as it is": live, "JPEG 30": recompressed(t, live), "half size": halved(live),
		"lighter": gamma(live, .6), "darker": gamma(live, 1.6),
	} {
		c := Cosine(embedding(t, e, img), registry)
		t.Logf("%s: %.3f", name, c)
		assert.Greater(t, c, Likely, name)
	}
}

func TestComparing_Strangers_AreUnlike(t *testing.T) {
	e := openEngine(t)
	names := []string{"face.jpg", "astronaut.png", "grace_hopper.jpg"}
	for i, a := range names {
		for _, b := range names[:i] {
			one := portrait(t, a)
			for _, img := range []image.Image{one, gamma(one, .6), gamma(one, 1.6), recompressed(t, one)} {
				c := Cosine(embedding(t, e, img), embedding(t, e, portrait(t, b)))
				assert.Less(t, c, Unlike, "%s and %s", a, b)
			}
		}
	}
}

func TestEmbedding_HasLengthOne(t *testing.T) {
	e := openEngine(t)
	v := embedding(t, e, portrait(t, "astronaut.png"))
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	require.InDelta(t, 1, sum, 1e-5)
	require.InDelta(t, 1, Cosine(v, v), 1e-9)
	require.Zero(t, Cosine(v, Embedding{}))
}

func TestEmbedding_FaceWithoutSize_IsAnError(t *testing.T) {
	e := openEngine(t)
	_, err := e.Embed(portrait(t, "face.jpg"), Face{})
	require.Error(t, err)
}

func TestWiping_LeavesNothingOfThePicture(t *testing.T) {
	e := openEngine(t)
	embedding(t, e, portrait(t, "face.jpg"))
	e.Wipe()
	for _, data := range [][]float32{e.live.data, e.still.data, e.comparer.data} {
		for _, x := range data {
			require.Zero(t, x)
		}
	}
	pix, err := e.comparer.aligned.DataPtrUint8()
	require.NoError(t, err)
	require.Equal(t, make([]byte, len(pix)), pix)
}

func TestAligning_RecoversAnyTurnScaleAndShift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		angle := rapid.Float64Range(-3, 3).Draw(t, "angle")
		scale := rapid.Float64Range(.2, 8).Draw(t, "scale")
		dx, dy := rapid.Float64Range(-900, 900).Draw(t, "dx"), rapid.Float64Range(-900, 900).Draw(t, "dy")
		sin, cos := math.Sincos(angle)
		var from [4]Point
		for i, p := range template {
			from[i] = Point{scale*(cos*p.X-sin*p.Y) + dx, scale*(sin*p.X+cos*p.Y) + dy}
		}
		a, b, tx, ty, err := similarity(from, template)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range from {
			x, y := a*p.X-b*p.Y+tx, b*p.X+a*p.Y+ty
			if math.Hypot(x-template[i].X, y-template[i].Y) > 1e-6 {
				t.Fatalf("point %d came to %v,%v", i, x, y)
			}
		}
	})
}

func recompressed(t *testing.T, img image.Image) image.Image {
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 30}))
	out, err := jpeg.Decode(&b)
	require.NoError(t, err)
	return out
}

func halved(img image.Image) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx()/2, img.Bounds().Dy()/2))
	draw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

func gamma(img *image.RGBA, g float64) image.Image {
	out := image.NewRGBA(img.Rect)
	for i, v := range img.Pix {
		out.Pix[i] = uint8(255 * math.Pow(float64(v)/255, g))
		if i%4 == 3 {
			out.Pix[i] = v
		}
	}
	return out
}

func BenchmarkEngine(b *testing.B) {
	e := openEngine(b)
	img := portrait(b, "face.jpg")
	frame := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	draw.BiLinear.Scale(frame, image.Rect(160, 0, 1120, 720), img, img.Rect, draw.Src, nil)
	faces, err := e.DetectStill(frame)
	require.NoError(b, err)
	for name, f := range map[string]func() error{
		"DetectLive":  func() error { _, err := e.DetectLive(frame); return err },
		"DetectStill": func() error { _, err := e.DetectStill(frame); return err },
		"Embed":       func() error { _, err := e.Embed(frame, faces[0]); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, f())
			}
		})
	}
}
