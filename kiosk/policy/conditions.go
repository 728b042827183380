package policy

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// requirement chooses a condition and its parameters.
type requirement struct {
	Condition   string             `json:"condition"`
	Years       int                `json:"years,omitempty"`
	BeforeDays  int                `json:"beforeDays,omitempty"`
	AfterDays   int                `json:"afterDays,omitempty"`
	Kinds       []string           `json:"kinds,omitempty"` // of changes in ИС ЗАГС; none means every kind
	Document    kiosk.DocumentKind `json:"document,omitempty"`
	Citizenship string             `json:"citizenship,omitempty"` // ISO 3166-1 alpha-3
}

// subject is what a condition looks at.
type subject struct {
	person kiosk.Person
	choice kiosk.Choice // zero for conditions of the person
	day    kiosk.Date
	set    *Set
}

type condition struct {
	needs    []string // parameters that must be given
	takes    []string // parameters that may be given
	ofPerson bool     // looks at the person alone
	holds    func(requirement, subject) bool
}

// conditions is the closed vocabulary. "The document" is the newest one on
// record of the kind that is applied for.
var conditions = map[string]condition{
	"alive": {ofPerson: true, holds: func(_ requirement, s subject) bool { return s.person.Status == kiosk.Alive }},
	"citizen-of": {ofPerson: true, needs: []string{"citizenship"}, holds: func(r requirement, s subject) bool {
		return s.person.Citizenship == r.Citizenship
	}},
	"age-at-least": {ofPerson: true, needs: []string{"years"}, holds: func(r requirement, s subject) bool {
		born := s.person.BirthDate
		return !born.IsZero() && birthday(born, r.Years).DaysUntil(s.day) >= 0
	}},
	"capable": {ofPerson: true, holds: func(_ requirement, s subject) bool { return s.person.Capable }},
	"permanently-registered": {ofPerson: true, holds: func(_ requirement, s subject) bool {
		return s.person.Residence != nil && s.person.Residence.Permanent
	}},

	// No application for the same document is being worked on.
	"no-open-application": {holds: func(_ requirement, s subject) bool {
		return !slices.ContainsFunc(s.person.OpenApplications, func(o kiosk.OpenApplication) bool { return o.Kind == s.choice.Document })
	}},
	// ИС ЗАГС has a change of one of the kinds later than the document's issue.
	"civil-change": {needs: []string{"kinds"}, holds: changed},
	// ИС ЗАГС has no such change.
	"no-civil-change": {takes: []string{"kinds"}, holds: func(r requirement, s subject) bool { return !changed(r, s) }},
	"duty-known": {holds: func(_ requirement, s subject) bool {
		_, err := s.set.Duty(s.choice.Document, s.choice.Reason, s.choice.Pages, s.set.losses(s.person, s.choice.Document, s.day), s.day)
		return err == nil
	}},

	"document-on-record": {holds: func(_ requirement, s subject) bool {
		_, ok := newest(s.person, s.choice.Document)
		return ok
	}},
	// Its status is valid and its last day has not passed.
	"document-valid": {holds: func(_ requirement, s subject) bool { return valid(s.person, s.choice.Document, s.day) }},
	// Another kind of document is valid.
	"other-document-valid": {needs: []string{"document"}, holds: func(r requirement, s subject) bool {
		return valid(s.person, r.Document, s.day)
	}},
	// No document of the kind was ever issued: none on record, none lost.
	"no-document-before": {holds: func(_ requirement, s subject) bool {
		_, had := newest(s.person, s.choice.Document)
		return !had && !slices.ContainsFunc(s.person.Losses, func(l kiosk.Loss) bool { return l.Kind == s.choice.Document })
	}},
	// Its last day is at most so many days ahead, or has passed.
	"expires-within": {needs: []string{"beforeDays"}, holds: func(r requirement, s subject) bool {
		d, ok := newest(s.person, s.choice.Document)
		return ok && !d.Expires.IsZero() && s.day.DaysUntil(d.Expires) <= r.BeforeDays
	}},
	// Its last day passed at most so many calendar days ago.
	"not-overdue": {needs: []string{"afterDays"}, holds: func(r requirement, s subject) bool {
		d, ok := newest(s.person, s.choice.Document)
		return ok && !d.Expires.IsZero() && d.Expires.DaysUntil(s.day) <= r.AfterDays
	}},
	"older-design": {holds: func(_ requirement, s subject) bool {
		d, ok := newest(s.person, s.choice.Document)
		return ok && d.Older
	}},
}

// valid checks that a requirement names a condition and gives it what it needs and nothing else.
func (r requirement) valid() error {
	c, known := conditions[r.Condition]
	if !known {
		var names []string
		for name := range conditions {
			names = append(names, name)
		}
		sort.Strings(names)
		return fmt.Errorf("one of %s, not %q", strings.Join(names, ", "), r.Condition)
	}
	given := map[string]bool{
		"years": r.Years != 0, "beforeDays": r.BeforeDays != 0, "afterDays": r.AfterDays != 0,
		"kinds": len(r.Kinds) > 0, "document": r.Document != "", "citizenship": r.Citizenship != "",
	}
	for _, name := range c.needs {
		if !given[name] {
			return fmt.Errorf("%s with %s", r.Condition, name)
		}
	}
	for name, is := range given {
		if is && !slices.Contains(c.needs, name) && !slices.Contains(c.takes, name) {
			return fmt.Errorf("%s without %s", r.Condition, name)
		}
	}
	if r.Document != "" && !knownDocument(r.Document) {
		return fmt.Errorf("document id-card or passport, not %q", r.Document)
	}
	for _, k := range r.Kinds {
		if !slices.Contains(changeKinds, k) {
			return fmt.Errorf("kinds of %s, not %q", strings.Join(changeKinds, ", "), k)
		}
	}
	return nil
}

var changeKinds = []string{"marriage-surname", "divorce-surname", "name", "birth-date", "nationality"}

// birthday is the day a person born on born is years old. Who was born on
// 29 February is that old on 1 March of a common year: the later of the two
// readings, so that nobody is served a day too early.
func birthday(born kiosk.Date, years int) kiosk.Date {
	return kiosk.DateOf(born.Time().AddDate(years, 0, 0))
}

// newest is the document of the kind that was issued last.
func newest(p kiosk.Person, kind kiosk.DocumentKind) (found kiosk.Document, ok bool) {
	for _, d := range p.Documents {
		if d.Kind == kind && (!ok || found.Issued.DaysUntil(d.Issued) > 0) {
			found, ok = d, true
		}
	}
	return found, ok
}

func valid(p kiosk.Person, kind kiosk.DocumentKind, day kiosk.Date) bool {
	d, ok := newest(p, kind)
	return ok && d.Status == kiosk.DocumentValid && !d.Expires.IsZero() && day.DaysUntil(d.Expires) >= 0
}

// changed looks for a change the document cannot know of. Without such a
// document it is the other one that must know, because it is the basis of the
// new one (code 17). Without any document nothing is known to be changed.
func changed(r requirement, s subject) bool {
	d, ok := newest(s.person, s.choice.Document)
	if !ok {
		if d, ok = newest(s.person, other(s.choice.Document)); !ok {
			return false
		}
	}
	return slices.ContainsFunc(s.person.CivilChanges, func(c kiosk.CivilChange) bool {
		return (len(r.Kinds) == 0 || slices.Contains(r.Kinds, c.Kind)) && d.Issued.DaysUntil(c.Date) > 0
	})
}

func other(d kiosk.DocumentKind) kiosk.DocumentKind {
	if d == kiosk.IDCard {
		return kiosk.Passport
	}
	return kiosk.IDCard
}
