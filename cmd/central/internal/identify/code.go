package identify

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"

	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/sms"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"

	"github.com/google/uuid"
)

// SendCode sends six random digits; the application's earlier code for the purpose ends.
// Errors: ErrNoConsent, ErrTooManyCodes, kiosk.ErrUnknownPerson and kiosk.ErrUnknownPhone
// (a code goes only to a number of the person who consented).
func (d *Desk) SendCode(ctx context.Context, q Query, phone kiosk.Phone, purpose kiosk.CodePurpose) (store.Code, error) {
	var granted store.Consent
	err := d.Store.Read(ctx, func(tx *store.Tx) (err error) { granted, err = d.consent(tx, q); return err })
	if err != nil {
		return store.Code{}, err
	}
	if err := d.Settings.Reach(ctx, setting.SMS); err != nil {
		return store.Code{}, err
	}
	e, err := d.People.Find(kiosk.IIN(granted.IIN))
	if err != nil {
		return store.Code{}, kiosk.ErrUnknownPerson
	}
	if !e.HasPhone(phone) {
		return store.Code{}, kiosk.ErrUnknownPhone
	}
	digits, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return store.Code{}, fmt.Errorf("make code: %w", err)
	}
	now := d.Now()
	c := store.Code{
		Ticket: uuid.NewString(), Application: q.Application, Purpose: string(purpose), Phone: string(phone), Code: fmt.Sprintf("%06d", digits),
		Created: now, Expires: now.Add(setting.Seconds(d.Settings.Get().SMSTTLSeconds)), TriesLeft: d.attempts().CodeTries, State: "open",
	}
	err = d.Store.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.CountCodes(c.Application, c.Purpose)
		if err != nil {
			return err
		}
		if n >= d.attempts().Codes {
			return ErrTooManyCodes
		}
		if err := tx.AddCode(c); err != nil {
			return err
		}
		text := d.Texts.Say(kiosk.Language(granted.Language), sms.Key(purpose), map[string]string{"code": c.Code})
		return tx.AddSMS(store.SMS{Phone: c.Phone, Text: text, Code: c.Code, Purpose: c.Purpose, Application: c.Application, At: now})
	})
	return c, err
}

// CheckCode compares a typed code. A right one stays right when asked again; a code
// that was replaced or has outlived its time is expired. Error: ErrUnknownTicket.
func (d *Desk) CheckCode(ctx context.Context, ticket, typed string) (outcome kiosk.CodeOutcome, left int, err error) {
	err = d.Store.Write(ctx, func(tx *store.Tx) error {
		c, err := tx.Code(ticket)
		if errors.Is(err, store.ErrNotFound) {
			return ErrUnknownTicket
		}
		if err != nil {
			return err
		}
		right := subtle.ConstantTimeCompare([]byte(c.Code), []byte(typed)) == 1
		switch {
		case c.State == "right" && right:
			outcome = kiosk.CodeRight
		case c.State == "right":
			outcome = kiosk.CodeWrong
		case c.TriesLeft == 0:
			outcome = kiosk.CodeExhausted
		case c.State != "open", !d.Now().Before(c.Expires):
			outcome, c.State = kiosk.CodeExpired, "ended"
		case right:
			outcome, c.State = kiosk.CodeRight, "right"
		default:
			outcome = kiosk.CodeWrong
			if c.TriesLeft--; c.TriesLeft == 0 {
				outcome, c.State = kiosk.CodeExhausted, "ended"
			}
		}
		left = c.TriesLeft
		return tx.UpdateCode(c)
	})
	return outcome, left, err
}
