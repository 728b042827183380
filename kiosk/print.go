package kiosk

import (
	"context"
	"errors"
	"time"

	"documenting.kz/terminal/devices"
)

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
