package payment

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
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

// Open returns the open invoice of an application, or a new one when there is none or
// the last has ended unpaid. Errors: ErrUnknown, ErrNothingOwed.
func (p *Provider) Open(ctx context.Context, kioskID, application string) (inv store.Invoice, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		app, err := ownApplication(tx, kioskID, application)
		if err != nil {
			return err
		}
		inv, err = p.OpenIn(tx, app)
		return err
	})
	return inv, err
}

// OpenIn is Open inside a transaction. An invoice of a deferred
// application waits as long as a payment link does: nobody stands at the terminal.
func (p *Provider) OpenIn(tx *store.Tx, app store.Application) (store.Invoice, error) {
	if app.State != kiosk.AwaitingPayment {
		return store.Invoice{}, ErrNothingOwed
	}
	now, v := p.now(), p.settings.Get()
	earlier, err := tx.Invoices(app.ID)
	if err != nil {
		return store.Invoice{}, err
	}
	link := setting.Seconds(v.LinkWaitSeconds)
	if n := len(earlier); n > 0 && isOpen(At(earlier[n-1], now)) {
		inv := earlier[n-1]
		if !app.Deferred || inv.ConfirmWait >= link {
			return inv, nil
		}
		inv.ScanBy, inv.ConfirmWait = now.Add(link), link // it was shown as a QR before the citizen left
		if inv.State == kiosk.PaymentScanned {
			inv.ConfirmBy = inv.ScanBy
		}
		return inv, tx.PutInvoice(inv)
	}
	n, err := tx.Next("invoice")
	if err != nil {
		return store.Invoice{}, err
	}
	scan, confirm := setting.Seconds(v.ScanWaitSeconds), setting.Seconds(v.ConfirmWaitSeconds)
	if app.Deferred {
		scan, confirm = link, link
	}
	inv := store.Invoice{
		ID: fmt.Sprintf("INV-%09d", n), Application: app.ID, Token: token(), Amount: app.Amount, State: kiosk.PaymentCreated,
		Created: now, ScanBy: now.Add(scan), ConfirmWait: confirm,
	}
	if err := tx.PutInvoice(inv); err != nil {
		return store.Invoice{}, err
	}
	return inv, tx.AddEvent(app.ID, "выставлен счёт "+inv.ID, now)
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

// OfIn is Of inside a transaction: the paid invoice if there is one, else the last.
func (p *Provider) OfIn(tx *store.Tx, app store.Application) (Payment, error) {
	invoices, err := tx.Invoices(app.ID)
	if err != nil {
		return Payment{}, err
	}
	for _, i := range invoices {
		if i.State == kiosk.PaymentPaid {
			return p.view(i, kiosk.PaymentPaid), nil
		}
	}
	if app.State == kiosk.Closed {
		return closedView(tx, app)
	}
	if len(invoices) == 0 {
		return Payment{Payment: kiosk.Payment{State: kiosk.PaymentNone}}, nil
	}
	last := invoices[len(invoices)-1]
	return p.view(last, At(last, p.now())), nil
}

func (p *Provider) view(i store.Invoice, state kiosk.PaymentState) Payment {
	v := Payment{Invoice: i.ID, Payment: kiosk.Payment{
		State: state, Reference: i.Reference, Amount: i.Amount, PaidAt: i.Paid, Late: i.Late, FailureCode: i.Failure,
	}}
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
// came first. Errors: ErrUnknown, ErrConfirmed (an exempt application with a coupon).
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
		pay = Payment{Payment: kiosk.Payment{State: kiosk.PaymentClosed}}
		switch app.State {
		case kiosk.Confirmed:
			return ErrConfirmed
		case kiosk.Closed, kiosk.Refused:
			return nil
		}
		if err := p.endOpen(tx, app.ID, kiosk.PaymentClosed); err != nil {
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

// endOpen gives every open invoice of an application a final state.
func (p *Provider) endOpen(tx *store.Tx, application string, state kiosk.PaymentState) error {
	invoices, err := tx.Invoices(application)
	if err != nil {
		return err
	}
	for _, i := range invoices {
		if !isOpen(At(i, p.now())) {
			continue
		}
		i.State = state
		if err := tx.PutInvoice(i); err != nil {
			return err
		}
	}
	return nil
}

func ownApplication(tx *store.Tx, kioskID, id string) (store.Application, error) {
	app, err := tx.Application(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && app.Kiosk != kioskID {
		return store.Application{}, ErrUnknown
	}
	return app, err
}
