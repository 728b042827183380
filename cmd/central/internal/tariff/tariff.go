package tariff

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"documenting.kz/terminal/kiosk"
)

//go:embed duty.json
var data []byte

// What cannot be priced.
var (
	ErrNoIndex = errors.New("no monthly calculation index for the year")
	ErrNoRate  = errors.New("no duty is known for the document")
)

// Table is the loaded data.
type Table struct {
	Source string           `json:"source"`
	Index  map[string]int64 `json:"mrpTenge"`
	Rates  map[string]int64 `json:"tenthsOfMRP"`
	Losses repeatedLoss     `json:"repeatedLoss"`
}

type repeatedLoss struct {
	MoreThan   int              `json:"moreThan"`
	WithinDays int              `json:"withinDays"`
	Reason     kiosk.ReasonCode `json:"reason"`
}

// Load reads the embedded data.
func Load() (*Table, error) {
	t := new(Table)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(t); err != nil {
		return nil, fmt.Errorf("tariff data: %w", err)
	}
	return t, nil
}

// Duty is what p owes for the choice on day. The first ID card is free (since 2026).
// An ID card lost more than twice within a year, by the register's count, costs more.
func (t *Table) Duty(p kiosk.Person, c kiosk.Choice, day kiosk.Date) (kiosk.Money, error) {
	rate := string(c.Document)
	switch {
	case c.Document == kiosk.IDCard && !hadIDCard(p):
		return 0, nil
	case c.Document == kiosk.IDCard && c.Reason == t.Losses.Reason && t.lossesInYear(p, day) > t.Losses.MoreThan:
		rate += "-repeated-loss"
	case c.Document == kiosk.Passport:
		rate += "-" + strconv.Itoa(c.Pages)
	}
	tenths, ok := t.Rates[rate]
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrNoRate, rate)
	}
	year := strconv.Itoa(day.Time().Year())
	index, ok := t.Index[year]
	if !ok {
		return 0, fmt.Errorf("%w %s", ErrNoIndex, year)
	}
	return kiosk.Tenge(index) * kiosk.Money(tenths) / 10, nil
}

// MissingYear names the year that begins within 60 days of day and has no index, or 0.
func (t *Table) MissingYear(day time.Time) int {
	year := day.AddDate(0, 0, 60).Year()
	if _, ok := t.Index[strconv.Itoa(year)]; ok {
		return 0
	}
	return year
}

func hadIDCard(p kiosk.Person) bool {
	for _, d := range p.Documents {
		if d.Kind == kiosk.IDCard {
			return true
		}
	}
	for _, l := range p.Losses {
		if l.Kind == kiosk.IDCard {
			return true
		}
	}
	return false
}

func (t *Table) lossesInYear(p kiosk.Person, day kiosk.Date) (n int) {
	for _, l := range p.Losses {
		if ago := l.Date.DaysUntil(day); l.Kind == kiosk.IDCard && ago >= 0 && ago <= t.Losses.WithinDays {
			n++
		}
	}
	return n
}
