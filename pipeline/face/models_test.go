package face

import (
	"errors"
	"image"
	"image/draw"
	_ "image/jpeg" // the portraits' formats
	_ "image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// modelDir is where "models fetch" put the files, by its default or by
// TERMINAL_MODELS.
func modelDir() string {
	if dir := os.Getenv("TERMINAL_MODELS"); dir != "" {
		return dir
	}
	return os.ExpandEnv("$HOME/.local/state/terminal/models")
}

func openEngine(tb testing.TB) *Engine {
	tb.Helper()
	e, err := Open(modelDir())
	if errors.Is(err, ErrNoModel) {
		tb.Skipf("%v: run \"go run ./cmd/models fetch\" or set TERMINAL_MODELS", err)
	}
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, e.Close()) })
	return e
}

func openExaminer(tb testing.TB) *Examiner {
	tb.Helper()
	x, err := OpenExaminer(modelDir())
	if errors.Is(err, ErrNoModel) {
		tb.Skipf("%v: run \"go run ./cmd/models fetch\" or set TERMINAL_MODELS", err)
	}
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, x.Close()) })
	return x
}

func portrait(tb testing.TB, name string) *image.RGBA {
	tb.Helper()
	f, err := os.Open(filepath.Join(modelDir(), "portraits", name))
	if errors.Is(err, os.ErrNotExist) {
		tb.Skipf("no portrait %s: run \"go run ./cmd/models fetch\"", name)
	}
	require.NoError(tb, err)
	defer f.Close()
	img, _, err := image.Decode(f)
	require.NoError(tb, err)
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}
