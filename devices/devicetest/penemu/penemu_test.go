package penemu_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/penemu"
)

func TestSignatures_AllParse(t *testing.T) {
	names := penemu.Signatures()
	assert.Subset(t, names, []string{"signature", "dot", "line", "tiny", "edge"})
	for _, name := range names {
		strokes, err := penemu.Signature(name)
		require.NoError(t, err, name)
		for _, s := range strokes {
			for _, p := range s {
				assert.True(t, p.X >= 0 && p.X <= 100 && p.Y >= 0 && p.Y <= 60 && p.Pressure > 0 && p.Pressure <= 1, "%s: %+v", name, p)
			}
		}
	}
	_, err := penemu.Signature("nobody")
	require.ErrorContains(t, err, "signature")
}

func TestStart_PathIsAFile_LeavesItAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "precious")
	require.NoError(t, os.WriteFile(path, []byte("text"), 0o600))
	_, err := penemu.Start(penemu.Opts{Path: path})
	require.ErrorContains(t, err, "no symbolic link")
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "text", string(kept))
}

func TestUnplugNext_ComesBackAsAnotherTerminal(t *testing.T) {
	link := filepath.Join(t.TempDir(), "pad")
	emu, err := penemu.Start(penemu.Opts{Path: link, Replug: 20 * time.Millisecond})
	require.NoError(t, err)
	defer emu.Close()
	before, err := os.Readlink(link)
	require.NoError(t, err)
	held, err := os.Open(before) // so that the kernel cannot give the number again
	require.NoError(t, err)
	defer held.Close()
	require.NoError(t, emu.Fault(penemu.FaultUnplug, fault.Next))
	assert.False(t, emu.State().Plugged)
	assert.NoFileExists(t, link)
	require.ErrorIs(t, emu.Draw(penemu.Sample{}), penemu.ErrUnplugged)
	require.Eventually(t, func() bool { return emu.State().Plugged }, 5*time.Second, time.Millisecond)
	after, err := os.Readlink(link)
	require.NoError(t, err)
	assert.NotEqual(t, before, after)
	assert.Equal(t, fault.Cleared, emu.State().Faults[penemu.FaultUnplug])
}

func TestClose_LeavesALinkThatIsNotItsOwn(t *testing.T) {
	link := filepath.Join(t.TempDir(), "pad")
	first, err := penemu.Start(penemu.Opts{Path: link})
	require.NoError(t, err)
	second, err := penemu.Start(penemu.Opts{Path: link})
	require.NoError(t, err)
	require.NoError(t, first.Close())
	_, err = os.Stat(link)
	require.NoError(t, err, "the second one's link stays")
	require.NoError(t, second.Close())
	_, err = os.Lstat(link)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// FuzzParseStrokes checks that what is accepted can be played.
func FuzzParseStrokes(f *testing.F) {
	f.Add([]byte(`[[[1,2,0.5,0],[3,4,0.5,10]],[[5,6,1,20]]]`))
	f.Add([]byte(`[[]]`))
	f.Add([]byte(`[[[1,2,0.5,-1e300]]]`))
	f.Add([]byte(`[[[1,2]]]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		strokes, err := penemu.ParseStrokes(b)
		if err != nil {
			return
		}
		last := 0.0
		for _, s := range strokes {
			if len(s) == 0 {
				t.Fatal("empty stroke")
			}
			for _, p := range s {
				if p.T < last || p.T > 60_000 {
					t.Fatalf("time %g after %g", p.T, last)
				}
				last = p.T
			}
		}
	})
}
