package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/drivers"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/journal"
	"documenting.kz/terminal/offline"
)

func kioskctl(args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = run(args, &o, &e)
	return code, o.String(), e.String()
}

func TestUsage_IsShownForWhatIsNotUnderstood(t *testing.T) {
	for _, args := range [][]string{
		nil, {"fly"}, {"policy"}, {"policy", "check"}, {"policy", "check", "a", "b"}, {"journal", "verify"},
		{"flow", "-format", "png"}, {"flow", "-colour"}, {"flow", "now"}, {"queue", "list", "all"}, {"drivers", "all"},
	} {
		code, _, errOut := kioskctl(args...)
		assert.Equal(t, 2, code, "%v", args)
		assert.Contains(t, errOut, "usage:", "%v", args)
	}
	code, out, _ := kioskctl("flow", "-h")
	assert.Zero(t, code)
	assert.Contains(t, out, "-format")
}

func TestFlow_DrawsEveryStateAndEveryWay(t *testing.T) {
	code, mermaid, _ := kioskctl("flow")
	require.Zero(t, code)
	code, dot, _ := kioskctl("flow", "-format", "dot")
	require.Zero(t, code)
	for from, row := range kiosk.Table {
		id := strings.ReplaceAll(string(from), "-", "_")
		assert.Contains(t, mermaid, fmt.Sprintf("as %s\n", id))
		assert.Contains(t, dot, fmt.Sprintf("  %q [label=", from))
		for event, to := range row.On {
			line := find(mermaid, fmt.Sprintf("  %s --> %s :", id, strings.ReplaceAll(string(to), "-", "_")))
			assert.Contains(t, line, string(event), "%s on %s", from, event)
			assert.Contains(t, find(dot, fmt.Sprintf("  %q -> %q ", from, to)), string(event))
		}
	}
	code, again, _ := kioskctl("flow")
	assert.Zero(t, code)
	assert.Equal(t, mermaid, again, "the same every time")
}

func find(text, prefix string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, prefix) {
			return line
		}
	}
	return ""
}

func TestFlow_GraphvizUnderstandsIt(t *testing.T) {
	graphviz, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("graphviz is not installed")
	}
	_, dot, _ := kioskctl("flow", "-format", "dot")
	draw := exec.Command(graphviz, "-Tplain")
	draw.Stdin = strings.NewReader(dot)
	plain, err := draw.Output()
	require.NoError(t, err)
	assert.Equal(t, len(kiosk.Table), strings.Count(string(plain), "\nnode "))
}

func TestPolicyCheck(t *testing.T) {
	code, out, _ := kioskctl("policy", "check", "-")
	assert.Zero(t, code)
	assert.Contains(t, out, "is sound")

	dir := t.TempDir()
	code, over, _ := kioskctl("policy", "check", dir)
	assert.Zero(t, code, "an empty folder replaces nothing")
	assert.Equal(t, out, over)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "set.json"), []byte(`{"version":"1","serial":1,"validUntil":"2027-12-31","colour":"red"}`), 0o600))
	code, _, errOut := kioskctl("policy", "check", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "set.json: colour: want no such field")

	require.NoError(t, os.Remove(filepath.Join(dir, "set.json")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "capture.json"), []byte(`{"portrait":{},"signature":{}}`), 0o600))
	code, _, errOut = kioskctl("policy", "check", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "capture.json")

	code, _, _ = kioskctl("policy", "check", filepath.Join(dir, "absent"))
	assert.Equal(t, 1, code)
}

func TestJournalVerify(t *testing.T) {
	dir := t.TempDir()
	l, err := journal.Open(journal.Opts{Dir: dir, MaxBytes: 1500})
	require.NoError(t, err)
	for range 20 {
		l.Record("staff.called", "", "pay")
	}
	files, err := l.Files()
	require.NoError(t, err)
	require.Greater(t, len(files), 2)
	head := l.Head()
	require.NoError(t, l.Close())

	code, out, errOut := kioskctl(append([]string{"journal", "verify"}, files...)...)
	assert.Zero(t, code, errOut)
	assert.Contains(t, out, fmt.Sprintf("head: %d %s", head.N, head.Sum))

	code, _, errOut = kioskctl("journal", "verify", files[0], files[2])
	assert.Equal(t, 1, code, "a file is missing between")
	assert.Contains(t, errOut, "removed or added")

	b, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(files[0], bytes.Replace(b, []byte("pay"), []byte("say"), 1), 0o600))
	code, _, errOut = kioskctl("journal", "verify", files[0])
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "line 2: changed")
}

func TestQueueList(t *testing.T) {
	state := t.TempDir()
	code, _, errOut := kioskctl("queue", "list", "-state", state)
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "no queue")
	assert.NoDirExists(t, filepath.Join(state, "queue"), "looking makes nothing")

	q, err := offline.Open(offline.Opts{Dir: filepath.Join(state, "queue"), Reserve: 1})
	require.NoError(t, err)
	link, err := q.Next(t.Context())
	require.NoError(t, err)
	id := kiosk.NewApplicationID()
	require.NoError(t, q.Hold(t.Context(), kiosk.Sealed{ID: id, Link: link, Manifest: []byte("m"),
		Blobs:  []kiosk.Blob{{Kind: "form", SHA256: "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d", Data: []byte("b")}},
		Digest: "62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a"}))
	code, _, errOut = kioskctl("queue", "list", "-state", state)
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "terminal is running")
	require.NoError(t, q.Close())

	code, out, errOut := kioskctl("queue", "list", "-state", state)
	require.Zero(t, code, errOut)
	assert.Contains(t, out, string(id))
	assert.Contains(t, out, "held")
}

func TestDrivers_ListsTheTable(t *testing.T) {
	code, out, _ := kioskctl("drivers")
	require.Zero(t, code)
	for _, d := range drivers.Table() {
		assert.Contains(t, out, d.Example)
	}
}
