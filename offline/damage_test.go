package offline

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// wreck is a queue folder with five applications: held, deferred, released,
// acknowledged, discarded. The first two, and the last two, came from one visit.
type wreck struct {
	dir    string
	sealed map[kiosk.ApplicationID]kiosk.Sealed
	before map[kiosk.ApplicationID]Record
	older  Record // of the last one, before the newest commit
	last   kiosk.Link
}

func newWreck(t testing.TB) wreck {
	t.Helper()
	w := wreck{dir: memDir(t), sealed: map[kiosk.ApplicationID]kiosk.Sealed{}, before: map[kiosk.ApplicationID]Record{}}
	q, err := Open(Opts{Dir: w.dir, Reserve: 1})
	require.NoError(t, err)
	var held []kiosk.Sealed
	for _, visit := range []int{2, 1, 2} {
		link, err := q.Next(t.Context())
		require.NoError(t, err)
		pair := pairOf(link, 500)[:visit]
		require.NoError(t, q.Hold(t.Context(), pair...))
		held = append(held, pair...)
	}
	for i, s := range held {
		w.sealed[s.ID] = s
		switch i {
		case 1:
			require.NoError(t, q.Defer(t.Context(), s.ID))
		case 2, 3:
			require.NoError(t, q.Release(t.Context(), s.ID, kiosk.PaymentRef{Reference: "r"}))
			require.NoError(t, q.change("receipt", s.ID, func(r *Record) error { r.Receipt = "r"; return nil }))
			if i == 3 {
				require.NoError(t, q.Acknowledge(t.Context(), s.ID, "processed"))
			}
		case 4:
			w.older, err = q.Record(s.ID)
			require.NoError(t, err)
			require.NoError(t, q.Discard(t.Context(), s.ID, "test"))
		}
		w.before[s.ID], err = q.Record(s.ID)
		require.NoError(t, err)
	}
	w.last, err = q.Next(t.Context())
	require.NoError(t, err)
	require.NoError(t, q.Close())
	return w
}

// copy is a fresh copy of the folder to damage.
func (w wreck) copy(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(memDir(t), "q")
	require.NoError(t, os.CopyFS(dir, os.DirFS(w.dir)))
	return dir
}

// judge opens a damaged folder: it always opens, never shows an altered value
// (the value before the newest commit is one bbolt falls back to when the newest
// meta page is damaged), never forgets an open application whose sealed file is sound, and never
// gives a number twice.
func (w wreck) judge(t testing.TB, dir string, filesSound bool) Report {
	t.Helper()
	q, err := Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	for id, before := range w.before {
		r, err := q.Record(id)
		if err == nil && !r.Restored {
			if r.Status == Deferred && before.Status != Deferred { // held ones, when one meta page is damaged
				r.Status, r.DeferredAt = Held, before.DeferredAt
			}
			assert.Contains(t, []Record{before, w.older}, r, "altered")
		}
		if before.Status.Open() && filesSound {
			require.NoError(t, err, "%s is forgotten", before.Status)
			if r.Restored {
				assert.Equal(t, Deferred, r.Status)
			}
			s, err := q.Load(id)
			require.NoError(t, err)
			assert.Equal(t, w.sealed[id], s)
		} else if err == nil && r.Status.Open() {
			if s, err := q.Load(id); err == nil {
				assert.Equal(t, w.sealed[id], s, "altered payload")
			} else {
				assert.ErrorIs(t, err, ErrDamaged)
			}
		}
	}
	link, err := q.Next(t.Context())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, link.Seq, w.last.Seq, "a number is given twice")
	if link.Seq == w.last.Seq {
		assert.Equal(t, w.last, link)
	}
	require.NoError(t, q.Hold(t.Context(), sealedOf(link, 10)), "the terminal goes on")
	return q.Report()
}

func edit(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, change(b), 0o600))
}

func zero(from, to int) func([]byte) []byte {
	return func(b []byte) []byte { clear(b[from:to]); return b }
}

func TestDamage_DatabaseDrill(t *testing.T) {
	w := newWreck(t)
	page := os.Getpagesize()
	size := func() int { s, _ := os.Stat(filepath.Join(w.dir, dbName)); return int(s.Size()) }()
	for name, change := range map[string]func([]byte) []byte{
		"empty file":        func([]byte) []byte { return nil },
		"100 bytes":         func(b []byte) []byte { return b[:100] },
		"a quarter":         func(b []byte) []byte { return b[:len(b)/4] },
		"one page short":    func(b []byte) []byte { return b[:3*page] },
		"both metas zeroed": zero(0, 2*page),
		"all zeroed":        zero(0, size),
		"noise":             func(b []byte) []byte { return []byte(strings.Repeat("noise", len(b)/5)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := w.copy(t)
			edit(t, filepath.Join(dir, dbName), change)
			report := w.judge(t, dir, true)
			assert.NotEmpty(t, report.Quarantined, "it is set aside and reported")
			assert.FileExists(t, filepath.Join(dir, report.Quarantined))
			assert.Equal(t, 3, report.Restored)
		})
	}
	t.Run("gone", func(t *testing.T) {
		dir := w.copy(t)
		require.NoError(t, os.Remove(filepath.Join(dir, dbName)))
		report := w.judge(t, dir, true)
		assert.True(t, report.LostCommits)
		assert.Equal(t, 3, report.Restored)
	})
	for i := range size / page {
		dir := w.copy(t)
		edit(t, filepath.Join(dir, dbName), zero(i*page, (i+1)*page))
		w.judge(t, dir, true)
	}
	for i := range size / page {
		dir := w.copy(t)
		edit(t, filepath.Join(dir, dbName), func(b []byte) []byte { return b[:i*page] })
		w.judge(t, dir, true)
	}
}

func TestDamage_FlippedBitsNeverBecomeValues(t *testing.T) {
	w := newWreck(t)
	random := rand.New(rand.NewPCG(1, 2))
	clean := 0
	for range 400 {
		dir := w.copy(t)
		edit(t, filepath.Join(dir, dbName), func(b []byte) []byte {
			for range 8 {
				b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			}
			return b
		})
		if w.judge(t, dir, true).Clean() {
			clean++
		}
	}
	t.Logf("%d of 400 damages hit nothing that is used", clean)
}

func TestDamage_SealedFilesAreNeverGivenOutAltered(t *testing.T) {
	w := newWreck(t)
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		dir := w.copy(t)
		names, err := listSealed(dir)
		require.NoError(t, err)
		edit(t, filepath.Join(dir, names[random.IntN(len(names))]), func(b []byte) []byte {
			switch random.IntN(3) {
			case 0:
				return b[:random.IntN(len(b))]
			case 1:
				clear(b[random.IntN(len(b)):])
				return b
			}
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			return b
		})
		if random.IntN(2) == 0 { // and the database with it
			require.NoError(t, os.Truncate(filepath.Join(dir, dbName), 5000))
		}
		w.judge(t, dir, false)
	}
}

func TestDamage_WitnessAloneChangesNothing(t *testing.T) {
	w := newWreck(t)
	for name, change := range map[string]func([]byte) []byte{
		"empty": func([]byte) []byte { return nil }, "zeroed": zero(0, 2*slotLen), "first slot": zero(0, slotLen), "second slot": zero(slotLen, 2*slotLen),
	} {
		dir := w.copy(t)
		edit(t, filepath.Join(dir, witnessName), change)
		report := w.judge(t, dir, true)
		assert.True(t, report.Clean(), "%s: %+v", name, report)
	}
}

// An older database put in the newer one's place is what a lost commit looks like.
func TestDamage_LostCommitIsNoticedAndTheApplicationComesBack(t *testing.T) {
	dir := memDir(t)
	q, err := Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	require.NoError(t, q.Hold(t.Context(), sealedOf(kiosk.Link{Seq: 1}, 10)))
	require.NoError(t, q.Close())
	old, err := os.ReadFile(filepath.Join(dir, dbName))
	require.NoError(t, err)
	q, err = Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	link, _ := q.Next(t.Context())
	s := sealedOf(link, 10)
	require.NoError(t, q.Hold(t.Context(), s))
	require.NoError(t, q.Close())

	require.NoError(t, os.WriteFile(filepath.Join(dir, dbName), old, 0o600))
	q, err = Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	assert.True(t, q.Report().LostCommits)
	assert.Equal(t, 1, q.Report().Restored)
	r, err := q.Record(s.ID)
	require.NoError(t, err)
	assert.True(t, r.Restored)
	assert.Equal(t, Deferred, r.Status)
	next, _ := q.Next(t.Context())
	assert.Equal(t, kiosk.Link{Seq: 3, Prev: s.Digest}, next)
}

// The commit of a pair is lost, or the database is: both come back.
func TestDamage_LostCommitOfAPairBringsBothBack(t *testing.T) {
	dir := memDir(t)
	q, err := Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	require.NoError(t, q.Hold(t.Context(), sealedOf(kiosk.Link{Seq: 1}, 10)))
	require.NoError(t, q.Close())
	old, err := os.ReadFile(filepath.Join(dir, dbName))
	require.NoError(t, err)
	q, err = Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	link, _ := q.Next(t.Context())
	pair := pairOf(link, 10)
	require.NoError(t, q.Hold(t.Context(), pair...))
	require.NoError(t, q.Close())
	for name, spoil := range map[string]func() error{
		"commit":   func() error { return os.WriteFile(filepath.Join(dir, dbName), old, 0o600) },
		"database": func() error { return os.Remove(filepath.Join(dir, dbName)) },
	} {
		require.NoError(t, spoil(), name)
		q, err = Open(Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		for _, s := range pair {
			r, err := q.Record(s.ID)
			require.NoError(t, err, name)
			assert.True(t, r.Restored)
			got, err := q.Load(s.ID)
			require.NoError(t, err)
			assert.Equal(t, s, got)
		}
		next, _ := q.Next(t.Context())
		assert.Equal(t, kiosk.Link{Seq: 4, Prev: pair[1].Digest}, next)
		require.NoError(t, q.Close())
	}
}

// The power goes after the files of a pair and before their commit: neither was promised.
func TestDamage_FilesOfAnUnfinishedPairGo(t *testing.T) {
	for written := range 3 {
		dir := memDir(t)
		for _, s := range pairOf(kiosk.Link{Seq: 1}, 10)[:written] {
			require.NoError(t, writeSealed(dir, s))
		}
		q, err := Open(Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		assert.True(t, q.Report().Clean())
		names, err := listSealed(dir)
		require.NoError(t, err)
		assert.Empty(t, names)
		next, _ := q.Next(t.Context())
		assert.Equal(t, kiosk.Link{Seq: 1}, next)
		require.NoError(t, q.Close())
	}
}

func TestDamage_FileOfAnUnfinishedHoldGoes(t *testing.T) {
	dir := memDir(t)
	s := sealedOf(kiosk.Link{Seq: 1}, 10)
	require.NoError(t, writeSealed(dir, s)) // the power went before the commit
	q, err := Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	assert.True(t, q.Report().Clean())
	_, err = q.Record(s.ID)
	require.ErrorIs(t, err, ErrUnknown)
	names, err := listSealed(dir)
	require.NoError(t, err)
	assert.Empty(t, names)
}

// The newest commit is a Defer and one of the two meta pages is damaged: the
// citizen has left with a receipt, whatever bbolt falls back to.
func TestDamage_LostDeferDoesNotMakeADepartedCitizenLookPresent(t *testing.T) {
	page := os.Getpagesize()
	for meta := range 2 {
		dir := memDir(t)
		q, err := Open(Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		s := sealedOf(kiosk.Link{Seq: 1}, 10)
		require.NoError(t, q.Hold(t.Context(), s))
		require.NoError(t, q.Defer(t.Context(), s.ID))
		require.NoError(t, q.Close())
		edit(t, filepath.Join(dir, dbName), zero(meta*page, (meta+1)*page))
		q, err = Open(Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		r, err := q.Record(s.ID)
		require.NoError(t, err)
		assert.Equal(t, Deferred, r.Status)
		assert.Equal(t, Report{LostCommits: true}, q.Report(), "the rest of the database is used")
		require.NoError(t, q.Verify(t.Context()), "and whole again after the first commit")
		require.NoError(t, q.Close())
	}
}

// A mapped page that is no longer in the file is a real bus error.
func TestGuarded_FaultOfAMappedFileIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mapped")
	page := os.Getpagesize()
	require.NoError(t, os.WriteFile(path, make([]byte, 2*page), 0o600))
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	mapped, err := unix.Mmap(int(f.Fd()), 0, 2*page, unix.PROT_READ, unix.MAP_SHARED)
	require.NoError(t, err)
	defer func() { _ = unix.Munmap(mapped) }()
	require.NoError(t, f.Truncate(int64(page)))
	sum := byte(0)
	require.ErrorIs(t, guarded(func() error { sum += mapped[page]; return nil }), ErrDamaged)
	require.ErrorIs(t, guarded(func() error { panic("bbolt's") }), ErrDamaged)
	require.NoError(t, guarded(func() error { sum += mapped[0]; return nil }))
}
