package offline

import (
	"os"
	"path/filepath"
	"testing"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A real file system that is really full: what is held stays held and whole,
// what does not fit is refused, and room gives the terminal back.
func TestHold_OnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skip("no file system to fill: ", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	q, err := Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	defer func() { q.Close() }()
	held := []kiosk.Sealed{}
	for {
		link, err := q.Next(t.Context())
		require.NoError(t, err)
		pair := pairOf(link, 150<<10)
		if err := q.Hold(t.Context(), pair...); err != nil {
			break // half of it may have fitted
		}
		held = append(held, pair...)
	}
	require.NotEmpty(t, held)
	whole := func() {
		t.Helper()
		require.NoError(t, q.Verify(t.Context()))
		for _, s := range held {
			got, err := q.Load(s.ID)
			require.NoError(t, err)
			require.Equal(t, s, got)
		}
		require.EqualValues(t, len(held), q.Stats().LastSeq)
	}
	whole()
	require.NoError(t, q.Discard(t.Context(), held[0].ID, "test"), "a full queue can be worked off")
	held = held[1:]
	names, err := listSealed(dir)
	require.NoError(t, err)
	require.Len(t, names, len(held), "of the pair that did not fit no file stays")
	link, err := q.Next(t.Context())
	require.NoError(t, err)
	s := sealedOf(link, 100<<10)
	require.NoError(t, q.Hold(t.Context(), s), "and then takes new ones")
	held = append(held, s)

	// Not a byte is left: commits fail too. Nothing may be altered by that.
	filler, err := os.Create(filepath.Join(dir, "filler"))
	require.NoError(t, err)
	for err == nil {
		_, err = filler.Write(make([]byte, 512))
	}
	filler.Close()
	for range 5 {
		_ = q.Defer(t.Context(), held[0].ID)
	}
	link, err = q.Next(t.Context())
	require.NoError(t, err)
	require.Error(t, q.Hold(t.Context(), sealedOf(link, 10)))
	require.NoError(t, os.Remove(filler.Name()))
	require.NoError(t, q.Close())
	q, err = Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	require.True(t, q.Report().Clean(), "%+v", q.Report())
	for _, s := range held {
		got, err := q.Load(s.ID)
		require.NoError(t, err)
		require.Equal(t, s, got)
	}
	link, err = q.Next(t.Context())
	require.NoError(t, err)
	require.NoError(t, q.Hold(t.Context(), sealedOf(link, 10)))
}
