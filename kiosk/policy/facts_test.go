package policy_test

import (
	"fmt"
	"strings"
	"time"

	"documenting.kz/terminal/kiosk"
)

// facts are the columns of decisions.csv, one bit each.
type facts uint64

var columns = []string{
	// about the person
	"letters broken",
	"birth unknown", "birth in future", "birth not of IIN", "event undated", "event before birth", "event in future",
	"status known", "dead", "missing", "excluded", "citizen", "18 years", "capable", "permanent address",
	// about the document, the newest of its kind
	"open application", "surname changed", "other data changed", "unknown change", "MCI known",
	"on record", "undated", "issued in future", "issued before birth", "ends before issue", "two of one day",
	"valid", "lost", "annulled", "handed in", // its status; none of them: unknown
	"ended", "ends in 30 days", "late 10 days", "late a month", "older design", "loss recorded", "ID card good",
}

func bitOf(column string) facts {
	for i, name := range columns {
		if name == column {
			return 1 << i
		}
	}
	panic("no such fact: " + column)
}

// collector sets the bits of what is true.
type collector struct{ f facts }

func (c *collector) note(column string, is bool) {
	if is {
		c.f |= bitOf(column)
	}
}

// number counts the days since 1970; unknown days are long before.
func number(d kiosk.Date) int { return int(d.Time().Unix() / 86400) }

// parts is a day as one number that sorts, 20261121: a birthday is then 180000 later,
// and whoever was born on 29 February is of age after "29 February" of a common year, on 1 March.
func parts(d kiosk.Date) int {
	y, m, day := d.Time().Date()
	return y*10000 + int(m)*100 + day
}

// aMonthAfter is parts of the same day of the next month, or of its last day.
func aMonthAfter(d kiosk.Date) int {
	y, m, day := d.Time().Date()
	if m++; m > 12 {
		y, m = y+1, 1
	}
	long := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == time.February && y%4 == 0 { // none of our centuries matters
		long = 29
	}
	return y*10000 + int(m)*100 + min(day, long)
}

func factsOf(p kiosk.Person, day kiosk.Date) facts {
	var c collector
	today, born := number(day), number(p.BirthDate)
	cyrillic, latin := p.Surname+p.GivenName+p.Patronymic, p.LatinSurname+p.LatinGivenName
	texts := []kiosk.Text{p.BirthPlace, p.Nationality}
	if p.Residence != nil {
		texts = append(texts, p.Residence.Address)
	}
	for _, d := range p.Documents {
		latin, texts = latin+d.Number, append(texts, d.Authority)
	}
	for _, t := range texts {
		cyrillic, latin = cyrillic+t.KK+t.RU, latin+t.EN
	}
	c.note("letters broken", strings.ContainsAny(cyrillic+latin, "?\ufffd\u007f\u0081\n") || strings.ContainsAny(cyrillic, "ÑðÀÿ"))

	c.note("birth unknown", p.BirthDate.IsZero())
	c.note("birth in future", born > today)
	c.note("birth not of IIN", p.IIN != "" && !p.BirthDate.IsZero() && !isOf(string(p.IIN), p.BirthDate))
	event := func(d kiosk.Date) {
		c.note("event undated", d.IsZero())
		c.note("event before birth", !d.IsZero() && number(d) < born)
		c.note("event in future", number(d) > today)
	}
	for _, l := range p.Losses {
		event(l.Date)
	}
	for _, l := range p.CivilChanges {
		event(l.Date)
	}

	c.note("dead", p.Status == "dead")
	c.note("missing", p.Status == "missing")
	c.note("excluded", p.Status == "excluded")
	c.note("status known", c.f&(bitOf("dead")|bitOf("missing")|bitOf("excluded")) != 0 || p.Status == "alive")
	c.note("citizen", p.Citizenship == "KAZ")
	c.note("18 years", !p.BirthDate.IsZero() && parts(day) >= parts(p.BirthDate)+18_00_00)
	c.note("capable", p.Capable)
	c.note("permanent address", p.Residence != nil && p.Residence.Permanent)
	return c.f
}

// isOf: an IIN begins with the birth date, its seventh digit is the century (1 and 2 for 18xx) and the sex.
func isOf(iin string, born kiosk.Date) bool {
	y, m, d := born.Time().Date()
	return len(iin) == 12 && iin[:6] == fmt.Sprintf("%02d%02d%02d", y%100, m, d) && int(iin[6]-'1')/2 == y/100-18
}

func factsAbout(kind kiosk.DocumentKind, p kiosk.Person, day kiosk.Date) facts {
	var c collector
	today := number(day)
	for _, o := range p.OpenApplications {
		c.note("open application", o.Kind == kind)
	}
	c.note("MCI known", mci[parts(day)/10000] != 0)
	for _, l := range p.Losses {
		c.note("loss recorded", l.Kind == kind)
	}

	card := latest(kiosk.IDCard, p)
	c.note("ID card good", card != nil && card.Status == "valid" && !contradicts(kiosk.IDCard, p, day) && number(card.Expires) >= today)

	doc := latest(kind, p)
	knows := doc // what must know of a change: the document, and before there is one, the other
	if knows == nil {
		for _, k := range []kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport} {
			if k != kind {
				knows = latest(k, p)
			}
		}
	}
	for _, change := range p.CivilChanges {
		if knows == nil || number(change.Date) <= number(knows.Issued) {
			continue
		}
		switch change.Kind {
		case "marriage-surname", "divorce-surname":
			c.note("surname changed", true)
		case "name", "birth-date", "nationality":
			c.note("other data changed", true)
		default:
			c.note("unknown change", true)
		}
	}
	if doc == nil {
		return c.f
	}
	c.note("on record", true)
	c.f |= contradictions(kind, p, day)
	switch doc.Status {
	case "valid", "lost", "annulled":
		c.note(string(doc.Status), true)
	case "invalid":
		c.note("handed in", true)
	}
	c.note("ended", number(doc.Expires) < today)
	c.note("ends in 30 days", number(doc.Expires)-today <= 30)
	c.note("late 10 days", today-number(doc.Expires) > 10)
	c.note("late a month", parts(day) > aMonthAfter(doc.Expires))
	c.note("older design", doc.Older)
	return c.f
}

// latest is the document of a kind that was issued last, the first of the list among equals.
func latest(kind kiosk.DocumentKind, p kiosk.Person) (last *kiosk.Document) {
	for i := len(p.Documents) - 1; i >= 0; i-- {
		if d := &p.Documents[i]; d.Kind == kind && (last == nil || number(d.Issued) >= number(last.Issued)) {
			last = d
		}
	}
	return last
}

func contradicts(kind kiosk.DocumentKind, p kiosk.Person, day kiosk.Date) bool {
	return contradictions(kind, p, day) != 0
}

// contradictions are what cannot be true of the documents of a kind.
func contradictions(kind kiosk.DocumentKind, p kiosk.Person, day kiosk.Date) facts {
	var c collector
	last := latest(kind, p)
	for i := range p.Documents {
		d := &p.Documents[i]
		if d.Kind != kind {
			continue
		}
		c.note("undated", d.Issued.IsZero() || d == last && d.Expires.IsZero())
		c.note("issued in future", number(d.Issued) > number(day))
		c.note("issued before birth", !d.Issued.IsZero() && number(d.Issued) < number(p.BirthDate))
		c.note("ends before issue", !d.Expires.IsZero() && number(d.Expires) < number(d.Issued))
		c.note("two of one day", d != last && d.Issued == last.Issued)
	}
	return c.f
}
