package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/sms"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
)

// Coupon is the registration talon.
type Coupon struct {
	Number string
	Ready  kiosk.Date // zero: the calendar of that year is not loaded, nothing is promised
	Issued time.Time
}

// Confirm gives a paid or exempt application its coupon, once: a repeat gets the same.
// Errors: ErrUnknown, ErrNotPayable.
func (o *Office) Confirm(ctx context.Context, kioskID, id string) (c Coupon, err error) {
	err = o.Store.Write(ctx, func(tx *store.Tx) error {
		app, err := ownApplication(tx, kioskID, id)
		if err != nil {
			return err
		}
		if err := tx.SeeApplication(id); err != nil {
			return err
		}
		switch app.State {
		case kiosk.Confirmed, kiosk.Annulled: // whose answer was lost gets it again
		case kiosk.AlreadyPaid, kiosk.Exempt:
			if app, err = o.issue(tx, app); err != nil {
				return err
			}
		default:
			return ErrNotPayable
		}
		ready, err := kiosk.ParseDate(app.Ready)
		c = Coupon{Number: app.Coupon, Ready: ready, Issued: app.Confirmed}
		return err
	})
	return c, err
}

func (o *Office) issue(tx *store.Tx, app store.Application) (store.Application, error) {
	now := o.Now()
	today := registry.Today(now)
	series := region(app.Kiosk) + "-" + today.Time().Format("2006")
	n, err := tx.Next("coupon " + series) // rolls back with the transaction: no number is lost
	if err != nil {
		return app, err
	}
	app.State, app.Coupon, app.Confirmed = kiosk.Confirmed, fmt.Sprintf("%s-%06d", series, n), now
	app.Ready = o.Policy.Set().ReadyDate(today).String()
	if err := tx.UpdateApplication(app); err != nil {
		return app, err
	}
	if err := tx.AddEvent(app.ID, "талон "+app.Coupon, now); err != nil {
		return app, err
	}
	if err := tx.AddChange(app.Kiosk, store.Change{Application: app.ID, Event: "confirmed", At: now, Coupon: app.Coupon}); err != nil {
		return app, err
	}
	return app, o.sendCoupon(tx, app)
}

// region is the second part of a terminal's id: KZ-ALA-0001 → ALA.
func region(kioskID string) string {
	parts := strings.Split(kioskID, "-")
	if len(parts) < 2 || parts[1] == "" {
		return "KZ"
	}
	return parts[1]
}

func (o *Office) sendCoupon(tx *store.Tx, app store.Application) error {
	ready, err := kiosk.ParseDate(app.Ready)
	if err != nil {
		return err
	}
	text := o.Texts.Say(app.Language, sms.Coupon, map[string]string{"coupon": app.Coupon, "ready": ready.Human()})
	if ready.IsZero() {
		text = o.Texts.Say(app.Language, sms.CouponWithoutDay, map[string]string{"coupon": app.Coupon})
	}
	return tx.AddSMS(store.SMS{Phone: app.Phone, Text: text, Purpose: "coupon", Application: app.ID, At: o.Now()})
}

// sendLink opens an invoice with the long wait and sends the payer's page, once for
// each invoice: one that covers both applications of a visit has one link.
func (o *Office) sendLink(tx *store.Tx, app store.Application) error {
	inv, err := o.Payments.Link(tx, app)
	if err != nil {
		return err
	}
	for _, share := range inv.Shares {
		if share.Application == app.ID {
			continue
		}
		if other, err := tx.Application(share.Application); err != nil {
			return err
		} else if other.Deferred {
			return tx.AddEvent(app.ID, "ссылка на оплату уже отправлена по SMS", o.Now())
		}
	}
	text := o.Texts.Say(app.Language, sms.PaymentLink, map[string]string{"amount": inv.Amount.String(), "link": o.PayURL(inv.Token)})
	if app.ExemptionUnknown {
		text += " " + o.Texts.Say(app.Language, sms.Unconfirmed, nil)
	}
	if err := tx.AddSMS(store.SMS{Phone: app.Phone, Text: text, Purpose: "payment-link", Application: app.ID, At: o.Now()}); err != nil {
		return err
	}
	return tx.AddEvent(app.ID, "ссылка на оплату отправлена по SMS", o.Now())
}

// PayURL is the payer's page of an invoice.
func (o *Office) PayURL(token string) string { return o.PublicURL + "/pay/" + token }

// Change is an entry of a terminal's feed.
type Change struct {
	store.Change
	Payment *payment.Payment // of a "paid" change
}

// changesMax is how many changes one answer carries.
const changesMax = 100

// Changes lists what happened after the cursor, waiting for the first one.
func (o *Office) Changes(ctx context.Context, kioskID string, after int64, wait time.Duration) (list []Change, err error) {
	timeout := time.NewTimer(wait)
	defer timeout.Stop()
	for {
		committed := o.Store.Changed()
		err := o.Store.Read(ctx, func(tx *store.Tx) (err error) { list, err = o.changes(tx, kioskID, after); return err })
		if err != nil || len(list) > 0 || wait <= 0 {
			return list, err
		}
		select {
		case <-committed:
		case <-timeout.C:
			return nil, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (o *Office) changes(tx *store.Tx, kioskID string, after int64) ([]Change, error) {
	rows, err := tx.Changes(kioskID, after, changesMax)
	if err != nil {
		return nil, err
	}
	var list []Change
	for _, row := range rows {
		c := Change{Change: row}
		if row.Event == "paid" {
			app, err := tx.Application(row.Application)
			if err != nil {
				return nil, err
			}
			app.State = kiosk.AlreadyPaid // the change tells what happened then
			pay, err := o.Payments.OfIn(tx, app)
			if err != nil {
				return nil, err
			}
			c.Payment = &pay
		}
		list = append(list, c)
	}
	return list, nil
}

// Process marks confirmed applications as processed when their time has come, until ctx
// ends. It looks into the store each time, so nothing is forgotten over a restart.
func (o *Office) Process(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := o.ProcessDue(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// ProcessDue marks what is due now and what no officer has decided on.
func (o *Office) ProcessDue(ctx context.Context) error {
	now := o.Now()
	before := now.Add(-setting.Seconds(o.Settings.Get().ProcessSeconds))
	var due []store.Application
	err := o.Store.Read(ctx, func(tx *store.Tx) (err error) { due, err = tx.Unprocessed(before); return err })
	if err != nil || len(due) == 0 {
		return err
	}
	return o.Store.Write(ctx, func(tx *store.Tx) error {
		due, err := tx.Unprocessed(before) // again: an officer may have decided meanwhile
		for _, app := range due {
			err = errors.Join(err, o.process(tx, app, "обработано без решения офицера"))
		}
		return err
	})
}
