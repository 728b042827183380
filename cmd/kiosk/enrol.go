package main

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"
)

// errNotEnrolled says that the centre's key is not known yet: nothing can be sealed.
var errNotEnrolled = errors.New("the terminal is not known to the centre yet")

// sealer seals as soon as the centre's key is known. Enrolling is repeated at
// every start, so that a new key of the centre arrives by itself.
type sealer struct {
	id, office string
	key        *ecdsa.PrivateKey
	now        atomic.Pointer[seal.Sealer]
}

// Seal implements kiosk.Sealer.
func (s *sealer) Seal(a kiosk.Application, l kiosk.Link) (kiosk.Sealed, error) {
	ready := s.now.Load()
	if ready == nil {
		return kiosk.Sealed{}, errNotEnrolled
	}
	return ready.Seal(a, l)
}

// Ready reports whether Seal can work.
func (s *sealer) Ready() bool { return s.now.Load() != nil }

// enrol asks until the centre knows the terminal; known is told the centre's keys.
func (s *sealer) enrol(ctx context.Context, centre *central.Conn, journal kiosk.Journal, known func(central.Keys)) {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		keys, err := centre.Enroll(ctx, &s.key.PublicKey, s.office)
		if err == nil {
			err = s.use(keys)
		}
		if err == nil {
			known(keys)
			journal.Record("centre.enrolled", "", keys.SealKeyID)
			return
		}
		if ctx.Err() != nil {
			return
		}
		journal.Record("centre.enrol-failed", "", err.Error())
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

func (s *sealer) use(keys central.Keys) error {
	ready, err := seal.New(seal.Opts{
		KioskID: s.id, Office: s.office, SigningKey: s.key, CentreKey: keys.SealKey, KeyID: keys.SealKeyID,
	})
	if err != nil {
		return fmt.Errorf("centre's key: %w", err)
	}
	s.now.Store(ready)
	return nil
}

// receiptCheck checks the centre's receipts as soon as its key is known.
type receiptCheck struct {
	key atomic.Pointer[ecdsa.PublicKey]
}

func (r *receiptCheck) check(jws string, id kiosk.ApplicationID, digest string) error {
	key := r.key.Load()
	if key == nil {
		return errNotEnrolled
	}
	return seal.ReceiptCheck(key)(jws, id, digest)
}
