package policy

import (
	"fmt"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// link checks everything that one part of the data says about another.
func (s *Set) link(rules []rule) error {
	s.rules = map[string][]rule{}
	for i, r := range rules {
		at := fmt.Sprintf("rules[%d]", i)
		if err := r.Require.valid(); err != nil {
			return &ShapeError{"rules.json", at + ".require", err.Error()}
		}
		if r.From.IsZero() {
			return &ShapeError{"rules.json", at + ".from", "a day"}
		}
		for _, other := range s.rules[r.ID] {
			if r.overlaps(other.period) {
				return &ShapeError{"rules.json", at, "a period that does not overlap the other " + r.ID}
			}
		}
		s.rules[r.ID] = append(s.rules[r.ID], r)
	}
	for i, id := range s.eligible.Person {
		at := fmt.Sprintf("person[%d]", i)
		if err := s.known(id, "eligibility.json", at); err != nil {
			return err
		}
		for _, r := range s.rules[id] {
			if !conditions[r.Require.Condition].ofPerson {
				return &ShapeError{"eligibility.json", at, "a rule about the person alone, not " + id}
			}
		}
	}
	for i, c := range s.eligible.Choice {
		if err := s.known(c.Rule, "eligibility.json", fmt.Sprintf("choice[%d].rule", i)); err != nil {
			return err
		}
		for j, d := range c.Documents {
			if !knownDocument(d) {
				return &ShapeError{"eligibility.json", fmt.Sprintf("choice[%d].documents[%d]", i, j), "id-card or passport"}
			}
		}
	}
	return s.linkReasons()
}

func (s *Set) linkReasons() error {
	const file = "reasons.json"
	offered := map[kiosk.DocumentKind]bool{}
	for i, d := range s.reasons.Documents {
		at := fmt.Sprintf("documents[%d]", i)
		if !knownDocument(d.Document) || offered[d.Document] {
			return &ShapeError{file, at, "id-card or passport, each once"}
		}
		if len(d.Pages) == 0 {
			return &ShapeError{file, at + ".pages", "one number at least"}
		}
		offered[d.Document] = true
	}
	for i, r := range s.reasons.Reasons {
		at := fmt.Sprintf("reasons[%d]", i)
		if r.From.IsZero() {
			return &ShapeError{file, at + ".from", "a day"}
		}
		for _, other := range s.reasons.Reasons[:i] {
			if other.Code == r.Code && r.overlaps(other.period) {
				return &ShapeError{file, at, "a period that does not overlap the other " + string(r.Code)}
			}
		}
		for j, d := range r.Documents {
			at := fmt.Sprintf("%s.documents[%d]", at, j)
			if !offered[d.Document] {
				return &ShapeError{file, at + ".document", "one of the documents offered"}
			}
			for k, id := range d.Rules {
				if err := s.known(id, file, fmt.Sprintf("%s.rules[%d]", at, k)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *Set) known(id, file, path string) error {
	if len(s.rules[id]) == 0 {
		return &ShapeError{file, path, fmt.Sprintf("the id of a rule in rules.json, not %q", id)}
	}
	return nil
}

func knownDocument(d kiosk.DocumentKind) bool {
	return slices.Contains([]kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport}, d)
}

// checkLimits refuses times and counts no session can live with.
func checkLimits(l kiosk.Limits) error {
	const file = "session.json"
	for _, d := range kiosk.Dwells {
		if l.Dwell[d] <= 0 {
			return &ShapeError{file, "dwell." + string(d), "seconds above 0"}
		}
		if d != kiosk.DwellFarewell && l.Dwell[d] <= l.Warning {
			return &ShapeError{file, "dwell." + string(d), "more seconds than the warning"}
		}
	}
	if len(l.Dwell) != len(kiosk.Dwells) {
		return &ShapeError{file, "dwell", "the known classes only"}
	}
	for name, v := range map[string]kiosk.Seconds{
		"warning": l.Warning, "query": l.Query, "deviceWait": l.DeviceWait,
		"paymentSilent": l.PaymentSilent, "register": l.Register, "print": l.Print,
	} {
		if v <= 0 {
			return &ShapeError{file, name, "seconds above 0"}
		}
	}
	if l.Shots < 1 {
		return &ShapeError{file, "shots", "1 or more"}
	}
	return nil
}
