package api

import (
	"context"
	"errors"
	"strings"

	"documenting.kz/terminal/cmd/central/internal/identify"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	"github.com/google/uuid"
)

// GrantConsent records the consent (КДП).
func (s *Server) GrantConsent(ctx context.Context, r wire.GrantConsentRequestObject) (wire.GrantConsentResponseObject, error) {
	b := r.Body
	if !b.Language.Valid() {
		return nil, errValue
	}
	if _, err := kiosk.ParseIIN(b.Iin, s.Now()); err != nil {
		return nil, errIIN
	}
	c, err := s.Desk.Grant(ctx, store.Consent{
		Application: b.Application.String(), IIN: b.Iin, Kiosk: r.Params.XKioskId, Language: string(b.Language), TextVersion: b.TextVersion, Accepted: b.AcceptedAt,
	})
	return wire.GrantConsent200JSONResponse{Token: c.Token, Expires: c.Expires}, err
}

func query(kioskID string, application uuid.UUID, consent, iin string) identify.Query {
	return identify.Query{Kiosk: kioskID, Application: application.String(), Token: consent, IIN: kiosk.IIN(iin)}
}

func phoneOf(s string) (kiosk.Phone, error) {
	digits, ok := strings.CutPrefix(s, "+7")
	p, err := kiosk.ParsePhone(digits)
	if err != nil || !ok {
		return "", errPhone
	}
	return p, nil
}

// CheckPhone asks БМГ.
func (s *Server) CheckPhone(ctx context.Context, r wire.CheckPhoneRequestObject) (wire.CheckPhoneResponseObject, error) {
	phone, err := phoneOf(r.Body.Phone)
	if err != nil {
		return nil, err
	}
	err = s.Desk.Phone(ctx, query(r.Params.XKioskId, r.Body.Application, r.Body.Consent, r.Body.Iin), phone)
	switch {
	case err == nil:
		return wire.CheckPhone200JSONResponse{Outcome: wire.Registered}, nil
	case errors.Is(err, kiosk.ErrUnknownPerson):
		return wire.CheckPhone200JSONResponse{Outcome: wire.UnknownPerson}, nil
	case errors.Is(err, kiosk.ErrUnknownPhone):
		return wire.CheckPhone200JSONResponse{Outcome: wire.UnknownPhone}, nil
	}
	return nil, err
}

// SendCode sends an SMS code.
func (s *Server) SendCode(ctx context.Context, r wire.SendCodeRequestObject) (wire.SendCodeResponseObject, error) {
	phone, err := phoneOf(r.Body.Phone)
	if err != nil {
		return nil, err
	}
	if !r.Body.Purpose.Valid() {
		return nil, errValue
	}
	c, err := s.Desk.SendCode(ctx, query(r.Params.XKioskId, r.Body.Application, r.Body.Consent, ""), phone, kiosk.CodePurpose(r.Body.Purpose))
	if err != nil {
		return nil, err
	}
	ticket, err := uuid.Parse(c.Ticket)
	return wire.SendCode200JSONResponse{Ticket: ticket, Expires: c.Expires, TriesLeft: c.TriesLeft}, err
}

// VerifyCode compares a typed code.
func (s *Server) VerifyCode(ctx context.Context, r wire.VerifyCodeRequestObject) (wire.VerifyCodeResponseObject, error) {
	outcome, left, err := s.Desk.CheckCode(ctx, r.Ticket.String(), r.Body.Code)
	return wire.VerifyCode200JSONResponse{Outcome: wire.CodeAnswerOutcome(outcome), TriesLeft: left}, err
}

// MatchFace asks Digital-ID.
func (s *Server) MatchFace(ctx context.Context, r wire.MatchFaceRequestObject) (wire.MatchFaceResponseObject, error) {
	if !r.Body.Purpose.Valid() {
		return nil, errValue
	}
	q := query(r.Params.XKioskId, r.Body.Application, r.Body.Consent, r.Body.Iin)
	outcome, left, err := s.Desk.Face(ctx, q, kiosk.FacePurpose(r.Body.Purpose), r.Body.Image)
	clear(r.Body.Image)
	return wire.MatchFace200JSONResponse{Outcome: wire.FaceAnswerOutcome(outcome), AttemptsLeft: left}, err
}

// FindPerson asks ГБД ФЛ, РП ДРН and ЗАГС.
func (s *Server) FindPerson(ctx context.Context, r wire.FindPersonRequestObject) (wire.FindPersonResponseObject, error) {
	p, err := s.Desk.Person(ctx, query(r.Params.XKioskId, r.Body.Application, r.Body.Consent, r.Body.Iin))
	if err != nil {
		return nil, err
	}
	return wire.FindPerson200JSONResponse(personOf(p)), nil
}
