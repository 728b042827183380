package store

import (
	"errors"
	"time"
)

// Consent is a citizen's consent to the queries of one application (КДП).
type Consent struct {
	Token, Application, IIN, Kiosk, Language, TextVersion string
	Accepted, Granted, Expires                            time.Time
}

const consentColumns = `token, application, iin, kiosk, language, text_version, accepted, granted, expires`

func scanConsent(r scanner) (c Consent, err error) {
	err = r.Scan(&c.Token, &c.Application, &c.IIN, &c.Kiosk, &c.Language, &c.TextVersion, instant{&c.Accepted}, instant{&c.Granted}, instant{&c.Expires})
	return c, err
}

// AddConsent stores a consent.
func (t *Tx) AddConsent(c Consent) error {
	return t.exec(`INSERT INTO consent (`+consentColumns+`) VALUES (?,?,?,?,?,?,?,?,?)`,
		c.Token, c.Application, c.IIN, c.Kiosk, c.Language, c.TextVersion, millis(c.Accepted), millis(c.Granted), millis(c.Expires))
}

// Consent returns one by its token, or ErrNotFound.
func (t *Tx) Consent(token string) (Consent, error) {
	return one(t, scanConsent, `SELECT `+consentColumns+` FROM consent WHERE token = ?`, token)
}

// ConsentOf returns the newest consent of an application for a person, or ErrNotFound.
func (t *Tx) ConsentOf(application, iin string) (Consent, error) {
	return one(t, scanConsent, `SELECT `+consentColumns+` FROM consent WHERE application = ? AND iin = ? ORDER BY granted DESC LIMIT 1`, application, iin)
}

// Code is an SMS code under way.
type Code struct {
	Ticket, Application, Purpose, Phone, Code string
	Created, Expires                          time.Time
	TriesLeft                                 int
	State                                     string // open, right, ended
}

// AddCode stores a code; every other open code of the application and purpose ends.
func (t *Tx) AddCode(c Code) error {
	if err := t.exec(`UPDATE code SET state = 'ended' WHERE application = ? AND purpose = ? AND state = 'open'`, c.Application, c.Purpose); err != nil {
		return err
	}
	return t.exec(`INSERT INTO code (ticket, application, purpose, phone, code, created, expires, tries_left, state) VALUES (?,?,?,?,?,?,?,?,'open')`,
		c.Ticket, c.Application, c.Purpose, c.Phone, c.Code, millis(c.Created), millis(c.Expires), c.TriesLeft)
}

// CountCodes says how many codes were sent for an application and purpose.
func (t *Tx) CountCodes(application, purpose string) (n int, err error) {
	err = t.row(`SELECT COUNT(*) FROM code WHERE application = ? AND purpose = ?`, []any{application, purpose}, &n)
	return n, err
}

// Code returns one by its ticket, or ErrNotFound.
func (t *Tx) Code(ticket string) (Code, error) {
	return one(t, func(r scanner) (c Code, err error) {
		err = r.Scan(&c.Ticket, &c.Application, &c.Purpose, &c.Phone, &c.Code, instant{&c.Created}, instant{&c.Expires}, &c.TriesLeft, &c.State)
		return c, err
	}, `SELECT ticket, application, purpose, phone, code, created, expires, tries_left, state FROM code WHERE ticket = ?`, ticket)
}

// UpdateCode stores tries and state.
func (t *Tx) UpdateCode(c Code) error {
	return t.exec(`UPDATE code SET tries_left = ?, state = ? WHERE ticket = ?`, c.TriesLeft, c.State, c.Ticket)
}

// CodeRight reports whether a code of the application and purpose was typed rightly.
func (t *Tx) CodeRight(application, purpose string) (right bool, err error) {
	err = t.row(`SELECT EXISTS (SELECT 1 FROM code WHERE application = ? AND purpose = ? AND state = 'right')`, []any{application, purpose}, &right)
	return right, err
}

// Face counts the comparisons of an application and purpose.
func (t *Tx) Face(application, purpose string) (attempts int, matched bool, err error) {
	err = t.row(`SELECT attempts, matched FROM face WHERE application = ? AND purpose = ?`, []any{application, purpose}, &attempts, &matched)
	if errors.Is(err, ErrNotFound) {
		return 0, false, nil
	}
	return attempts, matched, err
}

// SetFace stores what Face returns. A match stays one.
func (t *Tx) SetFace(application, purpose string, attempts int, matched bool) error {
	return t.exec(`INSERT INTO face (application, purpose, attempts, matched) VALUES (?,?,?,?)
 ON CONFLICT DO UPDATE SET attempts = excluded.attempts, matched = MAX(matched, excluded.matched)`, application, purpose, attempts, matched)
}

// SMS is a message to a citizen. Code is set when it carries one.
type SMS struct {
	Phone, Text, Code, Purpose, Application string
	At                                      time.Time
}

// AddSMS hands a message to the gateway.
func (t *Tx) AddSMS(m SMS) error {
	return t.exec(`INSERT INTO sms (phone, text, code, purpose, application, at) VALUES (?,?,?,?,?,?)`, m.Phone, m.Text, m.Code, m.Purpose, m.Application, millis(m.At))
}

// Messages lists the newest first; an empty phone means every number.
func (t *Tx) Messages(phone string, limit int) ([]SMS, error) {
	return rows(t, func(r scanner) (m SMS, err error) {
		err = r.Scan(&m.Phone, &m.Text, &m.Code, &m.Purpose, &m.Application, instant{&m.At})
		return m, err
	}, `SELECT phone, text, code, purpose, application, at FROM sms WHERE ? IN ('', phone) ORDER BY id DESC LIMIT ?`, phone, limit)
}
