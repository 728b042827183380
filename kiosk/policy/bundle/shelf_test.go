package bundle

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// builtIn is what the program brings along: serial 3.
var builtIn = fstest.MapFS{
	"set.json":   {Data: []byte(`{"version": "built-in", "serial": 3, "validUntil": "2027-06-30"}`)},
	"rules.json": {Data: []byte("built-in")},
}

var errWord = errors.New("rules.json: want a word, not bad")

// word loads a set: the content of the last rules.json. "bad" does not load.
func word(layers ...fs.FS) (string, error) {
	for _, layer := range slices.Backward(layers) {
		if text, err := fs.ReadFile(layer, "rules.json"); err == nil {
			if string(text) == "bad" {
				return "", errWord
			}
			return string(text), nil
		}
	}
	return "", fs.ErrNotExist
}

func opts(dir string) Opts[string] {
	return Opts[string]{Dir: dir, Keys: []ed25519.PublicKey{public(key)}, BuiltIn: builtIn, Load: word, Now: func() time.Time { return created }}
}

func openShelf(t *testing.T, dir string) *Shelf[string] {
	t.Helper()
	s, err := Open(opts(dir))
	require.NoError(t, err)
	return s
}

// turned stages and turns each.
func turned(t *testing.T, s *Shelf[string], bundles ...[]byte) {
	t.Helper()
	for _, b := range bundles {
		_, err := s.Stage(b)
		require.NoError(t, err)
		changed, err := s.Turn()
		require.NoError(t, err)
		require.True(t, changed)
	}
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func damage(t *testing.T, dir string, serial int64) {
	t.Helper()
	path := filepath.Join(dir, nameOf(serial))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	at := bytes.Index(data, []byte("word"))
	require.Positive(t, at)
	data[at] ^= 1
	require.NoError(t, os.WriteFile(path, data, 0o600))
}

func TestShelf_BuiltInDataUntilABundleComes(t *testing.T) {
	s := openShelf(t, filepath.Join(t.TempDir(), "state", "policy"))
	e := s.InForce()
	assert.Equal(t, "built-in", e.Loaded)
	assert.Nil(t, e.Bundle)
	assert.EqualValues(t, 3, e.Serial)
	assert.Empty(t, s.Faults())
	assert.False(t, s.Behind())
	changed, err := s.Turn()
	require.NoError(t, err)
	assert.False(t, changed)
}

func TestShelf_StagedIsInForceOnlyAfterTheTurn(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	m, err := s.Stage(build(t, 7, "word seven"))
	require.NoError(t, err)
	assert.EqualValues(t, 7, m.Serial)
	assert.Equal(t, "built-in", s.InForce().Loaded)
	assert.EqualValues(t, 7, s.Held())
	changed, err := s.Turn()
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, "word seven", s.InForce().Loaded)

	again := openShelf(t, dir)
	assert.Equal(t, "word seven", again.InForce().Loaded)
	assert.Equal(t, "2026-12", again.InForce().Version)
	assert.Empty(t, again.Faults())
}

func TestShelf_KeepsTheOneBefore(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	turned(t, s, build(t, 5, "word"), build(t, 6, "word"), build(t, 9, "word"))
	assert.Equal(t, []string{nameOf(6), nameOf(9), floorName}, files(t, dir))
}

func TestShelf_ANewerOneReplacesTheOneThatWaits(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	turned(t, s, build(t, 5, "word"))
	for _, serial := range []int64{6, 7} {
		_, err := s.Stage(build(t, serial, "word"))
		require.NoError(t, err)
	}
	assert.Equal(t, []string{nameOf(5), nameOf(7), floorName}, files(t, dir))
	_, err := s.Stage(build(t, 6, "word"))
	assert.ErrorIs(t, err, ErrRollback)
	_, err = s.Turn()
	require.NoError(t, err)
	assert.EqualValues(t, 7, s.InForce().Serial)
}

func TestShelf_RefusesAndKeepsNothing(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	turned(t, s, build(t, 7, "word"))
	foreign, err := Build(nil, meta(t, 8), stranger)
	require.NoError(t, err)
	old := meta(t, 8)
	old.ValidUntil = day(t, "2026-11-20")
	expired, err := Build(nil, old, key)
	require.NoError(t, err)
	last := meta(t, 8)
	last.ValidUntil = day(t, "2026-11-21")
	lastDay, err := Build(nil, last, key)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"rollback":                {build(t, 6, "word"), ErrRollback},
		"the same again":          {build(t, 7, "word"), ErrRollback},
		"same serial, other data": {build(t, 7, "other word"), ErrRollback},
		"below the built-in":      {build(t, 2, "word"), ErrRollback},
		"another signer":          {foreign, ErrSignature},
		"out of date":             {expired, ErrExpired},
		"unsound":                 {build(t, 8, "bad"), ErrUnsound},
		"truncated":               {build(t, 8, "word")[:500], ErrForm},
	} {
		_, err := s.Stage(c.data)
		assert.ErrorIs(t, err, c.want, name)
		assert.Equal(t, []string{nameOf(7), floorName}, files(t, dir), name)
		changed, err := s.Turn()
		assert.NoError(t, err, name)
		assert.False(t, changed, name)
		assert.EqualValues(t, 7, s.InForce().Serial, name)
	}
	_, err = s.Stage(build(t, 8, "bad"))
	assert.ErrorIs(t, err, errWord, "and says what is wrong")
	_, err = s.Stage(lastDay)
	assert.NoError(t, err, "the last day counts")
}

func TestShelf_NoKeyNoBundle(t *testing.T) {
	o := opts(t.TempDir())
	o.Keys = nil
	s, err := Open(o)
	require.NoError(t, err)
	_, err = s.Stage(build(t, 7, "word"))
	assert.ErrorIs(t, err, ErrSignature)
}

func TestShelf_OneThatWaitedIsInForceAfterARestart(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	turned(t, s, build(t, 5, "word"))
	_, err := s.Stage(build(t, 6, "word six"))
	require.NoError(t, err)
	s = openShelf(t, dir)
	assert.Equal(t, "word six", s.InForce().Loaded)
	assert.Empty(t, s.Faults())
	require.NoError(t, os.Remove(filepath.Join(dir, nameOf(6))))
	assert.True(t, openShelf(t, dir).Behind(), "the floor has risen with it")
}

func TestShelf_DamagedBundleFallsBackToTheOneBefore(t *testing.T) {
	dir := t.TempDir()
	turned(t, openShelf(t, dir), build(t, 5, "word five"), build(t, 6, "word six"))
	damage(t, dir, 6)
	s := openShelf(t, dir)
	assert.Equal(t, "word five", s.InForce().Loaded)
	assert.True(t, s.Behind())
	require.NotEmpty(t, s.Faults())
	assert.ErrorIs(t, s.Faults()[0], ErrAltered)

	_, err := s.Stage(build(t, 5, "word five"))
	assert.ErrorIs(t, err, ErrRollback)
	_, err = s.Stage(build(t, 6, "another word six"))
	assert.ErrorIs(t, err, ErrRollback, "only the very bundle that was lost")
	turned(t, s, build(t, 6, "word six"))
	assert.False(t, s.Behind())
	again := openShelf(t, dir)
	assert.Equal(t, "word six", again.InForce().Loaded)
	assert.Empty(t, again.Faults())
	assert.Equal(t, []string{nameOf(5), nameOf(6), floorName}, files(t, dir))
}

func TestShelf_BothDamagedFallBackToTheBuiltInData(t *testing.T) {
	dir := t.TempDir()
	turned(t, openShelf(t, dir), build(t, 5, "word"), build(t, 6, "word"))
	damage(t, dir, 5)
	damage(t, dir, 6)
	s := openShelf(t, dir)
	assert.Equal(t, "built-in", s.InForce().Loaded)
	assert.True(t, s.Behind())
	assert.Len(t, s.Faults(), 3)
	_, err := s.Stage(build(t, 5, "word"))
	assert.ErrorIs(t, err, ErrRollback)
	turned(t, s, build(t, 7, "word seven"))
	assert.False(t, s.Behind())
}

func TestShelf_OneDeletedFileLetsNothingOldIn(t *testing.T) {
	for _, name := range []string{nameOf(5), nameOf(6), floorName} {
		dir := t.TempDir()
		turned(t, openShelf(t, dir), build(t, 5, "word"), build(t, 6, "word"))
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
		for range 2 { // and neither does a restart
			s := openShelf(t, dir)
			for _, serial := range []int64{4, 5} {
				_, err := s.Stage(build(t, serial, "word"))
				assert.ErrorIs(t, err, ErrRollback, "%s deleted, %d offered", name, serial)
			}
			assert.Equal(t, name == nameOf(6), s.Behind(), name)
		}
	}
}

func TestShelf_DamagedFloorIsReadFromTheBundles(t *testing.T) {
	for _, text := range []string{"", "{", `{"serial": -1}`, `{"serial": "9"}`} {
		dir := t.TempDir()
		turned(t, openShelf(t, dir), build(t, 5, "word"), build(t, 6, "word"))
		require.NoError(t, os.WriteFile(filepath.Join(dir, floorName), []byte(text), 0o600))
		s := openShelf(t, dir)
		assert.Len(t, s.Faults(), 1)
		assert.EqualValues(t, 6, s.InForce().Serial)
		assert.Empty(t, openShelf(t, dir).Faults(), "written anew")
	}
}

func TestShelf_BundleUnderAnothersNameIsNotRead(t *testing.T) {
	dir := t.TempDir()
	turned(t, openShelf(t, dir), build(t, 5, "word"))
	require.NoError(t, os.Rename(filepath.Join(dir, nameOf(5)), filepath.Join(dir, nameOf(8))))
	s := openShelf(t, dir)
	assert.ErrorIs(t, s.Faults()[0], ErrForm)
	assert.True(t, s.Behind())
}

func TestShelf_ProgramWithNewerDataWins(t *testing.T) {
	dir := t.TempDir()
	turned(t, openShelf(t, dir), build(t, 5, "word"))
	o := opts(dir)
	o.BuiltIn = fstest.MapFS{"set.json": {Data: []byte(`{"version": "next", "serial": 9, "validUntil": "2028-06-30"}`)}, "rules.json": {Data: []byte("next")}}
	s, err := Open(o)
	require.NoError(t, err)
	assert.Equal(t, "next", s.InForce().Loaded)
	assert.False(t, s.Behind())
	_, err = s.Stage(build(t, 8, "word"))
	assert.ErrorIs(t, err, ErrRollback)
	back := openShelf(t, dir)
	assert.EqualValues(t, 5, back.InForce().Serial, "and the program before it goes on with what it had")
	assert.Empty(t, back.Faults())
}

func TestShelf_BundleThisProgramCannotLoadFallsBack(t *testing.T) {
	dir := t.TempDir()
	turned(t, openShelf(t, dir), build(t, 5, "word"), build(t, 6, "new kind of word"))
	o := opts(dir)
	o.Load = func(layers ...fs.FS) (string, error) {
		w, err := word(layers...)
		if w == "new kind of word" {
			return "", errWord
		}
		return w, err
	}
	s, err := Open(o)
	require.NoError(t, err)
	assert.EqualValues(t, 5, s.InForce().Serial)
	assert.ErrorIs(t, s.Faults()[0], ErrUnsound)
	assert.True(t, s.Behind())
}

func TestShelf_BuiltInDataThatDoNotLoadAreAnError(t *testing.T) {
	o := opts(t.TempDir())
	o.BuiltIn = fstest.MapFS{"set.json": builtIn["set.json"], "rules.json": {Data: []byte("bad")}}
	_, err := Open(o)
	assert.ErrorIs(t, err, errWord)
	o.BuiltIn = fstest.MapFS{}
	_, err = Open(o)
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// A real file system that is really full.
func TestStage_OnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip("no file system to fill: ", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	s := openShelf(t, dir)
	turned(t, s, build(t, 5, "word"))
	large := build(t, 6, "word"+string(make([]byte, 300<<10)))
	_, err := s.Stage(large)
	assert.ErrorIs(t, err, unix.ENOSPC)
	assert.Equal(t, []string{nameOf(5), floorName}, files(t, dir))
	assert.EqualValues(t, 5, s.Held(), "it is asked for again")
	turned(t, s, build(t, 6, "word"))

	waiting := build(t, 7, "word")
	_, err = s.Stage(waiting)
	require.NoError(t, err)
	filler, err := os.Create(filepath.Join(dir, "filler"))
	require.NoError(t, err)
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	filler.Close()
	_, err = s.Turn()
	assert.ErrorIs(t, err, unix.ENOSPC)
	assert.EqualValues(t, 6, s.InForce().Serial, "what cannot be remembered is not put in force")
	require.NoError(t, os.Remove(filler.Name()))
	changed, err := s.Turn()
	require.NoError(t, err)
	assert.True(t, changed)
	assert.EqualValues(t, 7, s.InForce().Serial)
}
