package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/portrait"
)

func newBooth(tb testing.TB) *booth {
	tb.Helper()
	b, err := openBooth("")
	if errors.Is(err, face.ErrNoModel) {
		tb.Skipf("%v: run \"go run ./cmd/models fetch\" or set TERMINAL_MODELS", err)
	}
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, b.close()) })
	return b
}

func modelDir() string {
	if dir := os.Getenv("TERMINAL_MODELS"); dir != "" {
		return dir
	}
	return os.ExpandEnv("$HOME/.local/state/terminal/models")
}

// person is a test portrait, enlarged so that a document's portrait can be cut of it.
func person(tb testing.TB, name string) *image.RGBA {
	tb.Helper()
	img, err := photograph(filepath.Join(modelDir(), "portraits", name))
	require.NoError(tb, err)
	part, times := img.Rect, 2
	if name == "astronaut.png" { // a small face in a large picture
		part, times = image.Rect(0, 0, 460, 300), 3
	}
	out := image.NewRGBA(image.Rect(0, 0, times*part.Dx(), times*part.Dy()))
	draw.CatmullRom.Scale(out, out.Rect, img, part, draw.Src, nil)
	return out
}

var people = []string{"face.jpg", "astronaut.png", "grace_hopper.jpg"}

// looked is a picture with all that is known of it.
type looked struct {
	portrait.Subject
	native map[portrait.Measure]float64
	advice []string

	findings []portrait.Finding
	accepted bool
}

func (b *booth) look(tb testing.TB, img *image.RGBA) looked {
	tb.Helper()
	s, _, err := b.see(img)
	require.NoError(tb, err)
	limits, err := criteria()
	require.NoError(tb, err)
	a, err := portrait.Assess(s, limits)
	require.NoError(tb, err)
	l := looked{Subject: s, native: make(map[portrait.Measure]float64), findings: a.Findings, accepted: a.Accepted}
	for _, r := range a.Readings {
		l.native[r.Measure] = r.Native
	}
	for _, f := range a.Findings {
		l.advice = append(l.advice, f.Advice)
	}
	return l
}

// Each defect is made in code from portraits without it: the measure must move the
// right way, far enough, and where the defect is grave the advice must name it.
func TestAssessing_DerivedDefects_MoveTheirMeasure(t *testing.T) {
	b := newBooth(t)
	for _, name := range people {
		img := person(t, name)
		good := b.look(t, img)
		made := make(map[string]looked)
		for _, c := range []struct {
			defect  string
			make    func() *image.RGBA
			measure portrait.Measure
			ratio   float64 // of the new to the old value: at least when above 1, at most when below
			advice  string
		}{
			{"closed eyes", func() *image.RGBA { return closedEyes(good) }, portrait.EyesOpen, .8, ""},
			{"closed eyes", func() *image.RGBA { return closedEyes(good) }, portrait.EyesShut, 1.02, ""},
			{"open mouth", func() *image.RGBA { return openMouth(good) }, portrait.MouthClosed, 1.5, "close_mouth"},
			{"darker", func() *image.RGBA { return curve(img, func(v float64) float64 { return math.Pow(v, 2) }) }, portrait.LuminanceMean, .7, ""},
			{"lighter", func() *image.RGBA { return curve(img, func(v float64) float64 { return math.Pow(v, .5) }) }, portrait.LuminanceMean, 1.3, ""},
			{"burnt out", func() *image.RGBA { return curve(img, func(v float64) float64 { return 2.4 * v }) }, portrait.OverExposurePrevention, 5, "light"},
			{"burnt out", func() *image.RGBA { return curve(img, func(v float64) float64 { return 2.4 * v }) }, portrait.Clipping, 3, ""},
			{"flat", func() *image.RGBA { return curve(img, func(v float64) float64 { return .4 + .15*v }) }, portrait.DynamicRange, .8, ""},
			{"blue light", func() *image.RGBA { return cast(img, .6, .8, 1.3) }, portrait.NaturalColour, 5, "colour"},
			{"blurred", func() *image.RGBA { return blurred(img, 12) }, portrait.EyeSharpness, .5, "still"},
			{"second face", func() *image.RGBA { return besides(img) }, portrait.SingleFacePresent, 2, "several"},
			{"busy background", func() *image.RGBA { return busy(good) }, portrait.BackgroundUniformity, 1.5, "background"},
			{"one side in shadow", func() *image.RGBA { return shadow(good) }, portrait.IlluminationUniformity, .7, "shadow"},
			{"one side in shadow", func() *image.RGBA { return shadow(good) }, portrait.FaceShadow, .8, ""},
			{"glare", func() *image.RGBA { return glare(good) }, portrait.Glare, 3, "glare"},
			{"crown cut", func() *image.RGBA { return cut(good) }, portrait.HeadAtTop, 10, "whole_head"},
			{"crown cut", func() *image.RGBA { return cut(good) }, portrait.MarginAboveOfTheFaceImage, .8, ""},
		} {
			bad, seen := made[c.defect]
			if !seen {
				bad = b.look(t, c.make())
				made[c.defect] = bad
			}
			before, after := good.native[c.measure], bad.native[c.measure]
			t.Logf("%-17s %-19s %-24s %8.4f → %8.4f %v", name, c.defect, c.measure, before, after, bad.advice)
			if c.ratio > 1 {
				assert.Greater(t, after, max(c.ratio*before, .01), "%s, %s: %s", name, c.defect, c.measure)
			} else {
				assert.Less(t, after, c.ratio*before, "%s, %s: %s", name, c.defect, c.measure)
			}
			if c.advice != "" {
				assert.Contains(t, bad.advice, c.advice, "%s, %s", name, c.defect)
			}
		}
	}
}

func TestAssessing_OrderOfDefects_IsTheOrderOfTheMeasure(t *testing.T) {
	b := newBooth(t)
	for _, name := range people[1:] {
		img := person(t, name)
		for measure, row := range map[portrait.Measure][]*image.RGBA{
			portrait.EyeSharpness:  {img, blurred(img, 6), blurred(img, 12)},
			portrait.LuminanceMean: {curve(img, math.Sqrt), img, curve(img, func(v float64) float64 { return v * v })},
			portrait.HeadPoseRoll:  {turned(img, 10), turned(img, 5), img, turned(img, -10)},
		} {
			var values []float64
			for _, p := range row {
				values = append(values, b.look(t, p).native[measure])
			}
			t.Logf("%-17s %-14s %.3f", name, measure, values)
			require.True(t, slices.IsSortedFunc(values, func(a, b float64) int { return int(math.Copysign(1, b-a)) }), "%s %s %v", name, measure, values)
		}
	}
}

// No limit depends on how dark a skin is: the portraits in skin steps (linear light,
// face only, as a darker or lighter person in the same light) are rejected for nothing
// that the portrait itself is not rejected for. Three faces are no proof of fairness;
// the table shows which measures move.
func TestAssessing_SkinSteps_RejectNobodyAnew(t *testing.T) {
	b := newBooth(t)
	for _, name := range people {
		good := b.look(t, person(t, name))
		for _, step := range []float64{.15, .3, .5, .75, 1.25} {
			l := b.look(t, skin(good, step))
			var moved []portrait.Measure
			for _, f := range l.findings {
				if !slices.ContainsFunc(good.findings, func(g portrait.Finding) bool { return g.Measure == f.Measure }) {
					moved = append(moved, f.Measure)
					assert.Equal(t, portrait.Warn, f.Severity, "%s at %v: %s %v", name, step, f.Measure, f.Value)
				}
			}
			t.Logf("%-17s ×%-4v luminance %.3f, under-exposed %.2f, eyes %.3f, sharpness %.0f, accepted %v, new %v", name, step, l.native[portrait.LuminanceMean],
				l.native[portrait.UnderExposurePrevention], l.native[portrait.EyesOpen], l.native[portrait.EyeSharpness], l.accepted, moved)
		}
	}
}

// What does not change the person must not change what is said of them.
func TestAssessing_MirrorAndJPEG20_ChangeLittle(t *testing.T) {
	b := newBooth(t)
	for _, name := range people {
		img := person(t, name)
		good := b.look(t, img)
		for what, p := range map[string]*image.RGBA{"mirrored": mirrored(img), "JPEG 20": recompressed(t, img, 20)} {
			other := b.look(t, p)
			sign := map[string]float64{"mirrored": -1, "JPEG 20": 1}[what]
			require.InDelta(t, good.native[portrait.HeadPoseYaw], sign*other.native[portrait.HeadPoseYaw], 3, "%s %s", name, what)
			require.InDelta(t, good.native[portrait.HeadPoseRoll], sign*other.native[portrait.HeadPoseRoll], 1.5, "%s %s", name, what)
			require.InDelta(t, good.native[portrait.HeadPosePitch], other.native[portrait.HeadPosePitch], 3, "%s %s", name, what)
			require.InEpsilon(t, good.native[portrait.EyesOpen], other.native[portrait.EyesOpen], .25, "%s %s", name, what)
			require.InEpsilon(t, good.native[portrait.InterEyeDistance], other.native[portrait.InterEyeDistance], .04, "%s %s", name, what)
			require.InEpsilon(t, good.native[portrait.LuminanceMean], other.native[portrait.LuminanceMean], .05, "%s %s", name, what)
		}
	}
}

func TestAssessing_Glasses_AreSeenOnThoseWhoWearThem(t *testing.T) {
	b := newBooth(t)
	for name, wears := range map[string]bool{"face.jpg": true, "face-detect.jpg": true, "astronaut.png": false, "grace_hopper.jpg": true} {
		l := b.look(t, person(t, name))
		require.Equal(t, wears, slices.Contains(l.advice, "glasses"), "%s: %.3f", name, l.native[portrait.Glasses])
	}
}

// The portrait cut of a crooked picture has level eyes and the standard's geometry, as
// the nets see it in the portrait itself.
func TestCropping_TurnedPictures_HaveLevelEyesAndTheStandardsGeometry(t *testing.T) {
	b := newBooth(t)
	for _, name := range []string{"astronaut.png", "grace_hopper.jpg"} {
		for _, degrees := range []float64{-10, 0, 5, 10} {
			s := b.look(t, turned(roomy(person(t, name)), degrees)).Subject
			crop, g, err := portrait.CropHead(s, portrait.ID35x45())
			require.NoError(t, err, "%s turned by %v", name, degrees)
			again := b.look(t, crop)
			t.Logf("%s turned by %v: turned back by %.1f, left %.2f; %+v", name, degrees, g.Turned, again.native[portrait.EyeLevel], g)
			assert.Less(t, math.Abs(again.native[portrait.EyeLevel]), 1.5, "%s turned by %v", name, degrees) // 1° and the nets' noise
			assert.InDelta(t, .75, g.HeadHeight, .051)
			assert.True(t, g.EyesFromTop >= .3 && g.EyesFromTop <= .5)
			assert.LessOrEqual(t, g.Scale, 1.0)
			eyes := again.Landmarks.Eyes
			assert.InDelta(t, .5, (eyes[0][71][0]+eyes[1][71][0])/2/413, .05)
			assert.InDelta(t, g.EyesFromTop, (eyes[0][71][1]+eyes[1][71][1])/2/531, .03)
		}
	}
}

func TestPortraitAssess_APhotograph_SaysEverythingAndWritesThePortrait(t *testing.T) {
	newBooth(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "p.png")
	var file bytes.Buffer
	require.NoError(t, jpeg.Encode(&file, person(t, "astronaut.png"), nil))
	require.NoError(t, os.WriteFile(path, file.Bytes(), 0o600))
	var out, errOut bytes.Buffer
	require.Zero(t, run([]string{"portrait", "assess", "-json", path}, &out, &errOut), errOut.String())
	var r report
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Greater(t, len(r.Readings), 30)
	crop, err := photograph(r.Crop)
	require.NoError(t, err)
	require.Equal(t, image.Pt(413, 531), crop.Rect.Size())

	out.Reset()
	require.Zero(t, run([]string{"portrait", "match", path, filepath.Join(modelDir(), "portraits", "grace_hopper.jpg")}, &out, &errOut), errOut.String())
	require.Contains(t, out.String(), "two people")
	require.Equal(t, 1, run([]string{"portrait", "assess", "-models", dir, path}, &out, &errOut))
	require.Contains(t, errOut.String(), "face model is missing")
	require.Equal(t, 2, run([]string{"portrait", "match", path}, &out, &errOut))
}

func BenchmarkAssess(b *testing.B) {
	booth := newBooth(b)
	img := person(b, "face.jpg") // 1280×960
	limits, err := criteria()
	require.NoError(b, err)
	s, _, err := booth.see(img)
	require.NoError(b, err)
	big := booth.look(b, person(b, "grace_hopper.jpg")).Subject
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"Nets", func() error { _, _, err := booth.see(img); return err }},
		{"Measures", func() error { _, err := portrait.Assess(s, limits); return err }},
		{"CropHead", func() error { _, _, err := portrait.CropHead(big, portrait.ID35x45()); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			before := cpu(b)
			for b.Loop() {
				require.NoError(b, c.run())
			}
			b.ReportMetric(float64(cpu(b)-before)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
}

// cpu is the processor time of this process: on a busy machine it tells more than the clock.
func cpu(tb testing.TB) time.Duration {
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Below: how the defects are made.

func altered(img *image.RGBA, f func(x, y int, c color.RGBA) color.RGBA) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			out.SetRGBA(x, y, f(x, y, img.RGBAAt(x, y)))
		}
	}
	return out
}

func byte255(v float64) uint8 { return uint8(math.Round(255 * max(0, min(1, v)))) }

func curve(img *image.RGBA, f func(float64) float64) *image.RGBA {
	g := func(v uint8) uint8 { return byte255(f(float64(v) / 255)) }
	return altered(img, func(_, _ int, c color.RGBA) color.RGBA { return color.RGBA{g(c.R), g(c.G), g(c.B), 255} })
}

func cast(img *image.RGBA, r, g, b float64) *image.RGBA {
	return altered(img, func(_, _ int, c color.RGBA) color.RGBA {
		return color.RGBA{byte255(r * float64(c.R) / 255), byte255(g * float64(c.G) / 255), byte255(b * float64(c.B) / 255), 255}
	})
}

func mirrored(img *image.RGBA) *image.RGBA {
	return altered(img, func(x, y int, _ color.RGBA) color.RGBA { return img.RGBAAt(img.Rect.Dx()-1-x, y) })
}

func turned(img *image.RGBA, degrees float64) *image.RGBA {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(img.Rect.Dx())/2, float64(img.Rect.Dy())/2
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{190}), image.Point{}, draw.Src)
	draw.BiLinear.Transform(out, f64.Aff3{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy}, img, img.Rect, draw.Src, nil)
	return out
}

// skin multiplies the linear light of the face and the neck, where the colour is skin's.
func skin(l looked, by float64) *image.RGBA {
	m := l.Landmarks.Mesh
	cx, cy, size := m[1][0], m[1][1], math.Abs(m[152][1]-m[10][1])
	out := func(v uint8) uint8 { return byte255(math.Pow(by*math.Pow(float64(v)/255, 2.2), 1/2.2)) }
	return altered(l.Picture, func(x, y int, c color.RGBA) color.RGBA {
		p, ok := l.Person.At(float64(x), float64(y))
		u, v := (float64(x)-cx)/(.75*size), (float64(y)-cy)/(.95*size)
		if !ok || p < .5 || u*u+v*v > 1 || c.R < c.G || c.R < c.B || int(c.R)-int(c.B) < 12 {
			return c
		}
		return color.RGBA{out(c.R), out(c.G), out(c.B), 255}
	})
}

// roomy puts more wall around the picture.
func roomy(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()+240, img.Rect.Dy()+240))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{190}), image.Point{}, draw.Src)
	draw.Draw(out, img.Rect.Add(image.Pt(120, 120)), img, image.Point{}, draw.Src)
	return out
}

func blurred(img *image.RGBA, by int) *image.RGBA {
	small := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()/by, img.Rect.Dy()/by))
	draw.BiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
	out := image.NewRGBA(img.Rect)
	draw.BiLinear.Scale(out, out.Rect, small, small.Rect, draw.Src, nil)
	return out
}

func recompressed(tb testing.TB, img *image.RGBA, quality int) *image.RGBA {
	var b bytes.Buffer
	require.NoError(tb, jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}))
	decoded, err := jpeg.Decode(&b)
	require.NoError(tb, err)
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, decoded, image.Point{}, draw.Src)
	return out
}

// besides puts the same face again at the picture's right, a little smaller.
func besides(img *image.RGBA) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, 2*w, h))
	draw.Draw(out, img.Rect, img, image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, image.Rect(w, h/10, 2*w, h), img, img.Rect, draw.Src, nil)
	return out
}

func closedEyes(l looked) *image.RGBA {
	return altered(l.Picture, func(x, y int, c color.RGBA) color.RGBA {
		for e := range l.Landmarks.Eyes {
			eye := l.Landmarks.Eyes[e]
			width := math.Hypot(eye[8][0]-eye[0][0], eye[8][1]-eye[0][1])
			u := (float64(x) - (eye[0][0]+eye[8][0])/2) / (.6 * width)
			v := (float64(y) - (eye[4][1]+eye[12][1])/2) / (.28 * width)
			if u*u+v*v > 1 {
				continue
			}
			skin := l.Picture.RGBAAt(int((eye[0][0]+eye[8][0])/2), int(eye[4][1]+.25*width))
			if v > .45 && v < .75 {
				return color.RGBA{skin.R / 3, skin.G / 3, skin.B / 3, 255}
			}
			return skin
		}
		return c
	})
}

func openMouth(l looked) *image.RGBA {
	m := l.Landmarks.Mesh
	cx, cy := (m[13][0]+m[14][0])/2, (m[13][1]+m[14][1])/2
	width := math.Hypot(m[291][0]-m[61][0], m[291][1]-m[61][1])
	return altered(l.Picture, func(x, y int, c color.RGBA) color.RGBA {
		u, v := (float64(x)-cx)/(.3*width), (float64(y)-cy-.12*width)/(.3*width)
		switch d := u*u + v*v; {
		case d < 1:
			return color.RGBA{40, 10, 10, 255}
		case d < 1.35:
			return color.RGBA{170, 80, 80, 255}
		}
		return c
	})
}

func busy(l looked) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	return altered(l.Picture, func(x, y int, c color.RGBA) color.RGBA {
		if p, ok := l.Person.At(float64(x), float64(y)); ok && p > .3 {
			return c
		}
		if (x/12+y/12)%2 == 0 {
			return color.RGBA{uint8(r.IntN(60)), 60, 30, 255}
		}
		return color.RGBA{250, uint8(200 + r.IntN(50)), 255, 255}
	})
}

// shadow darkens the picture's left of the nose.
func shadow(l looked) *image.RGBA {
	nose := l.Landmarks.Mesh[1]
	return altered(l.Picture, func(x, _ int, c color.RGBA) color.RGBA {
		k := .25 + .75/(1+math.Exp(-(float64(x)-nose[0])/8))
		return color.RGBA{byte255(k * float64(c.R) / 255), byte255(k * float64(c.G) / 255), byte255(k * float64(c.B) / 255), 255}
	})
}

func glare(l looked) *image.RGBA {
	eye := l.Landmarks.Eyes[1]
	width := math.Hypot(eye[8][0]-eye[0][0], eye[8][1]-eye[0][1])
	return altered(l.Picture, func(x, y int, c color.RGBA) color.RGBA {
		if math.Hypot(float64(x)-eye[71][0]-.3*width, float64(y)-eye[71][1]-.3*width) < .4*width {
			return color.RGBA{252, 252, 255, 255}
		}
		return c
	})
}

// cut takes off the picture above the forehead.
func cut(l looked) *image.RGBA {
	top := int(l.Landmarks.Mesh[10][1])
	r := l.Picture.Rect
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()-top))
	draw.Draw(out, out.Rect, l.Picture, image.Pt(0, top), draw.Src)
	return out
}
