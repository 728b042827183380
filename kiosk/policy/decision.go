package policy

import (
	"fmt"

	"documenting.kz/terminal/kiosk"
)

// Outcome is what an officer's decision does to an application.
type Outcome string

// Outcomes that need a reason. An approval needs none.
const (
	Annul      Outcome = "annul"       // the application ends, what was paid is refunded, a new one may be filed
	NeedsVisit Outcome = "needs-visit" // the application waits until the citizen has been at the ЦОН
)

// Decision is a ground an officer can decide on. Text and Next are sentences to
// the citizen, for an SMS and for the screen.
type Decision struct {
	Code    string
	Outcome Outcome
	Text    kiosk.Text // why
	Next    kiosk.Text // what to do
	Ground  string
}

// Decisions lists the grounds in force on a day, in the data's order.
func (s *Set) Decisions(day kiosk.Date) []Decision {
	var all []Decision
	for _, d := range s.decisions {
		if d.covers(day) {
			all = append(all, Decision{d.Code, d.Outcome, d.Text, d.Next, d.Ground})
		}
	}
	return all
}

// Decision finds a ground in force on a day by its code.
func (s *Set) Decision(code string, day kiosk.Date) (Decision, bool) {
	for _, d := range s.Decisions(day) {
		if d.Code == code {
			return d, true
		}
	}
	return Decision{}, false
}

func (s *Set) linkDecisions(f *files) error {
	periods := map[string]spans{}
	for i, d := range f.decisions.Decisions {
		periods[d.Code] = append(periods[d.Code], span{fmt.Sprintf("decisions[%d]", i), d.period})
		if err := periods[d.Code].check("decisions.json", d.Code); err != nil {
			return err
		}
	}
	return nil
}
