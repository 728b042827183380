package store

import "time"

// Kiosk is a known terminal.
type Kiosk struct {
	ID, PublicKey, Office string
	Enrolled              time.Time
	Heartbeat             string // JSON as it came, or empty
	HeartbeatAt           time.Time
}

func scanKiosk(r scanner) (k Kiosk, err error) {
	err = r.Scan(&k.ID, &k.PublicKey, &k.Office, instant{&k.Enrolled}, &k.Heartbeat, instant{&k.HeartbeatAt})
	return k, err
}

// Kiosk returns one, or ErrNotFound.
func (t *Tx) Kiosk(id string) (Kiosk, error) {
	return one(t, scanKiosk, `SELECT id, public_key, office, enrolled, heartbeat, heartbeat_at FROM kiosk WHERE id = ?`, id)
}

// Kiosks lists all.
func (t *Tx) Kiosks() ([]Kiosk, error) {
	return rows(t, scanKiosk, `SELECT id, public_key, office, enrolled, heartbeat, heartbeat_at FROM kiosk ORDER BY id`)
}

// PutKiosk stores a terminal or, when it is known, its office.
func (t *Tx) PutKiosk(k Kiosk) error {
	return t.exec(`INSERT INTO kiosk (id, public_key, office, enrolled) VALUES (?,?,?,?)
 ON CONFLICT (id) DO UPDATE SET office = excluded.office, seen = seen + 1`, k.ID, k.PublicKey, k.Office, millis(k.Enrolled))
}

// SetHeartbeat stores a terminal's last word about itself.
func (t *Tx) SetHeartbeat(id, heartbeat string, at time.Time) error {
	return t.exec(`UPDATE kiosk SET heartbeat = ?, heartbeat_at = ? WHERE id = ?`, heartbeat, millis(at), id)
}

// Incident is something a person at the centre should look at. No personal data.
type Incident struct {
	ID                               int64
	Kiosk, Application, Kind, Detail string
	At, Resolved                     time.Time
}

// AddIncident records one.
func (t *Tx) AddIncident(i Incident) error {
	return t.exec(`INSERT INTO incident (kiosk, application, kind, detail, at, resolved) VALUES (?,?,?,?,?,?)`,
		i.Kiosk, i.Application, i.Kind, i.Detail, millis(i.At), millis(i.Resolved))
}

// AddIncidentOnce records one unless the same is open.
func (t *Tx) AddIncidentOnce(i Incident) error {
	var open bool
	err := t.row(`SELECT EXISTS (SELECT 1 FROM incident WHERE kiosk = ? AND kind = ? AND detail = ? AND resolved IS NULL)`, []any{i.Kiosk, i.Kind, i.Detail}, &open)
	if err != nil || open {
		return err
	}
	return t.AddIncident(i)
}

// ResolveIncidents ends a terminal's open incidents of a kind.
func (t *Tx) ResolveIncidents(kiosk, kind string, at time.Time) error {
	return t.exec(`UPDATE incident SET resolved = ? WHERE kiosk = ? AND kind = ? AND resolved IS NULL`, millis(at), kiosk, kind)
}

// Incidents lists the newest first.
func (t *Tx) Incidents(limit int) ([]Incident, error) {
	return rows(t, func(r scanner) (i Incident, err error) {
		err = r.Scan(&i.ID, &i.Kiosk, &i.Application, &i.Kind, &i.Detail, instant{&i.At}, instant{&i.Resolved})
		return i, err
	}, `SELECT id, kiosk, application, kind, detail, at, resolved FROM incident ORDER BY id DESC LIMIT ?`, limit)
}

// Help is a call for staff.
type Help struct {
	ID            int64
	Kiosk, Screen string
	At, Answered  time.Time
}

// AddHelp records a call.
func (t *Tx) AddHelp(h Help) error {
	return t.exec(`INSERT INTO help (kiosk, screen, at) VALUES (?,?,?)`, h.Kiosk, h.Screen, millis(h.At))
}

// AnswerHelp ends a call.
func (t *Tx) AnswerHelp(id int64, at time.Time) error {
	return t.exec(`UPDATE help SET answered = ? WHERE id = ? AND answered IS NULL`, millis(at), id)
}

// RingingHelp lists the calls nobody has answered.
func (t *Tx) RingingHelp() ([]Help, error) {
	return rows(t, func(r scanner) (h Help, err error) {
		err = r.Scan(&h.ID, &h.Kiosk, &h.Screen, instant{&h.At}, instant{&h.Answered})
		return h, err
	}, `SELECT id, kiosk, screen, at, answered FROM help WHERE answered IS NULL ORDER BY id`)
}

// AddRating records a citizen's rating of 1 to 5 stars.
func (t *Tx) AddRating(kiosk string, stars int, at time.Time) error {
	return t.exec(`INSERT INTO rating (kiosk, stars, at) VALUES (?,?,?)`, kiosk, stars, millis(at))
}

// RatingOf is the mean and the number of a terminal's ratings.
func (t *Tx) RatingOf(kiosk string) (mean float64, n int, err error) {
	err = t.row(`SELECT COALESCE(AVG(stars), 0), COUNT(*) FROM rating WHERE kiosk = ?`, []any{kiosk}, &mean, &n)
	return mean, n, err
}
