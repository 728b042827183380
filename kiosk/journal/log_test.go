package journal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/journal"
)

const app = kiosk.ApplicationID("0192f3a4-5b6c-7d8e-9fa0-010203040506")

func open(t testing.TB, o journal.Opts) *journal.Log {
	t.Helper()
	l, err := journal.Open(o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func verify(t testing.TB, path string, after *journal.Mark) journal.Summary {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	s, err := journal.Verify(f, after)
	require.NoError(t, err, path)
	return s
}

// written is a sound journal of five lines.
func written(t testing.TB) []byte {
	t.Helper()
	dir := t.TempDir()
	l := open(t, journal.Opts{Dir: dir, Now: func() time.Time { return time.Unix(1795255200, 0) }})
	for _, code := range []string{"state.consent", "staff.called", "hold.failed", "session.wiped"} {
		l.Record(code, app, "detail")
	}
	require.NoError(t, l.Close())
	b, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	require.NoError(t, err)
	return b
}

func TestLog_IsJSONLinesThatFollowEachOther(t *testing.T) {
	b := written(t)
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	require.Len(t, lines, 5)
	prev := ""
	for i, line := range lines {
		var got struct {
			N                        int
			At                       time.Time
			Code, Level, App, Detail string
			Prev, Sum                string
		}
		require.NoError(t, json.Unmarshal(line, &got))
		assert.Equal(t, i+1, got.N)
		assert.Equal(t, prev, got.Prev)
		prev = got.Sum
		if i == 3 {
			assert.Equal(t, "alarm hold.failed "+string(app)+" detail", got.Level+" "+got.Code+" "+got.App+" "+got.Detail)
		}
	}
	s, err := journal.Verify(bytes.NewReader(b), nil)
	require.NoError(t, err)
	assert.Equal(t, journal.Mark{N: 5, Sum: prev}, s.Head)
	assert.Zero(t, s.Unknown)
}

func TestVerify_SeesEveryChangedByte(t *testing.T) {
	b := written(t)
	for i := range b {
		changed := bytes.Clone(b)
		changed[i] ^= 1
		_, err := journal.Verify(bytes.NewReader(changed), nil)
		require.Error(t, err, "byte %d (%q)", i, b[i])
	}
}

func TestVerify_SeesLinesRemovedSwappedAddedAndTorn(t *testing.T) {
	lines := bytes.SplitAfter(written(t), []byte("\n"))[:5]
	join := func(order ...int) []byte {
		var out []byte
		for _, i := range order {
			out = append(out, lines[i]...)
		}
		return out
	}
	for name, c := range map[string]struct {
		data []byte
		line int
	}{
		"removed in the middle": {join(0, 1, 3, 4), 3},
		"swapped":               {join(0, 2, 1, 3, 4), 2},
		"twice":                 {join(0, 1, 1, 2, 3, 4), 3},
		"foreign":               {append(join(0, 1), "{}\n"...), 3},
	} {
		_, err := journal.Verify(bytes.NewReader(c.data), nil)
		var broken *journal.BrokenError
		require.ErrorAs(t, err, &broken, name)
		assert.Equal(t, c.line, broken.Line, name)
	}
	whole := join(0, 1, 2, 3, 4)
	s, err := journal.Verify(bytes.NewReader(whole[:len(whole)-20]), nil)
	require.ErrorIs(t, err, journal.ErrTorn)
	assert.Equal(t, 4, s.Lines)

	_, err = journal.Verify(bytes.NewReader(join(1, 2)), nil)
	require.NoError(t, err, "older files may have been rotated away")
	_, err = journal.Verify(bytes.NewReader(join(1, 2)), &journal.Mark{})
	require.Error(t, err, "but not when it is the beginning that was asked for")
}

func TestOpen_ContinuesTheChain(t *testing.T) {
	dir := t.TempDir()
	l := open(t, journal.Opts{Dir: dir})
	l.Record("staff.called", app, "pay")
	head := l.Head()
	require.NoError(t, l.Close())
	l = open(t, journal.Opts{Dir: dir})
	assert.Equal(t, head.N+1, l.Head().N)
	assert.Equal(t, 3, verify(t, filepath.Join(dir, "journal.jsonl"), &journal.Mark{}).Lines)
}

func TestOpen_TornLine_IsCutOffAndNoted(t *testing.T) {
	dir := t.TempDir()
	b := written(t)
	path := filepath.Join(dir, "journal.jsonl")
	require.NoError(t, os.WriteFile(path, b[:len(b)-1], 0o600))
	l := open(t, journal.Opts{Dir: dir})
	require.NoError(t, l.Err())
	assert.Equal(t, 6, verify(t, path, &journal.Mark{}).Lines, "four whole ones, journal.torn, journal.opened")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(after), "journal.torn")
}

func TestOpen_ChangedFile_IsSetAsideAndNoted(t *testing.T) {
	dir := t.TempDir()
	b := bytes.Replace(written(t), []byte("hold.failed"), []byte("hold.fooled"), 1)
	path := filepath.Join(dir, "journal.jsonl")
	require.NoError(t, os.WriteFile(path, b, 0o600))
	l := open(t, journal.Opts{Dir: dir})
	s := verify(t, path, nil)
	assert.Equal(t, int64(3), s.Before.N, "goes on after the last sound line")
	assert.Equal(t, l.Head(), s.Head)
	aside, err := filepath.Glob(filepath.Join(dir, "damaged-*.jsonl"))
	require.NoError(t, err)
	require.Len(t, aside, 1)
	kept, err := os.ReadFile(aside[0])
	require.NoError(t, err)
	assert.Equal(t, b, kept)
}

func TestLog_RotatesKeepsTheChainAndForgetsTheOldest(t *testing.T) {
	dir := t.TempDir()
	l := open(t, journal.Opts{Dir: dir, MaxBytes: 2000, Keep: 3})
	for i := range 60 {
		l.Record("state.pay", app, fmt.Sprint(i))
	}
	require.NoError(t, l.Err())
	files, err := l.Files()
	require.NoError(t, err)
	require.Len(t, files, 4)
	var mark *journal.Mark
	for _, file := range files {
		s := verify(t, file, mark)
		info, err := os.Stat(file)
		require.NoError(t, err)
		assert.LessOrEqual(t, info.Size(), int64(2000))
		mark = &s.Head
	}
	assert.Equal(t, l.Head(), *mark)
	require.NoError(t, l.Close())
	assert.Equal(t, int64(62), open(t, journal.Opts{Dir: dir, MaxBytes: 2000, Keep: 3}).Head().N)
}

func TestLog_ManyWriters(t *testing.T) {
	dir := t.TempDir()
	l := open(t, journal.Opts{Dir: dir})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				l.Record("session.wiped", "", "")
			}
		})
	}
	all.Wait()
	assert.Equal(t, 401, verify(t, filepath.Join(dir, "journal.jsonl"), &journal.Mark{}).Lines)
}

func TestLog_WritesNothingPersonalAndNothingEndless(t *testing.T) {
	dir := t.TempDir()
	l := open(t, journal.Opts{Dir: dir})
	l.Record("registry.failed", app, "person 850615390005, phone +77010009001\nline two "+strings.Repeat("я", 4000))
	l.Record("made-up", "", "")
	b, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	require.NoError(t, err)
	assert.NotContains(t, string(b), "850615390005")
	assert.NotContains(t, string(b), "7010009001")
	assert.Contains(t, string(b), string(app))
	s := verify(t, filepath.Join(dir, "journal.jsonl"), &journal.Mark{})
	assert.Equal(t, 3, s.Lines)
	assert.Equal(t, 1, s.Unknown)
}

func TestLog_AfterCloseSaysSo(t *testing.T) {
	l := open(t, journal.Opts{Dir: t.TempDir()})
	require.NoError(t, l.Close())
	l.Record("session.wiped", "", "")
	require.ErrorIs(t, l.Err(), os.ErrClosed)
}

func TestCatalogue_DeclaresEveryEventOfTheProgram(t *testing.T) {
	used := regexp.MustCompile(`\b(?:note|Record)\("([a-z.-]+)"`)
	var files []string
	for _, pattern := range []string{"../*.go", "*.go", "../../cmd/kiosk/*.go", "../../offline/*.go"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, found...)
	}
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range used.FindAllStringSubmatch(string(source), -1) {
			if strings.HasSuffix(m[1], ".") {
				continue // a prefix: state.
			}
			seen++
			_, known := journal.Lookup(m[1])
			assert.True(t, known, "%s uses %s", file, m[1])
		}
	}
	assert.Greater(t, seen, 20)
	for state := range kiosk.Table {
		_, known := journal.Lookup("state." + string(state))
		assert.True(t, known)
	}
	assert.True(t, slices.IsSortedFunc(journal.Catalogue, func(a, b journal.Entry) int { return strings.Compare(a.Code, b.Code) }))
}

func FuzzVerify(f *testing.F) {
	b := written(f)
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add([]byte("\n"))
	f.Add([]byte(`{"n":1,"sum":"` + strings.Repeat("0", 64) + `"}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := journal.Verify(bytes.NewReader(data), nil)
		if err == nil && s.Lines != bytes.Count(data, []byte("\n")) {
			t.Fatal("lines that were not looked at")
		}
		if s.Head.N-s.Before.N != int64(s.Lines) {
			t.Fatal("numbers do not fit the lines")
		}
	})
}

func BenchmarkRecord_Ordinary(b *testing.B) {
	l := open(b, journal.Opts{Dir: b.TempDir()})
	for b.Loop() {
		l.Record("session.wiped", app, "")
	}
}
