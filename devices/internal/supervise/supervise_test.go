package supervise_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/internal/supervise"
)

func TestKeeper_NothingThere_PausesDoubleToTheLongest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := supervise.New(supervise.Backoff{})
		begun := time.Now()
		var tries []time.Duration
		k.Open(t.Context(), func(context.Context) error {
			tries = append(tries, time.Since(begun))
			return errors.New("nothing there")
		})
		k.Open(t.Context(), func(context.Context) error { panic("opened twice") })
		time.Sleep(16 * time.Second)
		require.NoError(t, k.Close())
		synctest.Wait()
		ms := time.Millisecond
		assert.Equal(t, []time.Duration{0, 250 * ms, 750 * ms, 1750 * ms, 3750 * ms, 7750 * ms, 12750 * ms}, tries)
	})
}

func TestKeeper_WorkedBefore_TriesSoonAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := supervise.New(supervise.Backoff{})
		var tries []time.Time
		k.Open(t.Context(), func(context.Context) error {
			tries = append(tries, time.Now())
			if len(tries) == 5 {
				k.Set(devices.Ready, "")
			}
			return errors.New("gone")
		})
		time.Sleep(5 * time.Second)
		require.NoError(t, k.Close())
		synctest.Wait()
		require.Len(t, tries, 7)
		assert.Equal(t, 250*time.Millisecond, tries[5].Sub(tries[4]))
	})
}

func TestKeeper_Status_SaysWhatTheSessionSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := supervise.New(supervise.Backoff{})
		assert.Equal(t, devices.Absent, k.Status().State)
		end := make(chan error)
		k.Open(t.Context(), func(context.Context) error {
			k.Set(devices.Ready, "")
			return <-end
		})
		synctest.Wait()
		ready := k.Status()
		assert.True(t, ready.Working())
		time.Sleep(time.Second)
		k.Set(devices.Ready, "", devices.PaperNearEnd)
		assert.Equal(t, ready.Since, k.Status().Since, "the state is the same")
		end <- &supervise.Trouble{State: devices.Failed, Condition: devices.InUse, Err: errors.New("held by 4711")}
		synctest.Wait()
		s := k.Status()
		assert.Equal(t, devices.Failed, s.State)
		assert.Equal(t, []devices.Condition{devices.InUse}, s.Conditions)
		assert.Contains(t, s.Hint, "4711")
		assert.Equal(t, time.Now(), s.Since)
		close(end)
		require.NoError(t, k.Close())
	})
}

func TestKeeper_SessionThatHangs_DoesNotHoldClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := supervise.New(supervise.Backoff{})
		release := make(chan struct{})
		k.Open(t.Context(), func(context.Context) error { <-release; return nil })
		begun := time.Now()
		require.NoError(t, k.Close())
		assert.LessOrEqual(t, time.Since(begun), time.Second)
		close(release)
	})
}
