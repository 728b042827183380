package registry

import (
	"fmt"

	"documenting.kz/terminal/kiosk"
)

// firstSerial is where the serials of people whose age follows the day begin.
const firstSerial = 9050

// number is the person's IIN: the file's, or one made for the day of birth that today asks for.
func (rec record) number(today kiosk.Date) (kiosk.IIN, error) {
	if rec.IIN != "" {
		return rec.IIN, nil
	}
	day, err := resolve(rec.Born, today)
	if err != nil {
		return "", err
	}
	century := 3 + 2*(day.Time().Year()/100-19) // 3 and 4 for 19xx, 5 and 6 for 20xx
	if rec.Sex == kiosk.Female {
		century++
	}
	for serial := firstSerial; ; serial++ {
		body := fmt.Sprintf("%s%d%d", day.Time().Format("060102"), century, serial)
		if c, ok := control(body); ok {
			return kiosk.IIN(body + c), nil
		}
	}
}

// control is the control digit of eleven digits; a second 10 means that such a number cannot exist.
func control(body string) (string, bool) {
	for shift := range 2 {
		sum := 0
		for i, digit := range body {
			sum += int(digit-'0') * ((i+2*shift)%11 + 1)
		}
		if c := sum % 11; c < 10 {
			return fmt.Sprint(c), true
		}
	}
	return "", false
}
