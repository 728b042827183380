package policy

import (
	"slices"

	"documenting.kz/terminal/kiosk"
)

// Refusal implements kiosk.Rules: the first rule about the person that is not
// met. Refusal.Code is the rule's id.
func (s *Set) Refusal(p kiosk.Person, day kiosk.Date) *kiosk.Refusal {
	r := s.unmet(s.eligible.Person, subject{person: p, day: day, set: s})
	if r == nil {
		return nil
	}
	return &kiosk.Refusal{Code: r.ID, Why: r.Why, Next: r.Next, Ground: r.Ground}
}

// Verdicts implements kiosk.Rules. Every choice in force on the day gets one:
// documents in the data's order, within them reasons, within them pages. A
// choice that is not allowed carries the first rule it does not meet.
func (s *Set) Verdicts(p kiosk.Person, day kiosk.Date) []kiosk.Verdict {
	var verdicts []kiosk.Verdict
	ready := s.ReadyDate(day)
	for _, offer := range s.reasons.Documents {
		losses := s.losses(p, offer.Document, day)
		for _, r := range s.reasons.Reasons {
			rules, offered := r.rulesFor(offer.Document)
			if !offered || !r.covers(day) {
				continue
			}
			for _, pages := range offer.Pages {
				choice := kiosk.Choice{Document: offer.Document, Reason: r.Code, Pages: pages}
				v := kiosk.Verdict{Choice: choice, Allowed: true, Title: r.Title, Ground: r.Ground, ReadyDate: ready}
				v.Price, _ = s.Duty(choice.Document, choice.Reason, choice.Pages, losses, day) // the rule "duty-known" refuses
				if unmet := s.unmet(s.rulesOf(choice, rules), subject{person: p, choice: choice, day: day, set: s}); unmet != nil {
					v.Allowed, v.Why, v.Next, v.Ground = false, unmet.Why, unmet.Next, unmet.Ground
				}
				verdicts = append(verdicts, v)
			}
		}
	}
	return verdicts
}

// rulesOf lists the ids of all rules of a choice, in the order a citizen should be told.
func (s *Set) rulesOf(c kiosk.Choice, own []string) []string {
	ids := slices.Clone(s.eligible.Person)
	for _, r := range s.eligible.Choice {
		if slices.Contains(r.Documents, c.Document) && !slices.Contains(r.Except, c.Reason) {
			ids = append(ids, r.Rule)
		}
	}
	return append(ids, own...)
}

// unmet is the first rule in force that does not hold, nil when all do.
func (s *Set) unmet(ids []string, about subject) *rule {
	for _, id := range ids {
		for i, r := range s.rules[id] {
			if r.covers(about.day) && !conditions[r.Require.Condition].holds(r.Require, about) {
				return &s.rules[id][i]
			}
		}
	}
	return nil
}

func (r reason) rulesFor(d kiosk.DocumentKind) (rules []string, offered bool) {
	for _, own := range r.Documents {
		if own.Document == d {
			return own.Rules, true
		}
	}
	return nil, false
}
