package offline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"documenting.kz/terminal/kiosk"

	bolt "go.etcd.io/bbolt"
)

// reconcile makes database, sealed files and witness agree.
//
// A sealed file whose number the witness or the database has seen belongs to an
// application that was held; without its record it comes back as deferred, so
// that it is delivered and nobody who left with a receipt is forgotten. A file
// with a later number was never acknowledged by Hold and goes.
//
// When only one meta page was valid the newest commit may be gone, and it may
// have been a Defer; what is held becomes deferred for the same reason.
func (q *Queue) reconcile(witnessed mark, oneMeta bool) error {
	last := q.mark
	for _, e := range q.index {
		if e.seq > last.Seq {
			last = mark{e.seq, e.digest}
			q.report.LostCommits = true
		}
	}
	if witnessed.Seq > last.Seq {
		last = witnessed
		q.report.LostCommits = true
	}
	names, err := listSealed(q.o.Dir)
	if err != nil {
		return err
	}
	return q.write(func(tx *bolt.Tx) error {
		if err := q.setAside(tx); err != nil {
			return err
		}
		for _, name := range names {
			if err := q.adopt(tx, name, last.Seq); err != nil {
				return err
			}
		}
		if oneMeta {
			q.report.LostCommits = true
			if err := q.deferHeld(tx); err != nil {
				return err
			}
		}
		q.mark = last
		return put(tx.Bucket(bucketMeta), keyMark, last)
	}, func() error { return q.witness.write(last) })
}

// setAside moves values that failed their check out of the way.
func (q *Queue) setAside(tx *bolt.Tx) error {
	for _, id := range q.bad {
		records := tx.Bucket(bucketRecords)
		raw := slices.Clone(records.Get([]byte(id)))
		if err := tx.Bucket(bucketDamaged).Put([]byte(id), raw); err != nil {
			return err
		}
		if err := records.Delete([]byte(id)); err != nil {
			return err
		}
		q.report.Damaged = append(q.report.Damaged, fmt.Sprintf("record %x", id))
	}
	q.bad = nil
	return nil
}

// adopt settles one sealed file on disk.
func (q *Queue) adopt(tx *bolt.Tx, name string, lastSeq int64) error {
	var seq int64
	var id string
	if _, err := fmt.Sscanf(name, "%012d-%36s", &seq, &id); err != nil || sealedName(seq, kiosk.ApplicationID(id)) != name {
		return q.setFileAside(name)
	}
	if e, known := q.index[kiosk.ApplicationID(id)]; known && e.seq == seq {
		if e.status.Open() {
			return nil
		}
		return os.Remove(filepath.Join(q.o.Dir, name)) // the power went between the end and the purge
	}
	if seq > lastSeq {
		return os.Remove(filepath.Join(q.o.Dir, name)) // Hold never returned for it
	}
	s, err := readSealed(filepath.Join(q.o.Dir, name))
	if errors.Is(err, ErrDamaged) {
		return q.setFileAside(name)
	}
	if err != nil {
		return err
	}
	now := q.o.Now()
	r := Record{ID: s.ID, Seq: s.Link.Seq, Prev: s.Link.Prev, Digest: s.Digest, Status: Deferred, HeldAt: now, DeferredAt: now, Restored: true}
	q.index[r.ID] = entryOf(r)
	q.report.Restored++
	return put(tx.Bucket(bucketRecords), []byte(r.ID), r)
}

func (q *Queue) setFileAside(name string) error {
	q.report.Damaged = append(q.report.Damaged, name)
	path := filepath.Join(q.o.Dir, name)
	return os.Rename(path, path+".damaged")
}

func (q *Queue) deferHeld(tx *bolt.Tx) error {
	for id, e := range q.index {
		if e.status != Held {
			continue
		}
		r, err := decodeRecord([]byte(id), tx.Bucket(bucketRecords).Get([]byte(id)))
		if err != nil {
			return err
		}
		if err := r.become(Deferred, q.o.Now()); err != nil {
			return err
		}
		q.index[id] = entryOf(r)
		if err := put(tx.Bucket(bucketRecords), []byte(id), r); err != nil {
			return err
		}
	}
	return nil
}
