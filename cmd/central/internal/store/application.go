package store

import (
	"time"

	"documenting.kz/terminal/kiosk"
)

// Application is a registered application as the centre keeps it.
type Application struct {
	ID, Kiosk, Office  string
	Seq                int64
	Prev, Digest       string
	Manifest           []byte // the compact JWS as it came
	Captured, Received time.Time
	CentralSeq         int64
	Receipt            string
	IIN, Phone         string
	Language           kiosk.Language
	Document           kiosk.DocumentKind
	Pages              int
	Reason, SubReason  string
	Policy             string // version of the policy data the terminal had
	State              kiosk.RegistrationState
	Amount             kiosk.Money
	Exemption, Refusal string // JSON or empty
	ExemptionUnknown   bool   // АИС СИК was silent
	Deferred           bool   // the citizen had left; the link went by SMS
	Coupon             string
	Ready              string // YYYY-MM-DD
	Confirmed          time.Time
	Processed          time.Time
}

const applicationColumns = `id, kiosk, office, seq, prev, digest, manifest, captured, received, central_seq, receipt, iin, phone, language,
 document, pages, reason, sub_reason, policy, state, amount, exemption, exemption_unknown, refusal, deferred, coupon, ready, confirmed, processed`

func scanApplication(r scanner) (a Application, err error) {
	err = r.Scan(&a.ID, &a.Kiosk, &a.Office, &a.Seq, &a.Prev, &a.Digest, &a.Manifest, instant{&a.Captured}, instant{&a.Received}, &a.CentralSeq,
		&a.Receipt, &a.IIN, &a.Phone, &a.Language, &a.Document, &a.Pages, &a.Reason, &a.SubReason, &a.Policy, &a.State, &a.Amount, &a.Exemption, &a.ExemptionUnknown,
		&a.Refusal, &a.Deferred, text{&a.Coupon}, &a.Ready, instant{&a.Confirmed}, instant{&a.Processed})
	return a, err
}

// AddApplication stores a new application.
func (t *Tx) AddApplication(a Application) error {
	return t.exec(`INSERT INTO application (`+applicationColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		a.ID, a.Kiosk, a.Office, a.Seq, a.Prev, a.Digest, a.Manifest, millis(a.Captured), millis(a.Received), a.CentralSeq, a.Receipt, a.IIN,
		a.Phone, a.Language, a.Document, a.Pages, a.Reason, a.SubReason, a.Policy, a.State, a.Amount, a.Exemption, a.ExemptionUnknown, a.Refusal,
		a.Deferred, nullable(a.Coupon), a.Ready, millis(a.Confirmed), millis(a.Processed))
}

// UpdateApplication stores what may change after the registration.
func (t *Tx) UpdateApplication(a Application) error {
	return t.exec(`UPDATE application SET state = ?, refusal = ?, deferred = ?, coupon = ?, ready = ?, confirmed = ?, processed = ? WHERE id = ?`,
		a.State, a.Refusal, a.Deferred, nullable(a.Coupon), a.Ready, millis(a.Confirmed), millis(a.Processed), a.ID)
}

// SeeApplication counts one more delivery, so that a repeated answer is a write of its own.
func (t *Tx) SeeApplication(id string) error {
	return t.exec(`UPDATE application SET seen = seen + 1 WHERE id = ?`, id)
}

// Application returns one, or ErrNotFound.
func (t *Tx) Application(id string) (Application, error) {
	return one(t, scanApplication, `SELECT `+applicationColumns+` FROM application WHERE id = ?`, id)
}

// ApplicationAt returns the one at a place of a terminal's chain, or ErrNotFound.
func (t *Tx) ApplicationAt(kiosk string, seq int64) (Application, error) {
	return one(t, scanApplication, `SELECT `+applicationColumns+` FROM application WHERE kiosk = ? AND seq = ?`, kiosk, seq)
}

// OpenApplications lists a person's applications that are registered and not yet worked off.
func (t *Tx) OpenApplications(iin string) ([]Application, error) {
	return rows(t, scanApplication, `SELECT `+applicationColumns+` FROM application
 WHERE iin = ? AND state IN ('awaiting-payment', 'exempt', 'paid', 'confirmed') AND processed IS NULL ORDER BY received`, iin)
}

// Applications lists the newest first.
func (t *Tx) Applications(limit int) ([]Application, error) {
	return rows(t, scanApplication, `SELECT `+applicationColumns+` FROM application ORDER BY central_seq DESC LIMIT ?`, limit)
}

// Unprocessed lists the confirmed ones that wait for processing since before at and
// on which no officer has decided.
func (t *Tx) Unprocessed(at time.Time) ([]Application, error) {
	return rows(t, scanApplication, `SELECT `+applicationColumns+` FROM application
 WHERE state = 'confirmed' AND processed IS NULL AND confirmed <= ? AND id NOT IN (SELECT application FROM decision) ORDER BY confirmed`, millis(at))
}

// ContiguousSeq is the highest place of the terminal's chain below which nothing is missing.
func (t *Tx) ContiguousSeq(kiosk string) (n int64, err error) {
	err = t.row(`SELECT COALESCE(MAX(a.seq), 0) FROM (SELECT seq, ROW_NUMBER() OVER (ORDER BY seq) AS place FROM application WHERE kiosk = ?) a
 WHERE a.seq = a.place`, []any{kiosk}, &n)
	return n, err
}

// Arrived counts the applications at places up to seq of the terminal's chain.
func (t *Tx) Arrived(kiosk string, seq int64) (n int64, err error) {
	err = t.row(`SELECT COUNT(*) FROM application WHERE kiosk = ? AND seq <= ?`, []any{kiosk, seq}, &n)
	return n, err
}

// HighestSeq is the highest place of the terminal's chain that has arrived, 0 when none.
func (t *Tx) HighestSeq(kiosk string) (n int64, err error) {
	err = t.row(`SELECT COALESCE(MAX(seq), 0) FROM application WHERE kiosk = ?`, []any{kiosk}, &n)
	return n, err
}

// Event is one line of an application's history. No personal data.
type Event struct {
	At   time.Time
	What string
}

// AddEvent appends to an application's history.
func (t *Tx) AddEvent(application, what string, at time.Time) error {
	return t.exec(`INSERT INTO event (application, at, what) VALUES (?, ?, ?)`, application, millis(at), what)
}

// Events lists an application's history in order.
func (t *Tx) Events(application string) ([]Event, error) {
	return rows(t, func(r scanner) (e Event, err error) {
		err = r.Scan(instant{&e.At}, &e.What)
		return e, err
	}, `SELECT at, what FROM event WHERE application = ? ORDER BY id`, application)
}

// Change is one entry of a terminal's change feed.
type Change struct {
	Seq         int64
	Application string
	Event       string
	At          time.Time
	Coupon      string
}

// AddChange gives the change the terminal's next number. The number is taken in the
// same transaction, so a reader's cursor can never pass one that is committed later.
func (t *Tx) AddChange(kiosk string, c Change) error {
	if err := t.row(`UPDATE kiosk SET change_seq = change_seq + 1 WHERE id = ? RETURNING change_seq`, []any{kiosk}, &c.Seq); err != nil {
		return err
	}
	return t.exec(`INSERT INTO change (kiosk, seq, application, event, at, coupon) VALUES (?,?,?,?,?,?)`,
		kiosk, c.Seq, c.Application, c.Event, millis(c.At), c.Coupon)
}

// Changes lists what came after the cursor, at most limit.
func (t *Tx) Changes(kiosk string, after int64, limit int) ([]Change, error) {
	return rows(t, func(r scanner) (c Change, err error) {
		err = r.Scan(&c.Seq, &c.Application, &c.Event, instant{&c.At}, &c.Coupon)
		return c, err
	}, `SELECT seq, application, event, at, coupon FROM change WHERE kiosk = ? AND seq > ? ORDER BY seq LIMIT ?`, kiosk, after, limit)
}
