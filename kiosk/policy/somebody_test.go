package policy_test

import (
	"fmt"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// chooser picks a number below n; 0 is the plainest.
type chooser func(n int) int

func one[T any](pick chooser, of ...T) T { return of[pick(len(of))] }

// rarely is true once in n.
func (pick chooser) rarely(n int) bool { return pick(n) == n-1 }

// somebody makes up a person, a day and an answer of АИС СИК. Days are drawn to
// the edges of the rules: the ends of terms, of the year of losses, of years, of
// February, a birthday of 18 years.
func somebody(pick chooser) someone {
	on := func(y, m, d int) kiosk.Date {
		return kiosk.DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC))
	}
	day := one(pick, on(2026, 11, 21), on(2026, 1, 1), on(2026, 2, 28), on(2026, 3, 1), on(2026, 3, 31), on(2026, 12, 31),
		on(2024, 2, 29), on(2024, 3, 29), on(2025, 1, 1), on(2024, 1, 1).AddDays(pick(1200)), on(2026, 1, 1).AddDays(pick(400)))
	if pick.rarely(20) {
		day = one(pick, on(2027, 1, 1), on(2027, 12, 20), on(2028, 2, 29), on(2023, 12, 31).AddDays(1))
	}
	near := func(edge int) kiosk.Date { return day.AddDays(edge + pick(3) - 1) }

	p := kiosk.Person{
		Surname: "Сәрсенбай", GivenName: "Ғани", Sex: kiosk.Male, Citizenship: "KAZ", Status: kiosk.Alive, Capable: true,
		BirthPlace: kiosk.Text{KK: "Орал", RU: "Уральск", EN: "Oral"}, Residence: &kiosk.Residence{Permanent: true},
	}
	y, m, d := day.Time().Date()
	p.BirthDate = one(pick, on(1985, 6, 15), on(1930, 1, 1).AddDays(pick(25_000)))
	if pick.rarely(8) {
		p.BirthDate = one(pick, on(y-18, int(m), d).AddDays(pick(3)-1), on(2008, 2, 29), on(y-18, 2, 28).AddDays(pick(3)))
	}
	if pick.rarely(60) {
		p.BirthDate = one(pick, kiosk.Date{}, day.AddDays(pick(3)-1))
	}
	if !p.BirthDate.IsZero() && pick(3) > 0 {
		by, bm, bd := p.BirthDate.Time().Date()
		p.IIN = kiosk.IIN(fmt.Sprintf("%02d%02d%02d%d90010", by%100, bm, bd, 1+(by/100-18)*2+pick(2)))
	}
	if pick.rarely(15) {
		p = spoilt(p, pick)
	}

	issues := []kiosk.Date{on(2020, 5, 5)}
	for _, kind := range []kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport} {
		for range one(pick, 1, 1, 1, 1, 1, 0, 2) {
			doc := document(kind, day, p.BirthDate, pick, near)
			p.Documents, issues = append(p.Documents, doc), append(issues, doc.Issued)
		}
		for range one(pick, 0, 0, 0, 1, 2, 3, 4) {
			p.Losses = append(p.Losses, kiosk.Loss{Kind: kind, Date: day.AddDays(-one(pick, 1, 0, 100, 363, 364, 365, 366, pick(2000)))})
		}
		if pick.rarely(12) {
			p.OpenApplications = append(p.OpenApplications, kiosk.OpenApplication{Kind: kind, Since: near(-9)})
		}
		if pick.rarely(12) {
			p.Annulled = append(p.Annulled, kiosk.Annulment{Kind: kind, Date: near(-3), Code: "photo-quality"})
		}
	}
	for range one(pick, 0, 0, 0, 1, 1, 2) {
		p.CivilChanges = append(p.CivilChanges, kiosk.CivilChange{
			Kind: one(pick, "marriage-surname", "marriage-surname", "divorce-surname", "divorce-surname", "marriage-surname", "name", "birth-date", "nationality", "something"),
			Date: one(pick, issues[pick(len(issues))].AddDays(pick(3)-1), near(-300), day),
		})
	}
	if pick.rarely(40) {
		wrong := one(pick, kiosk.Date{}, day.AddDays(1), p.BirthDate.AddDays(-1))
		if pick(2) == 0 {
			p.Losses = append(p.Losses, kiosk.Loss{Kind: kiosk.Passport, Date: wrong})
		} else {
			p.CivilChanges = append(p.CivilChanges, kiosk.CivilChange{Kind: "name", Date: wrong})
		}
	}
	return someone{p, day, social(pick, near)}
}

// document is one of a kind: in force, or at an edge of its term.
func document(kind kiosk.DocumentKind, day, born kiosk.Date, pick chooser, near func(int) kiosk.Date) kiosk.Document {
	monthAgo := kiosk.DateOf(day.Time().AddDate(0, -1, 0))
	doc := kiosk.Document{
		Kind: kind, Number: "099000037", Status: kiosk.DocumentValid, Older: pick(2) == 1,
		Issued:  one(pick, day.AddDays(-2000), day.AddDays(-1-pick(3600)), near(-1)),
		Expires: one(pick, day.AddDays(1600), near(0), near(30), near(-10), monthAgo.AddDays(pick(5)-2), near(0), near(30), day.AddDays(pick(900)-500)),
	}
	doc.Status = one(pick, doc.Status, doc.Status, doc.Status, doc.Status, doc.Status, doc.Status, kiosk.DocumentLost, kiosk.DocumentInvalid)
	if pick.rarely(20) {
		doc.Status = one[kiosk.DocumentStatus](pick, kiosk.DocumentAnnulled, "", "17")
	}
	if pick.rarely(40) {
		switch pick(5) {
		case 0:
			doc.Issued = kiosk.Date{}
		case 1:
			doc.Expires = kiosk.Date{}
		case 2:
			doc.Expires = doc.Issued.AddDays(pick(3) - 1)
		case 3:
			doc.Issued = day.AddDays(pick(3))
		case 4:
			doc.Issued = born.AddDays(pick(3) - 1)
		}
	}
	return doc
}

// spoilt has one thing that keeps a person from a terminal, or nearly does.
func spoilt(p kiosk.Person, pick chooser) kiosk.Person {
	switch pick(8) {
	case 0:
		p.Surname = one(pick, "С?рсенбай", "С\ufffdрсенбай", "С\u0081рсенбай", "Ñðñåíáàé", "Сірсенбаі")
	case 1:
		p.Status = one[kiosk.LifeStatus](pick, kiosk.Dead, kiosk.Missing, kiosk.Excluded, "", "unknown")
	case 2:
		p.Citizenship = one(pick, "RUS", "", "kaz")
	case 3:
		p.Capable = false
	case 4:
		p.Residence = one(pick, nil, &kiosk.Residence{Permanent: false})
	case 5:
		p.IIN = one[kiosk.IIN](pick, "850616390005", "850615990005", "85061539000", "850615090005")
	case 6:
		p.BirthPlace.KK = "?ЛІГІ"
	case 7:
		p.Capable, p.Citizenship, p.Residence = false, "UZB", nil
	}
	return p
}

func social(pick chooser, near func(int) kiosk.Date) policy.Social {
	switch pick(6) {
	case 0, 1:
		return policy.Social{}
	case 2:
		return policy.Social{Silent: true}
	case 3:
		return policy.Social{Category: one(pick, exempted...)}
	}
	return policy.Social{
		Category: one(pick, one(pick, exempted...), one(pick, exempted...), "donor", ""),
		From:     one(pick, kiosk.Date{}, near(0), near(-800)), Until: one(pick, kiosk.Date{}, near(0), near(800)),
	}
}
