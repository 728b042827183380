package offline_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"

	"github.com/stretchr/testify/require"
)

const childDir = "OFFLINE_TEST_HOLD_UNTIL_KILLED"

// TestChild_HoldsUntilKilled is the child of the test below: it says an id only
// after the call has returned.
func TestChild_HoldsUntilKilled(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("is started by TestHold_KilledAtAnyMoment_WhatWasAcknowledgedIsThere")
	}
	q, err := offline.Open(offline.Opts{Dir: dir, Reserve: 1})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	k := newKeys(t)
	for i := 0; ; i++ {
		link, _ := q.Next(t.Context())
		s := k.seal(t, link, 20<<10)
		all := []kiosk.Sealed{s}
		if i%2 == 0 { // two documents in one visit
			all = append(all, k.seal(t, kiosk.Link{Seq: link.Seq + 1, Prev: s.Digest}, 20<<10))
			fmt.Println("pair", s.ID, all[1].ID)
		}
		if err := q.Hold(t.Context(), all...); err != nil {
			fmt.Println("error", err)
			return
		}
		for _, s := range all {
			fmt.Println("held", s.ID, s.Digest)
		}
		if i%3 == 1 {
			if err := q.Release(t.Context(), s.ID, kiosk.PaymentRef{Reference: "r"}); err != nil {
				fmt.Println("error", err)
				return
			}
			fmt.Println("released", s.ID, s.Digest)
		}
		if i%3 == 2 {
			if err := q.Discard(t.Context(), s.ID, "test"); err != nil {
				fmt.Println("error", err)
				return
			}
			fmt.Println("discarded", s.ID, s.Digest)
		}
	}
}

func TestHold_KilledAtAnyMoment_WhatWasAcknowledgedIsThere(t *testing.T) {
	dir := t.TempDir()
	said := map[kiosk.ApplicationID]string{}
	digests := map[kiosk.ApplicationID]string{}
	pairs := map[kiosk.ApplicationID]kiosk.ApplicationID{}
	neither := map[kiosk.ApplicationID]bool{}
	rounds := 25
	if testing.Short() {
		rounds = 5
	}
	for round := range rounds {
		child := exec.Command(os.Args[0], "-test.run=^TestChild_HoldsUntilKilled$")
		child.Env = append(os.Environ(), childDir+"="+dir)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		lines := bufio.NewScanner(out)
		var killer *time.Timer
		for lines.Scan() {
			f := strings.Fields(lines.Text())
			require.Len(t, f, 3)
			require.NotEqual(t, "error", f[0], lines.Text())
			if killer == nil { // it works; now the power goes at some time
				killer = time.AfterFunc(time.Duration(rand.IntN(60_000))*time.Microsecond, func() { _ = child.Process.Kill() })
			}
			id := kiosk.ApplicationID(f[1])
			if f[0] == "pair" {
				pairs[id] = kiosk.ApplicationID(f[2])
				continue
			}
			said[id], digests[id] = f[0], f[2]
		}
		_ = child.Wait()
		require.NotNil(t, killer, "the child said nothing")

		q, err := offline.Open(offline.Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		require.True(t, q.Report().Clean(), "round %d: %+v", round, q.Report())
		require.NoError(t, q.Verify(t.Context()))
		for id, what := range said {
			r, err := q.Record(id)
			require.NoError(t, err, what)
			require.Equal(t, digests[id], r.Digest)
			switch what { // a later step may have been done and not said
			case "released":
				require.Equal(t, offline.Released, r.Status)
			case "discarded":
				require.Equal(t, offline.Discarded, r.Status)
			}
			if r.Status.Open() {
				_, err = q.Load(id)
				require.NoError(t, err)
			}
		}
		for one, other := range pairs {
			_, first := q.Record(one)
			_, second := q.Record(other)
			require.Equal(t, first, second, "one of two is there")
			if first != nil {
				require.ErrorIs(t, first, offline.ErrUnknown)
				neither[one] = true
			}
		}
		require.NoError(t, q.Close())
	}
	require.Greater(t, len(said), rounds)
	t.Logf("%d kills, %d acknowledged, 0 lost; of %d pairs never one alone, of %d neither", rounds, len(said), len(pairs), len(neither))
}
