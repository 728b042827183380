package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// Refusal is why an application was not taken, or why it was annulled.
type Refusal struct {
	Code   string       `json:"code"` // id of the rule, or the officer's code
	Text   kiosk.Text   `json:"text"`
	Next   kiosk.Text   `json:"next,omitzero"`
	Bring  []kiosk.Text `json:"bring,omitempty"`
	Ground string       `json:"ground,omitempty"`
}

// Incidents about the rules.
const (
	incidentDifference = "policy-difference" // terminal and centre judged otherwise
	incidentVersion    = "policy-version"    // a terminal works by other rules
)

// judgement is what the centre finds about an application, by its own record of the
// person and its own copy of the rules.
type judgement struct {
	refusal *Refusal
	duty    policy.Duty
	until   kiosk.Date // last day of the exemption
	differs []string   // where the terminal must have seen something else; codes only
}

// settle sets state, amount and grounds.
func (j judgement) settle(app *store.Application) (err error) {
	switch {
	case j.refusal != nil:
		app.State = kiosk.Refused
		app.Refusal, err = marshal(j.refusal)
	case j.duty.Exempt:
		app.State = kiosk.Exempt
		app.Exemption, err = marshal(Exemption{Category: j.duty.Category, Ground: j.duty.Text, Until: j.until})
	default:
		app.State, app.Amount, app.ExemptionUnknown = kiosk.AwaitingPayment, j.duty.Amount, j.duty.Unconfirmed
	}
	return err
}

// judge decides on the day of the capture: what was possible in front of the terminal
// stays possible although the delivery took days.
func (o *Office) judge(tx *store.Tx, f kiosk.Form, app store.Application, social policy.Social) (j judgement, err error) {
	rules, day := o.Policy.Set(), o.dayOf(f)
	e, err := o.People.Find(f.Person.IIN)
	if errors.Is(err, registry.ErrUnknown) {
		nobody := kiosk.Person{IIN: f.Person.IIN}
		j.refusal = refuse(rules, rules.Evaluate(nobody, f.Choice, day), day)
		j.differs = []string{"центр: такого ИИН нет в ГБД ФЛ, " + j.refusal.Code}
		return j, nil
	}
	if err != nil {
		return j, err
	}
	if e.Person.OpenApplications, err = openApplications(tx, e.Person, app.ID); err != nil {
		return j, err
	}
	mine, theirs := rules.Evaluate(e.Person, f.Choice, day), rules.Evaluate(f.Person, f.Choice, day)
	j.differs = append(differences(mine, theirs), others(e.Person, f.Person)...)
	if !mine.Allowed {
		j.refusal = refuse(rules, mine, day)
		return j, nil
	}
	if j.duty, err = rules.Duty(e.Person, f.Choice, social, day); err != nil { // the rule about it was switched off
		j.refusal = refuse(rules, mine, day)
		j.differs = append(j.differs, "центр: размер пошлины не известен, "+j.refusal.Code)
		return j, nil
	}
	if social.Category == j.duty.Category {
		j.until = social.Until
	}
	return j, nil
}

// refuse words a refusal by the rule that the verdict names. What cannot be done although
// no rule forbids it is not offered: that rule is always in force.
func refuse(rules *policy.Set, v kiosk.Verdict, day kiosk.Date) *Refusal {
	if v.Allowed {
		v = rules.Evaluate(kiosk.Person{}, kiosk.Choice{}, day)
	}
	return &Refusal{Code: v.Code, Text: v.Why, Next: v.Next, Bring: v.Bring, Ground: v.Ground}
}

// dayOf is the day of the capture in Kazakhstan, today when the terminal's clock is ahead.
func (o *Office) dayOf(f kiosk.Form) kiosk.Date {
	day, today := registry.Today(f.CapturedAt), registry.Today(o.Now())
	if today.DaysUntil(day) > 0 {
		return today
	}
	return day
}

// openApplications joins what the register knows and what this centre works on, without the one in question.
func openApplications(tx *store.Tx, p kiosk.Person, but string) ([]kiosk.OpenApplication, error) {
	open, err := tx.OpenApplications(string(p.IIN))
	list := slices.Clone(p.OpenApplications)
	for _, a := range open {
		if a.ID != but {
			list = append(list, kiosk.OpenApplication{Kind: a.Document, Coupon: a.Coupon, Since: registry.Today(a.Received)})
		}
	}
	return list, err
}

// differences compares the centre's verdict with the one about what the terminal was
// told of the person. A terminal lets through only what it finds possible.
func differences(mine, theirs kiosk.Verdict) (list []string) {
	word := func(v kiosk.Verdict) string {
		if v.Allowed {
			return "можно"
		}
		return v.Code
	}
	if !mine.Allowed || !theirs.Allowed {
		list = append(list, fmt.Sprintf("центр: %s, по данным терминала: %s", word(mine), word(theirs)))
	}
	if mine.Price != theirs.Price {
		list = append(list, fmt.Sprintf("пошлина: центр %s, по данным терминала %s", mine.Price, theirs.Price))
	}
	if len(mine.SubReasons) > 0 {
		list = append(list, "не указано, что с документом")
	}
	return list
}

// others names what the register says otherwise of who the person is. What moves with
// time, such as documents and losses, is compared by what the rules make of it.
func others(mine, theirs kiosk.Person) (list []string) {
	for _, field := range []struct {
		name string
		same bool
	}{
		{"surname", mine.Surname == theirs.Surname}, {"givenName", mine.GivenName == theirs.GivenName},
		{"patronymic", mine.Patronymic == theirs.Patronymic}, {"birthDate", mine.BirthDate == theirs.BirthDate},
		{"sex", mine.Sex == theirs.Sex}, {"citizenship", mine.Citizenship == theirs.Citizenship},
	} {
		if !field.same {
			list = append(list, "данные лица: "+field.name)
		}
	}
	return list
}

// noteDifferences makes incidents of them. That a terminal has other rules is told once
// for each version, and resolved when it has the centre's.
func (o *Office) noteDifferences(tx *store.Tx, app store.Application, differs []string) error {
	now := o.Now()
	for _, d := range differs {
		if err := tx.AddIncident(store.Incident{Kiosk: app.Kiosk, Application: app.ID, Kind: incidentDifference, Detail: d, At: now}); err != nil {
			return err
		}
	}
	if mine := o.Policy.Set().Version(); app.Policy == mine {
		return tx.ResolveIncidents(app.Kiosk, incidentVersion, now)
	} else {
		return tx.AddIncidentOnce(store.Incident{Kiosk: app.Kiosk, Kind: incidentVersion, Detail: fmt.Sprintf("терминал %q, центр %q", app.Policy, mine), At: now})
	}
}

// social asks АИС СИК, for a bounded time. Silence is an answer, too: the whole duty is
// asked for and the citizen is told; nothing is guessed.
func (o *Office) social(ctx context.Context, iin kiosk.IIN) (policy.Social, error) {
	asking, cancel := context.WithTimeout(ctx, setting.Seconds(o.Settings.Get().ExemptionSeconds))
	defer cancel()
	if err := o.Settings.Reach(asking, setting.Exemption); err != nil {
		return policy.Social{Silent: true}, ctx.Err() // the terminal gave up: nothing is stored
	}
	e, err := o.People.Find(iin)
	if errors.Is(err, registry.ErrUnknown) || err == nil && e.Exemption == nil {
		return policy.Social{}, nil
	}
	if err != nil {
		return policy.Social{}, err
	}
	x := e.Exemption
	return policy.Social{Category: x.Category, From: x.From, Until: x.Until}, nil
}
