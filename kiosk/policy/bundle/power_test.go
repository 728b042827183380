package bundle

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var errPower = errors.New("the power is gone")

// outlet is a folder whose power is cut in the middle of one operation: how much
// of it reached the disk is one of the outcomes that fsync and rename allow.
type outlet struct {
	folder
	left    int // operations before the cut
	outcome outcome
	done    int
}

type outcome int

const (
	nothing outcome = iota // not even begun, or the rename was not yet durable
	torn                   // half of the temporary file
	whole                  // all of it, and nobody was told
	outcomes
)

func (o *outlet) replace(name string, data []byte) error {
	switch o.done++; {
	case o.done <= o.left:
		return o.folder.replace(name, data)
	case o.done > o.left+1:
		return errPower
	}
	switch o.outcome {
	case torn:
		_ = os.WriteFile(filepath.Join(string(o.folder), temporary), data[:len(data)/2], 0o600)
	case whole:
		_ = o.folder.replace(name, data)
	}
	return errPower
}

func (o *outlet) remove(name string) error {
	switch o.done++; {
	case o.done <= o.left:
		return o.folder.remove(name)
	case o.done == o.left+1 && o.outcome == whole:
		_ = o.folder.remove(name)
	}
	return errPower
}

// Whenever the power goes, the next start has the old bundle or the new one in
// force, whole and without an alarm; the floor never sinks; and the new one can
// be had.
func TestPowerCut_AtEveryStep(t *testing.T) {
	five, six, seven := build(t, 5, "word five"), build(t, 6, "word six"), build(t, 7, "word seven")
	steps := 0
	for left := 0; ; left++ {
		cut := false
		for how := range outcomes {
			dir := t.TempDir()
			turned(t, openShelf(t, dir), five, six)
			power := &outlet{folder: folder(dir), left: left, outcome: how}
			s, err := open(opts(dir), power)
			if err == nil {
				_, err = s.Stage(seven)
			}
			if err == nil {
				_, _ = s.Turn()
			}
			if power.done > left {
				cut = true
				steps++
			}

			for range 2 {
				after := openShelf(t, dir)
				require.Contains(t, []int64{6, 7}, after.InForce().Serial, "step %d, outcome %d", left, how)
				assert.Empty(t, after.Faults(), "step %d, outcome %d", left, how)
				assert.False(t, after.Behind())
				for _, old := range [][]byte{five, six} {
					_, err := after.Stage(old)
					assert.ErrorIs(t, err, ErrRollback, "step %d, outcome %d", left, how)
				}
				assert.NotContains(t, files(t, dir), temporary)
			}
			after := openShelf(t, dir)
			if after.InForce().Serial == 6 {
				turned(t, after, seven)
			}
			turned(t, after, build(t, 8, "word"))
			assert.Equal(t, []string{nameOf(7), nameOf(8), floorName}, files(t, dir))
		}
		if !cut {
			break
		}
	}
	assert.GreaterOrEqual(t, steps, 4*int(outcomes))
}
