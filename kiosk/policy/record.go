package policy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"documenting.kz/terminal/kiosk"
)

// What the conditions read out of a person's record. A fact that is missing or
// contradicts another is never read in the citizen's favour.

// birthday is the day a person born on born is years old. Who was born on
// 29 February is that old on 1 March of a common year: the later of the two
// readings, so that nobody is served a day too early.
func birthday(born kiosk.Date, years int) kiosk.Date {
	return kiosk.DateOf(born.Time().AddDate(years, 0, 0))
}

// monthsAfter is the same day of the month so many months later, or the last
// day of a month that is too short for it (a term in months: Civil Code of
// Kazakhstan, article 174).
func monthsAfter(d kiosk.Date, months int) kiosk.Date {
	t := d.Time().AddDate(0, months, 0)
	if t.Day() != d.Time().Day() {
		t = t.AddDate(0, 0, -t.Day())
	}
	return kiosk.DateOf(t)
}

// newest is the document of the kind that was issued last.
func newest(p *kiosk.Person, kind kiosk.DocumentKind) (found kiosk.Document, ok bool) {
	for i := range p.Documents {
		if d := &p.Documents[i]; d.Kind == kind && (!ok || found.Issued.DaysUntil(d.Issued) > 0) {
			found, ok = *d, true
		}
	}
	return found, ok
}

// first reports that no document of the kind was ever issued: none on record, none lost.
func first(p *kiosk.Person, kind kiosk.DocumentKind) bool {
	return !slices.ContainsFunc(p.Documents, func(d kiosk.Document) bool { return d.Kind == kind }) &&
		!slices.ContainsFunc(p.Losses, func(l kiosk.Loss) bool { return l.Kind == kind })
}

// valid reports that the newest document of the kind is in force on the day.
func valid(p *kiosk.Person, kind kiosk.DocumentKind, day kiosk.Date) bool {
	d, ok := newest(p, kind)
	return ok && d.Status == kiosk.DocumentValid && documentsSound(p, kind, day) && day.DaysUntil(d.Expires) >= 0
}

// changed looks for a change of one of the kinds that the document cannot know of.
func changed(r requirement, s *subject) bool {
	return changedSince(s, func(kind string) bool { return len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind) })
}

func changedUnknown(s *subject) bool {
	return changedSince(s, func(kind string) bool { return !slices.Contains(changeKinds, kind) })
}

// changedSince: without such a document it is the other one that must know,
// because it is the basis of the new one (code 17). Without any document
// nothing is known to be changed.
func changedSince(s *subject, is func(kind string) bool) bool {
	d, ok := s.doc, s.has
	if !ok {
		if d, ok = newest(s.person, other(s.choice.Document)); !ok {
			return false
		}
	}
	return slices.ContainsFunc(s.person.CivilChanges, func(c kiosk.CivilChange) bool {
		return is(c.Kind) && d.Issued.DaysUntil(c.Date) > 0
	})
}

func other(d kiosk.DocumentKind) kiosk.DocumentKind {
	if d == kiosk.IDCard {
		return kiosk.Passport
	}
	return kiosk.IDCard
}

// personSound: a birth date that is there, not in the future and that of the
// IIN; changes and losses with a date between birth and the day.
func personSound(p *kiosk.Person, day kiosk.Date) bool {
	born := p.BirthDate
	if born.IsZero() || born.DaysUntil(day) < 0 || !bornAsIINSays(p.IIN, born) {
		return false
	}
	lived := func(d kiosk.Date) bool { return !d.IsZero() && born.DaysUntil(d) >= 0 && d.DaysUntil(day) >= 0 }
	for i := range p.CivilChanges {
		if !lived(p.CivilChanges[i].Date) {
			return false
		}
	}
	for i := range p.Losses {
		if !lived(p.Losses[i].Date) {
			return false
		}
	}
	return true
}

// bornAsIINSays compares YYMMDD and the century of an IIN with a date. A record
// that repeats no IIN is about the one that was asked for.
func bornAsIINSays(iin kiosk.IIN, born kiosk.Date) bool {
	if iin == "" {
		return true
	}
	if len(iin) != 12 || iin[6] < '1' || iin[6] > '6' {
		return false
	}
	century := []string{"18", "19", "20"}[(iin[6]-'1')/2]
	return century+string(iin[:6]) == strings.ReplaceAll(born.String(), "-", "")
}

// documentsSound: every document of the kind was issued between birth and the
// day and ends, if it says when, not before it was issued; the newest says when
// it ends, and is the only one of its day.
func documentsSound(p *kiosk.Person, kind kiosk.DocumentKind, day kiosk.Date) bool {
	last, has := newest(p, kind)
	if has && last.Expires.IsZero() {
		return false
	}
	ofThatDay := 0
	for i := range p.Documents {
		d := &p.Documents[i]
		if d.Kind != kind {
			continue
		}
		if d.Issued.IsZero() || d.Issued.DaysUntil(day) < 0 || p.BirthDate.DaysUntil(d.Issued) < 0 ||
			!d.Expires.IsZero() && d.Issued.DaysUntil(d.Expires) < 0 {
			return false
		}
		if d.Issued == last.Issued {
			ofThatDay++
		}
	}
	return ofThatDay <= 1
}

// lettersIntact: a hop through an encoding without Kazakh letters leaves "?" or
// U+FFFD in their place ("?Р ЖЕКЕ КУ?ЛІГІ"); reading UTF-8 or windows-1251 as
// another one leaves control characters and Western letters ("Ñåðèêîâ"). A Latin
// i that stands for і has lost nothing.
func lettersIntact(p *kiosk.Person) bool {
	if !cyrillicIntact(p.Surname, p.GivenName, p.Patronymic) || destroyed(p.LatinSurname) || destroyed(p.LatinGivenName) ||
		!textIntact(p.BirthPlace) || !textIntact(p.Nationality) || p.Residence != nil && !textIntact(p.Residence.Address) {
		return false
	}
	for i := range p.Documents {
		if destroyed(p.Documents[i].Number) || !textIntact(p.Documents[i].Authority) {
			return false
		}
	}
	return true
}

func textIntact(t kiosk.Text) bool { return cyrillicIntact(t.KK, t.RU) && !destroyed(t.EN) }

func cyrillicIntact(texts ...string) bool {
	for _, s := range texts {
		if destroyed(s) || strings.ContainsFunc(s, func(r rune) bool { return r >= 'À' && r <= 'ÿ' }) {
			return false
		}
	}
	return true
}

func destroyed(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return r == '?' || r == utf8.RuneError || r < ' ' || r >= 0x7F && r < 0xA0
	})
}
