package kiosk

import (
	"context"
	"errors"
	"time"

	"documenting.kz/terminal/devices"
)

func (a *act) printReceipt() {
	receipt := a.receipt()
	err := a.toPaper(func(ctx context.Context) error { return a.Printer.Print(ctx, receipt) })
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

// toPaper prints for as long as Limits.Print allows, one paper after the other. A
// citizen who leaves the state does not wait for it, and what has begun is printed
// to its end: half a paper tells half of what is to be done.
func (a *act) toPaper(print func(context.Context) error) error {
	done := make(chan error, 1)
	a.papers.Go(func() {
		select {
		case a.printer <- struct{}{}:
		case <-a.ctx.Done(): // left before it began
			return
		}
		defer func() { <-a.printer }()
		ctx, cancel := context.WithTimeout(a.program, a.Limits.Print.Duration())
		defer cancel()
		done <- print(ctx)
	})
	select {
	case err := <-done:
		return err
	case <-a.ctx.Done():
		return a.ctx.Err()
	}
}

// receipt says what is durable: the applications that were accepted, each with
// its coupon, or without one where the centre has not answered yet.
func (a *act) receipt() Receipt {
	r := Receipt{
		IssuedAt: time.Now().In(Almaty), Name: a.s.Person.FullName(), IIN: a.s.IIN.Masked(), Phone: a.s.Phone.Masked(), Policy: a.Rules.Version(),
	}
	for _, f := range a.s.Filings {
		if !f.accepted() {
			continue
		}
		item := ReceiptItem{
			ID: f.ID, Coupon: f.Coupon, Choice: f.Choice, Title: f.Reason.Title, ReadyDate: f.verdict().ReadyDate,
			Amount: f.amount(), PaymentRef: f.Ref.Reference, Exemption: f.Registration.Exemption,
		}
		if f.SubReason != nil {
			item.SubReason = f.SubReason.Title
		}
		if f.Coupon != nil {
			item.ReadyDate = f.Coupon.ReadyDate
		}
		r.Items = append(r.Items, item)
	}
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
