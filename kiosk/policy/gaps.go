package policy

import (
	"fmt"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// ahead is how long before a gap its owner is told.
const ahead = 60 // days

// Gaps names what the set lacks on a day or will lack within sixty days of it:
// the МРП of a year, a tariff for something it offers, the window in which losses
// count, the production calendar and the term of the service, its own validity.
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
	gaps = append(gaps, s.unpriced(day, later)...)
	for _, at := range []kiosk.Date{day, later} {
		if !slices.ContainsFunc(s.duty.LossWindows, func(w lossWindow) bool { return w.covers(at) }) {
			gaps = append(gaps, fmt.Sprintf("duty.json: no window in which losses count on %s", at))
			break
		}
	}
	for _, at := range []kiosk.Date{day, later} {
		if s.ReadyDate(at).IsZero() {
			gaps = append(gaps, fmt.Sprintf("calendar.json: no production calendar or no term for applications of %s", at))
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

// unpriced names what is offered between two days without a tariff, each choice
// with the first such day, whether or not the МРП is known.
func (s *Set) unpriced(day, later kiosk.Date) (gaps []string) {
	days := []kiosk.Date{day, later}
	for _, t := range s.duty.Tariffs {
		if end := t.To.AddDays(1); !t.To.IsZero() && day.DaysUntil(end) > 0 && end.DaysUntil(later) > 0 {
			days = append(days, end)
		}
	}
	slices.SortFunc(days, func(a, b kiosk.Date) int { return b.DaysUntil(a) })
	for i := range s.offers {
		for _, at := range days {
			o := &s.offers[i]
			if _, err := s.bestTariff(&kiosk.Person{}, o.choice, at); o.covers(at) && err != nil {
				gaps = append(gaps, "duty.json: "+err.Error())
				break
			}
		}
	}
	return gaps
}
