package offline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"documenting.kz/terminal/kiosk"

	bolt "go.etcd.io/bbolt"
)

// Next is the place of the next application in the chain.
func (q *Queue) Next(context.Context) (kiosk.Link, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.db == nil {
		return kiosk.Link{}, os.ErrClosed
	}
	return q.next(), nil
}

func (q *Queue) next() kiosk.Link { return kiosk.Link{Seq: q.mark.Seq + 1, Prev: q.mark.Head} }

// Hold stores the sealed applications of one visit, all or none. A nil error
// means: blobs, records, places in the chain and witness are on disk and survive
// power loss. Repeating it with the same content is no error. Errors:
// kiosk.ErrStaleLink, ErrDuplicate, ErrFull.
func (q *Queue) Hold(_ context.Context, sealed ...kiosk.Sealed) error {
	if len(sealed) == 0 {
		return errors.New("hold: nothing to hold")
	}
	for _, s := range sealed {
		if err := check(s); err != nil {
			return fmt.Errorf("hold: %w", err)
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	known, err := q.known(sealed)
	if known || err != nil {
		return err
	}
	if err := q.room(); err != nil {
		return fmt.Errorf("hold: %w", err)
	}
	for i, s := range sealed {
		if err := writeSealed(q.o.Dir, s); err != nil {
			for _, s := range sealed[:i+1] {
				os.Remove(filepath.Join(q.o.Dir, sealedName(s.Link.Seq, s.ID)))
			}
			return fmt.Errorf("hold: %w", err)
		}
	}
	if err := q.enter(sealed); err != nil {
		return fmt.Errorf("hold: %w", err)
	}
	return nil
}

// known reports whether all of them are held already. It wants each to take the
// place after the one before.
func (q *Queue) known(sealed []kiosk.Sealed) (bool, error) {
	count, link := 0, q.next()
	for i, s := range sealed {
		e, held := q.index[s.ID]
		twice := slices.ContainsFunc(sealed[:i], func(o kiosk.Sealed) bool { return o.ID == s.ID })
		switch {
		case held && e.digest == s.Digest && !twice:
			count++
		case held || twice:
			return false, fmt.Errorf("hold: %w", ErrDuplicate)
		case s.Link != link:
			return false, fmt.Errorf("hold: %w", kiosk.ErrStaleLink)
		}
		link = kiosk.Link{Seq: s.Link.Seq + 1, Prev: s.Digest}
	}
	if count > 0 && count < len(sealed) {
		return false, fmt.Errorf("hold: %w", ErrDuplicate) // held in another company
	}
	return count > 0, nil
}

// enter makes records of sealed files: one transaction, then the witness.
func (q *Queue) enter(sealed []kiosk.Sealed) error {
	records := make([]Record, len(sealed))
	for i, s := range sealed {
		records[i] = Record{ID: s.ID, Seq: s.Link.Seq, Prev: s.Link.Prev, Digest: s.Digest, Status: Held, HeldAt: q.o.Now()}
	}
	last := records[len(records)-1]
	now := mark{last.Seq, last.Digest}
	err := q.write(func(tx *bolt.Tx) error {
		for _, r := range records {
			if err := put(tx.Bucket(bucketRecords), []byte(r.ID), r); err != nil {
				return err
			}
		}
		return put(tx.Bucket(bucketMeta), keyMark, now)
	}, func() error { return q.witness.write(now) })
	if err != nil {
		return err
	}
	q.mark = now
	for _, r := range records {
		q.index[r.ID] = entryOf(r)
	}
	return nil
}
