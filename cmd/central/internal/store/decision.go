package store

import (
	"time"

	"documenting.kz/terminal/kiosk"
)

// Decision is the migration officer's word on an application. The reason is kept as
// it was told, whatever becomes of the policy data.
type Decision struct {
	Application, Outcome, Code string     // outcome: approve, annul, needs-visit
	Reason                     kiosk.Text // empty with approve
	Officer                    string     // login
	At                         time.Time
}

const decisionColumns = `application, outcome, code, reason, officer, at`

func scanDecision(r scanner) (d Decision, err error) {
	err = r.Scan(&d.Application, &d.Outcome, &d.Code, document{&d.Reason}, &d.Officer, instant{&d.At})
	return d, err
}

// PutDecision stores a decision; one that asked for a visit is replaced by what came of it.
func (t *Tx) PutDecision(d Decision) error {
	reason, err := marshal(d.Reason)
	if err != nil {
		return err
	}
	return t.exec(`INSERT OR REPLACE INTO decision (`+decisionColumns+`) VALUES (?,?,?,?,?,?)`, d.Application, d.Outcome, d.Code, reason, d.Officer, millis(d.At))
}

// Decision returns an application's, or ErrNotFound.
func (t *Tx) Decision(application string) (Decision, error) {
	return one(t, scanDecision, `SELECT `+decisionColumns+` FROM decision WHERE application = ?`, application)
}

// Annulled lists what was annulled of a person's applications since a moment, the newest first.
func (t *Tx) Annulled(iin string, since time.Time) ([]kiosk.Annulment, error) {
	return rows(t, func(r scanner) (a kiosk.Annulment, err error) {
		var at time.Time
		err = r.Scan(&a.Kind, text{&a.Coupon}, instant{&at}, &a.Code, document{&a.Reason})
		a.Date = kiosk.DateOf(at.In(kiosk.Almaty))
		return a, err
	}, `SELECT a.document, a.coupon, d.at, d.code, d.reason FROM decision d JOIN application a ON a.id = d.application
 WHERE a.iin = ? AND a.state = 'annulled' AND d.at >= ? ORDER BY d.at DESC`, iin, millis(since))
}
