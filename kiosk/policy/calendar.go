package policy

import (
	"fmt"
	"slices"
	"time"

	"documenting.kz/terminal/kiosk"
)

// calendar knows which days are worked in the years it was given (five-day week).
type calendar struct {
	terms []term
	years map[int]bool
	off   map[kiosk.Date]bool
	work  map[kiosk.Date]bool
}

func newCalendar(f calendarFile) (calendar, error) {
	c := calendar{terms: f.Terms, years: map[int]bool{}, off: map[kiosk.Date]bool{}, work: map[kiosk.Date]bool{}}
	wrong := func(path, want string) (calendar, error) {
		return calendar{}, &ShapeError{"calendar.json", path, want}
	}
	var periods spans
	for i, t := range f.Terms {
		periods = append(periods, span{fmt.Sprintf("terms[%d]", i), t.period})
		if err := periods.check("calendar.json", "the term"); err != nil {
			return calendar{}, err
		}
	}
	var all []int
	for _, y := range f.Years {
		all = append(all, y.Year)
	}
	if err := years("calendar.json", "years", all); err != nil {
		return calendar{}, err
	}
	for i, y := range f.Years {
		at := fmt.Sprintf("years[%d]", i)
		c.years[y.Year] = true
		for j, h := range y.Holidays {
			if h.Day.Time().Year() != y.Year {
				return wrong(fmt.Sprintf("%s.holidays[%d].day", at, j), fmt.Sprint("a day of ", y.Year))
			}
			if c.off[h.Day] {
				return wrong(fmt.Sprintf("%s.holidays[%d].day", at, j), "each holiday once")
			}
			c.off[h.Day] = true
		}
		for j, d := range y.DaysOff {
			if d.Time().Year() != y.Year || weekend(d) || c.off[d] {
				return wrong(fmt.Sprintf("%s.daysOff[%d]", at, j), fmt.Sprint("a weekday of ", y.Year, " that is not a holiday"))
			}
			c.off[d] = true
		}
		for j, d := range y.WorkDays {
			if d.Time().Year() != y.Year || !weekend(d) || c.off[d] {
				return wrong(fmt.Sprintf("%s.workDays[%d]", at, j), fmt.Sprint("a Saturday or Sunday of ", y.Year, " that is not a holiday"))
			}
			c.work[d] = true
		}
	}
	return c, nil
}

// ReadyDate is the planned day of issue: the last day of the term of working
// days that begins the day after the application. It is zero, "not known", when
// the day has no term, or the term leaves the years the calendar holds.
func (s *Set) ReadyDate(day kiosk.Date) kiosk.Date {
	i := slices.IndexFunc(s.calendar.terms, func(t term) bool { return t.covers(day) })
	if i < 0 {
		return kiosk.Date{}
	}
	for left := s.calendar.terms[i].WorkingDays; left > 0; {
		day = day.AddDays(1)
		if !s.calendar.years[day.Time().Year()] {
			return kiosk.Date{}
		}
		if s.calendar.worked(day) {
			left--
		}
	}
	return day
}

func (c calendar) worked(d kiosk.Date) bool { return c.work[d] || !weekend(d) && !c.off[d] }

func weekend(d kiosk.Date) bool {
	w := d.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}
