package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// subject is what a condition looks at.
type subject struct {
	person *kiosk.Person
	choice kiosk.Choice // zero for conditions of the person
	day    kiosk.Date
	set    *Set
	doc    kiosk.Document // the newest one on record of the kind that is applied for
	has    bool           // there is one
}

func (s *Set) about(p *kiosk.Person, c kiosk.Choice, day kiosk.Date) subject {
	about := subject{person: p, choice: c, day: day, set: s}
	about.doc, about.has = newest(p, c.Document)
	return about
}

type condition struct {
	needs    []string // parameters that must be given
	takes    []string // parameters that may be given
	ofPerson bool     // looks at the person alone
	holds    func(requirement, *subject) bool
}

// vocabulary is the closed list of conditions. "The document" is the newest one
// on record of the kind that is applied for.
func vocabulary() map[string]condition {
	return map[string]condition{
		// No letter of a name or a place was destroyed on its way through another encoding.
		"letters-intact": {ofPerson: true, holds: func(_ requirement, s *subject) bool { return lettersIntact(s.person) }},
		// The dates of the person's record are there and agree with each other.
		"person-record-sound": {ofPerson: true, holds: func(_ requirement, s *subject) bool { return personSound(s.person, s.day) }},
		"life-status-known": {ofPerson: true, holds: func(_ requirement, s *subject) bool {
			return slices.Contains(lifeStatuses, string(s.person.Status))
		}},
		"life-status-not": {ofPerson: true, needs: []string{"statuses"}, holds: func(r requirement, s *subject) bool {
			return !slices.Contains(r.Statuses, string(s.person.Status))
		}},
		"citizen-of": {ofPerson: true, needs: []string{"citizenship"}, holds: func(r requirement, s *subject) bool {
			return s.person.Citizenship == r.Citizenship
		}},
		"age-at-least": {ofPerson: true, needs: []string{"years"}, holds: func(r requirement, s *subject) bool {
			born := s.person.BirthDate
			return !born.IsZero() && birthday(born, r.Years).DaysUntil(s.day) >= 0
		}},
		"capable": {ofPerson: true, holds: func(_ requirement, s *subject) bool { return s.person.Capable }},
		"permanently-registered": {ofPerson: true, holds: func(_ requirement, s *subject) bool {
			return s.person.Residence != nil && s.person.Residence.Permanent
		}},

		// The service knows the document, the code, the pages and the sub-reason on this day.
		"offered": {holds: func(_ requirement, s *subject) bool { _, ok := s.set.find(s.choice, s.day); return ok }},
		// Not at a terminal.
		"never": {holds: func(requirement, *subject) bool { return false }},
		// No application for the same document is being worked on.
		"no-open-application": {holds: func(_ requirement, s *subject) bool {
			return !slices.ContainsFunc(s.person.OpenApplications, func(o kiosk.OpenApplication) bool { return o.Kind == s.choice.Document })
		}},
		// ИС ЗАГС has a change of one of the kinds later than the document's issue.
		"civil-change": {needs: []string{"kinds"}, holds: changed},
		// ИС ЗАГС has no such change.
		"no-civil-change": {takes: []string{"kinds"}, holds: func(r requirement, s *subject) bool { return !changed(r, s) }},
		// Every change later than the document's issue is of a kind the terminal knows.
		"civil-changes-known": {holds: func(_ requirement, s *subject) bool { return !changedUnknown(s) }},
		"duty-known": {holds: func(_ requirement, s *subject) bool {
			_, err := s.set.price(s.person, s.choice, s.day)
			return err == nil
		}},

		"document-on-record": {holds: func(_ requirement, s *subject) bool { return s.has }},
		// The dates of all documents of the kind are there and agree with each other.
		"document-record-sound": {holds: func(_ requirement, s *subject) bool {
			return documentsSound(s.person, s.choice.Document, s.day)
		}},
		"document-status-known": {holds: func(_ requirement, s *subject) bool {
			return !s.has || slices.Contains(documentStatuses, string(s.doc.Status))
		}},
		"document-status-not": {needs: []string{"statuses"}, holds: func(r requirement, s *subject) bool {
			return !s.has || !slices.Contains(r.Statuses, string(s.doc.Status))
		}},
		// Its status is valid and its last day has not passed.
		"document-valid": {holds: func(_ requirement, s *subject) bool { return valid(s.person, s.choice.Document, s.day) }},
		// Another kind of document is valid.
		"other-document-valid": {needs: []string{"document"}, holds: func(r requirement, s *subject) bool {
			return valid(s.person, r.Document, s.day)
		}},
		// No document of the kind was ever issued: none on record, none lost.
		"no-document-before": {holds: func(_ requirement, s *subject) bool { return first(s.person, s.choice.Document) }},
		// Its last day is at most so many days ahead, or has passed.
		"expires-within": {needs: []string{"beforeDays"}, holds: func(r requirement, s *subject) bool {
			return s.has && !s.doc.Expires.IsZero() && s.day.DaysUntil(s.doc.Expires) <= r.BeforeDays
		}},
		// Its last day passed at most so many calendar days ago.
		"not-overdue": {needs: []string{"afterDays"}, holds: func(r requirement, s *subject) bool {
			return s.has && !s.doc.Expires.IsZero() && s.doc.Expires.DaysUntil(s.day) <= r.AfterDays
		}},
		// Its last day passed at most so many months ago, see monthsAfter.
		"not-overdue-months": {needs: []string{"months"}, holds: func(r requirement, s *subject) bool {
			return s.has && !s.doc.Expires.IsZero() && s.day.DaysUntil(monthsAfter(s.doc.Expires, r.Months)) >= 0
		}},
		"older-design": {holds: func(_ requirement, s *subject) bool { return s.has && s.doc.Older }},
	}
}

// The dictionaries: a value that is none of these is never taken for a good one.
var (
	lifeStatuses     = []string{string(kiosk.Alive), string(kiosk.Dead), string(kiosk.Missing), string(kiosk.Excluded)}
	documentStatuses = []string{string(kiosk.DocumentValid), string(kiosk.DocumentLost), string(kiosk.DocumentAnnulled), string(kiosk.DocumentInvalid)}
	changeKinds      = []string{"marriage-surname", "divorce-surname", "name", "birth-date", "nationality"}
)

// parameters lists what is given, in the words of the file and of people.
func (r requirement) parameters() map[string]string {
	given := map[string]string{}
	number := func(name string, n int, unit string) {
		if n == 1 {
			unit = strings.TrimSuffix(unit, "s")
		}
		if n != 0 {
			given[name] = fmt.Sprintf("%d %s", n, unit)
		}
	}
	number("years", r.Years, "years")
	number("months", r.Months, "months")
	number("beforeDays", r.BeforeDays, "days")
	number("afterDays", r.AfterDays, "days")
	for name, value := range map[string]string{
		"kinds": strings.Join(r.Kinds, ", "), "statuses": strings.Join(r.Statuses, ", "),
		"document": string(r.Document), "citizenship": r.Citizenship,
	} {
		if value != "" {
			given[name] = value
		}
	}
	return given
}

// String is the condition with its parameters: "age-at-least 18 years".
func (r requirement) String() string {
	words := []string{r.Condition}
	given := r.parameters()
	for _, name := range slices.Sorted(maps.Keys(given)) {
		words = append(words, given[name])
	}
	return strings.Join(words, " ")
}

// check says that a requirement names a condition and gives it what it needs and nothing else.
func (r requirement) check(known map[string]condition) error {
	c, ok := known[r.Condition]
	if !ok {
		return fmt.Errorf("one of %s, not %q", strings.Join(slices.Sorted(maps.Keys(known)), ", "), r.Condition)
	}
	given := r.parameters()
	for _, name := range c.needs {
		if _, is := given[name]; !is {
			return fmt.Errorf("%s with %s", r.Condition, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(c.needs, name) && !slices.Contains(c.takes, name) {
			return fmt.Errorf("%s without %s", r.Condition, name)
		}
	}
	statuses := lifeStatuses
	if !c.ofPerson {
		statuses = documentStatuses
	}
	if err := among("statuses", r.Statuses, statuses); err != nil {
		return err
	}
	return among("kinds", r.Kinds, changeKinds)
}

func among(what string, values, known []string) error {
	for _, v := range values {
		if !slices.Contains(known, v) {
			return fmt.Errorf("%s of %s, not %q", what, strings.Join(known, ", "), v)
		}
	}
	return nil
}
