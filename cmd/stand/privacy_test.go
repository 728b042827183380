package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

// A citizen's numbers and name must not be found in anything the terminal keeps,
// and not in its memory a short while after the visit.
func TestNothingPersonalStays_OnDiskOrInMemory(t *testing.T) {
	table, ctx := sit(t)
	p := exempt
	require.NoError(t, table.ToPayment(ctx, p))
	table.on(ctx, t, kiosk.ScreenDone)
	needles := []string{p.IIN, p.Phone, "Тұрсынбай"} // the surname the registry tells
	pid := table.rig.Kiosk.Pid()
	if found := search(t, pid, needles[:1]); found == "" {
		t.Fatal("the search finds nothing even during the visit: it proves nothing")
	}
	require.NoError(t, table.Leave(ctx))

	found := "?"
	for range 2 { // each waits for citizen.Patience at most; the last sweep comes after 50 s
		if _, err := table.Until(ctx, "a wiped memory", func(citizen.Seen) bool {
			found = search(t, pid, needles)
			return found == ""
		}); err == nil {
			break
		}
	}
	assert.Empty(t, found)

	for _, folder := range []string{filepath.Join(table.dir, "state", "kiosk"), filepath.Join(table.dir, "logs")} {
		require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			for _, needle := range needles {
				assert.NotContains(t, path, needle)
				assert.False(t, bytes.Contains(content, []byte(needle)), "%s holds personal data", filepath.Base(path))
			}
			return err
		}))
	}
}

// search looks through the writable memory of a process and says where a needle lies, "" when nowhere.
func search(t *testing.T, pid int, needles []string) string {
	t.Helper()
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	require.NoError(t, err)
	defer maps.Close()
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	require.NoError(t, err)
	defer mem.Close()
	var report []string
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to uint64
		var mode string
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); n != 3 || !strings.HasPrefix(mode, "rw") {
			continue
		}
		chunk := make([]byte, to-from)
		n, _ := mem.ReadAt(chunk, int64(from)) // a region may be gone by now
		for i, needle := range needles {
			for _, form := range [][]byte{[]byte(needle), utf32(needle)} {
				if at := bytes.Index(chunk[:n], form); at >= 0 {
					report = append(report, fmt.Sprintf("needle %d at %x, context %q", i, from+uint64(at), around(chunk[:n], at)))
				}
			}
		}
	}
	return strings.Join(report, "\n")
}

// utf32 is how a []rune lies in memory.
func utf32(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8), byte(r>>16), 0)
	}
	return b
}

func around(b []byte, at int) []byte { return b[max(0, at-48):min(len(b), at+64)] }
