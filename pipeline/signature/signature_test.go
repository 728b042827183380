package signature_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/signature"
)

const padWidth, padHeight = 100, 60 // mm

func limits(t testing.TB) signature.Limits {
	t.Helper()
	b, err := os.ReadFile("../../assets/policy/capture.json")
	require.NoError(t, err)
	var sections struct{ Signature json.RawMessage }
	require.NoError(t, json.Unmarshal(b, &sections))
	var l signature.Limits
	dec := json.NewDecoder(bytes.NewReader(sections.Signature))
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&l))
	return l
}

// recorded reads strokes as the pad emulator plays them.
func recorded(t testing.TB, name string) []kiosk.Stroke {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../devices/devicetest/penemu/strokes", name+".json"))
	require.NoError(t, err)
	var raw [][][4]float64
	require.NoError(t, json.Unmarshal(b, &raw))
	strokes := make([]kiosk.Stroke, len(raw))
	for i, s := range raw {
		for _, p := range s {
			strokes[i] = append(strokes[i], kiosk.Point{X: p[0], Y: p[1], Pressure: p[2], T: p[3]})
		}
	}
	return strokes
}

func keys(found []signature.Finding) (keys []string) {
	for _, f := range found {
		keys = append(keys, f.Key)
	}
	return keys
}

func TestAssess_RecordedPens(t *testing.T) {
	l := limits(t)
	for name, want := range map[string]string{
		"signature": "", "signature-2": "", "dot": kiosk.ProblemSignDot, "line": kiosk.ProblemSignLine,
		"tiny": kiosk.ProblemSignSmall, "edge": kiosk.ProblemSignFrame,
	} {
		found := l.Assess(recorded(t, name), padWidth, padHeight)
		if want == "" {
			assert.Empty(t, found, name)
		} else if assert.NotEmpty(t, found, name) {
			assert.Equal(t, want, found[0].Key, "%s: %v", name, found)
		}
	}
}

func TestAssess_NothingDrawn(t *testing.T) {
	l := limits(t)
	for _, strokes := range [][]kiosk.Stroke{nil, {}, {{}}, {{}, {}}, {{{X: math.NaN(), Y: math.NaN()}}}} {
		assert.Equal(t, []string{kiosk.ProblemSignEmpty}, keys(l.Assess(strokes, padWidth, padHeight)))
	}
}

func TestAssess_ALineIsALineAtEveryAngle(t *testing.T) {
	l := limits(t)
	for degrees := 0; degrees < 180; degrees += 5 {
		sin, cos := math.Sincos(float64(degrees) * math.Pi / 180)
		var s kiosk.Stroke
		for i := -20; i <= 20; i++ {
			wobble := 0.2 * float64(i%2)
			s = append(s, kiosk.Point{X: 50 + float64(i)*cos - wobble*sin, Y: 30 + float64(i)*sin + wobble*cos})
		}
		assert.Contains(t, keys(l.Assess([]kiosk.Stroke{s}, padWidth, padHeight)), kiosk.ProblemSignLine, "%d°", degrees)
	}
}

func TestAssess_ManyDotsInARowAreNoSignatureAndTwoLinesCrossedMayBe(t *testing.T) {
	l := limits(t)
	row := []kiosk.Stroke{}
	for i := range 10 {
		row = append(row, kiosk.Stroke{{X: 30 + float64(i)*3, Y: 30}})
	}
	assert.Equal(t, kiosk.ProblemSignLine, l.Assess(row, padWidth, padHeight)[0].Key)
	cross := []kiosk.Stroke{{{X: 40, Y: 20}, {X: 60, Y: 40}}, {{X: 60, Y: 20}, {X: 40, Y: 40}}}
	assert.Empty(t, l.Assess(cross, padWidth, padHeight), "people who cannot write sign by a cross")
}

func TestAssess_EveryEdgeOfThePad(t *testing.T) {
	l := limits(t)
	for name, p := range map[string]kiosk.Point{
		"left": {X: 0.1, Y: 30}, "top": {X: 50, Y: 0.1}, "right": {X: 99.9, Y: 30}, "bottom": {X: 50, Y: 59.9},
	} {
		strokes := append(recorded(t, "signature"), kiosk.Stroke{p})
		assert.Equal(t, kiosk.ProblemSignFrame, l.Assess(strokes, padWidth, padHeight)[0].Key, name)
	}
}

func TestRender_FitsAndIsInkOnWhite(t *testing.T) {
	img := signature.Render(recorded(t, "signature"), signature.SpecimenField)
	require.Equal(t, image.Rect(0, 0, 531, 177), img.Rect)
	ink, black, grey := inkOf(img)
	assert.True(t, ink.In(image.Rect(5, 5, 526, 172)), "margin kept: %v", ink)
	assert.Greater(t, ink.Dy(), 150, "uses the height")
	assert.Positive(t, grey, "anti-aliased")
	assert.Greater(t, black, grey/4)
	share := float64(black) / float64(531*177)
	assert.InDelta(t, 0.06, share, 0.05, "lines, not blots")
}

func TestRender_NeverEnlarges(t *testing.T) {
	box := []kiosk.Stroke{{{X: 50, Y: 30}, {X: 60, Y: 30}, {X: 60, Y: 35}}} // 10 × 5 mm
	ink, _, _ := inkOf(signature.Render(box, signature.SpecimenField))
	assert.InDelta(t, 10*300/25.4, ink.Dx(), 8)
	assert.InDelta(t, 5*300/25.4, ink.Dy(), 8)
	assert.InDelta(t, 531/2, (ink.Min.X+ink.Max.X)/2, 2, "centred")
}

func TestRender_PressureWidensTheLine(t *testing.T) {
	width := func(pressure float64) int {
		line := []kiosk.Stroke{{{X: 10, Y: 10, Pressure: pressure}, {X: 30, Y: 10, Pressure: pressure}}}
		ink, _, _ := inkOf(signature.Render(line, signature.SpecimenField))
		return ink.Dy()
	}
	assert.InDelta(t, 0.20*300/25.4, width(0), 2)
	assert.InDelta(t, 0.55*300/25.4, width(1), 2)
	assert.Equal(t, width(1), width(7), "pressure beyond the pad's range")
}

func inkOf(img *image.Gray) (area image.Rectangle, black, grey int) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			switch v := img.GrayAt(x, y).Y; {
			case v < 64:
				black++
			case v < 255:
				grey++
			default:
				continue
			}
			area = area.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	return area, black, grey
}

func TestFinish_PictureSaysItsResolution(t *testing.T) {
	scribe := signature.Scribe{Limits: limits(t), Print: signature.SpecimenField}
	strokes := recorded(t, "signature")
	got, err := scribe.Finish(strokes, padWidth, padHeight)
	require.NoError(t, err)
	assert.Equal(t, strokes, got.Strokes)
	img, err := png.Decode(bytes.NewReader(got.PNG))
	require.NoError(t, err)
	assert.Equal(t, signature.Render(strokes, signature.SpecimenField), img)
	assert.Less(t, len(got.PNG), 40_000)

	strokes[0][0].X = -1
	assert.NotEqual(t, -1.0, got.Strokes[0][0].X, "the sample is its own copy")

	file, err := exec.LookPath("file")
	if err != nil {
		return
	}
	path := filepath.Join(t.TempDir(), "s.png")
	require.NoError(t, os.WriteFile(path, got.PNG, 0o600))
	said, err := exec.Command(file, path).Output()
	require.NoError(t, err)
	assert.Contains(t, string(said), "531 x 177, 8-bit grayscale")
}

func TestFinish_RefusesWhatAssessRefuses(t *testing.T) {
	scribe := signature.Scribe{Limits: limits(t), Print: signature.SpecimenField}
	_, err := scribe.Finish(recorded(t, "line"), padWidth, padHeight)
	require.ErrorContains(t, err, kiosk.ProblemSignLine)
	assert.Equal(t, kiosk.ProblemSignDot, scribe.Assess(recorded(t, "dot"), padWidth, padHeight).Key)
	assert.Nil(t, scribe.Assess(recorded(t, "signature-2"), padWidth, padHeight))
}

func FuzzAssessAndRender_AnyPen(f *testing.F) {
	f.Add(1.0, 2.0, 0.5, 30.0, 40.0, 0.7)
	f.Add(math.NaN(), math.Inf(1), -1.0, 1e300, -1e300, math.Inf(-1))
	l := limits(f)
	f.Fuzz(func(t *testing.T, x1, y1, p1, x2, y2, p2 float64) {
		strokes := []kiosk.Stroke{{{X: x1, Y: y1, Pressure: p1}, {X: x2, Y: y2, Pressure: p2}}, {}}
		l.Assess(strokes, padWidth, padHeight)
		img := signature.Render(strokes, signature.SpecimenField)
		if got := img.Rect.Dx() * img.Rect.Dy(); got != 531*177 {
			t.Fatal(got)
		}
	})
}

func BenchmarkFinish(b *testing.B) {
	scribe := signature.Scribe{Limits: limits(b), Print: signature.SpecimenField}
	strokes := recorded(b, "signature")
	for b.Loop() {
		if _, err := scribe.Finish(strokes, padWidth, padHeight); err != nil {
			b.Fatal(err)
		}
	}
}
