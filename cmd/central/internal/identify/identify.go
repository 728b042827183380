package identify

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/sms"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// What a query can meet.
var (
	ErrNoConsent     = errors.New("no valid consent for this application and person")
	ErrTooManyCodes  = errors.New("too many codes for this application and purpose")
	ErrUnknownTicket = errors.New("no such code")
	ErrNotIdentified = errors.New("the face was not matched yet")
)

const consentLife = time.Hour

// Comparer is Digital-ID's 1:1 comparison of a JPEG with a portrait of the register.
type Comparer interface {
	Compare(ctx context.Context, portrait string, jpeg []byte, threshold float64) (kiosk.FaceOutcome, error)
}

// Desk answers the queries of a session.
type Desk struct {
	Store    *store.Store
	People   *registry.Registry
	Settings *setting.Live
	Policy   interface{ Set() *policy.Set } // how often something may be tried
	Texts    sms.Texts
	Faces    Comparer // nil: Digital-ID is down
	Now      func() time.Time
}

func (d *Desk) attempts() kiosk.Attempts {
	return d.Policy.Set().Limits(registry.Today(d.Now())).Attempts
}

// Grant records a consent. Repeating it for the same application and person gives the same token.
func (d *Desk) Grant(ctx context.Context, c store.Consent) (store.Consent, error) {
	if err := d.Settings.Reach(ctx, setting.Consent); err != nil {
		return store.Consent{}, err
	}
	now := d.Now()
	err := d.Store.Write(ctx, func(tx *store.Tx) error {
		known, err := tx.ConsentOf(c.Application, c.IIN)
		if err == nil && known.Kiosk == c.Kiosk && now.Before(known.Expires) {
			c = known
			return nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		secret := make([]byte, 24)
		_, _ = rand.Read(secret) // never fails
		c.Token, c.Granted, c.Expires = hex.EncodeToString(secret), now, now.Add(consentLife)
		return tx.AddConsent(c)
	})
	return c, err
}

// consent checks a query's token. An empty iin is not compared.
func (d *Desk) consent(tx *store.Tx, q Query) (store.Consent, error) {
	c, err := tx.Consent(q.Token)
	if errors.Is(err, store.ErrNotFound) {
		return c, ErrNoConsent
	}
	if err != nil {
		return c, err
	}
	if c.Application != q.Application || c.Kiosk != q.Kiosk || (q.IIN != "" && c.IIN != string(q.IIN)) || !d.Now().Before(c.Expires) {
		return c, ErrNoConsent
	}
	return c, nil
}

// Query is what every question carries.
type Query struct {
	Kiosk, Application, Token string
	IIN                       kiosk.IIN
}

// Phone asks БМГ whether the number belongs to the person: nil, kiosk.ErrUnknownPerson or kiosk.ErrUnknownPhone.
func (d *Desk) Phone(ctx context.Context, q Query, phone kiosk.Phone) error {
	if err := d.Store.Read(ctx, func(tx *store.Tx) error { _, err := d.consent(tx, q); return err }); err != nil {
		return err
	}
	if err := d.Settings.Reach(ctx, setting.Phones); err != nil {
		return err
	}
	e, err := d.People.Find(q.IIN)
	switch {
	case errors.Is(err, registry.ErrUnknown):
		return kiosk.ErrUnknownPerson
	case err != nil:
		return err
	case !e.HasPhone(phone):
		return kiosk.ErrUnknownPhone
	}
	return nil
}

// Face compares a picture with the register's portrait. The policy says how many attempts there are for each
// application and purpose; a picture without exactly one face, or an unusable one, takes none.
func (d *Desk) Face(ctx context.Context, q Query, purpose kiosk.FacePurpose, jpeg []byte) (outcome kiosk.FaceOutcome, left int, err error) {
	if err := d.Store.Read(ctx, func(tx *store.Tx) error { _, err := d.consent(tx, q); return err }); err != nil {
		return "", 0, err
	}
	if d.Faces == nil {
		return "", 0, &setting.Unavailable{Service: setting.Faces}
	}
	if err := d.Settings.Reach(ctx, setting.Faces); err != nil {
		return "", 0, err
	}
	e, err := d.People.Find(q.IIN)
	if errors.Is(err, registry.ErrUnknown) {
		return "", 0, kiosk.ErrUnknownPerson
	}
	if err != nil {
		return "", 0, err
	}
	taken, err := d.takeAttempt(ctx, q.Application, purpose)
	if err != nil {
		return "", 0, err
	}
	if !taken.ok {
		return kiosk.FaceExhausted, 0, nil
	}
	outcome, err = d.Faces.Compare(ctx, e.Portrait, jpeg, d.Settings.Get().FaceThreshold)
	return d.settleAttempt(ctx, q.Application, purpose, outcome, err)
}

type attempt struct {
	ok   bool
	left int
}

// takeAttempt counts before comparing, so that a crash or a second request gives no extra attempt.
func (d *Desk) takeAttempt(ctx context.Context, application string, purpose kiosk.FacePurpose) (a attempt, err error) {
	err = d.Store.Write(ctx, func(tx *store.Tx) error {
		n, _, err := tx.Face(application, string(purpose))
		if err != nil {
			return err
		}
		if n >= d.attempts().Face {
			a = attempt{}
			return nil
		}
		a = attempt{ok: true, left: d.attempts().Face - n - 1}
		return tx.SetFace(application, string(purpose), n+1, false)
	})
	return a, err
}

// settleAttempt records a match and gives back an attempt in which nobody was compared.
func (d *Desk) settleAttempt(ctx context.Context, application string, purpose kiosk.FacePurpose, outcome kiosk.FaceOutcome, failed error) (kiosk.FaceOutcome, int, error) {
	compared := failed == nil && (outcome == kiosk.FaceMatch || outcome == kiosk.FaceNoMatch)
	left := 0
	err := d.Store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		n, _, err := tx.Face(application, string(purpose))
		if err != nil {
			return err
		}
		if !compared {
			n--
		}
		left = max(0, d.attempts().Face-n)
		return tx.SetFace(application, string(purpose), n, outcome == kiosk.FaceMatch && failed == nil)
	})
	return outcome, left, errors.Join(failed, err)
}

// Person tells what ГБД ФЛ, РП ДРН and ИС ЗАГС know. Errors: ErrNotIdentified before a
// match of the face, kiosk.ErrUnknownPerson.
func (d *Desk) Person(ctx context.Context, q Query) (kiosk.Person, error) {
	var open []store.Application
	var annulled []kiosk.Annulment
	err := d.Store.Read(ctx, func(tx *store.Tx) error {
		if _, err := d.consent(tx, q); err != nil {
			return err
		}
		_, matched, err := tx.Face(q.Application, string(kiosk.FaceIdentify))
		if err != nil {
			return err
		}
		if !matched {
			return ErrNotIdentified
		}
		if open, err = tx.OpenApplications(string(q.IIN)); err != nil {
			return err
		}
		annulled, err = tx.Annulled(string(q.IIN), d.Now().AddDate(0, -d.Settings.Get().AnnulledMonths, 0))
		return err
	})
	if err != nil {
		return kiosk.Person{}, err
	}
	if err := d.Settings.Reach(ctx, setting.Persons, setting.Civil); err != nil {
		return kiosk.Person{}, err
	}
	e, err := d.People.Find(q.IIN)
	if errors.Is(err, registry.ErrUnknown) {
		return kiosk.Person{}, kiosk.ErrUnknownPerson
	}
	if err != nil {
		return kiosk.Person{}, err
	}
	for _, a := range open {
		if a.ID != q.Application {
			e.Person.OpenApplications = append(e.Person.OpenApplications, kiosk.OpenApplication{Kind: a.Document, Coupon: a.Coupon, Since: registry.Today(a.Received)})
		}
	}
	e.Person.Annulled = annulled
	return e.Person, nil
}
