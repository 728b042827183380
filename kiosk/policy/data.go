package policy

import (
	"encoding/json"

	"documenting.kz/terminal/kiosk"
)

// The files as they are written. Fields without omitempty must be there.

type period struct {
	From kiosk.Date `json:"from"` // first day in force
	To   kiosk.Date `json:"to"`   // last day in force; "" is open
}

func (p period) covers(day kiosk.Date) bool {
	return p.From.DaysUntil(day) >= 0 && (p.To.IsZero() || day.DaysUntil(p.To) >= 0)
}

func (p period) overlaps(q period) bool {
	before := func(a, b period) bool { return !a.To.IsZero() && a.To.DaysUntil(b.From) > 0 }
	return !before(p, q) && !before(q, p)
}

type setFile struct {
	Version string `json:"version"`
}

type rulesFile struct {
	Rules []rule `json:"rules"`
}

// rule is one requirement. Rules with the same id follow each other in time.
type rule struct {
	ID string `json:"id"`
	period
	Require requirement `json:"require"`
	Why     kiosk.Text  `json:"why"`  // to whoever does not meet it, one sentence
	Next    kiosk.Text  `json:"next"` // what to do then
	Ground  string      `json:"ground"`
}

type eligibilityFile struct {
	Person []string     `json:"person"` // rule ids, most decisive first: not met means no service at a terminal
	Choice []choiceRule `json:"choice"`
}

type choiceRule struct {
	Rule      string               `json:"rule"`
	Documents []kiosk.DocumentKind `json:"documents"`
	Except    []kiosk.ReasonCode   `json:"except"`
}

type reasonsFile struct {
	Documents []documentOffer `json:"documents"`
	Reasons   []reason        `json:"reasons"` // in screen order
}

type documentOffer struct {
	Document kiosk.DocumentKind `json:"document"`
	Pages    []int              `json:"pages"` // 0 where there is nothing to choose
}

type reason struct {
	Code kiosk.ReasonCode `json:"code"`
	period
	Title     kiosk.Text       `json:"title"` // official wording
	Ground    string           `json:"ground"`
	Documents []reasonDocument `json:"documents"`
}

type reasonDocument struct {
	Document kiosk.DocumentKind `json:"document"`
	Rules    []string           `json:"rules"`
}

type dutyFile struct {
	LossWindowDays int      `json:"lossWindowDays"` // losses this many days back count
	MCI            []mci    `json:"mci"`
	Tariffs        []tariff `json:"tariffs"`
}

// mci is the monthly calculation index (МРП, АЕК).
type mci struct {
	Year   int    `json:"year"`
	Tenge  int64  `json:"tenge"`
	Ground string `json:"ground"`
}

type tariff struct {
	Document  kiosk.DocumentKind `json:"document"`
	Pages     int                `json:"pages"`
	Reasons   []kiosk.ReasonCode `json:"reasons"`   // empty: any
	MinLosses int                `json:"minLosses"` // recorded within the window; the greatest met applies
	MCI       float64            `json:"mci"`
	period
	Ground string `json:"ground"`
}

type calendarFile struct {
	ReadyWorkingDays int            `json:"readyWorkingDays"`
	Ground           string         `json:"ground"`
	Years            []calendarYear `json:"years"`
}

type calendarYear struct {
	Year     int          `json:"year"`
	Ground   string       `json:"ground"`
	Holidays []holiday    `json:"holidays"`
	DaysOff  []kiosk.Date `json:"daysOff"`  // moved: a weekday nobody works
	WorkDays []kiosk.Date `json:"workDays"` // moved: a Saturday or Sunday that is worked
}

type holiday struct {
	Day  kiosk.Date `json:"day"`
	Name kiosk.Text `json:"name"`
}

type captureFile map[string]json.RawMessage
