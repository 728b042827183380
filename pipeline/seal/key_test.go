package seal_test

import (
	"os"
	"path/filepath"
	"testing"

	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLoadOrCreateKey_IsMadeOnceAndOnlyForTheOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terminal.pem")
	made, err := seal.LoadOrCreateKey(path)
	require.NoError(t, err)
	again, err := seal.LoadOrCreateKey(path)
	require.NoError(t, err)
	assert.True(t, made.Equal(again))
	state, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), state.Mode().Perm())
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, left, 1, "no half-made key is left")
}

func TestLoadOrCreateKey_DamagedOrReadableByOthersIsNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	damaged := filepath.Join(dir, "damaged.pem")
	require.NoError(t, os.WriteFile(damaged, []byte("-----BEGIN"), 0o600))
	_, err := seal.LoadOrCreateKey(damaged)
	require.Error(t, err)
	text, err := os.ReadFile(damaged)
	require.NoError(t, err)
	assert.Equal(t, "-----BEGIN", string(text))

	open := filepath.Join(dir, "open.pem")
	_, err = seal.LoadOrCreateKey(open)
	require.NoError(t, err)
	require.NoError(t, os.Chmod(open, 0o644))
	_, err = seal.LoadOrCreateKey(open)
	require.ErrorContains(t, err, "may be read by others")
}
