package kiosk

import (
	"context"
	"errors"
	"time"

	"documenting.kz/terminal/devices"
)

// Refusals the journey itself can end with; their texts are "refusal.<Code>".
var (
	refusalCodes = Refusal{Code: "too-many-codes", Ground: "SMS codes asked for too often in one visit"}
	refusalFace  = Refusal{Code: "face-not-recognised", Ground: "Digital-ID: five attempts"}
	refusalGone  = Refusal{Code: "closed", Ground: "РП ДРН: the application is closed"}
	refusalData  = Refusal{Code: "wrong-data", Ground: "the citizen says that the registry's data are wrong"}
)

// RefusalCodes lists the codes above, for the text catalogue.
var RefusalCodes = [...]string{refusalCodes.Code, refusalFace.Code, refusalGone.Code, refusalData.Code}

// sealHold makes the application unreadable for this terminal and puts it on
// disk in one durable step. Nothing has been paid yet; when it fails nothing is lost.
func (a *act) sealHold() {
	app := Application{
		ID: a.s.ID, Office: a.Office, Kiosk: a.Kiosk, Consent: a.s.Consent, Person: *a.s.Person, Phone: a.s.Phone,
		Choice: *a.s.Choice, Portrait: Portrait{JPEG: a.s.Shots[a.s.Picked].Still},
		ConfirmedAt: a.s.ConfirmedAt, ConfirmTicket: a.s.ConfirmTicket, PolicyVersion: a.Rules.Version(), CapturedAt: time.Now(),
	}
	if a.s.Sign.CannotSign {
		app.Signature.CannotSign = true
	} else {
		signature, err := a.Scribe.Finish(a.s.Ink, a.s.Sign.PadWidth, a.s.Sign.PadHeight)
		if err != nil {
			a.note("signature.failed", err)
			a.problem(EvUnavailable, Problem{Key: ProblemQueue})
			return
		}
		app.Signature = signature
	}
	err := a.hold(app)
	clear(app.Signature.PNG)
	if err != nil {
		a.note("hold.failed", err)
		a.problem(EvUnavailable, Problem{Key: ProblemQueue})
		return
	}
	a.say(EvHeld, func(s *Session) { s.held = true })
}

// hold takes a place in the chain, seals for it and stores; when another
// application took the place first, it does so again.
func (a *act) hold(app Application) error {
	for range 3 {
		link, err := a.Safe.Next(a.ctx)
		if err != nil {
			return err
		}
		sealed, err := a.Sealer.Seal(app, link)
		if err != nil {
			return err
		}
		if err = a.Safe.Hold(a.ctx, sealed); !errors.Is(err, ErrStaleLink) {
			return err
		}
	}
	return ErrStaleLink
}

func (a *act) register() {
	got, err := query(a, "register", a.Limits.Register, func(ctx context.Context) (Registration, error) {
		return a.Intake.Register(ctx, a.s.ID)
	})
	if err != nil {
		a.note("register.deferred", err)
		a.say(EvDeferred, nil)
		return
	}
	switch got.State {
	case Exempt:
		a.settled(PaymentRef{Exemption: got.Exemption.Category}, func(s *Session) { s.Exempt, s.Amount = got.Exemption, 0 })
	case AwaitingPayment:
		a.say(EvAwaitPayment, func(s *Session) { s.Amount = got.Amount })
	case AlreadyPaid, Confirmed:
		a.askPaid()
	default: // refused or closed
		refusal := got.Refusal
		if refusal == nil {
			refusal = &refusalGone
		}
		a.refuse(*refusal)
	}
}

func (a *act) settled(ref PaymentRef, learned func(*Session)) {
	a.say(EvSettled, func(s *Session) {
		s.Ref, s.Problem = ref, nil
		learned(s)
	})
}

func paid(p Payment) func(*Session) {
	return func(s *Session) { s.Payment = p }
}

// askPaid fetches the reference of a payment the centre already knows.
func (a *act) askPaid() {
	p, err := query(a, "payment", a.Limits.Register, func(ctx context.Context) (Payment, error) {
		return a.Intake.Payment(ctx, a.s.ID, PaymentNone, 0)
	})
	if err != nil || p.State != PaymentPaid {
		a.note("payment.unclear", err)
		a.say(EvDeferred, nil)
		return
	}
	a.settled(PaymentRef{Reference: p.Reference}, paid(p))
}

// awaitPayment shows the invoice and follows it until it is paid or over. A
// silent centre is asked on; after Limits.PaymentSilent the queue takes over.
func (a *act) awaitPayment() {
	invoice, err := query(a, "invoice", a.Limits.PaymentSilent, func(ctx context.Context) (Invoice, error) {
		return a.Intake.OpenInvoice(ctx, a.s.ID)
	})
	switch {
	case a.ctx.Err() != nil:
		return
	case errors.Is(err, ErrSilent):
		a.say(EvDeferred, nil)
		return
	case err != nil: // nothing to be paid any more
		a.askPaid()
		return
	}
	a.say(EvInvoice, func(s *Session) {
		s.Invoice, s.Amount, s.Payment, s.Problem = invoice, invoice.Amount, Payment{State: PaymentCreated}, nil
	})
	a.followPayment(PaymentCreated, invoice.Poll)
}

// watchPayment waits beside the question "once more?" for money that comes late.
func (a *act) watchPayment() { a.followPayment(a.s.Payment.State, a.s.Invoice.Poll) }

func (a *act) followPayment(known PaymentState, poll time.Duration) {
	const hold = 20 * time.Second
	silentSince := time.Time{}
	for {
		p, err := a.Intake.Payment(a.ctx, a.s.ID, known, hold)
		switch {
		case a.ctx.Err() != nil:
			return
		case err != nil:
			if silentSince.IsZero() {
				silentSince = time.Now()
				a.note("payment.silent", err)
				a.problem(EvPayment, Problem{Key: ProblemPaySilent})
			}
			if time.Since(silentSince) > a.Limits.PaymentSilent.Duration() {
				a.say(EvDeferred, nil)
				return
			}
			if !a.pause(max(poll, 500*time.Millisecond)) {
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
			a.settled(PaymentRef{Reference: p.Reference}, paid(p))
			return
		case PaymentExpired, PaymentCancelled, PaymentFailed, PaymentClosed, PaymentRefund:
			key := map[PaymentState]string{PaymentCancelled: ProblemPayCancelled, PaymentFailed: ProblemPayFailed}[p.State]
			if key == "" {
				key = ProblemPayExpired
			}
			a.say(EvPaymentOver, func(s *Session) { s.Payment, s.Problem = p, &Problem{Key: key} })
		default:
			a.say(EvPayment, paid(p))
		}
	}
}

// closeUnpaid ends an application the citizen gave up. When the money came
// first, the application goes on; when the centre is silent the record stays
// held and is settled later under the same id.
func (a *act) closeUnpaid() {
	p, err := query(a, "close payment", a.Limits.Query, func(ctx context.Context) (Payment, error) {
		return a.Intake.ClosePayment(ctx, a.s.ID)
	})
	switch {
	case err != nil:
		a.note("close.left-held", err)
		a.problem(EvDiscarded, Problem{Key: ProblemCentre})
	case p.State == PaymentPaid:
		a.settled(PaymentRef{Reference: p.Reference}, paid(p))
	default:
		if err := a.Safe.Discard(a.ctx, a.s.ID, "cancelled by the citizen"); err != nil {
			a.note("discard.failed", err)
		}
		a.say(EvDiscarded, func(s *Session) { s.Problem = nil })
	}
}

func (a *act) discardHeld() {
	if err := a.Safe.Discard(a.ctx, a.s.ID, "refused at registration"); err != nil {
		a.note("discard.failed", err)
	}
	a.say(EvDiscarded, nil)
}

// release makes the payment durable. If the disk fails here the record is still
// held, and is released after asking the centre under the same id.
func (a *act) release() {
	for range 3 {
		err := a.Safe.Release(a.ctx, a.s.ID, a.s.Ref)
		if err == nil {
			a.say(EvReleased, nil)
			return
		}
		a.note("release.failed", err)
		if !a.pause(200 * time.Millisecond) {
			return
		}
	}
	a.say(EvDeferred, nil)
}

func (a *act) confirm() {
	coupon, err := query(a, "confirm", a.Limits.Register, func(ctx context.Context) (Coupon, error) {
		return a.Intake.Confirm(ctx, a.s.ID)
	})
	if err != nil {
		a.note("confirm.deferred", err)
		a.say(EvDeferred, nil)
		return
	}
	a.say(EvCoupon, func(s *Session) { s.Coupon = &coupon })
}

func (a *act) deferHeld() {
	if err := a.Safe.Defer(a.ctx, a.s.ID); err != nil {
		a.note("defer.failed", err) // the record stays held, which the next start settles too
	}
	a.say(EvDeferred, func(s *Session) { s.Problem = nil })
}

func (a *act) printReceipt() {
	ctx, cancel := context.WithTimeout(a.ctx, a.Limits.Print.Duration())
	defer cancel()
	err := a.Printer.Print(ctx, a.receipt())
	if a.ctx.Err() != nil {
		return
	}
	if err != nil {
		a.note("print.failed", err)
		a.problem(EvPrintFault, printerProblem(a.Printer.Status(), err))
		return
	}
	a.say(EvPrinted, func(s *Session) { s.printed, s.Problem = true, nil })
}

func (a *act) receipt() Receipt {
	r := Receipt{
		IssuedAt: time.Now().In(Almaty), Name: a.s.Person.FullName(), IIN: a.s.IIN.Masked(), Phone: a.s.Phone.Masked(), Policy: a.Rules.Version(),
	}
	item := ReceiptItem{ID: a.s.ID, Coupon: a.s.Coupon, Choice: *a.s.Choice, Amount: a.s.Amount, PaymentRef: a.s.Ref.Reference, Exemption: a.s.Exempt}
	for _, v := range a.s.Options {
		if v.Choice == item.Choice {
			item.Title, item.ReadyDate = v.Title, v.ReadyDate
		}
	}
	if item.Coupon != nil {
		item.ReadyDate = item.Coupon.ReadyDate
	}
	r.Items = []ReceiptItem{item}
	return r
}

func printerProblem(now devices.Status, err error) Problem {
	var fault *devices.Fault
	if errors.As(err, &fault) {
		now.Conditions = append([]devices.Condition{fault.Condition}, now.Conditions...)
	}
	switch {
	case now.Has(devices.PaperOut):
		return Problem{Key: ProblemPrinterPaper}
	case now.Has(devices.CoverOpen):
		return Problem{Key: ProblemPrinterCover}
	}
	return Problem{Key: ProblemPrinter}
}

// watchPrinter calls staff once and prints by itself when the printer can print again.
func (a *act) watchPrinter() {
	ctx, cancel := context.WithTimeout(a.ctx, a.Limits.Query.Duration())
	if err := a.Desk.CallStaff(ctx, ScreenPrintFault); err != nil {
		a.note("staff.call-failed", err)
	}
	cancel()
	for a.pause(time.Second) {
		if a.Printer.Status().Working() {
			a.say(EvAgain, func(s *Session) { s.Problem = nil })
			return
		}
	}
}
