package theme_test

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/ui/theme"
)

var update = flag.Bool("update", false, "write the golden anew")

// draw paints text the way the window does: Fyne's shaper, which applies the font's substitutions.
func draw(t *testing.T, look fyne.Theme, text string, bold bool) image.Image {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look)
	line := canvas.NewText(text, color.Black)
	line.TextSize, line.TextStyle = 96, fyne.TextStyle{Bold: bold}
	w := test.NewTempWindow(t, line)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(640, 140))
	return w.Canvas().Capture()
}

// top is the first row with ink in it.
func top(img image.Image) int {
	ground := img.At(0, 0)
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if img.At(x, y) != ground {
				return y
			}
		}
	}
	return img.Bounds().Dy()
}

func TestFont_KazakhI_HasItsDot(t *testing.T) {
	ours, err := theme.New(assets.Fonts, theme.Calm())
	require.NoError(t, err)
	dot := func(look fyne.Theme, bold bool) int {
		return top(draw(t, look, "кııк", bold)) - top(draw(t, look, "кіік", bold))
	}
	for _, bold := range []bool{false, true} {
		assert.Greater(t, dot(ours, bold), 10, "pixels і is higher than ı, bold %v", bold)
	}
	assert.Less(t, dot(fynetheme.DefaultTheme(), false), 10, "Fyne's own font draws the dot now: ours may go")
}

func TestFont_KazakhLetters_LookAsApproved(t *testing.T) {
	ours, err := theme.New(assets.Fonts, theme.Calm())
	require.NoError(t, err)
	got := draw(t, ours, "іӘғқңөұүһ₸", true)
	master := filepath.Join("testdata", "kazakh.png")
	f, err := os.Open(master)
	if *update {
		save(t, master, got)
		return
	}
	require.NoError(t, err)
	defer f.Close()
	want, err := png.Decode(f)
	require.NoError(t, err)
	different := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			a, _, _, _ := want.At(x, y).RGBA()
			b, _, _, _ := got.At(x, y).RGBA()
			if math.Abs(float64(a)-float64(b)) > 0x3000 {
				different++
			}
		}
	}
	if !assert.Less(t, different, 100, "pixels differ") {
		save(t, filepath.Join("testdata", "failed", "kazakh.png"), got)
	}
}

func save(t *testing.T, path string, img image.Image) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	require.NoError(t, png.Encode(f, img))
}

// contrast is WCAG 2's ratio of relative luminances.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func TestPalettes_Text_StandsOutFromItsGround(t *testing.T) {
	pairs := []struct {
		ink, ground fyne.ThemeColorName
		least       float64
	}{
		{theme.Ink, theme.Ground, 7}, {theme.Ink, theme.Surface, 7}, {theme.Ink, theme.Off, 7}, {theme.Ink, theme.Selected, 7},
		{theme.Muted, theme.Ground, 4.5}, {theme.Muted, theme.Surface, 4.5}, {theme.Muted, theme.Selected, 4.5},
		{theme.OnPrimary, theme.Primary, 4.5}, {theme.OnPrimary, theme.Pressed, 4.5}, {theme.Primary, theme.Surface, 4.5},
		{theme.Primary, theme.Selected, 4.5}, {theme.Primary, theme.Ground, 4.5},
		{theme.OnOff, theme.Off, 4.5}, {theme.OnProblem, theme.Problem, 7}, {theme.OnGood, theme.Good, 7}, {theme.OnNotice, theme.Notice, 7},
		{theme.OnBar, theme.Bar, 7}, {theme.OnBar, theme.BarButton, 7},
	}
	for name, palette := range map[string]theme.Palette{"calm": theme.Calm(), "contrast": theme.Contrast()} {
		for _, p := range pairs {
			assert.GreaterOrEqual(t, contrast(palette[p.ink], palette[p.ground]), p.least, "%s: %s on %s", name, p.ink, p.ground)
		}
	}
}

func TestNew_PaletteWithAHole_IsRefused(t *testing.T) {
	palette := theme.Calm()
	delete(palette, theme.OnGood)
	_, err := theme.New(assets.Fonts, palette)
	assert.ErrorContains(t, err, string(theme.OnGood))
}
