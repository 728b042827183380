package policy_test

import (
	"encoding/json"
	"io/fs"
	"slices"
	"sync"

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

// readyDate counts fifteen working days after the day by the production calendar; "" is unknown.
func readyDate(day kiosk.Date) string { return readyDates()[number(day)] }

var readyDates = sync.OnceValue(func() map[int]string {
	var calendar struct {
		Years []struct {
			Year     int
			Holidays []struct{ Day kiosk.Date }
			DaysOff  []kiosk.Date
			WorkDays []kiosk.Date
		}
	}
	data, err := fs.ReadFile(shipped, "calendar.json")
	if err == nil {
		err = json.Unmarshal(data, &calendar)
	}
	if err != nil {
		panic(err)
	}
	const saturday = 2 // days after 1 January 1970, a Thursday
	free := map[int]bool{}
	first, last := 1<<30, 0 // days of the years that are known
	for _, y := range calendar.Years {
		begin, _ := kiosk.ParseDate(year(y.Year))
		end, _ := kiosk.ParseDate(year(y.Year + 1))
		first, last = min(first, number(begin)), max(last, number(end)-1)
		for n := number(begin); n < number(end); n++ {
			free[n] = (n-saturday)%7 < 2
		}
		for _, h := range y.Holidays {
			free[number(h.Day)] = true
		}
		for _, d := range y.DaysOff {
			free[number(d)] = true
		}
		for _, d := range y.WorkDays {
			free[number(d)] = false
		}
	}
	ready := map[int]string{}
	for n := first - 1; n < last; n++ {
		day, left := n, 15
		for left > 0 && day <= last {
			if day++; !free[day] {
				left--
			}
		}
		if day <= last {
			ready[n] = kiosk.Date{}.AddDays(day - number(kiosk.Date{})).String()
		}
	}
	return ready
})

func year(n int) string {
	return string([]byte{'2', '0', '0' + byte(n/10%10), '0' + byte(n%10)}) + "-01-01"
}
