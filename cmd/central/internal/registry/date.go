package registry

import (
	"fmt"
	"regexp"
	"strconv"

	"documenting.kz/terminal/kiosk"
)

var relative = regexp.MustCompile(`^today([+-]\d{1,3}y)?([+-]\d{1,4}d)?$`)

// resolve reads a day: empty (none), 2015-04-01, or relative to today as in
// today, today-3d, today+6y, today-10y+20d (years first, then days).
func resolve(s string, today kiosk.Date) (kiosk.Date, error) {
	m := relative.FindStringSubmatch(s)
	if m == nil {
		d, err := kiosk.ParseDate(s)
		if err != nil {
			return kiosk.Date{}, fmt.Errorf("day %q: want YYYY-MM-DD or today±Ny±Nd", s)
		}
		return d, nil
	}
	number := func(s string) int {
		if s == "" {
			return 0
		}
		n, _ := strconv.Atoi(s[:len(s)-1]) // the pattern allows nothing else
		return n
	}
	return kiosk.DateOf(today.Time().AddDate(number(m[1]), 0, number(m[2]))), nil
}
