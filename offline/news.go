package offline

import (
	"errors"
	"fmt"

	"documenting.kz/terminal/offline/central"

	bolt "go.etcd.io/bbolt"
)

// cursor is how far this terminal has read the centre's changes. A damaged one
// starts again at 0: applying a change twice changes nothing.
func (q *Queue) cursor() (after int64, err error) {
	err = q.read(func(tx *bolt.Tx) error {
		if v := tx.Bucket(bucketMeta).Get(keyCursor); v != nil && decode(keyCursor, v, &after) != nil {
			after = 0
		}
		return nil
	})
	return after, err
}

// apply stores what news says and the new cursor in one transaction, so that
// no change is ever passed over.
func (q *Queue) apply(news []central.News, cursor int64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	var changed []Record
	err := q.write(func(tx *bolt.Tx) error {
		changed = nil
		for _, n := range news {
			if _, known := q.index[n.ID]; !known {
				continue // another life of this terminal, or long purged
			}
			r, err := q.step(tx, n.ID, func(r *Record) error { return q.hear(r, n) })
			if errors.Is(err, ErrDamaged) {
				continue // the next Open sets it aside; the cursor must not stand still for it
			}
			if err != nil {
				return err
			}
			changed = append(changed, r)
		}
		return put(tx.Bucket(bucketMeta), keyCursor, cursor)
	}, func() error { return q.settle(changed) })
	if err != nil {
		return fmt.Errorf("apply changes: %w", err)
	}
	return nil
}

// hear is what one change means for one record. A held record belongs to its
// session (or to Recover): only the centre's last word is noted there.
func (q *Queue) hear(r *Record, n central.News) error {
	switch n.Event {
	case "paid":
		if r.Status == Deferred && n.Reference != "" {
			r.Payment.Reference = n.Reference
			return r.become(Released, q.o.Now())
		}
	case "processed", "refused", "annulled":
		r.Outcome = n.Event
		switch {
		case r.Status == Released && r.Receipt != "":
			return q.acknowledge(r)
		case r.Status == Deferred && n.Event != "processed":
			return q.void(r, n.Event+" by the centre")
		}
	case "closed":
		if r.Status == Deferred {
			return q.void(r, "closed unpaid at the centre")
		}
	}
	r.Waiting = false // whatever it was: ask the centre how it stands
	return nil
}
