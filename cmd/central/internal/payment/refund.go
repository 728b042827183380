package payment

import (
	"context"
	"errors"
	"fmt"

	"documenting.kz/terminal/cmd/central/internal/store"
)

// Annul asks for the return of what was paid for an application, of its share alone when
// the invoice covered another, too. The zero Refund: nothing was paid.
func (p *Provider) Annul(tx *store.Tx, app store.Application) (store.Refund, error) {
	invoices, err := tx.Invoices(app.ID)
	if err != nil {
		return store.Refund{}, err
	}
	for _, i := range invoices {
		if i.ShareOf(app.ID).Paid {
			return p.newRefund(tx, i, app.ID, i.Reference, "annulled")
		}
	}
	return store.Refund{}, nil
}

func (p *Provider) refund(tx *store.Tx, i store.Invoice, application, reference, reason string) error {
	_, err := p.newRefund(tx, i, application, reference, reason)
	return err
}

func (p *Provider) newRefund(tx *store.Tx, i store.Invoice, application, reference, reason string) (store.Refund, error) {
	n, err := tx.Next("refund")
	if err != nil {
		return store.Refund{}, err
	}
	r := store.Refund{
		ID: fmt.Sprintf("RET-%09d", n), Reference: reference, Application: application, Invoice: i.ID,
		Amount: i.ShareOf(application).Amount, At: p.now(), Reason: reason, State: "requested",
	}
	if err := tx.PutRefund(r); err != nil {
		return r, err
	}
	return r, tx.AddEvent(application, "деньги к возврату, "+r.ID+" по "+reference, p.now())
}

// Returned records that the money of a refund is with the payer again. Repeating it is
// harmless. Error: ErrNoRefund.
func (p *Provider) Returned(ctx context.Context, id string) (r store.Refund, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		r, err = tx.Refund(id)
		if errors.Is(err, store.ErrNotFound) {
			return ErrNoRefund
		}
		if err != nil || r.State == "returned" {
			return err
		}
		r.State, r.Returned = "returned", p.now()
		if err := tx.PutRefund(r); err != nil {
			return err
		}
		return tx.AddEvent(r.Application, "деньги возвращены, "+r.ID, p.now())
	})
	return r, err
}
