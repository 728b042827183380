package ui_test

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/screen/sample"
	"documenting.kz/terminal/ui/theme"
)

// A golden that fails leaves what it got in testdata/failed.
var update = flag.Bool("update", false, "write the goldens anew")

func TestGoldens_Markup_EveryScreenInEveryLanguage(t *testing.T) {
	b := newBench(t, theme.Calm())
	for _, l := range kiosk.Languages {
		for _, s := range sample.Views(l) {
			b.showSample(s)
			name := fmt.Sprintf("%s-%s.xml", s.Name, l)
			compare(t, filepath.Join("markup", name), test.RenderToMarkup(b.window.Canvas()))
		}
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	master := filepath.Join("testdata", name)
	if *update {
		store(t, master, got)
		return
	}
	want, err := os.ReadFile(master)
	require.NoError(t, err)
	if string(want) != got {
		failed := filepath.Join("testdata", "failed", name)
		store(t, failed, got)
		t.Errorf("%s is not what it was:\n%s\nsee %s", name, difference(string(want), got), failed)
	}
}

func store(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}

// difference is the first line that is not the same.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n- %s\n+ %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d", len(b), len(a))
}

func TestGoldens_Pictures(t *testing.T) {
	for _, c := range []struct {
		sample   string
		language kiosk.Language
		contrast bool
	}{
		{"attract", kiosk.Kazakh, false}, {"iin-wrong", kiosk.Russian, false}, {"choice-passport", kiosk.Kazakh, false},
		{"identify-left", kiosk.English, false}, {"summary", kiosk.Kazakh, false}, {"overlay-idle", kiosk.Russian, false},
		{"pay", kiosk.Kazakh, true}, {"choice-everything", kiosk.Kazakh, false}, {"choice-nothing", kiosk.Russian, false}, {"choice-late", kiosk.Russian, false},
		{"choice-exempt", kiosk.Kazakh, false}, {"choice-both", kiosk.Russian, false}, {"specify-lost", kiosk.Kazakh, false}, {"why-not", kiosk.Russian, false}, {"refused-by-centre", kiosk.Russian, false}, {"refused-by-centre-both", kiosk.Kazakh, false},
		{"help-photo", kiosk.Kazakh, false}, {"pay-parts", kiosk.Kazakh, false},
	} {
		palette, name := theme.Calm(), fmt.Sprintf("%s-%s.png", c.sample, c.language)
		if c.contrast {
			palette, name = theme.Contrast(), fmt.Sprintf("%s-%s-contrast.png", c.sample, c.language)
		}
		t.Run(name, func(t *testing.T) {
			b := newBench(t, palette)
			b.showSample(named(t, c.sample, c.language))
			b.live.Put(sample.Frame())
			b.loop.run()
			comparePicture(t, name, b.window.Canvas().Capture())
		})
	}
}

// comparePicture forgives what processors round differently: a tenth of a percent of the pixels may be visibly off.
func comparePicture(t *testing.T, name string, got image.Image) {
	t.Helper()
	master := filepath.Join("testdata", "pictures", name)
	if *update {
		storePicture(t, master, got)
		return
	}
	f, err := os.Open(master)
	require.NoError(t, err)
	defer f.Close()
	want, err := png.Decode(f)
	require.NoError(t, err)
	require.Equal(t, want.Bounds().Size(), got.Bounds().Size())
	off := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			if apart(want, got, x, y) {
				off++
			}
		}
	}
	if limit := want.Bounds().Dx() * want.Bounds().Dy() / 1000; !assert.LessOrEqual(t, off, limit, "pixels off") {
		storePicture(t, filepath.Join("testdata", "failed", name), got)
	}
}

func apart(a, b image.Image, x, y int) bool {
	r1, g1, b1, _ := a.At(x, y).RGBA()
	r2, g2, b2, _ := b.At(x, y).RGBA()
	far := func(v, w uint32) bool { return max(v, w)-min(v, w) > 0x1800 }
	return far(r1, r2) || far(g1, g2) || far(b1, b2)
}

func storePicture(t *testing.T, path string, img image.Image) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, img))
}
