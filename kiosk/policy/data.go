package policy

import (
	"encoding/json"

	"documenting.kz/terminal/kiosk"
)

// The files as they are written; schema/*.schema.json says the same to editors and to Load.

// period is when an entry is in force, both days included.
type period struct {
	From kiosk.Date `json:"from"`
	To   kiosk.Date `json:"to"` // "" is open
}

func (p period) covers(day kiosk.Date) bool {
	return p.From.DaysUntil(day) >= 0 && (p.To.IsZero() || day.DaysUntil(p.To) >= 0)
}

type setFile struct {
	Version    string     `json:"version"`
	Serial     int64      `json:"serial"`     // grows with every published set
	ValidUntil kiosk.Date `json:"validUntil"` // last day on which applications may be taken under it
}

type rulesFile struct {
	Papers map[string]kiosk.Text `json:"papers"` // what a citizen can be asked to bring, by id
	Rules  []rule                `json:"rules"`
}

// rule is one requirement. Rules with the same id follow each other in time.
type rule struct {
	ID string `json:"id"`
	period
	Require requirement `json:"require"`
	Why     kiosk.Text  `json:"why"`   // to whoever does not meet it, one sentence
	Next    kiosk.Text  `json:"next"`  // what to do then
	Bring   []string    `json:"bring"` // ids of papers, to the ЦОН
	Ground  string      `json:"ground"`
}

// requirement chooses a condition of the vocabulary and its parameters.
type requirement struct {
	Condition   string             `json:"condition"`
	Years       int                `json:"years,omitempty"`
	Months      int                `json:"months,omitempty"`
	BeforeDays  int                `json:"beforeDays,omitempty"`
	AfterDays   int                `json:"afterDays,omitempty"`
	Kinds       []string           `json:"kinds,omitempty"` // of changes in ИС ЗАГС; none means every kind
	Statuses    []string           `json:"statuses,omitempty"`
	Document    kiosk.DocumentKind `json:"document,omitempty"`
	Citizenship string             `json:"citizenship,omitempty"` // ISO 3166-1 alpha-3
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
	period
	Ground string `json:"ground"`
}

type reason struct {
	Code kiosk.ReasonCode `json:"code"`
	period
	Title      kiosk.Text       `json:"title"` // official wording
	Ground     string           `json:"ground"`
	Documents  []reasonDocument `json:"documents"`
	SubReasons []subReason      `json:"subReasons"` // what is asked; in screen order
}

type reasonDocument struct {
	Document kiosk.DocumentKind `json:"document"`
	Rules    []string           `json:"rules"`
}

type subReason struct {
	ID        string               `json:"id"`
	Title     kiosk.Text           `json:"title"` // the answer in the citizen's words
	Documents []kiosk.DocumentKind `json:"documents"`
	Rules     []string             `json:"rules"` // after those of the reason
}

type dutyFile struct {
	LossWindows []lossWindow `json:"lossWindows"`
	MCI         []mci        `json:"mci"`
	Tariffs     []tariff     `json:"tariffs"`
}

// lossWindow says which losses count for an application of its period.
type lossWindow struct {
	period
	Days   int    `json:"days"` // losses this many days back
	Ground string `json:"ground"`
}

// mci is the monthly calculation index (МРП, АЕК).
type mci struct {
	Year   int    `json:"year"`
	Tenge  int64  `json:"tenge"`
	Ground string `json:"ground"`
}

type tariff struct {
	ID        string             `json:"id"`
	Title     kiosk.Text         `json:"title"` // what is paid for, or why nothing is
	Document  kiosk.DocumentKind `json:"document"`
	Pages     int                `json:"pages"`
	Reasons   []kiosk.ReasonCode `json:"reasons"`   // empty: any
	First     bool               `json:"first"`     // only for the first document of the kind
	MinLosses int                `json:"minLosses"` // recorded within the window; the greatest met applies
	MCI       float64            `json:"mci"`
	period
	Ground string `json:"ground"`
}

type exemptionsFile struct {
	Categories []category `json:"categories"`
}

// category of citizens who pay no duty. АИС СИК says who belongs to it.
type category struct {
	Code string `json:"code"`
	period
	Text   kiosk.Text `json:"text"`
	Ground string     `json:"ground"`
}

type decisionsFile struct {
	Decisions []decision `json:"decisions"`
}

type decision struct {
	Code string `json:"code"`
	period
	Outcome Outcome    `json:"outcome"`
	Text    kiosk.Text `json:"text"`
	Next    kiosk.Text `json:"next"`
	Ground  string     `json:"ground"`
}

type calendarFile struct {
	Terms []term         `json:"terms"`
	Years []calendarYear `json:"years"`
}

// term is how long an application of its period takes.
type term struct {
	period
	WorkingDays int    `json:"workingDays"` // the day of the application not counted
	Ground      string `json:"ground"`
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

type officesFile struct {
	Offices []Office `json:"offices"`
}

type sessionFile struct {
	Sessions []session `json:"sessions"`
}

type session struct {
	period
	Ground string `json:"ground"`
	kiosk.Limits
}

type captureFile map[string]json.RawMessage
