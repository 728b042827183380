package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"documenting.kz/terminal/kiosk"
)

//go:embed holidays.json
var data []byte

// Calendar is the loaded data.
type Calendar struct{ off map[kiosk.Date]bool }

// Load reads the embedded data.
func Load() (*Calendar, error) {
	var file struct {
		Days []kiosk.Date `json:"days"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("calendar data: %w", err)
	}
	c := &Calendar{off: map[kiosk.Date]bool{}}
	for _, d := range file.Days {
		c.off[d] = true
	}
	return c, nil
}

// Working reports whether d is a working day. After the last year of the data only
// Saturdays and Sundays are off.
func (c *Calendar) Working(d kiosk.Date) bool {
	day := d.Time().Weekday()
	return day != time.Saturday && day != time.Sunday && !c.off[d]
}

// After is the n-th working day after d.
func (c *Calendar) After(d kiosk.Date, n int) kiosk.Date {
	for n > 0 {
		d = d.AddDays(1)
		if c.Working(d) {
			n--
		}
	}
	return d
}
