package main

import (
	"bytes"
	"crypto/ed25519"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/journal"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

// notes is a journal to read in.
type notes struct {
	t     *testing.T
	mu    sync.Mutex
	lines []string
}

func (n *notes) Record(event string, _ kiosk.ApplicationID, detail string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	_, known := journal.Lookup(event)
	assert.True(n.t, known, "%s is not in the catalogue", event)
	n.lines = append(n.lines, event+" "+detail)
}

// of lists the details of an event.
func (n *notes) of(event string) (details []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, line := range n.lines {
		if detail, is := strings.CutPrefix(line, event+" "); is {
			details = append(details, detail)
		}
	}
	return details
}

var signer = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

// replaced is one replacement in one of the built-in files.
type replaced struct{ file, from, to string }

// bundleOf signs the built-in data with changes.
func bundleOf(t *testing.T, serial int64, changes ...replaced) []byte {
	t.Helper()
	builtIn, err := builtInPolicy()
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, name := range policy.Files {
		files[name], err = fs.ReadFile(builtIn, name)
		require.NoError(t, err)
	}
	for _, c := range changes {
		require.Contains(t, string(files[c.file]), c.from)
		files[c.file] = []byte(strings.ReplaceAll(string(files[c.file]), c.from, c.to))
	}
	until, err := kiosk.ParseDate("2030-12-31")
	require.NoError(t, err)
	data, err := bundle.Build(files, bundle.Meta{Version: "test", Serial: serial, Created: time.Unix(1, 0), ValidUntil: until}, signer)
	require.NoError(t, err)
	return data
}

func newBook(t *testing.T, dir, overlay string) (*book, *notes) {
	t.Helper()
	builtIn, err := builtInPolicy()
	require.NoError(t, err)
	n := &notes{t: t}
	pages := press{id: "KZ-ALA-0001", office: "ALA-01", overlay: overlay}
	b, err := openBook(bundle.Opts[*edition]{
		Dir: dir, Keys: []ed25519.PublicKey{signer.Public().(ed25519.PublicKey)}, BuiltIn: builtIn, Load: pages.make,
	}, n)
	require.NoError(t, err)
	return b, n
}

var otherOffice = replaced{"offices.json", "Жандосова, 51", "Жандосова, 52"}

func TestBook_BundleInTheMiddleOfAVisitWaitsForItsEnd(t *testing.T) {
	b, n := newBook(t, t.TempDir(), "")
	law := b.Turn() // the visit begins
	during := b.edition()
	require.NoError(t, b.Take(bundleOf(t, 1000, otherOffice, replaced{"session.json", `"shots": 3`, `"shots": 4`})))
	assert.Same(t, during, b.edition(), "receipt, studio and scribe are still those of the visit")
	version, serial := b.InForce()
	assert.Equal(t, law.Rules.Version(), version)
	assert.EqualValues(t, 1, serial)
	assert.EqualValues(t, 1000, b.Held(), "it is not fetched again")
	assert.Len(t, n.of("policy.staged"), 1)
	assert.Len(t, n.of("policy.applied"), 1)

	next := b.Turn() // and has ended
	assert.NotEqual(t, law.Rules.Version(), next.Rules.Version())
	assert.Equal(t, 3, law.Limits.Shots)
	assert.Equal(t, 4, next.Limits.Shots)
	assert.Contains(t, law.Place.Address.RU, "51")
	assert.Contains(t, next.Place.Address.RU, "52")
	assert.NotSame(t, during.form, b.edition().form)
	require.Len(t, n.of("policy.applied"), 2)
	assert.Contains(t, n.of("policy.applied")[1], "serial 1000, valid until 2030-12-31")
}

func TestBook_StagesFindTheirLimitsInTheSetInForce(t *testing.T) {
	b, _ := newBook(t, t.TempDir(), "")
	before := b.edition().capture
	require.NoError(t, b.Take(bundleOf(t, 1000, replaced{"capture.json", `"minShortMM": 3`, `"minShortMM": 4`})))
	b.Turn()
	assert.NotEqual(t, before.scribe.Limits, b.edition().capture.scribe.Limits)
	assert.Equal(t, before.studio.limits, b.edition().capture.studio.limits)
}

func TestBook_RefusesAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	b, n := newBook(t, dir, "")
	for what, c := range map[string]struct {
		data []byte
		want string
	}{
		"wrong signature": {append(bundleOf(t, 1000)[:300], bundleOf(t, 1001)[300:]...), "not"},
		"rollback":        {bundleOf(t, 1), "not newer"},
		"unsound":         {bundleOf(t, 1000, replaced{"rules.json", `"age-at-least"`, `"age-at-lest"`}), "rules.json: "},
		"no such office":  {bundleOf(t, 1000, replaced{"offices.json", "ALA-01", "ALA-09"}), `no registration point "ALA-01"`},
		"no limits":       {bundleOf(t, 1000, replaced{"capture.json", `"signature"`, `"autograph"`}), "capture.json"},
	} {
		before := len(n.of("policy.refused"))
		assert.Error(t, b.Take(c.data), what)
		require.Len(t, n.of("policy.refused"), before+1, what)
		assert.Contains(t, n.of("policy.refused")[before], c.want, what)
		b.Turn()
		assert.EqualValues(t, 1, b.Held(), what)
	}
	again, n := newBook(t, dir, "")
	assert.EqualValues(t, 1, again.Held())
	assert.Empty(t, n.of("policy.fallback"))
}

func TestBook_DamagedBundleFallsBackWithAnAlarmAndAWarning(t *testing.T) {
	dir := t.TempDir()
	b, _ := newBook(t, dir, "")
	for serial := int64(1000); serial < 1002; serial++ {
		require.NoError(t, b.Take(bundleOf(t, serial)))
		b.Turn()
	}
	newest := filepath.Join(dir, "0000000000000001001.zip")
	whole, err := os.ReadFile(newest)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(newest, whole[:len(whole)/2], 0o600))

	b, n := newBook(t, dir, "")
	assert.Len(t, n.of("policy.fallback"), 2, "what is damaged, and what it means")
	assert.EqualValues(t, 1000, b.Held())
	_, ailing := b.Standing(day(t, "2026-06-01"))
	assert.True(t, ailing)
	require.NoError(t, b.Take(whole), "the centre sends it again")
	b.Turn()
	_, ailing = b.Standing(day(t, "2026-06-01"))
	assert.False(t, ailing)
}

func day(t *testing.T, s string) kiosk.Date {
	t.Helper()
	d, err := kiosk.ParseDate(s)
	require.NoError(t, err)
	return d
}

func TestBook_FreezesAfterTheLastDayAndWarnsWeeksBefore(t *testing.T) {
	b, n := newBook(t, t.TempDir(), "")
	last := b.edition().set.ValidUntil()
	for at, want := range map[kiosk.Date][2]bool{
		day(t, "2026-06-01"): {false, false}, last.AddDays(-30): {false, true}, last: {false, true}, last.AddDays(1): {true, true},
	} {
		expired, ailing := b.Standing(at)
		assert.Equal(t, want, [2]bool{expired, ailing}, at)
	}
	before := len(n.of("policy.gap"))
	for range 3 {
		b.Standing(last.AddDays(-7))
	}
	assert.Len(t, n.of("policy.gap"), before+1, "once a day")
	b.Standing(last.AddDays(-6))
	assert.Len(t, n.of("policy.gap"), before+2)
	assert.Contains(t, n.of("policy.gap")[before], last.String())
}

func TestBook_FolderOfPolicyLiesOverWhatIsInForce(t *testing.T) {
	overlay := t.TempDir()
	builtIn, err := builtInPolicy()
	require.NoError(t, err)
	session, err := fs.ReadFile(builtIn, "session.json")
	require.NoError(t, err)
	file := filepath.Join(overlay, "session.json")
	require.NoError(t, os.WriteFile(file, bytes.Replace(session, []byte(`"shots": 3`), []byte(`"shots": 5`), 1), 0o600))
	dir := t.TempDir()
	b, n := newBook(t, dir, overlay)
	assert.Equal(t, 5, b.Turn().Limits.Shots)
	assert.Empty(t, n.of("policy.refused"))
	require.NoError(t, b.Take(bundleOf(t, 1000, otherOffice)))
	assert.Equal(t, 5, b.Turn().Limits.Shots, "over a bundle too")
	assert.Contains(t, b.edition().place(today()).Address.RU, "52")

	require.NoError(t, os.WriteFile(file, []byte(`{"shots": 5}`), 0o600))
	for _, wrong := range []string{overlay, filepath.Join(overlay, "absent")} {
		b, n = newBook(t, dir, wrong)
		assert.Equal(t, 3, b.Turn().Limits.Shots, "the last good set")
		assert.EqualValues(t, 1000, b.Held())
		require.Len(t, n.of("policy.refused"), 1)
		assert.Contains(t, n.of("policy.refused")[0], wrong)
		_, ailing := b.Standing(day(t, "2026-06-01"))
		assert.True(t, ailing, "the attract screen warns")
	}
}

func TestBook_DiskThatCannotRememberIsSaidOnce(t *testing.T) {
	dir := t.TempDir()
	b, n := newBook(t, dir, "")
	require.NoError(t, b.Take(bundleOf(t, 1000)))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "floor.json"), 0o700)) // the floor cannot be written
	for range 5 {
		b.Turn()
	}
	assert.Len(t, n.of("policy.refused"), 1)
	_, serial := b.InForce()
	assert.EqualValues(t, 1, serial)
	require.NoError(t, os.Remove(filepath.Join(dir, "floor.json")))
	b.Turn()
	_, serial = b.InForce()
	assert.EqualValues(t, 1000, serial)
}
