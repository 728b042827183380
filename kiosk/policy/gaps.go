package policy

import (
	"errors"
	"fmt"

	"documenting.kz/terminal/kiosk"
)

// ahead is how long before a gap its owner is told.
const ahead = 60 // days

// Gaps names what the set lacks on a day or will lack within sixty days of it:
// the МРП of a year, a tariff for something it offers, the production calendar
// for the term of the service, its own validity.
func (s *Set) Gaps(day kiosk.Date) []string {
	var gaps []string
	later := day.AddDays(ahead)
	for year := day.Time().Year(); year <= later.Time().Year(); year++ {
		at := day
		if year > day.Time().Year() {
			at = later
		}
		if _, err := s.mciOn(at); err != nil {
			gaps = append(gaps, err.Error())
		}
	}
	gaps = append(gaps, s.unpriced(later)...)
	for _, at := range []kiosk.Date{day, later} {
		if s.ReadyDate(at).IsZero() {
			gaps = append(gaps, fmt.Sprintf("calendar.json: no production calendar for applications of %s", at))
			break
		}
	}
	switch left := day.DaysUntil(s.head.ValidUntil); {
	case left < 0:
		gaps = append(gaps, fmt.Sprintf("set.json: the set was valid until %s", s.head.ValidUntil))
	case left < ahead:
		gaps = append(gaps, fmt.Sprintf("set.json: the set is valid until %s only", s.head.ValidUntil))
	}
	return gaps
}

// unpriced names what is offered on a day without a tariff, when the МРП is known.
func (s *Set) unpriced(day kiosk.Date) (gaps []string) {
	for i := range s.offers {
		o := &s.offers[i]
		if _, err := s.price(&kiosk.Person{}, o.choice, day); o.covers(day) && errors.Is(err, ErrNoTariff) {
			gaps = append(gaps, "duty.json: "+err.Error())
		}
	}
	return gaps
}
