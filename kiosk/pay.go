package kiosk

import (
	"context"
	"errors"
	"time"
)

// awaitPayment shows an invoice for all that is owed, or for what the provider
// takes at a time, and follows it until it is paid or over. A silent centre is
// asked on; after Limits.PaymentSilent the queue takes over.
func (a *act) awaitPayment() {
	owed := ids(a.s.Filings, StageOwed)
	invoice, err := query(a, "invoice", a.Limits.PaymentSilent, func(ctx context.Context) (Invoice, error) {
		return a.Intake.OpenInvoice(ctx, owed...)
	})
	switch {
	case a.ctx.Err() != nil:
		return
	case errors.Is(err, ErrSilent):
		a.leavePayment()
		return
	case err != nil || len(invoice.Covers) == 0: // nothing to be paid any more
		a.note("payment.unclear", err)
		a.move(StageOwed, func(f *Filing) bool { a.askPaid(f); return true })
		a.goOn(nil)
		return
	}
	if len(invoice.Covers) == 1 { // then the amount is that application's
		for i := range a.s.Filings {
			if f := &a.s.Filings[i]; invoice.covered(f.ID) {
				f.Registration.Amount = invoice.Amount
			}
		}
	}
	a.s.Invoice = invoice
	a.report(EvInvoice, func(s *Session) {
		s.Invoice, s.Payment, s.Problem = invoice, Payment{State: PaymentCreated}, nil
	})
	a.followPayment(PaymentCreated)
}

// watchPayment waits beside the question "once more?" for money that comes late.
func (a *act) watchPayment() { a.followPayment(a.s.Payment.State) }

// followPayment asks under the id of the first application the invoice covers.
func (a *act) followPayment(known PaymentState) {
	const hold = 20 * time.Second
	silentSince := time.Time{}
	for {
		p, err := a.Intake.Payment(a.ctx, a.s.Invoice.Covers[0], known, hold)
		switch {
		case a.ctx.Err() != nil:
			return
		case err != nil:
			if silentSince.IsZero() {
				silentSince = time.Now()
				a.note("payment.silent", err)
				a.problem(EvPayment, Problem{Key: ProblemPaySilent})
			}
			if a.state == Pay && time.Since(silentSince) > a.Limits.PaymentSilent.Duration() {
				a.leavePayment()
				return
			}
			if !a.pause(max(a.s.Invoice.Poll, 500*time.Millisecond)) {
				return
			}
			continue
		case !silentSince.IsZero():
			silentSince = time.Time{}
			a.say(EvPayment, func(s *Session) { s.Problem = nil })
		}
		if p.State == known {
			continue
		}
		known = p.State
		switch p.State {
		case PaymentPaid:
			a.takePayment(p)
			return
		case PaymentExpired, PaymentCancelled, PaymentFailed, PaymentClosed, PaymentRefund:
			key := map[PaymentState]string{PaymentCancelled: ProblemPayCancelled, PaymentFailed: ProblemPayFailed}[p.State]
			if key == "" {
				key = ProblemPayExpired
			}
			kind := EvPayment // at the question already
			if a.state == Pay {
				kind = EvPaymentOver
			}
			a.say(kind, func(s *Session) { s.Payment, s.Problem = p, &Problem{Key: key} })
			if a.state == Pay {
				return
			}
		default:
			a.say(EvPayment, func(s *Session) { s.Payment = p })
		}
	}
}

// takePayment notes whose the money is. The one that was followed is paid; each
// other one the invoice covers is asked about under its own id, so that nothing
// is released on what was said of another.
func (a *act) takePayment(p Payment) {
	a.move(StageOwed, func(f *Filing) bool {
		switch {
		case f.ID == a.s.Invoice.Covers[0]:
			f.Stage, f.Ref = StageSettled, PaymentRef{Reference: p.Reference}
		case a.s.Invoice.covered(f.ID):
			a.askPaid(f)
		}
		return true
	})
	a.goOn(func(s *Session) {
		s.Payment, s.Problem = p, nil
		s.Paid++
	})
}

// askPaid fetches the reference of a payment the centre already knows.
func (a *act) askPaid(f *Filing) {
	p, err := query(a, "payment", a.Limits.Register, func(ctx context.Context) (Payment, error) {
		return a.Intake.Payment(ctx, f.ID, PaymentNone, 0)
	})
	if err != nil || p.State != PaymentPaid {
		a.note("payment.unclear", err)
		f.Stage = StageSilent
		return
	}
	f.Stage, f.Ref = StageSettled, PaymentRef{Reference: p.Reference}
}

// leavePayment gives what is owed to the queue: the centre does not answer.
func (a *act) leavePayment() {
	a.move(StageOwed, func(f *Filing) bool { f.Stage = StageSilent; return true })
	a.goOn(nil)
}
