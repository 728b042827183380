package policy

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// What the tariffs may not know.
var (
	ErrNoMCI    = errors.New("no МРП for the year")
	ErrNoTariff = errors.New("no tariff for the choice")
)

// Duty is the state duty of a choice on a day (Tax Code of Kazakhstan: rates in
// МРП of the year of payment). losses counts the losses of such a document that
// the register holds within the window of duty.json. What is payable is the
// centre's answer; this is for the price shown early and for checking.
func (s *Set) Duty(d kiosk.DocumentKind, code kiosk.ReasonCode, pages, losses int, day kiosk.Date) (kiosk.Money, error) {
	index, err := s.mciOn(day)
	if err != nil {
		return 0, err
	}
	var best *tariff
	for i, t := range s.duty.Tariffs {
		if t.Document != d || t.Pages != pages || t.MinLosses > losses || !t.covers(day) ||
			len(t.Reasons) > 0 && !slices.Contains(t.Reasons, code) {
			continue
		}
		if best == nil || t.MinLosses > best.MinLosses {
			best = &s.duty.Tariffs[i]
		}
	}
	if best == nil {
		return 0, fmt.Errorf("duty of %s, %d pages, reason %s, on %s: %w", d, pages, code, day, ErrNoTariff)
	}
	return kiosk.Money(math.Round(float64(index) * best.MCI)), nil
}

func (s *Set) mciOn(day kiosk.Date) (kiosk.Money, error) {
	year := day.Time().Year()
	for _, m := range s.duty.MCI {
		if m.Year == year {
			return kiosk.Tenge(m.Tenge), nil
		}
	}
	return 0, fmt.Errorf("duty.json: %w %d", ErrNoMCI, year)
}

// losses counts the recorded losses of a kind of document within the window that ends on day.
func (s *Set) losses(p kiosk.Person, kind kiosk.DocumentKind, day kiosk.Date) (n int) {
	for _, l := range p.Losses {
		if ago := l.Date.DaysUntil(day); l.Kind == kind && ago >= 0 && ago <= s.duty.LossWindowDays {
			n++
		}
	}
	return n
}

// checkDuty refuses years that stand twice and tariffs that would compete.
func (s *Set) checkDuty() error {
	const file = "duty.json"
	for i, m := range s.duty.MCI {
		if m.Tenge <= 0 || m.Year < 2000 {
			return &ShapeError{file, fmt.Sprintf("mci[%d]", i), "a year and an amount above 0"}
		}
		for _, other := range s.duty.MCI[:i] {
			if other.Year == m.Year {
				return &ShapeError{file, fmt.Sprintf("mci[%d].year", i), "each year once"}
			}
		}
	}
	for i, t := range s.duty.Tariffs {
		at := fmt.Sprintf("tariffs[%d]", i)
		if t.MCI < 0 || t.From.IsZero() || !knownDocument(t.Document) {
			return &ShapeError{file, at, "a known document, a rate that is not negative, a first day"}
		}
		for _, other := range s.duty.Tariffs[:i] {
			if other.Document == t.Document && other.Pages == t.Pages && other.MinLosses == t.MinLosses &&
				t.overlaps(other.period) && share(t.Reasons, other.Reasons) {
				return &ShapeError{file, at, "a tariff that does not compete with another"}
			}
		}
	}
	return nil
}

func share(a, b []kiosk.ReasonCode) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(c kiosk.ReasonCode) bool { return slices.Contains(b, c) })
}
