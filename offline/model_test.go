package offline

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// memDir is a folder in memory where there is one: these tests are about logic, not about the disk.
func memDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "queue-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// sealedOf makes bytes of the right shape for a place in the chain.
func sealedOf(link kiosk.Link, size int) kiosk.Sealed {
	id := kiosk.NewApplicationID()
	s := kiosk.Sealed{ID: id, Link: link, Manifest: fmt.Appendf(nil, "manifest of %s at %d after %s", id, link.Seq, link.Prev)}
	s.Digest = hexSum(s.Manifest)
	for i, n := range []int{size/100 + 1, size} {
		data := make([]byte, n)
		for j := range data {
			data[j] = byte(i + j*7 + j>>8 + int(link.Seq))
		}
		s.Blobs = append(s.Blobs, kiosk.Blob{Kind: []string{"form", "portrait"}[i], SHA256: hexSum(data), Data: data})
	}
	return s
}

// pairOf is two applications of one visit; the second continues the first.
func pairOf(link kiosk.Link, size int) []kiosk.Sealed {
	first := sealedOf(link, size)
	return []kiosk.Sealed{first, sealedOf(kiosk.Link{Seq: link.Seq + 1, Prev: first.Digest}, size)}
}

// modelled is what the model knows of an application.
type modelled struct {
	sealed  kiosk.Sealed
	status  Status
	ref     kiosk.PaymentRef
	receipt bool
}

// The queue against a model in memory, over closing, and over losing the power
// between two steps (a copy of the folder is opened instead).
func TestQueue_BehavesAsItsModel(t *testing.T) {
	base := memDir(t)
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(base, "")
		require.NoError(t, err)
		q, err := Open(Opts{Dir: dir, Reserve: 1})
		require.NoError(t, err)
		defer func() { q.Close() }()
		model := map[kiosk.ApplicationID]*modelled{}
		next := kiosk.Link{Seq: 1}
		stale := []kiosk.Sealed{}

		pick := func(t *rapid.T) (kiosk.ApplicationID, *modelled) {
			ids := slices.Sorted(maps.Keys(model))
			if len(ids) == 0 {
				t.Skip("nothing held yet")
			}
			id := rapid.SampledFrom(ids).Draw(t, "id")
			return id, model[id]
		}
		// step compares the queue's verdict with the table's.
		step := func(t *rapid.T, m *modelled, to Status, allowed bool, err error) {
			if m.status == to || allowed && m.status.MayBecome(to) {
				require.NoError(t, err)
				m.status = to
			} else {
				require.Error(t, err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"hold": func(t *rapid.T) {
				link, err := q.Next(t.Context())
				require.NoError(t, err)
				require.Equal(t, next, link)
				s := sealedOf(link, rapid.IntRange(1, 3000).Draw(t, "size"))
				require.NoError(t, q.Hold(t.Context(), s))
				require.NoError(t, q.Hold(t.Context(), s), "a repeated Hold is no error")
				model[s.ID] = &modelled{sealed: s, status: Held}
				stale = append(stale, sealedOf(link, 10))
				next = kiosk.Link{Seq: link.Seq + 1, Prev: s.Digest}
			},
			"hold two of one visit": func(t *rapid.T) {
				link, err := q.Next(t.Context())
				require.NoError(t, err)
				pair := pairOf(link, rapid.IntRange(1, 3000).Draw(t, "size"))
				require.ErrorIs(t, q.Hold(t.Context(), pair[1], pair[0]), kiosk.ErrStaleLink, "out of order")
				require.NoError(t, q.Hold(t.Context(), pair...))
				require.NoError(t, q.Hold(t.Context(), pair...), "a repeated Hold is no error")
				for _, s := range pair {
					model[s.ID] = &modelled{sealed: s, status: Held}
				}
				next = kiosk.Link{Seq: link.Seq + 2, Prev: pair[1].Digest}
			},
			"hold with a stale link": func(t *rapid.T) {
				if len(stale) == 0 {
					t.Skip()
				}
				require.ErrorIs(t, q.Hold(t.Context(), rapid.SampledFrom(stale).Draw(t, "stale")), kiosk.ErrStaleLink)
			},
			"defer": func(t *rapid.T) {
				id, m := pick(t)
				err := q.Defer(t.Context(), id)
				if m.status == Released {
					require.NoError(t, err)
					return
				}
				step(t, m, Deferred, true, err)
			},
			"release": func(t *rapid.T) {
				id, m := pick(t)
				ref := kiosk.PaymentRef{Reference: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "ref")}
				ok := ref.Reference != "" && (m.status != Released || m.ref == ref)
				err := q.Release(t.Context(), id, ref)
				if !ok {
					require.Error(t, err)
					return
				}
				step(t, m, Released, true, err)
				if m.status == Released {
					m.ref = ref
				}
			},
			"receipt": func(t *rapid.T) {
				id, m := pick(t)
				require.NoError(t, q.change("receipt", id, func(r *Record) error { r.Receipt = "r"; return nil }))
				m.receipt = true
			},
			"acknowledge": func(t *rapid.T) {
				id, m := pick(t)
				err := q.Acknowledge(t.Context(), id, "processed")
				if !m.receipt {
					require.ErrorIs(t, err, ErrNoReceipt)
					return
				}
				step(t, m, Acknowledged, true, err)
			},
			"discard": func(t *rapid.T) {
				id, m := pick(t)
				step(t, m, Discarded, true, q.Discard(t.Context(), id, "test"))
			},
			"close and open": func(t *rapid.T) {
				require.NoError(t, q.Close())
				q, err = Open(Opts{Dir: dir, Reserve: 1})
				require.NoError(t, err)
				require.True(t, q.Report().Clean(), "%+v", q.Report())
			},
			"power loss": func(t *rapid.T) {
				after, err := os.MkdirTemp(base, "")
				require.NoError(t, err)
				require.NoError(t, os.CopyFS(after, os.DirFS(dir)))
				require.NoError(t, q.Close())
				dir = after
				q, err = Open(Opts{Dir: dir, Reserve: 1})
				require.NoError(t, err)
				require.True(t, q.Report().Clean(), "%+v", q.Report())
			},
			"": func(t *rapid.T) { agrees(t, q, model, next) },
		})
	})
}

func agrees(t *rapid.T, q *Queue, model map[kiosk.ApplicationID]*modelled, next kiosk.Link) {
	link, err := q.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, next, link)
	count, open := map[Status]int{}, 0
	for id, m := range model {
		r, err := q.Record(id)
		require.NoError(t, err)
		require.Equal(t, m.status, r.Status)
		if r.Status == Released || r.Status == Acknowledged {
			require.NotZero(t, r.Payment, "released and unpaid")
		}
		require.Equal(t, m.ref, r.Payment)
		_, missing := os.Stat(filepath.Join(q.o.Dir, sealedName(r.Seq, id)))
		if m.status.Open() {
			open++
			got, err := q.Load(id)
			require.NoError(t, err)
			require.Equal(t, m.sealed, got)
		} else {
			require.ErrorIs(t, missing, os.ErrNotExist, "the payload of an ended application is still there")
		}
		if m.status == Discarded {
			require.Equal(t, m.sealed.Manifest, r.Manifest, "a void record proves its place")
		}
		count[m.status]++
	}
	stats := q.Stats()
	require.Equal(t, count, stats.Count)
	require.Equal(t, open, stats.Queued)
	require.Equal(t, next.Seq-1, stats.LastSeq)
	require.Equal(t, next.Prev, stats.ChainHead)
	require.Len(t, q.Pending(), open)
	require.NoError(t, q.Verify(t.Context()))
}

func TestQueue_TheTableHasNoWayFromReleasedToDiscarded(t *testing.T) {
	for _, s := range Statuses {
		for _, to := range Statuses {
			r := Record{Status: s}
			err := r.become(to, time.Now())
			if s == to || s.MayBecome(to) {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, ErrTransition, "%s → %s", s, to)
			}
		}
	}
	require.False(t, Released.MayBecome(Discarded))
	require.False(t, Held.MayBecome(Acknowledged))
}

func TestHold_TwoThatDoNotContinueEachOtherAreRefusedTogether(t *testing.T) {
	q, err := Open(Opts{Dir: t.TempDir(), Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	pair := pairOf(kiosk.Link{Seq: 1}, 10)
	far := sealedOf(kiosk.Link{Seq: 3, Prev: pair[0].Digest}, 10)
	other := sealedOf(kiosk.Link{Seq: 2, Prev: pair[1].Digest}, 10)
	twin := pair[0]
	twin.Link = pair[1].Link
	require.ErrorIs(t, q.Hold(t.Context(), pair[0], far), kiosk.ErrStaleLink)
	require.ErrorIs(t, q.Hold(t.Context(), pair[0], other), kiosk.ErrStaleLink)
	require.ErrorIs(t, q.Hold(t.Context(), pair[0], twin), ErrDuplicate)
	require.Error(t, q.Hold(t.Context()))
	names, err := listSealed(q.o.Dir)
	require.NoError(t, err)
	require.Empty(t, names)
	require.Zero(t, q.Stats().LastSeq)

	require.NoError(t, q.Hold(t.Context(), pair...))
	next, err := q.Next(t.Context())
	require.NoError(t, err)
	require.ErrorIs(t, q.Hold(t.Context(), pair[1], sealedOf(next, 10)), ErrDuplicate, "held in another company")
	require.EqualValues(t, 2, q.Stats().LastSeq)
}

func TestHold_BelowTheReserveIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	q, err := Open(Opts{Dir: t.TempDir(), Reserve: 1 << 60})
	require.NoError(t, err)
	defer q.Close()
	require.ErrorIs(t, q.Room(), ErrFull)
	require.ErrorIs(t, q.Hold(t.Context(), sealedOf(kiosk.Link{Seq: 1}, 10)), ErrFull)
	names, err := listSealed(q.o.Dir)
	require.NoError(t, err)
	require.Empty(t, names)
}

func TestHold_WhatDoesNotFitItsHashesIsRefused(t *testing.T) {
	q, err := Open(Opts{Dir: t.TempDir(), Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	for name, spoil := range map[string]func(*kiosk.Sealed){
		"id":     func(s *kiosk.Sealed) { s.ID = "../../x" },
		"digest": func(s *kiosk.Sealed) { s.Manifest = append(s.Manifest, 'x') },
		"blob":   func(s *kiosk.Sealed) { s.Blobs[0].Data[0] ^= 1 },
		"seq":    func(s *kiosk.Sealed) { s.Link.Seq = 0 },
	} {
		s := sealedOf(kiosk.Link{Seq: 1}, 100)
		spoil(&s)
		require.Error(t, q.Hold(t.Context(), s), name)
	}
	require.Zero(t, q.Stats().LastSeq)
}

func TestOpen_SecondProcessIsTold(t *testing.T) {
	dir := t.TempDir()
	q, err := Open(Opts{Dir: dir, Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	_, err = Open(Opts{Dir: dir, Reserve: 1})
	require.ErrorIs(t, err, ErrInUse)
}

func TestHold_DiskThatFailsClosesTheQueueForNewOnes(t *testing.T) {
	q, err := Open(Opts{Dir: t.TempDir(), Reserve: 1})
	require.NoError(t, err)
	defer q.Close()
	require.NoError(t, q.Hold(t.Context(), sealedOf(kiosk.Link{Seq: 1}, 10)))
	require.NoError(t, q.witness.f.Close()) // the witness cannot be written any more
	link, err := q.Next(t.Context())
	require.NoError(t, err)
	require.Error(t, q.Hold(t.Context(), sealedOf(link, 10)), "not durable in every part is not held")
	require.Error(t, q.Room())
	require.NotErrorIs(t, q.Room(), ErrFull)
}
