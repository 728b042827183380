package kiosk

import (
	"context"
	"errors"
	"slices"
	"time"
)

// sealHold makes the applications unreadable for this terminal and puts them on
// disk in one durable step. Nothing has been paid yet; when it fails nothing is lost.
func (a *act) sealHold() {
	signature := Signature{CannotSign: true}
	if !a.s.Sign.CannotSign {
		var err error
		if signature, err = a.Scribe.Finish(a.s.Ink, a.s.Sign.PadWidth, a.s.Sign.PadHeight); err != nil {
			a.note("signature.failed", err)
			a.problem(EvUnavailable, Problem{Key: ProblemQueue})
			return
		}
	}
	var apps []Application
	for _, f := range a.s.Filings {
		apps = append(apps, Application{
			ID: f.ID, Visit: a.s.ID, Office: a.Office, Kiosk: a.Kiosk, Consent: a.s.Consent, Person: *a.s.Person, Phone: a.s.Phone,
			Choice: f.Choice, Portrait: Portrait{JPEG: a.s.Shots[a.s.Picked].Still}, Signature: signature,
			ConfirmedAt: a.s.ConfirmedAt, ConfirmTicket: a.s.ConfirmTicket, PolicyVersion: a.Rules.Version(), CapturedAt: time.Now(),
		})
	}
	err := a.hold(apps)
	clear(signature.PNG)
	if err != nil {
		a.note("hold.failed", err)
		a.problem(EvUnavailable, Problem{Key: ProblemQueue})
		return
	}
	for i := range a.s.Filings {
		a.s.Filings[i].Stage = StageHeld
	}
	a.report(EvHeld, nil)
}

// hold takes places in the chain, one after the other, seals for them and stores
// all or nothing; when another application took the place first, it does so again.
func (a *act) hold(apps []Application) error {
	for range 3 {
		link, err := a.Safe.Next(a.ctx)
		if err != nil {
			return err
		}
		var all []Sealed
		for _, app := range apps {
			sealed, err := a.Sealer.Seal(app, link)
			if err != nil {
				return err
			}
			all = append(all, sealed)
			link = Link{Seq: link.Seq + 1, Prev: sealed.Digest}
		}
		if err = a.Safe.Hold(a.ctx, all...); !errors.Is(err, ErrStaleLink) {
			return err
		}
	}
	return ErrStaleLink
}

// register delivers each application by itself: what the centre says of one
// decides nothing about the other.
func (a *act) register() {
	a.move(StageHeld, func(f *Filing) bool {
		got, err := query(a, "register", a.Limits.Register, func(ctx context.Context) (Registration, error) {
			return a.Intake.Register(ctx, f.ID)
		})
		if err != nil {
			a.note("register.deferred", err)
			f.Stage = StageSilent
			return true
		}
		f.Registration = got
		switch {
		case got.State == Exempt && got.Exemption != nil:
			f.Stage, f.Ref = StageSettled, PaymentRef{Exemption: got.Exemption.Category}
		case got.State == AwaitingPayment:
			f.Stage = StageOwed
		case got.State == AlreadyPaid || got.State == Confirmed:
			a.askPaid(f)
		case got.State == Refused || got.State == Closed || got.State == Annulled:
			f.Stage = StageRefused
			a.Journal.Record("register.refused", f.ID, f.refusal().Code)
		default: // an answer that makes no sense is none
			f.Stage = StageSilent
		}
		return true
	})
	a.goOn(func(s *Session) { s.Problem = nil })
}

// discardHeld ends what the centre does not take. When nothing else is left the
// citizen is told why; otherwise the other application goes on.
func (a *act) discardHeld() {
	a.move(StageRefused, func(f *Filing) bool {
		a.discard(f, "refused at registration")
		return true
	})
	a.goOn(func(s *Session) {
		if onward(s.Filings) == EvDiscarded {
			refusal, denied := s.Filings[0].refusal(), s.Filings[0].denied()
			s.Refusal, s.Denied, s.Also = &refusal, &denied, nil
			for _, f := range s.Filings[1:] {
				s.Also = append(s.Also, f.denied())
			}
		}
	})
}

// discard ends an unpaid application. When the disk refuses, the record stays
// held and is settled later under the same id.
func (a *act) discard(f *Filing, why string) {
	f.Stage = StageDiscarded
	if err := a.Safe.Discard(a.ctx, f.ID, why); err != nil {
		a.note("discard.failed", err)
	}
}

// release makes payments and exemptions durable. If the disk fails here the
// record is still held, and is released after asking the centre under the same id.
func (a *act) release() {
	left := !a.move(StageSettled, func(f *Filing) bool {
		for range 3 {
			err := a.Safe.Release(a.ctx, f.ID, f.Ref)
			if err == nil {
				f.Stage = StageReleased
				return true
			}
			a.note("release.failed", err)
			if !a.pause(200 * time.Millisecond) {
				return false
			}
		}
		f.Stage = StageSilent
		return true
	})
	if left {
		return
	}
	if len(at(a.s.Filings, StageSilent)) > 0 { // a disk that fails is not asked to carry another payment
		for _, i := range at(a.s.Filings, StageOwed) {
			a.s.Filings[i].Stage = StageSilent
		}
	}
	a.goOn(nil)
}

// confirm tells the centre of each release and brings the coupons.
func (a *act) confirm() {
	kind := EvCoupon
	a.move(StageReleased, func(f *Filing) bool {
		coupon, err := query(a, "confirm", a.Limits.Register, func(ctx context.Context) (Coupon, error) {
			return a.Intake.Confirm(ctx, f.ID)
		})
		if err != nil {
			a.note("confirm.deferred", err)
			kind = EvDeferred
			return true
		}
		f.Coupon = &coupon
		return true
	})
	a.report(kind, nil)
}

// deferHeld leaves to the queue what the centre was silent about.
func (a *act) deferHeld() {
	a.move(StageSilent, func(f *Filing) bool {
		f.Stage = StageDeferred
		if err := a.Safe.Defer(a.ctx, f.ID); err != nil {
			a.note("defer.failed", err) // the record stays held, which the next start settles too
		}
		return true
	})
	a.goOn(func(s *Session) { s.Problem = nil })
}

// closeUnpaid ends what the citizen gave up. What was paid first goes on, and
// when the centre is silent the record stays held and is settled later under the same id.
func (a *act) closeUnpaid() {
	var problem *Problem
	a.move(StageOwed, func(f *Filing) bool {
		p, err := query(a, "close payment", a.Limits.Query, func(ctx context.Context) (Payment, error) {
			return a.Intake.ClosePayment(ctx, f.ID)
		})
		switch {
		case err != nil:
			a.note("close.left-held", err)
			f.Stage, problem = StageLeft, &Problem{Key: ProblemCentre, Of: failedSystem(err)}
		case p.State == PaymentPaid:
			f.Stage, f.Ref = StageSettled, PaymentRef{Reference: p.Reference}
		default:
			a.discard(f, "cancelled by the citizen")
		}
		return true
	})
	a.goOn(func(s *Session) { s.Problem = problem })
}

// covered reports whether an invoice pays for an application.
func (i Invoice) covered(id ApplicationID) bool { return slices.Contains(i.Covers, id) }
