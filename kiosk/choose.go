package kiosk

import "slices"

// plain is a choice without the answer to what its reason asks for.
func plain(c Choice) Choice { c.SubReason = ""; return c }

// option finds what the policy said of a choice, of the reason or of a sub-reason.
func (s *Session) option(c Choice) (reason Verdict, sub *Verdict, found bool) {
	for _, v := range s.Options {
		if v.Choice != plain(c) {
			continue
		}
		if c.SubReason == "" {
			return v, nil, true
		}
		for _, sub := range v.SubReasons {
			if sub.Choice == c {
				return v, &sub, true
			}
		}
	}
	return Verdict{}, nil, false
}

// toggle takes a choice, or takes it back. For one document there is one choice.
func (s *Session) toggle(c Choice) {
	for i, f := range s.Filings {
		if plain(f.Choice) == plain(c) {
			s.Filings = slices.Delete(slices.Clone(s.Filings), i, i+1)
			return
		}
	}
	if v, _, found := s.option(plain(c)); found && v.Allowed && len(v.SubReasons) == 0 && c.SubReason == "" {
		s.choose(v, nil)
	}
}

// choose puts a filing in the place of the one for the same document, in the order of documents.
func (s *Session) choose(reason Verdict, sub *Verdict) {
	f := Filing{Reason: reason, SubReason: sub}
	f.Choice = f.verdict().Choice
	filings := []Filing{f}
	for _, other := range s.Filings {
		if other.Choice.Document != f.Choice.Document {
			filings = append(filings, other)
		}
	}
	slices.SortFunc(filings, func(a, b Filing) int { return s.rank(a) - s.rank(b) })
	s.Filings = filings
}

// rank is a document's place on the screen.
func (s *Session) rank(f Filing) int {
	return slices.IndexFunc(s.Options, func(v Verdict) bool { return v.Choice.Document == f.Choice.Document })
}

func (s *Session) chosen() []Choice {
	var out []Choice
	for _, f := range s.Filings {
		out = append(out, f.Choice)
	}
	return out
}

// earlier lists the annulled applications for the documents that are chosen now.
func (s *Session) earlier() []Annulment {
	if s.Person == nil {
		return nil
	}
	var out []Annulment
	for _, a := range s.Person.Annulled {
		if slices.ContainsFunc(s.Filings, func(f Filing) bool { return f.Choice.Document == a.Kind }) {
			out = append(out, a)
		}
	}
	return out
}

// permits is asked before a person's event moves the journey on: whether it makes
// sense now, and what it says about the choice is noted.
func (e *Engine) permits(ev Event) bool {
	s := &e.session
	reason, sub, found := s.option(ev.Choice)
	switch ev.Kind {
	case EvNext:
		return e.mayGoOn()
	case EvSlip:
		return s.Slip != SlipPrinted // one is enough
	case EvSpecify:
		if !found || sub != nil || !reason.Allowed || len(reason.SubReasons) == 0 {
			return false
		}
		s.asking = &reason
	case EvSubReason:
		if sub == nil || !sub.Allowed || s.asking == nil || s.asking.Choice != reason.Choice {
			return false
		}
		s.choose(reason, sub)
	case EvWhy:
		v := reason
		if sub != nil {
			v = *sub
		}
		if !found || v.Allowed {
			return false
		}
		refusal := refusalOf(v)
		s.Denied, s.Also, s.Refusal = &v, nil, &refusal
	}
	return true
}
