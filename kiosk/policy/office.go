package policy

import (
	"fmt"
	"io/fs"

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

// LoadOffice finds a registration point in offices.json of the last layer that has the file.
func LoadOffice(code string, layers ...fs.FS) (Office, error) {
	data, err := read(layers, "offices.json")
	if err != nil {
		return Office{}, err
	}
	var file officesFile
	if err := decode("offices.json", data, &file); err != nil {
		return Office{}, err
	}
	for _, o := range file.Offices {
		if o.Code == code {
			return Office(o), nil
		}
	}
	return Office{}, fmt.Errorf("offices.json: no registration point %q", code)
}
