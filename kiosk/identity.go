package kiosk

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// ApplicationID is a UUIDv7 made at Start. It carries no personal data.
type ApplicationID string

// NewApplicationID makes an id whose order is the order of time.
func NewApplicationID() ApplicationID {
	id, err := uuid.NewV7()
	if err != nil {
		panic("kiosk: no randomness: " + err.Error()) // crypto/rand does not fail on a working kernel
	}
	return ApplicationID(id.String())
}

// Short is the part a person can read out to staff: the last eight characters.
func (id ApplicationID) Short() string {
	s := string(id)
	if len(s) < 8 {
		return s
	}
	return strings.ToUpper(s[len(s)-8:])
}

// IIN is the individual identification number of Kazakhstan: twelve digits,
// YYMMDD, century and sex, four-digit serial, control digit.
type IIN string

// What can be wrong with an IIN, in the order a person should be told.
var (
	ErrIINLength     = errors.New("IIN has not twelve digits")
	ErrIINIsBIN      = errors.New("this is a BIN, the number of an organisation")
	ErrIINDate       = errors.New("IIN holds no real date of birth")
	ErrIINCentury    = errors.New("IIN's seventh digit is not 1 to 6")
	ErrIINImpossible = errors.New("such an IIN cannot exist")
	ErrIINControl    = errors.New("IIN's control digit does not fit")
)

// ParseIIN checks length, kind, date (real and not after today) and control
// digit: c = Σ aᵢ·i mod 11 over the first eleven; when c is 10 the weights
// 3…11,1,2; when it is 10 again such a number cannot exist.
func ParseIIN(s string, today time.Time) (IIN, error) {
	if len(s) != 12 || strings.Trim(s, "0123456789") != "" {
		return "", ErrIINLength
	}
	if s[4] >= '4' && s[4] <= '6' { // a month's first digit is 0 or 1
		return "", ErrIINIsBIN
	}
	born, err := IIN(s).born()
	if err != nil {
		return "", err
	}
	if born.After(today) {
		return "", ErrIINDate
	}
	control, err := iinControl(s[:11])
	if err != nil {
		return "", err
	}
	if control != int(s[11]-'0') {
		return "", ErrIINControl
	}
	return IIN(s), nil
}

func (n IIN) born() (time.Time, error) {
	century := map[byte]int{'1': 1800, '2': 1800, '3': 1900, '4': 1900, '5': 2000, '6': 2000}
	base, ok := century[n[6]]
	if !ok {
		return time.Time{}, ErrIINCentury
	}
	day, err := time.Parse("20060102", fmt.Sprintf("%d%s", base/100, n[:6]))
	if err != nil {
		return time.Time{}, ErrIINDate
	}
	return day, nil
}

func iinControl(eleven string) (int, error) {
	for _, first := range []int{1, 3} {
		sum := 0
		for i := range eleven {
			sum += int(eleven[i]-'0') * ((first+i-1)%11 + 1)
		}
		if c := sum % 11; c != 10 {
			return c, nil
		}
	}
	return 0, ErrIINImpossible
}

// Masked is the form allowed on paper and screens: 850615****05.
func (n IIN) Masked() string {
	if len(n) != 12 {
		return strings.Repeat("*", len(n))
	}
	return string(n[:6]) + "****" + string(n[10:])
}

// Phone is a Kazakh mobile number as +7 and ten digits beginning with 7.
type Phone string

// ErrPhone says that a number is not +7 7XX XXX XX XX.
var ErrPhone = errors.New("not a mobile number of Kazakhstan")

// ParsePhone takes the ten digits after +7. Operators' prefixes are not checked: they change.
func ParsePhone(digits string) (Phone, error) {
	if len(digits) != 10 || strings.Trim(digits, "0123456789") != "" || digits[0] != '7' {
		return "", ErrPhone
	}
	return Phone("+7" + digits), nil
}

// Masked is the form allowed on paper and screens: +7 7** *** ** 12.
func (p Phone) Masked() string {
	if len(p) != 12 {
		return strings.Repeat("*", len(p))
	}
	return "+7 7** *** ** " + string(p[10:])
}
