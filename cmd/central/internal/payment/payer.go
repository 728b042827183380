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
	Items     []Item // one or two
	State     kiosk.PaymentState
	Failure   string
	Reference string // of the payment or refund
	Late      bool
}

// Item is what the invoice asks for one application.
type Item struct {
	Document kiosk.DocumentKind
	Pages    int
	Amount   kiosk.Money
	Refund   bool // the money was not kept
}

// Scan opens the payer's page: a created invoice becomes scanned and gets the time of
// a confirmation. Error: ErrUnknown.
func (p *Provider) Scan(ctx context.Context, token string) (Demand, error) {
	return p.onInvoice(ctx, token, func(tx *store.Tx, i *store.Invoice, _ []store.Application) error {
		if At(*i, p.now()) != kiosk.PaymentCreated {
			return nil
		}
		i.State, i.ConfirmBy = kiosk.PaymentScanned, p.now().Add(i.ConfirmWait)
		return tx.PutInvoice(*i)
	})
}

// Cancel is the payer's refusal. Errors: ErrUnknown, ErrEnded.
func (p *Provider) Cancel(ctx context.Context, token string) (Demand, error) {
	return p.giveUp(ctx, token, kiosk.PaymentCancelled, "")
}

// Fail is the bank's refusal with the card gateway's code: 51 not enough money, 54 wrong
// expiry date, 57 payments on the internet forbidden, 61 limit. Errors: ErrUnknown, ErrEnded.
func (p *Provider) Fail(ctx context.Context, token, code string) (Demand, error) {
	return p.giveUp(ctx, token, kiosk.PaymentFailed, code)
}

func (p *Provider) giveUp(ctx context.Context, token string, state kiosk.PaymentState, code string) (Demand, error) {
	return p.onInvoice(ctx, token, func(tx *store.Tx, i *store.Invoice, apps []store.Application) error {
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
		for _, app := range apps {
			if err := tx.AddEvent(app.ID, what, p.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Pay takes the money of one payment. It never fails for a known invoice: what cannot
// be the payment of an application becomes a refund of its share. Error: ErrUnknown.
func (p *Provider) Pay(ctx context.Context, token string) (Demand, error) {
	return p.onInvoice(ctx, token, func(tx *store.Tx, i *store.Invoice, apps []store.Application) error {
		n, err := tx.Next("payment")
		if err != nil {
			return err
		}
		now := p.now()
		reference := fmt.Sprintf("PAY-%s-%09d", now.Format("2006"), n)
		if i.Reference == "" {
			i.Reference, i.Paid, i.Late = reference, now, !isOpen(At(*i, now))
			i.State = kiosk.PaymentRefund // until it is the payment of an application
		}
		for _, app := range apps {
			if app.State != kiosk.AwaitingPayment {
				if err := p.keepNothing(tx, *i, app, reference); err != nil {
					return err
				}
				continue
			}
			if err := p.settle(tx, i, app, reference); err != nil {
				return err
			}
		}
		return tx.PutInvoice(*i)
	})
}

// settle makes the invoice's money the payment of an application.
func (p *Provider) settle(tx *store.Tx, i *store.Invoice, app store.Application, reference string) error {
	now := p.now()
	i.State = kiosk.PaymentPaid
	for n := range i.Shares {
		i.Shares[n].Paid = i.Shares[n].Paid || i.Shares[n].Application == app.ID
	}
	if err := tx.PutInvoice(*i); err != nil { // before the others end: it is not open any more
		return err
	}
	if err := p.endOpen(tx, app, kiosk.PaymentCancelled); err != nil { // a newer invoice of the same application
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

// keepNothing makes a share of the money a refund: of a second payment, or of one for a closed application.
func (p *Provider) keepNothing(tx *store.Tx, i store.Invoice, app store.Application, reference string) error {
	reason := "paid-twice"
	if app.State == kiosk.Closed {
		reason = "closed"
	}
	if err := p.refund(tx, i, app.ID, reference, reason); err != nil {
		return err
	}
	return tx.AddIncident(store.Incident{Kiosk: app.Kiosk, Application: app.ID, Kind: "refund-" + reason, Detail: reference, At: p.now()})
}

func (p *Provider) onInvoice(ctx context.Context, token string, fn func(*store.Tx, *store.Invoice, []store.Application) error) (d Demand, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		i, err := tx.InvoiceByToken(token)
		if errors.Is(err, store.ErrNotFound) {
			return ErrUnknown
		}
		if err != nil {
			return err
		}
		var apps []store.Application
		for _, share := range i.Shares {
			app, err := tx.Application(share.Application)
			if err != nil {
				return err
			}
			apps = append(apps, app)
		}
		if err := fn(tx, &i, apps); err != nil {
			return err
		}
		d = Demand{Invoice: i.ID, Amount: i.Amount, State: At(i, p.now()), Failure: i.Failure, Reference: i.Reference, Late: i.Late}
		for n, app := range apps {
			d.Items = append(d.Items, Item{app.Document, app.Pages, i.Shares[n].Amount, i.Reference != "" && !i.Shares[n].Paid})
		}
		return nil
	})
	return d, err
}
