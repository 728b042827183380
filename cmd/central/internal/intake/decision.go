package intake

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/sms"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// What a decision can meet.
var (
	ErrBadDecision  = errors.New("no such outcome, ground or officer")
	ErrNotDecidable = errors.New("only a confirmed application that is not processed can be decided on")
	ErrDecided      = errors.New("another decision was made before")
)

// Approve is the outcome that needs no ground; the others are the policy's.
const Approve = "approve"

// Decision is what an officer presses.
type Decision struct {
	Outcome string `json:"outcome"` // approve, annul, needs-visit
	Code    string `json:"code"`    // of the policy's grounds; empty with approve
	Officer string `json:"officer"` // login
}

var officer = regexp.MustCompile(`^[\pL\pN][\pL\pN ._-]{0,39}$`)

// Decide records the migration officer's decision on a confirmed application. The same
// decision again changes nothing. After needs-visit there comes, when the citizen has
// been there, an approval or an annulment; those two are final. An annulment asks for
// the return of what was paid and lets the citizen apply again at once. Errors:
// ErrUnknown, ErrBadDecision, ErrNotDecidable, ErrDecided.
func (o *Office) Decide(ctx context.Context, id string, d Decision) (made store.Decision, err error) {
	ground, ok := o.Policy.Set().Decision(d.Code, registry.Today(o.Now()))
	if d.Outcome == Approve {
		ground, ok = policy.Decision{Outcome: Approve}, d.Code == ""
	}
	if !ok || string(ground.Outcome) != d.Outcome || !officer.MatchString(d.Officer) {
		return made, ErrBadDecision
	}
	err = o.Store.Write(ctx, func(tx *store.Tx) error {
		app, err := tx.Application(id)
		if errors.Is(err, store.ErrNotFound) {
			return ErrUnknown
		}
		if err != nil {
			return err
		}
		made, err = tx.Decision(id)
		switch {
		case err == nil && made.Outcome == d.Outcome && made.Code == d.Code:
			return nil
		case err == nil && made.Outcome != string(policy.NeedsVisit):
			return ErrDecided
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return err
		case app.State != kiosk.Confirmed || !app.Processed.IsZero():
			return ErrNotDecidable
		}
		made = store.Decision{Application: id, Outcome: d.Outcome, Code: d.Code, Reason: ground.Text, Officer: d.Officer, At: o.Now()}
		if err := tx.PutDecision(made); err != nil {
			return err
		}
		switch ground.Outcome {
		case policy.Annul:
			return o.annul(tx, app, ground, d.Officer)
		case policy.NeedsVisit:
			return o.callIn(tx, app, ground, d.Officer)
		default:
			return o.process(tx, app, "одобрено, офицер "+d.Officer)
		}
	})
	return made, err
}

func (o *Office) annul(tx *store.Tx, app store.Application, ground policy.Decision, by string) error {
	what := fmt.Sprintf("аннулировано: %s (%s), офицер %s", ground.Text.RU, ground.Code, by)
	if err := tx.AddEvent(app.ID, what, o.Now()); err != nil {
		return err
	}
	refund, err := o.Payments.Annul(tx, app)
	if err != nil {
		return err
	}
	next, money := ground.Next, o.Texts.Say(app.Language, sms.Refund, map[string]string{"amount": refund.Amount.String()})
	if refund.Amount == 0 { // the ground's next step speaks of money that comes back
		next, money = o.Texts[sms.ApplyAgain], o.Texts.Say(app.Language, sms.NothingPaid, nil)
	}
	app.State = kiosk.Annulled
	if app.Refusal, err = marshal(Refusal{Code: ground.Code, Text: ground.Text, Next: next, Ground: ground.Ground}); err != nil {
		return err
	}
	if err := tx.UpdateApplication(app); err != nil {
		return err
	}
	return o.tell(tx, app, "annulled", o.Texts.Say(app.Language, sms.Annulled, map[string]string{
		"coupon": app.Coupon, "reason": ground.Text.In(app.Language), "money": money, "next": o.Texts.Say(app.Language, sms.ApplyAgain, nil),
	}))
}

func (o *Office) callIn(tx *store.Tx, app store.Application, ground policy.Decision, by string) error {
	what := fmt.Sprintf("нужен визит: %s (%s), офицер %s", ground.Text.RU, ground.Code, by)
	if err := tx.AddEvent(app.ID, what, o.Now()); err != nil {
		return err
	}
	text := o.Texts.Say(app.Language, sms.NeedsVisit, map[string]string{
		"coupon": app.Coupon, "reason": ground.Text.In(app.Language), "next": ground.Next.In(app.Language),
	})
	return o.tell(tx, app, string(policy.NeedsVisit), text)
}

// tell sends the citizen an SMS and the terminal a change.
func (o *Office) tell(tx *store.Tx, app store.Application, event, text string) error {
	if err := tx.AddSMS(store.SMS{Phone: app.Phone, Text: text, Purpose: event, Application: app.ID, At: o.Now()}); err != nil {
		return err
	}
	return tx.AddChange(app.Kiosk, store.Change{Application: app.ID, Event: event, At: o.Now(), Coupon: app.Coupon})
}

// process ends the officer's part: the document goes to production.
func (o *Office) process(tx *store.Tx, app store.Application, what string) error {
	now := o.Now()
	app.Processed = now
	if err := tx.UpdateApplication(app); err != nil {
		return err
	}
	if err := tx.AddEvent(app.ID, what, now); err != nil {
		return err
	}
	return tx.AddChange(app.Kiosk, store.Change{Application: app.ID, Event: "processed", At: now, Coupon: app.Coupon})
}
