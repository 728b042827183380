package offline

import (
	"context"
	"errors"
	"fmt"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline/central"
)

// Recover settles what is still held although no session is running: after a
// crash, and after a session that ended while the centre was silent. It asks
// the centre under the same id:
//
//   - paid: release; the delivery loop confirms it.
//   - unknown there: it was never delivered, so nobody can have paid: discard.
//   - exempt: release; the citizen had confirmed and nothing is owed.
//   - refused, closed or annulled there: discard.
//   - unpaid: close the payment, then discard; when the money came first, release.
//   - no answer, or a payment state nobody knows: keep; ask again next time.
//
// Two applications of one visit are settled each by itself.
//
// It must not run while a session does. It stops at the first silence and
// returns that error (wrapping kiosk.ErrSilent) with everything still safe.
func (q *Queue) Recover(ctx context.Context, in kiosk.Intake) error {
	var errs []error
	for _, r := range q.Pending() {
		if r.Status != Held {
			continue
		}
		err := q.recover(ctx, in, r.ID)
		if err != nil {
			errs = append(errs, fmt.Errorf("recover %s: %w", r.ID.Short(), err))
		}
		if errors.Is(err, kiosk.ErrSilent) || ctx.Err() != nil {
			break
		}
	}
	return errors.Join(errs...)
}

func (q *Queue) recover(ctx context.Context, in kiosk.Intake, id kiosk.ApplicationID) error {
	p, err := in.Payment(ctx, id, "", 0)
	switch {
	case errors.Is(err, central.ErrUnknownApplication):
		return q.Discard(ctx, id, "never delivered, the session was interrupted")
	case err != nil:
		return err
	case p.State == kiosk.PaymentPaid:
		return q.Release(ctx, id, kiosk.PaymentRef{Reference: p.Reference})
	}
	reg, err := in.Register(ctx, id)
	if err != nil {
		return err
	}
	if reg.State != kiosk.AwaitingPayment {
		_, err := q.conclude(ctx, in, id, reg)
		return err
	}
	p, err = in.ClosePayment(ctx, id)
	switch {
	case err != nil:
		return err
	case p.State == kiosk.PaymentPaid:
		return q.Release(ctx, id, kiosk.PaymentRef{Reference: p.Reference})
	case p.State == kiosk.PaymentClosed:
		return q.Discard(ctx, id, "unpaid, the session was interrupted")
	}
	return nil // unknown: keep
}

// conclude takes the step that the centre's registration calls for. It reports
// false when nothing can be done before the centre speaks again.
func (q *Queue) conclude(ctx context.Context, in kiosk.Intake, id kiosk.ApplicationID, reg kiosk.Registration) (done bool, err error) {
	switch reg.State {
	case kiosk.Refused:
		return true, q.Discard(ctx, id, "refused at registration")
	case kiosk.Annulled:
		return true, q.Discard(ctx, id, "annulled by the officer; what was paid is refunded at the centre")
	case kiosk.Closed:
		return true, q.Discard(ctx, id, "closed unpaid at the centre")
	case kiosk.AwaitingPayment:
		return false, nil
	}
	if reg.Exemption != nil {
		return true, q.Release(ctx, id, kiosk.PaymentRef{Exemption: reg.Exemption.Category})
	}
	p, err := in.Payment(ctx, id, "", 0) // paid or confirmed: the reference is with the payment
	if err != nil {
		return false, err
	}
	if p.State != kiosk.PaymentPaid {
		return false, nil
	}
	return true, q.Release(ctx, id, kiosk.PaymentRef{Reference: p.Reference})
}
