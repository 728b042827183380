package offline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"documenting.kz/terminal/kiosk"

	bolt "go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// Queue is the durable queue of one terminal. Use Open. It is safe for
// concurrent use; writes wait for each other and for the disk.
type Queue struct {
	o       Opts
	lock    *os.File
	witness *witness
	db      *bolt.DB
	kick    chan struct{} // something may have to be delivered

	mu     sync.Mutex // one writer; guards what follows
	index  map[kiosk.ApplicationID]entry
	mark   mark
	bad    []string
	report Report
	broken error // the disk failed under a write; nothing new is taken
}

var _ kiosk.Safe = (*Queue)(nil)

// entry is what Stats and the delivery loop need of a record without reading it.
type entry struct {
	seq    int64
	digest string
	status Status
	heldAt time.Time
}

func entryOf(r Record) entry { return entry{r.Seq, r.Digest, r.Status, r.HeldAt} }

// Report says what Open found.
func (q *Queue) Report() Report {
	q.mu.Lock()
	defer q.mu.Unlock()
	r := q.report
	r.Damaged = slices.Clone(r.Damaged)
	return r
}

// read runs a read transaction.
func (q *Queue) read(work func(*bolt.Tx) error) error {
	db := q.handle()
	if db == nil {
		return os.ErrClosed
	}
	return guarded(func() error { return db.View(work) })
}

func (q *Queue) handle() *bolt.DB {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.db
}

// write runs one durable transaction and then, still alone, done. The caller holds q.mu or is Open.
func (q *Queue) write(work func(*bolt.Tx) error, done func() error) error {
	if q.db == nil {
		return os.ErrClosed
	}
	var refused error
	err := guarded(func() error {
		return q.db.Update(func(tx *bolt.Tx) error {
			refused = work(tx)
			return refused
		})
	})
	if err == nil {
		err = done()
	} else if refused != nil && err == refused {
		return err // the caller's fault, not the disk's
	}
	if err != nil {
		q.broken = err
	}
	return err
}

func put(b *bolt.Bucket, key []byte, v any) error {
	value, err := encode(key, v)
	if err != nil {
		return err
	}
	return b.Put(key, value)
}

// Release records that nothing is owed any more. Repeating it with the same reference is no error.
func (q *Queue) Release(_ context.Context, id kiosk.ApplicationID, ref kiosk.PaymentRef) error {
	if ref == (kiosk.PaymentRef{}) {
		return fmt.Errorf("release: %w", ErrNoPayment)
	}
	return q.change("release", id, func(r *Record) error {
		if r.Status == Released && r.Payment != ref {
			return fmt.Errorf("%w: released with another reference", ErrTransition)
		}
		r.Payment = ref
		return r.become(Released, q.o.Now())
	})
}

// Defer records that the citizen has left. A record that is released already
// stays so: the queue works on it anyway.
func (q *Queue) Defer(_ context.Context, id kiosk.ApplicationID) error {
	return q.change("defer", id, func(r *Record) error {
		if r.Status == Released {
			return nil
		}
		return r.become(Deferred, q.o.Now())
	})
}

// Discard ends an unpaid application: its payload is deleted, its number and
// manifest stay as a void record.
func (q *Queue) Discard(_ context.Context, id kiosk.ApplicationID, reason string) error {
	return q.change("discard", id, func(r *Record) error { return q.void(r, reason) })
}

// void discards r and keeps its manifest, if it can still be read.
func (q *Queue) void(r *Record, reason string) error {
	if r.Status == Discarded {
		return nil
	}
	if err := r.become(Discarded, q.o.Now()); err != nil {
		return err
	}
	r.Reason = reason
	if s, err := readSealed(filepath.Join(q.o.Dir, sealedName(r.Seq, r.ID))); err == nil {
		r.Manifest = s.Manifest
	}
	return nil
}

// Acknowledge ends a released application the centre has spoken its last word
// on (processed, refused, annulled): its payload is deleted, id, number,
// digest, receipt and times stay. It fails with ErrNoReceipt without the
// centre's receipt: an answer alone is no proof that the centre holds it.
func (q *Queue) Acknowledge(_ context.Context, id kiosk.ApplicationID, outcome string) error {
	return q.change("acknowledge", id, func(r *Record) error {
		r.Outcome = outcome
		return q.acknowledge(r)
	})
}

func (q *Queue) acknowledge(r *Record) error {
	if r.Receipt == "" {
		return ErrNoReceipt
	}
	return r.become(Acknowledged, q.o.Now())
}

// change is one durable step of one record.
func (q *Queue) change(what string, id kiosk.ApplicationID, step func(*Record) error) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	var changed []Record
	err := q.write(func(tx *bolt.Tx) error {
		changed = nil
		r, err := q.step(tx, id, step)
		changed = append(changed, r)
		return err
	}, func() error { return q.settle(changed) })
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (q *Queue) step(tx *bolt.Tx, id kiosk.ApplicationID, step func(*Record) error) (Record, error) {
	records := tx.Bucket(bucketRecords)
	v := records.Get([]byte(id))
	if v == nil {
		return Record{}, ErrUnknown
	}
	r, err := decodeRecord([]byte(id), v)
	if err != nil {
		return Record{}, err
	}
	if err := step(&r); err != nil {
		return Record{}, err
	}
	return r, put(records, []byte(id), r)
}

// settle follows a commit: index, purge, and the word to the delivery loop.
func (q *Queue) settle(changed []Record) error {
	for _, r := range changed {
		q.index[r.ID] = entryOf(r)
		if !r.Status.Open() {
			if err := q.purge(r); err != nil {
				return err
			}
		}
	}
	select {
	case q.kick <- struct{}{}:
	default:
	}
	return nil
}

// purge deletes the payload. When the power goes first, Open does it.
func (q *Queue) purge(r Record) error {
	err := os.Remove(filepath.Join(q.o.Dir, sealedName(r.Seq, r.ID)))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(q.o.Dir)
}

// Record is what the queue knows of an application.
func (q *Queue) Record(id kiosk.ApplicationID) (r Record, err error) {
	err = q.read(func(tx *bolt.Tx) error {
		v := tx.Bucket(bucketRecords).Get([]byte(id))
		if v == nil {
			return ErrUnknown
		}
		r, err = decodeRecord([]byte(id), v)
		return err
	})
	return r, err
}

// Pending lists the open records in the chain's order. One that has become
// unreadable is left out; Load and Verify name it.
func (q *Queue) Pending() []Record {
	q.mu.Lock()
	var ids []kiosk.ApplicationID
	for id, e := range q.index {
		if e.status.Open() {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b kiosk.ApplicationID) int { return int(q.index[a].seq - q.index[b].seq) })
	q.mu.Unlock()
	out := make([]Record, 0, len(ids))
	for _, id := range ids {
		if r, err := q.Record(id); err == nil {
			out = append(out, r)
		}
	}
	return out
}

// Load reads an application's payload and checks every byte of it against the
// record. A damaged one is set aside, reported, and never given out: ErrDamaged.
func (q *Queue) Load(id kiosk.ApplicationID) (kiosk.Sealed, error) {
	r, err := q.Record(id)
	if err != nil {
		return kiosk.Sealed{}, fmt.Errorf("load: %w", err)
	}
	if !r.Status.Open() {
		return kiosk.Sealed{}, fmt.Errorf("load: %w: purged", ErrTransition)
	}
	s, err := readSealed(filepath.Join(q.o.Dir, sealedName(r.Seq, r.ID)))
	if err == nil && (s.Digest != r.Digest || s.Link.Prev != r.Prev) || errors.Is(err, os.ErrNotExist) {
		err = ErrDamaged
	}
	if errors.Is(err, ErrDamaged) {
		q.noteDamaged(sealedName(r.Seq, r.ID))
	}
	if err != nil {
		return kiosk.Sealed{}, fmt.Errorf("load: %w", err)
	}
	return s, nil
}

func (q *Queue) noteDamaged(name string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(q.report.Damaged, name) {
		q.report.Damaged = append(q.report.Damaged, name)
	}
}

// Room reports whether another application may be taken: ErrFull below the
// reserve, or the error of a write the disk has refused. It is asked before
// money is.
func (q *Queue) Room() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.room()
}

func (q *Queue) room() error {
	if q.broken != nil {
		return fmt.Errorf("the disk failed: %w", q.broken)
	}
	if q.db == nil {
		return os.ErrClosed
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(q.o.Dir, &fs); err != nil {
		return err
	}
	if free := int64(fs.Bavail) * fs.Bsize; free < q.o.Reserve {
		return fmt.Errorf("%w: %d MB free, %d MB must stay free", ErrFull, free>>20, q.o.Reserve>>20)
	}
	return nil
}

// Stats is the queue in figures.
type Stats struct {
	Count     map[Status]int
	Queued    int           // open records
	Oldest    time.Duration // age of the oldest open record
	LastSeq   int64
	ChainHead string // digest of the last application's manifest
	Damaged   int    // set aside, never sent
}

// Stats counts.
func (q *Queue) Stats() Stats {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := Stats{Count: map[Status]int{}, LastSeq: q.mark.Seq, ChainHead: q.mark.Head, Damaged: len(q.report.Damaged)}
	now := q.o.Now()
	for _, e := range q.index {
		s.Count[e.status]++
		if e.status.Open() {
			s.Queued++
			s.Oldest = max(s.Oldest, now.Sub(e.heldAt))
		}
	}
	return s
}
