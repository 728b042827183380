package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"documenting.kz/terminal/cmd/central/internal/digitalid"
	"documenting.kz/terminal/cmd/central/internal/identify"
	wire "documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/face"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The whole service with the real nets: the register's man on another photograph is
// recognised, a stranger is not and is told so five times.
func TestFaces_RealComparison_OverHTTP(t *testing.T) {
	dir := os.Getenv("TERMINAL_MODELS")
	if dir == "" {
		dir = os.ExpandEnv("$HOME/.local/state/terminal/models")
	}
	faces, err := digitalid.Open(dir)
	if errors.Is(err, face.ErrNoModel) {
		t.Skipf("%v: run \"go run ./cmd/models fetch\" or set TERMINAL_MODELS", err)
	}
	require.NoError(t, err)
	t.Cleanup(faces.Close)
	picture := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, "portraits", name))
		require.NoError(t, err)
		return b
	}
	c := newCentreWith(t, func(d *identify.Desk) { d.Faces = faces })
	stranger := c.citizen(expired3d).consent()
	for left := 4; left >= 0; left-- {
		assert.Equal(t, wire.FaceAnswer{Outcome: wire.FaceAnswerOutcomeNoMatch, AttemptsLeft: left}, stranger.face(wire.FaceRequestPurposeIdentify, picture("grace_hopper.jpg")))
	}
	assert.Equal(t, wire.FaceAnswerOutcomeExhausted, stranger.face(wire.FaceRequestPurposeIdentify, picture("face.jpg")).Outcome)

	himself := c.citizen(expired3d).consent()
	assert.Equal(t, wire.FaceAnswerOutcomeMatch, himself.face(wire.FaceRequestPurposeIdentify, picture("face.jpg")).Outcome)
	assert.NotNil(t, himself.person().JSON200)
}
