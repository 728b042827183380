package face

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Pupils and mouths were marked by hand in the portraits.
func TestDetecting_Portraits_FindsEyesAndMouth(t *testing.T) {
	e := openEngine(t)
	for name, marked := range map[string]Face{
		"face.jpg":         {LeftEye: Point{312, 246}, RightEye: Point{394, 245}, Mouth: Point{350, 329}},
		"astronaut.png":    {LeftEye: Point{203, 104}, RightEye: Point{249, 105}, Mouth: Point{226, 148}},
		"grace_hopper.jpg": {LeftEye: Point{228, 192}, RightEye: Point{309, 190}, Mouth: Point{271, 281}},
	} {
		img := portrait(t, name)
		for how, detect := range map[string]func(image.Image) ([]Face, error){"live": e.DetectLive, "still": e.DetectStill} {
			faces, err := detect(img)
			require.NoError(t, err)
			require.Len(t, faces, 1, "%s, %s", name, how)
			f := faces[0]
			assert.Greater(t, f.Score, .8)
			near := .09 * float64(f.Box.Dx())
			if how == "still" {
				near = .05 * float64(f.Box.Dx())
			}
			for what, p := range map[string][2]Point{"left eye": {marked.LeftEye, f.LeftEye},
				"right eye": {marked.RightEye, f.RightEye}, "mouth": {marked.Mouth, f.Mouth}} {
				off := math.Hypot(p[0].X-p[1].X, p[0].Y-p[1].Y)
				assert.Less(t, off, near, "%s of %s, %s: %v instead of %v", what, name, how, p[1], p[0])
			}
			assert.True(t, image.Pt(int(f.Nose.X), int(f.Nose.Y)).In(f.Box))
		}
	}
}

func TestDetecting_EmptyWall_FindsNobody(t *testing.T) {
	e := openEngine(t)
	wall := image.NewRGBA(image.Rect(0, 0, 640, 360))
	draw.Draw(wall, wall.Rect, image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	for _, detect := range []func(image.Image) ([]Face, error){e.DetectLive, e.DetectStill} {
		faces, err := detect(wall)
		require.NoError(t, err)
		require.Empty(t, faces)
	}
}

func TestDetecting_TwoPeople_FindsBoth(t *testing.T) {
	e := openEngine(t)
	a, b := portrait(t, "astronaut.png"), portrait(t, "grace_hopper.jpg")
	both := image.NewRGBA(image.Rect(0, 0, 600, 400))
	draw.Draw(both, image.Rect(0, 0, 300, 400), a, image.Pt(80, 0), draw.Src)
	draw.Draw(both, image.Rect(300, 0, 600, 400), b, image.Pt(110, 30), draw.Src)
	faces, err := e.DetectStill(both)
	require.NoError(t, err)
	require.Len(t, faces, 2)
}

func TestDetecting_PartOfAPicture_UsesThePicturesCoordinates(t *testing.T) {
	e := openEngine(t)
	img := portrait(t, "face.jpg")
	part := img.SubImage(image.Rect(150, 40, 560, 480))
	whole, err := e.DetectStill(img)
	require.NoError(t, err)
	faces, err := e.DetectStill(part)
	require.NoError(t, err)
	require.Len(t, faces, 1)
	require.InDelta(t, whole[0].LeftEye.X, faces[0].LeftEye.X, 8)
	require.InDelta(t, whole[0].LeftEye.Y, faces[0].LeftEye.Y, 8)

	x, err := e.Embed(img, whole[0])
	require.NoError(t, err)
	y, err := e.Embed(part, whole[0])
	require.NoError(t, err)
	require.Greater(t, Cosine(x, y), .999)
}

func TestDetecting_TinyPicture_IsAnErrorAndNotACrash(t *testing.T) {
	e := openEngine(t)
	_, err := e.DetectLive(image.NewRGBA(image.Rect(0, 0, 3, 3)))
	require.Error(t, err)
	_, err = e.DetectLive(image.NewRGBA(image.Rectangle{}))
	require.Error(t, err)
}

func TestDetecting_ManyFrames_KeepsMemoryFlat(t *testing.T) {
	e := openEngine(t)
	img := portrait(t, "face.jpg")
	faces, err := e.DetectStill(img)
	require.NoError(t, err)
	work := func(n int) {
		for range n {
			_, err := e.DetectLive(img)
			require.NoError(t, err)
			_, err = e.Embed(img, faces[0])
			require.NoError(t, err)
		}
	}
	work(30)
	before := resident(t)
	work(200) // one leaked output a call would be 6 MB of boxes alone
	require.Less(t, resident(t)-before, 3<<20)
}

// resident is the memory of this process in bytes.
func resident(t *testing.T) int {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc here")
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	require.NoError(t, err)
	return pages * os.Getpagesize()
}

func TestOpening_WithoutModels_SaysWhichIsMissing(t *testing.T) {
	_, err := Open(t.TempDir())
	require.ErrorIs(t, err, ErrNoModel)
	require.ErrorContains(t, err, LiveDetector)
}

func TestOpening_AlteredModel_IsRefused(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, LiveDetector), []byte("not a net"), 0o600))
	_, err := Open(dir)
	require.ErrorIs(t, err, ErrAltered)
}

func TestAnchors_LieInTheMiddleOfTheirCells(t *testing.T) {
	for _, c := range []struct {
		i    int
		x, y float64
	}{{0, 4, 4}, {1, 4, 4}, {2, 12, 4}, {32, 4, 12}, {511, 124, 124}, {512, 8, 8}, {517, 8, 8}, {518, 24, 8}, {895, 120, 120}} {
		x, y := anchor(c.i, 128)
		require.Equal(t, Point{c.x, c.y}, Point{x, y}, "anchor %d", c.i)
	}
}

func TestMerging_OverlappingCandidates_AveragesByScore(t *testing.T) {
	at := func(x, score float64) candidate {
		c := candidate{score: score}
		c.v[0], c.v[1], c.v[2], c.v[3] = x, 50, 40, 40
		return c
	}
	faces := merge([]candidate{at(50, .9), at(54, .6), at(200, .55)})
	require.Len(t, faces, 2)
	require.InDelta(t, (50*.9+54*.6)/1.5, faces[0].v[0], 1e-9)
	require.Equal(t, .9, faces[0].score)
	require.Equal(t, 200.0, faces[1].v[0])
}
