package portrait

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"pgregory.net/rapid"
)

// at is an ordinary face with the middle of its eyes at x, y.
func at(x, y, eyes float64) Face {
	return Face{
		Box:     image.Rect(int(x-1.25*eyes), int(y-.75*eyes), int(x+1.25*eyes), int(y+1.75*eyes)),
		LeftEye: Point{x - eyes/2, y}, RightEye: Point{x + eyes/2, y},
		Nose: Point{x, y + .6*eyes}, Mouth: Point{x, y + 1.04*eyes},
	}
}

// Chins marked by hand; the points are the still detector's.
func TestChin_OfFourPortraits_IsEstimatedWithinATenth(t *testing.T) {
	for name, c := range map[string]struct {
		f    Face
		chin float64
	}{
		"face.jpg":         {Face{LeftEye: Point{311.8, 244.3}, RightEye: Point{391.2, 243.9}, Mouth: Point{349.1, 333.3}}, 402},
		"face-detect.jpg":  {Face{LeftEye: Point{185.7, 138.4}, RightEye: Point{236.8, 138.8}, Mouth: Point{209.4, 194.4}}, 233},
		"astronaut.png":    {Face{LeftEye: Point{202.8, 101.9}, RightEye: Point{248.1, 103.1}, Mouth: Point{223.7, 149.1}}, 183},
		"grace_hopper.jpg": {Face{LeftEye: Point{227.3, 195.3}, RightEye: Point{310.5, 191.4}, Mouth: Point{273.2, 280.9}}, 334},
	} {
		real := c.chin - c.f.eyes().Y
		require.InEpsilon(t, real, c.f.chinDistance(), .1, name)
	}
}

func picture(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
		}
	}
	return img
}

func TestCropping_AnyFaceThatFits_KeepsTheStandardsGeometry(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	format := ID35x45()
	rapid.Check(t, func(t *rapid.T) {
		f := at(rapid.Float64Range(0, 1600).Draw(t, "x"), rapid.Float64Range(0, 1200).Draw(t, "y"), rapid.Float64Range(5, 400).Draw(t, "eyes"))
		out, g, err := Crop(img, f, format)
		fits := g.Crop.In(img.Rect) && g.Crop.Dx() >= format.Width && g.Crop.Dy() >= format.Height
		if fits != (err == nil) {
			t.Fatalf("%v: %v", g.Crop, err)
		}
		if err != nil {
			return
		}
		switch aspect := float64(g.Crop.Dx()) / float64(g.Crop.Dy()); {
		case out.Rect != image.Rect(0, 0, 413, 531):
			t.Fatalf("portrait of %v", out.Rect)
		case aspect < .74 || aspect > .80, g.HeadHeight < .70 || g.HeadHeight > .80,
			g.EyesFromTop < .30 || g.EyesFromTop > .50, math.Abs(g.EyesAcross-.5) > .05, g.Scale > 1:
			t.Fatalf("against ISO/IEC 39794-5 D.1: %+v", g)
		}
	})
}

func TestCropping_TakesThePixelsAroundTheFace(t *testing.T) {
	img := picture(1280, 720)
	f := at(640, 350, 126)
	for _, p := range []Point{f.LeftEye, f.RightEye} {
		draw.Draw(img, image.Rect(int(p.X)-6, int(p.Y)-6, int(p.X)+6, int(p.Y)+6), image.NewUniform(color.RGBA{255, 0, 0, 255}), image.Point{}, draw.Src)
	}
	out, g, err := Crop(img, f, ID35x45())
	require.NoError(t, err)
	y := int(g.EyesFromTop * 531)
	half := g.EyeDistance * g.Scale / 2
	for _, x := range []int{int(413*g.EyesAcross - half), int(413*g.EyesAcross + half)} {
		require.Greater(t, out.RGBAAt(x, y).R, uint8(240))
		require.Less(t, out.RGBAAt(x, y).B, uint8(20))
	}
}

func TestCropping_FaceTooSmall_IsNotEnlarged(t *testing.T) {
	_, g, err := Crop(picture(1280, 720), at(640, 350, 95), ID35x45())
	require.ErrorIs(t, err, ErrTooSmall)
	require.Greater(t, g.Scale, 1.0)
}

func TestCropping_FaceAtTheEdge_IsOutOfFrame(t *testing.T) {
	for _, f := range []Face{at(150, 350, 126), at(1200, 350, 126), at(640, 200, 126), at(640, 520, 126)} {
		_, _, err := Crop(picture(1280, 720), f, ID35x45())
		require.ErrorIs(t, err, ErrOutOfFrame)
	}
}

func TestCropping_NoFace_IsAnError(t *testing.T) {
	for _, f := range []Face{{}, {Mouth: Point{math.NaN(), 3}}, {Mouth: Point{math.Inf(1), 3}}, at(0, 0, 1e9)} {
		_, _, err := Crop(picture(1280, 720), f, ID35x45())
		require.ErrorIs(t, err, ErrNoFace)
	}
	_, _, err := Crop(picture(1280, 720), at(640, 350, 126), Format{})
	require.Error(t, err)
}

func TestSharpness_FallsWithBlur(t *testing.T) {
	// A face of random blobs, sharp, then blurred by scaling down and up.
	img := picture(1280, 720)
	f := at(640, 350, 126)
	last := Sharpness(img, f)
	require.Positive(t, last)
	for _, k := range []int{2, 4, 8} {
		small := image.NewRGBA(image.Rect(0, 0, 1280/k, 720/k))
		draw.BiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
		blurred := image.NewRGBA(img.Rect)
		draw.BiLinear.Scale(blurred, blurred.Rect, small, small.Rect, draw.Src, nil)
		s := Sharpness(blurred, f)
		require.Less(t, s, last, "blurred by %d", k)
		last = s
	}
}

func TestSharpness_IsTheSameForEveryKindOfPicture(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for i := range img.Pix {
		img.Pix[i] = uint8(i / 4 * 7919)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	other := image.NewNRGBA(img.Rect)
	copy(other.Pix, img.Pix)
	f := at(640, 350, 126)
	require.InEpsilon(t, Sharpness(img, f), Sharpness(other, f), .01)
	require.Zero(t, Sharpness(img, at(-900, -900, 100)))
	require.Zero(t, Sharpness(img, Face{}))
}

func BenchmarkPortrait(b *testing.B) {
	img, f := picture(1280, 720), at(640, 350, 126)
	for name, work := range map[string]func() error{
		"Sharpness": func() error { Sharpness(img, f); return nil },
		"Crop":      func() error { _, _, err := Crop(img, f, ID35x45()); return err },
		"EncodeJPEG": func() error {
			_, err := EncodeJPEG(img.SubImage(image.Rect(0, 0, 413, 531)), ID35x45(), 90)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, work())
			}
		})
	}
}
