package policy

import (
	"fmt"
	"io/fs"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// Office is a registration point where a terminal stands.
type Office struct {
	Code    string
	Name    kiosk.Text
	Address kiosk.Text
}

type officesFile struct {
	Offices []struct {
		Code    string     `json:"code"`
		Name    kiosk.Text `json:"name"`
		Address kiosk.Text `json:"address"`
	} `json:"offices"`
}

// Offices reads offices.json of the last layer that has it: each code once, in the file's order.
func Offices(layers ...fs.FS) ([]Office, error) {
	const name = "offices.json"
	data, err := read(layers, name)
	if err != nil {
		return nil, err
	}
	var file officesFile
	if err := decode(name, data, &file); err != nil {
		return nil, err
	}
	offices := make([]Office, 0, len(file.Offices))
	for i, o := range file.Offices {
		if slices.ContainsFunc(offices, func(have Office) bool { return have.Code == o.Code }) {
			return nil, &ShapeError{name, fmt.Sprintf("offices[%d].code", i), "each code once"}
		}
		offices = append(offices, Office(o))
	}
	return offices, nil
}

// LoadOffice finds a registration point by its code.
func LoadOffice(code string, layers ...fs.FS) (Office, error) {
	offices, err := Offices(layers...)
	if err != nil {
		return Office{}, err
	}
	for _, o := range offices {
		if o.Code == code {
			return o, nil
		}
	}
	return Office{}, fmt.Errorf("offices.json: no registration point %q", code)
}
