package payment

import (
	"context"
	"errors"
	"fmt"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
)

// Demand is what a payer sees behind a link.
type Demand struct {
	Invoice   string
	Amount    kiosk.Money
	State     kiosk.PaymentState
	Failure   string
	Reference string // of the payment or refund
	Late      bool
	Document  kiosk.DocumentKind
	Pages     int
}

// Scan opens the payer's page: a created invoice becomes scanned and gets the time of
// a confirmation. Error: ErrUnknown.
func (p *Provider) Scan(ctx context.Context, token string) (d Demand, err error) {
	err = p.onInvoice(ctx, token, func(tx *store.Tx, i *store.Invoice, _ store.Application) error {
		if At(*i, p.now()) != kiosk.PaymentCreated {
			return nil
		}
		i.State, i.ConfirmBy = kiosk.PaymentScanned, p.now().Add(i.ConfirmWait)
		return tx.PutInvoice(*i)
	}, &d)
	return d, err
}

// Cancel is the payer's refusal. Errors: ErrUnknown, ErrEnded.
func (p *Provider) Cancel(ctx context.Context, token string) (Demand, error) {
	return p.end(ctx, token, kiosk.PaymentCancelled, "")
}

// Fail is the bank's refusal with the card gateway's code: 51 not enough money, 54 wrong
// expiry date, 57 payments on the internet forbidden, 61 limit. Errors: ErrUnknown, ErrEnded.
func (p *Provider) Fail(ctx context.Context, token, code string) (Demand, error) {
	return p.end(ctx, token, kiosk.PaymentFailed, code)
}

func (p *Provider) end(ctx context.Context, token string, state kiosk.PaymentState, code string) (d Demand, err error) {
	err = p.onInvoice(ctx, token, func(tx *store.Tx, i *store.Invoice, app store.Application) error {
		if !isOpen(At(*i, p.now())) {
			return ErrEnded
		}
		i.State, i.Failure = state, code
		if err := tx.PutInvoice(*i); err != nil {
			return err
		}
		what := "счёт " + i.ID + " отменён плательщиком"
		if code != "" {
			what = "счёт " + i.ID + ": отказ банка, код " + code
		}
		return tx.AddEvent(app.ID, what, p.now())
	}, &d)
	return d, err
}

// Pay takes the money of one payment. It never fails for a known invoice: money that
// cannot be the payment of the application becomes a refund. Error: ErrUnknown.
func (p *Provider) Pay(ctx context.Context, token string) (d Demand, err error) {
	err = p.onInvoice(ctx, token, func(tx *store.Tx, i *store.Invoice, app store.Application) error {
		n, err := tx.Next("payment")
		if err != nil {
			return err
		}
		reference := fmt.Sprintf("PAY-%s-%09d", p.now().Format("2006"), n)
		if app.State != kiosk.AwaitingPayment {
			return p.refund(tx, i, app, reference)
		}
		return p.settle(tx, i, app, reference)
	}, &d)
	return d, err
}

// settle makes the money the payment of the application.
func (p *Provider) settle(tx *store.Tx, i *store.Invoice, app store.Application, reference string) error {
	now := p.now()
	i.Late = !isOpen(At(*i, now))
	i.State, i.Reference, i.Paid = kiosk.PaymentPaid, reference, now
	if err := tx.PutInvoice(*i); err != nil {
		return err
	}
	if err := p.endOpen(tx, app.ID, kiosk.PaymentCancelled); err != nil { // a newer invoice of the same application
		return err
	}
	app.State = kiosk.AlreadyPaid
	if err := tx.UpdateApplication(app); err != nil {
		return err
	}
	what := "оплачено, " + reference
	if i.Late {
		what += ", после срока счёта"
	}
	if err := tx.AddEvent(app.ID, what, now); err != nil {
		return err
	}
	return tx.AddChange(app.Kiosk, store.Change{Application: app.ID, Event: "paid", At: now})
}

// refund records money that is not kept: a second payment, or one for a closed application.
func (p *Provider) refund(tx *store.Tx, i *store.Invoice, app store.Application, reference string) error {
	now, reason := p.now(), "paid-twice"
	if app.State == kiosk.Closed {
		reason = "closed"
	}
	if i.State != kiosk.PaymentPaid && i.State != kiosk.PaymentRefund {
		i.State, i.Reference, i.Paid, i.Late = kiosk.PaymentRefund, reference, now, true
		if err := tx.PutInvoice(*i); err != nil {
			return err
		}
	}
	r := store.Refund{Reference: reference, Application: app.ID, Invoice: i.ID, Amount: i.Amount, At: now, Reason: reason}
	if err := tx.AddRefund(r); err != nil {
		return err
	}
	if err := tx.AddIncident(store.Incident{Kiosk: app.Kiosk, Application: app.ID, Kind: "refund-" + reason, Detail: reference, At: now}); err != nil {
		return err
	}
	return tx.AddEvent(app.ID, "деньги к возврату, "+reference, now)
}

func (p *Provider) onInvoice(ctx context.Context, token string, fn func(*store.Tx, *store.Invoice, store.Application) error, d *Demand) error {
	return p.store.Write(ctx, func(tx *store.Tx) error {
		i, err := tx.InvoiceByToken(token)
		if errors.Is(err, store.ErrNotFound) {
			return ErrUnknown
		}
		if err != nil {
			return err
		}
		app, err := tx.Application(i.Application)
		if err != nil {
			return err
		}
		if err := fn(tx, &i, app); err != nil {
			return err
		}
		*d = Demand{Invoice: i.ID, Amount: i.Amount, State: At(i, p.now()), Failure: i.Failure, Reference: i.Reference, Late: i.Late, Document: app.Document, Pages: app.Pages}
		return nil
	})
}
