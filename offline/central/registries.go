package central

import (
	"context"
	"net/http"

	"documenting.kz/terminal/kiosk"

	"github.com/google/uuid"
)

// Systems as the contract's health list names them.
const (
	systemCentre    = "centre"
	systemConsent   = "kdp"
	systemPhone     = "bmg"
	systemSMS       = "sms"
	systemDigitalID = "digital-id"
	systemPerson    = "gbdfl"
	systemPayment   = "payment"
)

// GrantConsent records the consent with КДП.
func (c *Conn) GrantConsent(ctx context.Context, id kiosk.ApplicationID, iin kiosk.IIN, consent kiosk.Consent) (string, error) {
	app, err := wireID(id)
	if err != nil {
		return "", err
	}
	out, _, err := call[ConsentToken](ctx, c.o.Timeout, systemConsent, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.GrantConsent(ctx, &GrantConsentParams{XKioskId: c.kiosk}, ConsentRequest{
			Application: app, Iin: string(iin), Language: ConsentRequestLanguage(consent.Language),
			TextVersion: consent.TextVersion, AcceptedAt: consent.AcceptedAt,
		})
	})
	if err != nil {
		return "", err
	}
	if out.Token == "" {
		return "", &MalformedError{systemConsent, "token"}
	}
	return out.Token, nil
}

// SendCode asks БМГ whether the number belongs to the person, then has an SMS sent.
func (c *Conn) SendCode(ctx context.Context, id kiosk.ApplicationID, token string, iin kiosk.IIN, phone kiosk.Phone, purpose kiosk.CodePurpose) (kiosk.CodeTicket, error) {
	app, err := wireID(id)
	if err != nil {
		return kiosk.CodeTicket{}, err
	}
	if err := c.checkPhone(ctx, app, token, iin, phone); err != nil {
		return kiosk.CodeTicket{}, err
	}
	tooMany := meanings{http.StatusTooManyRequests: kiosk.ErrTooManyCodes}
	out, _, err := call[CodeTicket](ctx, c.o.Timeout, systemSMS, tooMany, func(ctx context.Context) (*http.Response, error) {
		return c.wire.SendCode(ctx, &SendCodeParams{XKioskId: c.kiosk}, CodeRequest{
			Application: app, Consent: token, Phone: string(phone), Purpose: CodeRequestPurpose(purpose),
		})
	})
	switch {
	case err != nil:
		return kiosk.CodeTicket{}, err
	case out.Ticket == uuid.Nil:
		return kiosk.CodeTicket{}, &MalformedError{systemSMS, "ticket"}
	case out.Expires.IsZero():
		return kiosk.CodeTicket{}, &MalformedError{systemSMS, "expires"}
	case out.TriesLeft < 1:
		return kiosk.CodeTicket{}, &MalformedError{systemSMS, "triesLeft"}
	}
	return kiosk.CodeTicket{Ticket: out.Ticket.String(), Expires: out.Expires, TriesLeft: out.TriesLeft}, nil
}

func (c *Conn) checkPhone(ctx context.Context, app uuid.UUID, token string, iin kiosk.IIN, phone kiosk.Phone) error {
	out, _, err := call[PhoneAnswer](ctx, c.o.Timeout, systemPhone, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.CheckPhone(ctx, &CheckPhoneParams{XKioskId: c.kiosk}, PhoneRequest{
			Application: app, Consent: token, Iin: string(iin), Phone: string(phone),
		})
	})
	if err != nil {
		return err
	}
	switch out.Outcome {
	case Registered:
		return nil
	case UnknownPerson:
		return kiosk.ErrUnknownPerson
	case UnknownPhone:
		return kiosk.ErrUnknownPhone
	}
	return &MalformedError{systemPhone, "outcome"}
}

// CheckCode asks whether the typed code is the one that was sent.
func (c *Conn) CheckCode(ctx context.Context, ticket, code string) (kiosk.CodeOutcome, int, error) {
	t, err := uuid.Parse(ticket)
	if err != nil {
		return "", 0, &MalformedError{systemSMS, "ticket"}
	}
	out, _, err := call[CodeAnswer](ctx, c.o.Timeout, systemSMS, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.VerifyCode(ctx, t, &VerifyCodeParams{XKioskId: c.kiosk}, CodeAttempt{Code: code})
	})
	switch {
	case err != nil:
		return "", 0, err
	case !out.Outcome.Valid():
		return "", 0, &MalformedError{systemSMS, "outcome"}
	case out.TriesLeft < 0:
		return "", 0, &MalformedError{systemSMS, "triesLeft"}
	}
	return kiosk.CodeOutcome(out.Outcome), out.TriesLeft, nil
}

// MatchFace has Digital-ID compare a face with the registry's portrait.
func (c *Conn) MatchFace(ctx context.Context, id kiosk.ApplicationID, token string, iin kiosk.IIN, purpose kiosk.FacePurpose, jpeg []byte) (kiosk.FaceOutcome, int, error) {
	app, err := wireID(id)
	if err != nil {
		return "", 0, err
	}
	out, _, err := call[FaceAnswer](ctx, c.o.FaceTimeout, systemDigitalID, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.MatchFace(ctx, &MatchFaceParams{XKioskId: c.kiosk}, FaceRequest{
			Application: app, Consent: token, Iin: string(iin), Purpose: FaceRequestPurpose(purpose), Image: jpeg,
		})
	})
	switch {
	case err != nil:
		return "", 0, err
	case !out.Outcome.Valid():
		return "", 0, &MalformedError{systemDigitalID, "outcome"}
	case out.AttemptsLeft < 0:
		return "", 0, &MalformedError{systemDigitalID, "attemptsLeft"}
	}
	return kiosk.FaceOutcome(out.Outcome), out.AttemptsLeft, nil
}

// Person fetches the registries' data of the person whose face was matched.
func (c *Conn) Person(ctx context.Context, id kiosk.ApplicationID, token string, iin kiosk.IIN) (kiosk.Person, error) {
	app, err := wireID(id)
	if err != nil {
		return kiosk.Person{}, err
	}
	means := meanings{http.StatusForbidden: kiosk.ErrNotIdentified, http.StatusNotFound: kiosk.ErrUnknownPerson}
	out, _, err := call[Person](ctx, c.o.Timeout, systemPerson, means, func(ctx context.Context) (*http.Response, error) {
		return c.wire.FindPerson(ctx, &FindPersonParams{XKioskId: c.kiosk}, PersonRequest{Application: app, Consent: token, Iin: string(iin)})
	})
	if err != nil {
		return kiosk.Person{}, err
	}
	return personOf(out, iin)
}
