package offline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline/central"
)

// SyncOpts of a Syncer.
type SyncOpts struct {
	Queue  *Queue
	Centre *central.Conn
	// CheckReceipt is the check of the centre's receipt for an id and a digest (seal.ReceiptCheck).
	CheckReceipt func(receipt string, id kiosk.ApplicationID, digest string) error
	// Devices says how each device stands, for the heartbeat; one word each. May be nil.
	Devices func() map[string]string
	Version string // of this program
	// PolicyInForce names the policy data in force, for the heartbeat. May be nil.
	PolicyInForce func() (version string, serial int64)
	Policy        Policy       // takes newer bundles of policy data; nil: none are fetched
	Log           *slog.Logger // may be nil; ids and codes only

	HealthEvery    time.Duration // 3 s by default
	HeartbeatEvery time.Duration // 60 s by default, ± a tenth
}

// Syncer delivers what the queue holds. A session uses it as kiosk.Intake;
// meanwhile Run works in the background on what sessions have left. The two
// never work on one application at the same time.
type Syncer struct {
	o SyncOpts

	mu      sync.Mutex
	claims  map[kiosk.ApplicationID]chan struct{} // closed when the work on it ends
	blocked map[kiosk.ApplicationID]time.Time     // refused for good; not before then again
	pulse   pulse

	back    chan struct{} // the centre answers again: for the delivery
	heard   chan struct{} // and for the changes
	newer   chan struct{} // the centre has a newer policy
	offer   offer
	started time.Time
	tried   map[kiosk.ApplicationID]bool // an upload was begun by this process
}

var _ kiosk.Intake = (*Syncer)(nil)

// NewSyncer wires a Syncer; Run starts its background work.
func NewSyncer(o SyncOpts) (*Syncer, error) {
	if o.Queue == nil || o.Centre == nil || o.CheckReceipt == nil {
		return nil, errors.New("syncer: queue, centre and receipt check are needed")
	}
	if o.HealthEvery <= 0 {
		o.HealthEvery = 3 * time.Second
	}
	if o.HeartbeatEvery <= 0 {
		o.HeartbeatEvery = time.Minute
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Syncer{
		o: o, claims: map[kiosk.ApplicationID]chan struct{}{}, blocked: map[kiosk.ApplicationID]time.Time{},
		back: make(chan struct{}, 1), heard: make(chan struct{}, 1), newer: make(chan struct{}, 1), started: time.Now(), tried: map[kiosk.ApplicationID]bool{},
	}, nil
}

// Run works until ctx is done: delivery, changes, heartbeat, health, policy.
func (s *Syncer) Run(ctx context.Context) error {
	var loops sync.WaitGroup
	for _, loop := range []func(context.Context){s.deliverLoop, s.changesLoop, s.heartbeatLoop, s.healthLoop, s.policyLoop} {
		loops.Go(func() { loop(ctx) })
	}
	loops.Wait()
	return ctx.Err()
}

// claim waits until nobody works on id and takes it.
func (s *Syncer) claim(ctx context.Context, id kiosk.ApplicationID) (release func(), err error) {
	for {
		busy, release := s.tryClaim(id)
		if release != nil {
			return release, nil
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, fmt.Errorf("centre: %w: %w", kiosk.ErrSilent, ctx.Err())
		}
	}
}

// tryClaim takes id, or gives a channel that closes when it is free.
func (s *Syncer) tryClaim(id kiosk.ApplicationID) (busy chan struct{}, release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if busy, taken := s.claims[id]; taken {
		return busy, nil
	}
	done := make(chan struct{})
	s.claims[id] = done
	return nil, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.claims, id)
		close(done)
	}
}

// Register delivers the application and stores the centre's receipt.
func (s *Syncer) Register(ctx context.Context, id kiosk.ApplicationID) (kiosk.Registration, error) {
	release, err := s.claim(ctx, id)
	if err != nil {
		return kiosk.Registration{}, err
	}
	defer release()
	reg, err := s.deliver(ctx, id)
	if err != nil {
		return kiosk.Registration{}, fmt.Errorf("register: %w", err)
	}
	return reg, nil
}

// OpenInvoice gives the invoice to be paid.
func (s *Syncer) OpenInvoice(ctx context.Context, ids ...kiosk.ApplicationID) (kiosk.Invoice, error) {
	return s.o.Centre.OpenInvoice(ctx, ids...)
}

// Payment waits up to wait for a state other than known.
func (s *Syncer) Payment(ctx context.Context, id kiosk.ApplicationID, known kiosk.PaymentState, wait time.Duration) (kiosk.Payment, error) {
	return s.o.Centre.Payment(ctx, id, known, wait)
}

// ClosePayment ends what is unpaid.
func (s *Syncer) ClosePayment(ctx context.Context, id kiosk.ApplicationID) (kiosk.Payment, error) {
	return s.o.Centre.ClosePayment(ctx, id)
}

// Confirm tells the centre of a released application and keeps its coupon. A
// coupon the background has fetched already is given without asking again.
func (s *Syncer) Confirm(ctx context.Context, id kiosk.ApplicationID) (kiosk.Coupon, error) {
	release, err := s.claim(ctx, id)
	if err != nil {
		return kiosk.Coupon{}, err
	}
	defer release()
	coupon, err := s.confirm(ctx, id)
	if err != nil {
		return kiosk.Coupon{}, fmt.Errorf("confirm: %w", err)
	}
	return coupon, nil
}

// confirm needs the claim.
func (s *Syncer) confirm(ctx context.Context, id kiosk.ApplicationID) (kiosk.Coupon, error) {
	r, err := s.o.Queue.Record(id)
	switch {
	case err != nil:
		return kiosk.Coupon{}, err
	case r.Coupon != nil:
		return *r.Coupon, nil
	case r.Status != Released && r.Status != Acknowledged: // the centre may have finished before its answer came
		return kiosk.Coupon{}, fmt.Errorf("%w: %s", ErrTransition, r.Status)
	}
	coupon, err := s.o.Centre.Confirm(ctx, id, r.Payment.Reference)
	if err != nil {
		return kiosk.Coupon{}, err
	}
	return coupon, s.o.Queue.change("coupon", id, func(r *Record) error {
		r.Coupon = &coupon
		return nil
	})
}

// deliver needs the claim. Blobs first, manifest last: the manifest is the
// commit. An application that has its receipt is only asked about again.
func (s *Syncer) deliver(ctx context.Context, id kiosk.ApplicationID) (kiosk.Registration, error) {
	r, err := s.o.Queue.Record(id)
	if err != nil {
		return kiosk.Registration{}, err
	}
	sealed, err := s.o.Queue.Load(id)
	if err != nil {
		return kiosk.Registration{}, err
	}
	if r.Receipt == "" {
		if err := s.upload(ctx, sealed, nil, s.firstTry(r)); err != nil {
			return kiosk.Registration{}, err
		}
	}
	reg, receipt, err := s.o.Centre.Register(ctx, id, sealed.Manifest, r.Status == Deferred)
	var missing *central.MissingBlobsError
	if errors.As(err, &missing) {
		if err := s.upload(ctx, sealed, missing.SHA256, false); err != nil {
			return kiosk.Registration{}, err
		}
		reg, receipt, err = s.o.Centre.Register(ctx, id, sealed.Manifest, r.Status == Deferred)
	}
	if err != nil {
		return kiosk.Registration{}, err
	}
	if err := s.o.CheckReceipt(receipt, id, r.Digest); err != nil {
		return kiosk.Registration{}, err
	}
	s.mu.Lock()
	delete(s.tried, id)
	s.mu.Unlock()
	if receipt == r.Receipt {
		return reg, nil
	}
	return reg, s.o.Queue.change("receipt", id, func(r *Record) error {
		r.Receipt = receipt
		return nil
	})
}

// firstTry says that the centre cannot have a byte of r yet, so that asking
// where it stands would only cost a round trip for each blob.
func (s *Syncer) firstTry(r Record) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.tried[r.ID] && r.HeldAt.After(s.started)
	s.tried[r.ID] = true
	return first
}

// upload sends the blobs named by only, or all.
func (s *Syncer) upload(ctx context.Context, sealed kiosk.Sealed, only []string, first bool) error {
	wanted := map[string]bool{}
	for _, sum := range only {
		wanted[sum] = true
	}
	for _, b := range sealed.Blobs {
		if only != nil && !wanted[b.SHA256] {
			continue
		}
		if err := s.uploadBlob(ctx, b, first); err != nil {
			return fmt.Errorf("%s: %w", b.Kind, err)
		}
	}
	return nil
}

// uploadBlob asks where the centre stands, unless it is the first try, and
// sends the parts that follow. Another writer or a lost answer shows as
// ErrOffset; then it asks again, a few times.
func (s *Syncer) uploadBlob(ctx context.Context, b kiosk.Blob, first bool) error {
	for range 5 {
		var offset int64
		var complete bool
		var err error
		if !first {
			offset, complete, err = s.o.Centre.BlobOffset(ctx, b.SHA256)
		}
		first = false
		if err == nil && !complete {
			err = s.sendParts(ctx, b, offset)
		}
		if !errors.Is(err, central.ErrOffset) {
			return err
		}
	}
	return fmt.Errorf("centre: %w: the blob does not settle", kiosk.ErrSilent)
}

// sendParts sends what follows offset until the centre says that it is complete.
func (s *Syncer) sendParts(ctx context.Context, b kiosk.Blob, offset int64) error {
	total := int64(len(b.Data))
	for complete := false; !complete; {
		if offset >= total {
			return &central.MalformedError{System: "centre", Field: "Upload-Offset"}
		}
		next, all, err := s.o.Centre.AppendBlob(ctx, b.SHA256, offset, total, b.Data[offset:min(offset+central.PartSize, total)])
		if err != nil {
			return err
		}
		if !all && next <= offset {
			return &central.MalformedError{System: "centre", Field: "Upload-Offset"}
		}
		offset, complete = next, all
	}
	return nil
}
