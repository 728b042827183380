package policy

import (
	"fmt"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// What one part of the data says about another, and what a schema cannot say.

func (s *Set) linkRules(f *files) error {
	const file = "rules.json"
	known := vocabulary()
	periods := map[string]spans{}
	s.rules = map[string]timeline{}
	for i, r := range f.rules.Rules {
		at := fmt.Sprintf("rules[%d]", i)
		if err := r.Require.check(known); err != nil {
			return &ShapeError{file, at + ".require", err.Error()}
		}
		for j, id := range r.Bring {
			if _, there := f.rules.Papers[id]; !there {
				return &ShapeError{file, fmt.Sprintf("%s.bring[%d]", at, j), fmt.Sprintf("the id of one of the papers, not %q", id)}
			}
		}
		periods[r.ID] = append(periods[r.ID], span{at, r.period})
		if err := periods[r.ID].check(file, r.ID); err != nil {
			return err
		}
		s.rules[r.ID] = append(s.rules[r.ID], ruling{r, known[r.Require.Condition].holds, r.Require.String()})
	}
	if t := s.rules[notOffered]; len(t) != 1 || t[0].Require.Condition != "offered" || !t[0].To.IsZero() {
		return &ShapeError{file, "rules", fmt.Sprintf("one rule %q with the condition offered and no end", notOffered)}
	}
	return nil
}

func (s *Set) linkEligibility(f *files) error {
	const file = "eligibility.json"
	known := vocabulary()
	for i, id := range f.eligible.Person {
		at := fmt.Sprintf("person[%d]", i)
		t, err := s.known(id, file, at)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t, func(r ruling) bool { return !known[r.Require.Condition].ofPerson }) {
			return &ShapeError{file, at, "a rule about the person alone, not " + id}
		}
		s.ofPerson = append(s.ofPerson, t)
	}
	for i, c := range f.eligible.Choice {
		if _, err := s.known(c.Rule, file, fmt.Sprintf("choice[%d].rule", i)); err != nil {
			return err
		}
		for j, code := range c.Except {
			if !slices.ContainsFunc(f.reasons.Reasons, func(r reason) bool { return r.Code == code }) {
				return &ShapeError{file, fmt.Sprintf("choice[%d].except[%d]", i, j), fmt.Sprintf("a code of reasons.json, not %q", code)}
			}
		}
	}
	return nil
}

// linkReasons builds the offers in screen order: documents, within them reasons,
// within them pages.
func (s *Set) linkReasons(f *files) error {
	for _, d := range f.reasons.Documents {
		for _, r := range f.reasons.Reasons {
			for _, own := range r.Documents {
				if own.Document != d.Document {
					continue
				}
				rules := s.rulesOf(f.eligible, own.Document, r.Code, own.Rules)
				for _, pages := range d.Pages {
					choice := kiosk.Choice{Document: d.Document, Reason: r.Code, Pages: pages}
					o := s.offerOf(r, choice, rules)
					o.document = d.period
					s.offers = append(s.offers, o)
				}
			}
		}
	}
	return nil
}

func (s *Set) offerOf(r reason, c kiosk.Choice, rules []timeline) offer {
	o := offer{choice: c, title: r.Title, ground: r.Ground, period: r.period, rules: rules}
	for _, sub := range r.SubReasons {
		if !slices.Contains(sub.Documents, c.Document) {
			continue
		}
		c.SubReason = sub.ID
		own := slices.Clone(rules)
		for _, id := range sub.Rules {
			own = append(own, s.rules[id])
		}
		o.subReasons = append(o.subReasons, offer{choice: c, title: sub.Title, ground: r.Ground, period: r.period, rules: own})
	}
	return o
}

// rulesOf lists the rules of a choice besides those of the person, in the order a citizen should be told.
func (s *Set) rulesOf(e eligibilityFile, d kiosk.DocumentKind, code kiosk.ReasonCode, own []string) []timeline {
	var rules []timeline
	for _, r := range e.Choice {
		if slices.Contains(r.Documents, d) && !slices.Contains(r.Except, code) {
			rules = append(rules, s.rules[r.Rule])
		}
	}
	for _, id := range own {
		rules = append(rules, s.rules[id])
	}
	return rules
}

func (s *Set) checkReasons(f *files) error {
	const file = "reasons.json"
	var offered []kiosk.DocumentKind
	offers := map[kiosk.DocumentKind]spans{}
	for i, d := range f.reasons.Documents {
		offers[d.Document] = append(offers[d.Document], span{fmt.Sprintf("documents[%d]", i), d.period})
		if err := offers[d.Document].check(file, string(d.Document)); err != nil {
			return err
		}
		offered = append(offered, d.Document)
	}
	periods := map[kiosk.ReasonCode]spans{}
	for i, r := range f.reasons.Reasons {
		at := fmt.Sprintf("reasons[%d]", i)
		periods[r.Code] = append(periods[r.Code], span{at, r.period})
		if err := periods[r.Code].check(file, "code "+string(r.Code)); err != nil {
			return err
		}
		var own []kiosk.DocumentKind
		for j, d := range r.Documents {
			at := fmt.Sprintf("%s.documents[%d]", at, j)
			if !slices.Contains(offered, d.Document) || slices.Contains(own, d.Document) {
				return &ShapeError{file, at + ".document", "one of the documents offered, each once"}
			}
			own = append(own, d.Document)
			if err := s.allKnown(d.Rules, file, at); err != nil {
				return err
			}
		}
		var asked []string
		for j, sub := range r.SubReasons {
			at := fmt.Sprintf("%s.subReasons[%d]", at, j)
			if slices.Contains(asked, sub.ID) {
				return &ShapeError{file, at + ".id", "each sub-reason once"}
			}
			asked = append(asked, sub.ID)
			for k, d := range sub.Documents {
				if !slices.Contains(own, d) {
					return &ShapeError{file, fmt.Sprintf("%s.documents[%d]", at, k), "one of the reason's documents"}
				}
			}
			if err := s.allKnown(sub.Rules, file, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Set) allKnown(ids []string, file, at string) error {
	for k, id := range ids {
		if _, err := s.known(id, file, fmt.Sprintf("%s.rules[%d]", at, k)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Set) known(id, file, path string) (timeline, error) {
	t := s.rules[id]
	if len(t) == 0 {
		return nil, &ShapeError{file, path, fmt.Sprintf("the id of a rule in rules.json, not %q", id)}
	}
	return t, nil
}

// linkSession refuses times no session can live with.
func (s *Set) linkSession(f *files) error {
	const file = "session.json"
	var periods spans
	for i, l := range f.session.Sessions {
		at := fmt.Sprintf("sessions[%d]", i)
		periods = append(periods, span{at, l.period})
		if err := periods.check(file, "sessions"); err != nil {
			return err
		}
		for _, d := range kiosk.Dwells {
			if d != kiosk.DwellFarewell && l.Dwell[d] <= l.Warning {
				return &ShapeError{file, at + ".dwell." + string(d), "more seconds than the warning"}
			}
		}
	}
	return nil
}
