package payment

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"time"

	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
)

// What a caller can meet.
var (
	ErrUnknown     = errors.New("no such application or invoice")
	ErrNothingOwed = errors.New("nothing is owed")
	ErrConfirmed   = errors.New("the application is confirmed and cannot be closed")
	ErrEnded       = errors.New("the invoice has ended")
	ErrNotOneVisit = errors.New("not one or two different applications of one person")
	ErrNoRefund    = errors.New("no such refund")
)

// Payment is the state of what is owed for an application.
type Payment struct {
	kiosk.Payment
	Invoice string
	Until   time.Time // when the state will change by time alone; zero when it will not
}

// Provider opens invoices and takes money.
type Provider struct {
	store    *store.Store
	settings *setting.Live
	now      func() time.Time
}

// New wires a provider.
func New(s *store.Store, settings *setting.Live, now func() time.Time) *Provider {
	return &Provider{store: s, settings: settings, now: now}
}

// At says what an invoice is at a moment.
func At(i store.Invoice, now time.Time) kiosk.PaymentState {
	if until := deadline(i); !until.IsZero() && !now.Before(until) {
		return kiosk.PaymentExpired
	}
	return i.State
}

// deadline is when an open invoice ends; zero for one that has ended otherwise.
func deadline(i store.Invoice) time.Time {
	switch i.State {
	case kiosk.PaymentCreated:
		return i.ScanBy
	case kiosk.PaymentScanned:
		return i.ConfirmBy
	default:
		return time.Time{}
	}
}

func isOpen(s kiosk.PaymentState) bool { return s == kiosk.PaymentCreated || s == kiosk.PaymentScanned }

// visitMax is how many applications one visit can have: an ID card and a passport.
const visitMax = 2

// Open returns one invoice for the applications of a visit: the open one that asks for
// exactly what is owed of them, or a new one. Without the basket it asks for the first
// that is owed. Errors: ErrUnknown, ErrNothingOwed, ErrNotOneVisit.
func (p *Provider) Open(ctx context.Context, kioskID string, applications ...string) (inv store.Invoice, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		var apps []store.Application
		for _, id := range applications {
			app, err := ownApplication(tx, kioskID, id)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(apps, func(a store.Application) bool { return a.ID == app.ID || a.IIN != app.IIN }) {
				return ErrNotOneVisit
			}
			apps = append(apps, app)
		}
		if len(apps) == 0 || len(apps) > visitMax {
			return ErrNotOneVisit
		}
		inv, err = p.openFor(tx, apps)
		return err
	})
	return inv, err
}

func (p *Provider) openFor(tx *store.Tx, apps []store.Application) (store.Invoice, error) {
	owed := slices.DeleteFunc(apps, func(a store.Application) bool { return a.State != kiosk.AwaitingPayment })
	if len(owed) == 0 {
		return store.Invoice{}, ErrNothingOwed
	}
	if !p.settings.Get().Basket {
		owed = owed[:1]
	}
	open, err := p.openInvoices(tx, owed)
	if err != nil {
		return store.Invoice{}, err
	}
	for _, i := range open {
		if covers(i, owed) {
			return i, nil
		}
	}
	for _, i := range open { // it would ask for the same duty once more
		if err := p.end(tx, i, kiosk.PaymentCancelled); err != nil {
			return store.Invoice{}, err
		}
	}
	v := p.settings.Get()
	return p.create(tx, owed, setting.Seconds(v.ScanWaitSeconds), setting.Seconds(v.ConfirmWaitSeconds))
}

// covers reports whether the invoice asks for exactly these applications.
func covers(i store.Invoice, apps []store.Application) bool {
	return len(i.Shares) == len(apps) && !slices.ContainsFunc(apps, func(a store.Application) bool { return i.ShareOf(a.ID).Application == "" })
}

// openInvoices lists the open invoices that cover any of the applications.
func (p *Provider) openInvoices(tx *store.Tx, apps []store.Application) (open []store.Invoice, err error) {
	for _, a := range apps {
		list, err := tx.Invoices(a.ID)
		if err != nil {
			return nil, err
		}
		for _, i := range list {
			known := slices.ContainsFunc(open, func(o store.Invoice) bool { return o.ID == i.ID })
			if !known && isOpen(At(i, p.now())) {
				open = append(open, i)
			}
		}
	}
	return open, nil
}

func (p *Provider) create(tx *store.Tx, apps []store.Application, scan, confirm time.Duration) (store.Invoice, error) {
	n, err := tx.Next("invoice")
	if err != nil {
		return store.Invoice{}, err
	}
	now := p.now()
	inv := store.Invoice{
		ID: fmt.Sprintf("INV-%09d", n), Token: token(), State: kiosk.PaymentCreated, Created: now, ScanBy: now.Add(scan), ConfirmWait: confirm,
	}
	for _, a := range apps {
		inv.Shares = append(inv.Shares, store.Share{Application: a.ID, Amount: a.Amount})
		inv.Amount += a.Amount
		if err := tx.AddEvent(a.ID, "выставлен счёт "+inv.ID, now); err != nil {
			return store.Invoice{}, err
		}
	}
	return inv, tx.PutInvoice(inv)
}

// Link returns the invoice of somebody who has left the terminal: the one that was
// shown there, waiting as long as a payment link does from now on, or a new one.
// Errors: ErrNothingOwed.
func (p *Provider) Link(tx *store.Tx, app store.Application) (store.Invoice, error) {
	if app.State != kiosk.AwaitingPayment {
		return store.Invoice{}, ErrNothingOwed
	}
	wait := setting.Seconds(p.settings.Get().LinkWaitSeconds)
	open, err := p.openInvoices(tx, []store.Application{app})
	if err != nil {
		return store.Invoice{}, err
	}
	if len(open) == 0 {
		return p.create(tx, []store.Application{app}, wait, wait)
	}
	inv := open[len(open)-1]
	if inv.ConfirmWait >= wait {
		return inv, nil
	}
	inv.ScanBy, inv.ConfirmWait = p.now().Add(wait), wait
	if inv.State == kiosk.PaymentScanned {
		inv.ConfirmBy = inv.ScanBy
	}
	return inv, tx.PutInvoice(inv)
}

// token is unguessable: whoever has the link may pay, and see what for.
func token() string {
	b := make([]byte, 15)
	_, _ = rand.Read(b) // never fails
	return base32.StdEncoding.EncodeToString(b)
}

// Of says how the payment of an application stands. Error: ErrUnknown.
func (p *Provider) Of(ctx context.Context, kioskID, application string) (pay Payment, err error) {
	err = p.store.Read(ctx, func(tx *store.Tx) error {
		app, err := ownApplication(tx, kioskID, application)
		if err != nil {
			return err
		}
		pay, err = p.OfIn(tx, app)
		return err
	})
	return pay, err
}

// Await is Of, held back until the state differs from known or wait is over.
func (p *Provider) Await(ctx context.Context, kioskID, application string, known kiosk.PaymentState, wait time.Duration) (Payment, error) {
	timeout := time.NewTimer(wait)
	defer timeout.Stop()
	for {
		changed := p.store.Changed()
		pay, err := p.Of(ctx, kioskID, application)
		if err != nil || wait <= 0 || pay.State != known {
			return pay, err
		}
		var ends <-chan time.Time
		if !pay.Until.IsZero() {
			ends = time.After(pay.Until.Sub(p.now()) + time.Millisecond)
		}
		select {
		case <-changed:
		case <-ends:
		case <-timeout.C:
			return pay, nil
		case <-ctx.Done():
			return pay, ctx.Err()
		}
	}
}

// OfIn is Of inside a transaction: the invoice whose money is the application's if
// there is one, else the last. The amount is the application's own.
func (p *Provider) OfIn(tx *store.Tx, app store.Application) (Payment, error) {
	invoices, err := tx.Invoices(app.ID)
	if err != nil {
		return Payment{}, err
	}
	for _, i := range invoices {
		switch {
		case !i.ShareOf(app.ID).Paid:
		case app.State == kiosk.Annulled:
			return p.view(i, app.ID, kiosk.PaymentRefund), nil
		default:
			return p.view(i, app.ID, kiosk.PaymentPaid), nil
		}
	}
	if app.State == kiosk.Closed {
		return closedView(tx, app)
	}
	if len(invoices) == 0 {
		return Payment{Payment: kiosk.Payment{State: kiosk.PaymentNone}}, nil
	}
	last := invoices[len(invoices)-1]
	state := At(last, p.now())
	if state == kiosk.PaymentPaid || state == kiosk.PaymentRefund { // of the other application of the visit
		state = kiosk.PaymentCancelled
	}
	return p.view(last, app.ID, state), nil
}

func (p *Provider) view(i store.Invoice, application string, state kiosk.PaymentState) Payment {
	v := Payment{Invoice: i.ID, Payment: kiosk.Payment{State: state, Amount: i.ShareOf(application).Amount, FailureCode: i.Failure}}
	if state == kiosk.PaymentPaid || state == kiosk.PaymentRefund {
		v.Reference, v.PaidAt, v.Late = i.Reference, i.Paid, i.Late
	}
	if isOpen(state) {
		v.Until = deadline(i)
	}
	return v
}

// closedView tells whether money came after the application was closed.
func closedView(tx *store.Tx, app store.Application) (Payment, error) {
	refunds, err := tx.Refunds(app.ID, 1)
	if err != nil || len(refunds) == 0 {
		return Payment{Payment: kiosk.Payment{State: kiosk.PaymentClosed}}, err
	}
	r := refunds[0]
	return Payment{Invoice: r.Invoice, Payment: kiosk.Payment{State: kiosk.PaymentRefund, Reference: r.Reference, Amount: r.Amount, PaidAt: r.At}}, nil
}

// Close ends what is unpaid, for good. The answer is closed, or paid when the money
// came first (whatever became of it later). An invoice that covers another application,
// too, ends with it, and the other is owed by a new one. Errors: ErrUnknown,
// ErrConfirmed (an exempt application with a coupon).
func (p *Provider) Close(ctx context.Context, kioskID, application string) (pay Payment, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		app, err := ownApplication(tx, kioskID, application)
		if err != nil {
			return err
		}
		if err := tx.SeeApplication(app.ID); err != nil {
			return err
		}
		if pay, err = p.OfIn(tx, app); err != nil || pay.State == kiosk.PaymentPaid {
			return err
		}
		if app.State == kiosk.Annulled && pay.State == kiosk.PaymentRefund {
			pay.State = kiosk.PaymentPaid
			return nil
		}
		pay = Payment{Payment: kiosk.Payment{State: kiosk.PaymentClosed}}
		switch app.State {
		case kiosk.Confirmed, kiosk.Annulled:
			return ErrConfirmed
		case kiosk.Closed, kiosk.Refused:
			return nil
		}
		if err := p.endOpen(tx, app, kiosk.PaymentClosed); err != nil {
			return err
		}
		app.State = kiosk.Closed
		if err := tx.UpdateApplication(app); err != nil {
			return err
		}
		if err := tx.AddEvent(app.ID, "закрыто без оплаты терминалом", p.now()); err != nil {
			return err
		}
		return tx.AddChange(app.Kiosk, store.Change{Application: app.ID, Event: "closed", At: p.now()})
	})
	return pay, err
}

// endOpen gives every open invoice that covers an application a final state.
func (p *Provider) endOpen(tx *store.Tx, app store.Application, state kiosk.PaymentState) error {
	open, err := p.openInvoices(tx, []store.Application{app})
	if err != nil {
		return err
	}
	for _, i := range open {
		if err := p.end(tx, i, state); err != nil {
			return err
		}
	}
	return nil
}

// end gives an open invoice a final state. A shared one is not closed but cancelled:
// closed is for good, and the other application can still be paid.
func (p *Provider) end(tx *store.Tx, i store.Invoice, state kiosk.PaymentState) error {
	if state == kiosk.PaymentClosed && len(i.Shares) > 1 {
		state = kiosk.PaymentCancelled
	}
	i.State = state
	return tx.PutInvoice(i)
}

func ownApplication(tx *store.Tx, kioskID, id string) (store.Application, error) {
	app, err := tx.Application(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && app.Kiosk != kioskID {
		return store.Application{}, ErrUnknown
	}
	return app, err
}
