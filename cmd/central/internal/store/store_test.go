package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() {
		var verdict string
		require.NoError(t, s.read.QueryRow("PRAGMA integrity_check").Scan(&verdict))
		assert.Equal(t, "ok", verdict)
		require.NoError(t, s.Close())
	})
	return s
}

func TestStore_WritesToTheDiskBeforeItAnswers(t *testing.T) {
	s := open(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		require.NoError(t, s.write.QueryRow("PRAGMA "+pragma).Scan(&got))
		assert.Equal(t, want, got, pragma)
	}
}

func TestWrite_OneFails_OthersOfTheSameCommitStand(t *testing.T) {
	s := open(t)
	refused := errors.New("refused")
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			err := s.Write(t.Context(), func(tx *Tx) error {
				if _, err := tx.Next("n"); err != nil {
					return err
				}
				if i%2 == 0 {
					return refused
				}
				return nil
			})
			if i%2 == 0 {
				assert.ErrorIs(t, err, refused)
			} else {
				assert.NoError(t, err)
			}
		})
	}
	group.Wait()
	require.NoError(t, s.Write(t.Context(), func(tx *Tx) error {
		n, err := tx.Next("n")
		assert.EqualValues(t, 51, n, "a refused job takes no number")
		return err
	}))
}

func TestWrite_CallerGivesUp_CommitStands(t *testing.T) {
	s := open(t)
	ctx, giveUp := context.WithCancel(t.Context())
	err := s.Write(ctx, func(tx *Tx) error {
		giveUp()
		return tx.AddRating("KZ-ALA-0001", 5, time.Now())
	})
	if err != nil {
		require.ErrorIs(t, err, context.Canceled)
	}
	require.NoError(t, s.Write(t.Context(), func(*Tx) error { return nil })) // the commit before is over
	require.NoError(t, s.Read(t.Context(), func(tx *Tx) error {
		_, n, err := tx.RatingOf("KZ-ALA-0001")
		assert.Equal(t, 1, n)
		return err
	}))
}

func TestWrite_AfterClose_IsRefused(t *testing.T) {
	s, err := Open(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, s.Close())
	assert.ErrorIs(t, s.Write(t.Context(), func(*Tx) error { return nil }), ErrClosed)
}

func TestOpen_DirectoryInUse_IsRefused(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	require.NoError(t, err)
	_, err = Open(dir)
	require.ErrorIs(t, err, ErrInUse)
	require.NoError(t, s.Close())
	s, err = Open(dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestChanged_IsClosedByTheNextCommit(t *testing.T) {
	s := open(t)
	before := s.Changed()
	require.NoError(t, s.Write(t.Context(), func(tx *Tx) error { return tx.AddRating("KZ-ALA-0001", 3, time.Now()) }))
	<-before
}

func TestRead_CannotWrite(t *testing.T) {
	s := open(t)
	assert.Error(t, s.Read(t.Context(), func(tx *Tx) error { return tx.AddRating("KZ-ALA-0001", 5, time.Now()) }))
}

func TestRating_OutOfRange_IsRefusedByTheSchema(t *testing.T) {
	s := open(t)
	assert.Error(t, s.Write(t.Context(), func(tx *Tx) error { return tx.AddRating("KZ-ALA-0001", 6, time.Now()) }))
}

// The last part was stored, and the service was killed before it could name the blob.
func TestBlobs_WholeButNotNamed_IsNamedAtTheNextOpen(t *testing.T) {
	const name = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" // of "hello"
	dir := t.TempDir()
	b, err := openBlobs(dir)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(b.partial(name), []byte("hello"), secretMode))
	torn := strings.Repeat("0", 64)
	require.NoError(t, os.WriteFile(b.partial(torn), []byte("hel"), secretMode))
	b, err = openBlobs(dir)
	require.NoError(t, err)
	data, err := b.Read(name)
	require.NoError(t, err)
	assert.Equal(t, "hello", string(data))
	size, complete, err := b.Stat(torn)
	require.NoError(t, err)
	assert.EqualValues(t, 3, size)
	assert.False(t, complete)
	left, err := filepath.Glob(filepath.Join(dir, "partial", "*"))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}

func BenchmarkWrite(b *testing.B) {
	s, err := Open(b.TempDir())
	require.NoError(b, err)
	defer s.Close()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := s.Write(context.Background(), func(tx *Tx) error { return tx.AddRating("KZ-ALA-0001", 5, time.Now()) }); err != nil {
				b.Error(err)
			}
		}
	})
}
