package policy_test

import (
	"slices"
	"sync"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// duty is what the second statement compares of a policy.Duty.
type duty struct {
	tiyn                       int64
	known, exempt, unconfirmed bool
}

func said(d policy.Duty, err error) duty {
	if err != nil {
		return duty{}
	}
	return duty{int64(d.Amount), true, d.Exempt, d.Unconfirmed}
}

// mci is the monthly calculation index of the republican budgets, in tenge.
var mci = map[int]int64{2024: 3692, 2025: 3932, 2026: 4325}

// exempted are the categories whom the Tax Code exempts and АИС СИК names.
var exempted = []string{
	"hero", "mother-heroine", "altyn-alka", "kumis-alka", "war-veteran", "combat-veteran", "home-front-worker", "person-with-disability",
	"parent-of-person-with-disability", "elderly-in-institution", "orphan-in-institution", "chernobyl",
}

// dutyOf is the duty of a choice: tenths of the МРП, in tiyn.
func dutyOf(c kiosk.Choice, s someone) duty {
	index := mci[parts(s.day)/10000]
	if index == 0 {
		return duty{}
	}
	had, lost := false, 0
	for _, d := range s.person.Documents {
		had = had || d.Kind == c.Document
	}
	for _, l := range s.person.Losses {
		if l.Kind == c.Document {
			had = true
			if ago := number(s.day) - number(l.Date); ago >= 0 && ago <= 365 {
				lost++
			}
		}
	}
	var tenths int64
	switch {
	case c.Document == kiosk.IDCard && !had && parts(s.day) >= 2026_01_01: // the first ID card is free
		return duty{known: true, exempt: true}
	case c.Document == kiosk.IDCard && c.Reason == "09" && lost > 2: // more than two losses within a year
		tenths = 10
	case c.Document == kiosk.IDCard:
		tenths = 2
	case c.Pages == 36:
		tenths = 80
	case c.Pages == 48:
		tenths = 120
	}
	a := s.social
	if !a.Silent && slices.Contains(exempted, a.Category) && number(a.From) <= number(s.day) && (a.Until.IsZero() || number(a.Until) >= number(s.day)) {
		return duty{known: true, exempt: true}
	}
	return duty{tiyn: index * tenths * 10, known: true, unconfirmed: a.Silent}
}

// readyDate counts fifteen working days after the day; "" is unknown.
func readyDate(day kiosk.Date) string { return readyDates()[number(day)] }

// firstYear and lastYear are those whose production calendar is known.
const firstYear, lastYear = 2024, 2027

var readyDates = sync.OnceValue(func() map[int]string {
	free := daysOff()
	last := number(dayOf(lastYear, 12, 31))
	ready := map[int]string{}
	for n := number(dayOf(firstYear, 1, 1)) - 1; n < last; n++ {
		day, left := n, 15
		for left > 0 && day <= last {
			if day++; !free[day] {
				left--
			}
		}
		if day <= last {
			ready[n] = dayOf(1970, 1, 1).AddDays(day).String()
		}
	}
	return ready
})

// daysOff are the weekends and holidays by the law, and not by calendar.json: a
// state holiday on a weekend is moved to the next day that is worked (Labour Code,
// article 84), a religious one is not; twice the government moved a day of rest.
func daysOff() map[int]bool {
	free, holiday := map[int]bool{}, map[int]bool{}
	weekend := func(n int) bool { return (n+5)%7 < 2 } // 1 January 1970 was a Thursday
	for y := firstYear; y <= lastYear; y++ {
		state := [][2]int{{1, 1}, {1, 2}, {3, 8}, {3, 21}, {3, 22}, {3, 23}, {5, 1}, {5, 7}, {5, 9}, {7, 6}, {10, 25}, {12, 16}}
		switch {
		case y <= 2025:
			state = append(state, [2]int{8, 30}) // Constitution Day
		case y >= 2027:
			state = append(state, [2]int{3, 15}) // Constitution Day of the Constitution of 2026
		}
		kurbanAit := map[int][2]int{2024: {6, 16}, 2025: {6, 6}, 2026: {5, 27}, 2027: {5, 16}}[y]
		for _, d := range append(state, [2]int{1, 7}, kurbanAit) {
			holiday[number(dayOf(y, d[0], d[1]))] = true
		}
		for _, d := range state {
			n := number(dayOf(y, d[0], d[1]))
			if !weekend(n) {
				continue
			}
			for weekend(n) || holiday[n] || free[n] {
				n++
			}
			free[n] = true
		}
	}
	for n := number(dayOf(firstYear, 1, 1)); n <= number(dayOf(lastYear, 12, 31)); n++ {
		free[n] = free[n] || holiday[n] || weekend(n)
	}
	free[number(dayOf(2024, 5, 4))], free[number(dayOf(2024, 5, 8))] = false, true
	free[number(dayOf(2025, 1, 5))], free[number(dayOf(2025, 1, 3))] = false, true
	return free
}

func dayOf(y, m, d int) kiosk.Date {
	return kiosk.DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC))
}
