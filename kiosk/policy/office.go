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
}

// Offices lists the registration points in the file's order.
func (s *Set) Offices() []Office { return slices.Clone(s.offices) }

// Office finds a registration point by its code.
func (s *Set) Office(code string) (Office, error) {
	for _, o := range s.offices {
		if o.Code == code {
			return o, nil
		}
	}
	return Office{}, fmt.Errorf("offices.json: no registration point %q", code)
}

func (s *Set) linkOffices(f *files) error {
	for i, o := range f.offices.Offices {
		if slices.ContainsFunc(f.offices.Offices[:i], func(have Office) bool { return have.Code == o.Code }) {
			return &ShapeError{"offices.json", fmt.Sprintf("offices[%d].code", i), "each code once"}
		}
	}
	return nil
}
