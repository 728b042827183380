package offline

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Status is where an application stands in the queue.
type Status string

// Statuses, in the order of a life. Acknowledged and Discarded are ends.
const (
	Held         Status = "held"         // durable; its citizen is at the terminal, or the session died
	Deferred     Status = "deferred"     // durable; the citizen has left, the queue finishes the work
	Released     Status = "released"     // paid or exempt
	Acknowledged Status = "acknowledged" // the centre has taken it over; payload purged
	Discarded    Status = "discarded"    // ended unpaid; payload purged, the number stays as a void record
)

// Statuses lists them all.
var Statuses = [...]Status{Held, Deferred, Released, Acknowledged, Discarded}

// transitions is the whole life. Nothing leaves an end, and nothing that was
// released can be discarded: money was taken for it.
var transitions = map[Status][]Status{
	Held:     {Deferred, Released, Discarded},
	Deferred: {Released, Discarded},
	Released: {Acknowledged},
}

// MayBecome reports whether the step is in the table.
func (s Status) MayBecome(next Status) bool {
	for _, t := range transitions[s] {
		if t == next {
			return true
		}
	}
	return false
}

// Open reports whether work is left to do.
func (s Status) Open() bool { return len(transitions[s]) > 0 }

// What a call can be refused for.
var (
	ErrUnknown    = errors.New("no such application in the queue")
	ErrTransition = errors.New("the application's status does not allow it")
	ErrDuplicate  = errors.New("another application is held under this id")
	ErrNoPayment  = errors.New("neither paid nor exempt")
	ErrNoReceipt  = errors.New("the centre has given no receipt")
	ErrFull       = errors.New("not enough room on disk")
	ErrDamaged    = errors.New("damaged on disk")
	ErrInUse      = errors.New("another process has the queue open")
)

// Record is what the queue knows of an application; nothing personal. Its
// payload, while there is one, lies in a sealed file (see [Queue.Load]).
type Record struct {
	ID     kiosk.ApplicationID `json:"id"`
	Seq    int64               `json:"seq"`
	Prev   string              `json:"prev"`
	Digest string              `json:"digest"` // hex SHA-256 of the manifest
	Status Status              `json:"status"`

	HeldAt     time.Time `json:"heldAt"`
	DeferredAt time.Time `json:"deferredAt,omitzero"`
	ReleasedAt time.Time `json:"releasedAt,omitzero"`
	EndedAt    time.Time `json:"endedAt,omitzero"`

	Payment kiosk.PaymentRef `json:"payment,omitzero"`
	Receipt string           `json:"receipt,omitempty"` // the centre's JWS, checked
	Coupon  *kiosk.Coupon    `json:"coupon,omitempty"`
	Outcome string           `json:"outcome,omitempty"` // the centre's last word: processed, refused, annulled
	Reason  string           `json:"reason,omitempty"`  // of a discard

	// Waiting says that the centre knows of the deferral and has to speak next.
	Waiting bool `json:"waiting,omitempty"`
	// Restored says that the record was rebuilt from its sealed file after damage.
	Restored bool `json:"restored,omitempty"`
	// Manifest is kept of a discarded application: its place in the chain stays provable.
	Manifest []byte `json:"manifest,omitempty"`
}

// become takes a step of the table and stamps it. Standing there already is no error.
func (r *Record) become(next Status, now time.Time) error {
	if r.Status == next {
		return nil
	}
	if !r.Status.MayBecome(next) {
		return fmt.Errorf("%w: %s → %s", ErrTransition, r.Status, next)
	}
	r.Status = next
	switch next {
	case Deferred:
		r.DeferredAt, r.Waiting = now, false
	case Released:
		r.ReleasedAt, r.Waiting = now, false
	case Acknowledged, Discarded:
		r.EndedAt = now
	}
	return nil
}

// tagLen is the length of the check in front of every value. bbolt has no page
// checksums: a flipped bit would otherwise come back as an altered value.
const tagLen = 16

func tag(key, text []byte) []byte {
	h := sha256.New()
	h.Write(key)
	h.Write([]byte{0})
	h.Write(text)
	return h.Sum(nil)[:tagLen]
}

// encode makes the value that is stored under key.
func encode(key []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(tag(key, text), text...), nil
}

// decode checks that value was encoded for key; otherwise ErrDamaged.
func decode(key, value []byte, v any) error {
	if len(value) < tagLen || subtle.ConstantTimeCompare(value[:tagLen], tag(key, value[tagLen:])) != 1 {
		return ErrDamaged
	}
	if err := json.Unmarshal(value[tagLen:], v); err != nil {
		return ErrDamaged
	}
	return nil
}

func decodeRecord(key, value []byte) (Record, error) {
	var r Record
	if err := decode(key, value, &r); err != nil {
		return Record{}, err
	}
	if string(r.ID) != string(key) {
		return Record{}, ErrDamaged
	}
	return r, nil
}
