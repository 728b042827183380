package policy

import (
	"slices"

	"documenting.kz/terminal/kiosk"
)

// offer is one line of the choice screen, or one answer of a sub-reason, with
// every rule that it must meet besides those of the person, in the order a
// citizen should be told.
type offer struct {
	choice     kiosk.Choice
	title      kiosk.Text
	ground     string
	period     period // of the reason
	document   period // in which the document is offered
	rules      []timeline
	subReasons []offer
}

func (o *offer) covers(day kiosk.Date) bool { return o.period.covers(day) && o.document.covers(day) }

// timeline is one id through time.
type timeline []ruling

// ruling is a rule with its condition found and put into words.
type ruling struct {
	rule
	holds func(requirement, *subject) bool
	words string
}

// on is the rule in force on a day, nil when none is: the rule is switched off.
func (t timeline) on(day kiosk.Date) *ruling {
	for i := range t {
		if t[i].covers(day) {
			return &t[i]
		}
	}
	return nil
}

// Refusal implements kiosk.Rules: the first rule about the person that is not
// met. Refusal.Code is the rule's id.
func (s *Set) Refusal(p kiosk.Person, day kiosk.Date) *kiosk.Refusal {
	r := s.hear(&p, day, nil).refused
	if r == nil {
		return nil
	}
	return &kiosk.Refusal{Code: r.ID, Why: r.Why, Next: r.Next, Bring: s.papersOf(r), Ground: r.Ground}
}

// Verdicts implements kiosk.Rules. Every choice in force on the day gets one:
// documents in the data's order, within them reasons, within them pages. A
// choice that is not allowed carries the first rule it does not meet.
func (s *Set) Verdicts(p kiosk.Person, day kiosk.Date) []kiosk.Verdict {
	verdicts := make([]kiosk.Verdict, 0, len(s.offers))
	h := s.hear(&p, day, nil)
	for i := range s.offers {
		if o := &s.offers[i]; o.covers(day) {
			verdicts = append(verdicts, s.judge(o, h, nil))
		}
	}
	return verdicts
}

// hearing is a person on a day, and the first rule about the person alone that is not met.
type hearing struct {
	person     *kiosk.Person
	day, ready kiosk.Date
	refused    *ruling
}

func (s *Set) hear(p *kiosk.Person, day kiosk.Date, tried *[]kiosk.Trial) hearing {
	about := s.about(p, kiosk.Choice{}, day)
	return hearing{person: p, day: day, ready: s.ReadyDate(day), refused: s.unmet(s.ofPerson, &about, tried)}
}

// Evaluate judges one choice of a person on a day. Without a SubReason where one
// is asked for, Verdict.SubReasons has every answer judged; with one the verdict
// is about that answer. Tried has every rule in force, also those after the first
// that is not met. A choice the service does not know on the day is not allowed,
// with the code "not-offered".
func (s *Set) Evaluate(p kiosk.Person, c kiosk.Choice, day kiosk.Date) kiosk.Verdict {
	tried := make([]kiosk.Trial, 0, 24)
	var v kiosk.Verdict
	if o, offered := s.find(c, day); offered {
		v = s.judge(o, s.hear(&p, day, &tried), &tried)
	} else {
		always := s.rules[notOffered][0]
		always.From = kiosk.Date{} // on a day before all rules nothing is offered either
		unknown := &offer{choice: c, rules: []timeline{{always}}}
		v = s.judge(unknown, hearing{person: &p, day: day}, &tried)
	}
	v.Tried = tried
	return v
}

// notOffered is the id of the rule that answers a choice the service does not know.
const notOffered = "not-offered"

// find looks a choice up among those in force on the day.
func (s *Set) find(c kiosk.Choice, day kiosk.Date) (*offer, bool) {
	whole := c
	whole.SubReason = ""
	for i := range s.offers {
		o := &s.offers[i]
		if o.choice != whole || !o.covers(day) {
			continue
		}
		if c.SubReason == "" {
			return o, true
		}
		for j := range o.subReasons {
			if o.subReasons[j].choice == c {
				return &o.subReasons[j], true
			}
		}
	}
	return nil, false
}

// judge asks every rule of an offer, and every answer to what it asks.
func (s *Set) judge(o *offer, h hearing, tried *[]kiosk.Trial) kiosk.Verdict {
	v := kiosk.Verdict{Choice: o.choice, Allowed: true, Title: o.title, Ground: o.ground, ReadyDate: h.ready}
	v.Price, _ = s.price(h.person, o.choice, h.day) // the rule "duty-unknown" refuses
	r := h.refused
	if r == nil || tried != nil {
		about := s.about(h.person, o.choice, h.day)
		if own := s.unmet(o.rules, &about, tried); r == nil {
			r = own
		}
	}
	if r != nil {
		v.Allowed, v.Code, v.Why, v.Next, v.Bring, v.Ground = false, r.ID, r.Why, r.Next, s.papersOf(r), r.Ground
	}
	if len(o.subReasons) == 0 {
		return v
	}
	v.SubReasons = make([]kiosk.Verdict, len(o.subReasons))
	for i := range o.subReasons {
		v.SubReasons[i] = s.judge(&o.subReasons[i], h, nil)
	}
	if v.Allowed && !slices.ContainsFunc(v.SubReasons, func(sub kiosk.Verdict) bool { return sub.Allowed }) {
		sub := v.SubReasons[0]
		if tried != nil {
			about := s.about(h.person, o.choice, h.day)
			s.unmet(o.subReasons[0].rules[len(o.rules):], &about, tried)
		}
		v.Allowed, v.Code, v.Why, v.Next, v.Bring, v.Ground = false, sub.Code, sub.Why, sub.Next, sub.Bring, sub.Ground
	}
	return v
}

// unmet is the first rule in force that does not hold, nil when all do. With
// tried all of them are asked and written down.
func (s *Set) unmet(rules []timeline, about *subject, tried *[]kiosk.Trial) (first *ruling) {
	for _, t := range rules {
		r := t.on(about.day)
		if r == nil {
			continue
		}
		met := r.holds(r.Require, about)
		if !met && first == nil {
			first = r
		}
		if tried != nil {
			*tried = append(*tried, kiosk.Trial{Rule: r.ID, Condition: r.words, Met: met, Ground: r.Ground})
		} else if first != nil {
			return first
		}
	}
	return first
}

func (s *Set) papersOf(r *ruling) []kiosk.Text {
	var texts []kiosk.Text
	for _, id := range r.Bring {
		texts = append(texts, s.papers[id])
	}
	return texts
}
