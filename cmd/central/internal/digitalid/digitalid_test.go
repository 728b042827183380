package digitalid

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/face"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modelDir is where "models fetch" put the files, by its default or by TERMINAL_MODELS.
func modelDir() string {
	if dir := os.Getenv("TERMINAL_MODELS"); dir != "" {
		return dir
	}
	return os.ExpandEnv("$HOME/.local/state/terminal/models")
}

func open(t *testing.T) *Comparer {
	t.Helper()
	c, err := Open(modelDir())
	if errors.Is(err, face.ErrNoModel) {
		t.Skipf("%v: run \"go run ./cmd/models fetch\" or set TERMINAL_MODELS", err)
	}
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func picture(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(modelDir(), "portraits", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("no portrait %s", name)
	}
	require.NoError(t, err)
	return b
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

func compare(t *testing.T, c *Comparer, portrait string, data []byte) kiosk.FaceOutcome {
	t.Helper()
	outcome, err := c.Compare(t.Context(), portrait, data, setting.Defaults().FaceThreshold)
	require.NoError(t, err)
	return outcome
}

func TestCompare_OnePersonOnTwoPhotographs_Matches_OthersDoNot(t *testing.T) {
	c := open(t)
	live := map[string][]byte{"pair": picture(t, "face.jpg"), "astronaut": picture(t, "astronaut.png"), "hopper": picture(t, "grace_hopper.jpg")}
	for person, data := range live {
		for portrait := range portraits {
			want := kiosk.FaceNoMatch
			if person == portrait {
				want = kiosk.FaceMatch
			}
			assert.Equal(t, want, compare(t, c, portrait, data), "%s against the portrait of %s", person, portrait)
		}
	}
}

func TestCompare_NobodyOrTwo_IsSaid(t *testing.T) {
	c := open(t)
	assert.Equal(t, kiosk.FaceNone, compare(t, c, "pair", encode(t, image.NewGray(image.Rect(0, 0, 640, 480)))))

	a, _, err := image.Decode(bytes.NewReader(picture(t, "astronaut.png")))
	require.NoError(t, err)
	two := image.NewRGBA(image.Rect(0, 0, 2*a.Bounds().Dx(), a.Bounds().Dy()))
	draw.Draw(two, a.Bounds(), a, image.Point{}, draw.Src)
	draw.Draw(two, a.Bounds().Add(image.Pt(a.Bounds().Dx(), 0)), a, image.Point{}, draw.Src)
	assert.Equal(t, kiosk.FaceSeveral, compare(t, c, "astronaut", encode(t, two)))
}

func TestCompare_WhatIsNoPicture_IsAnError(t *testing.T) {
	c := open(t)
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("JPEG, honestly"), "tiny": encode(t, image.NewGray(image.Rect(0, 0, 8, 8))), "huge": encode(t, image.NewGray(image.Rect(0, 0, maxSide+1, 64))),
		"cut off": picture(t, "face.jpg")[:2000],
	} {
		_, err := c.Compare(t.Context(), "pair", data, 0.5)
		assert.ErrorIs(t, err, ErrPicture, name)
	}
}

func TestThreshold_IsTheOneOfPackageFace(t *testing.T) {
	assert.InDelta(t, face.Likely, setting.Defaults().FaceThreshold, 1e-9)
}
