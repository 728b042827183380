package policy

import (
	"fmt"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// Office is a registration point where a terminal stands.
type Office struct {
	Code    string     `json:"code"`
	Name    kiosk.Text `json:"name"`
	Address kiosk.Text `json:"address"`
	Hours   kiosk.Text `json:"hours"`
	Phone   string     `json:"phone"`
	period
	Ground string `json:"ground"`
}

// Offices lists the registration points of a day, in the file's order.
func (s *Set) Offices(day kiosk.Date) []Office {
	return slices.DeleteFunc(slices.Clone(s.offices), func(o Office) bool { return !o.covers(day) })
}

// Office finds a registration point by its code, as it is on a day. When the data
// know it only on other days, the last of these counts: a terminal stands where it
// stands, and a wrong address is better than none.
func (s *Set) Office(code string, day kiosk.Date) (found Office, err error) {
	for _, o := range s.offices {
		if o.Code != code {
			continue
		}
		if found = o; o.covers(day) {
			break
		}
	}
	if found.Code == "" {
		return Office{}, fmt.Errorf("offices.json: no registration point %q", code)
	}
	return found, nil
}

func (s *Set) linkOffices(f *files) error {
	periods := map[string]spans{}
	for i, o := range f.offices.Offices {
		periods[o.Code] = append(periods[o.Code], span{fmt.Sprintf("offices[%d]", i), o.period})
		if err := periods[o.Code].check("offices.json", o.Code); err != nil {
			return err
		}
	}
	return nil
}
