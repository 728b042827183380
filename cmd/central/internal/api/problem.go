package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"documenting.kz/terminal/cmd/central/internal/digitalid"
	"documenting.kz/terminal/cmd/central/internal/identify"
	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"
)

var (
	errKioskID = errors.New("X-Kiosk-Id is not a terminal's id")
	errIIN     = errors.New("not an IIN")
	errPhone   = errors.New("not a mobile number")
	errValue   = errors.New("a value is not one of the contract's")
	errBlob    = errors.New("not a SHA-256 in lower-case hex")
	errRequest = errors.New("the request cannot be read")
)

// problems is ordered: the first error that fits decides.
var problems = []struct {
	err        error
	status     int
	code       string
	retryAfter int // seconds, 0: none
}{
	{errKioskID, http.StatusBadRequest, "bad-kiosk-id", 0},
	{errRequest, http.StatusBadRequest, "bad-request", 0},
	{errIIN, http.StatusUnprocessableEntity, "bad-iin", 0},
	{errPhone, http.StatusUnprocessableEntity, "bad-phone", 0},
	{errValue, http.StatusUnprocessableEntity, "bad-value", 0},
	{errBlob, http.StatusUnprocessableEntity, "bad-blob-address", 0},
	{intake.ErrUnknownKiosk, http.StatusForbidden, "unknown-kiosk", 0},
	{intake.ErrOtherKey, http.StatusConflict, "other-key", 0},
	{intake.ErrBadKey, http.StatusUnprocessableEntity, "bad-key", 0},
	{intake.ErrOtherDigest, http.StatusConflict, "digest-mismatch", 0},
	{intake.ErrFork, http.StatusConflict, "chain-fork", 0},
	{intake.ErrInvalid, http.StatusUnprocessableEntity, "bad-manifest", 0},
	{intake.ErrUnknown, http.StatusNotFound, "unknown-application", 0},
	{intake.ErrNotPayable, http.StatusConflict, "neither-paid-nor-exempt", 0},
	{payment.ErrUnknown, http.StatusNotFound, "unknown-application", 0},
	{payment.ErrNothingOwed, http.StatusConflict, "nothing-owed", 0},
	{payment.ErrNotOneVisit, http.StatusUnprocessableEntity, "not-one-visit", 0},
	{payment.ErrConfirmed, http.StatusConflict, "already-confirmed", 0},
	{identify.ErrNoConsent, http.StatusForbidden, "no-consent", 0},
	{identify.ErrNotIdentified, http.StatusForbidden, "not-identified", 0},
	{identify.ErrTooManyCodes, http.StatusTooManyRequests, "too-many-codes", 0},
	{identify.ErrUnknownTicket, http.StatusNotFound, "unknown-ticket", 0},
	{kiosk.ErrUnknownPerson, http.StatusNotFound, "unknown-person", 0},
	{kiosk.ErrUnknownPhone, http.StatusUnprocessableEntity, "unknown-phone", 0},
	{digitalid.ErrPicture, http.StatusUnprocessableEntity, "bad-picture", 0},
	{store.ErrOffset, http.StatusConflict, "wrong-offset", 0},
	{store.ErrTooLong, http.StatusUnprocessableEntity, "blob-too-long", 0},
	{store.ErrContents, http.StatusUnprocessableEntity, "blob-contents", 0},
	{setting.ErrDown, http.StatusServiceUnavailable, "registry-silent", 10},
	{context.Canceled, http.StatusServiceUnavailable, "gave-up", 1},
	{store.ErrClosed, http.StatusServiceUnavailable, "shutting-down", 1},
}

// write sends err as a problem. Only what is our own fault is logged as an error.
func (s *Server) write(w http.ResponseWriter, r *http.Request, err error) {
	p, retryAfter := wire.Problem{Type: "internal", Title: "internal error", Status: http.StatusInternalServerError}, 0
	for _, known := range problems {
		if errors.Is(err, known.err) {
			p.Type, p.Title, p.Status, retryAfter = known.code, known.err.Error(), known.status, known.retryAfter
			break
		}
	}
	var down *setting.Unavailable
	if errors.As(err, &down) {
		name := string(down.Service)
		p.Service = &name
	}
	if p.Status == http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "request failed", "route", r.Pattern, "err", err)
	} else {
		s.Log.LogAttrs(r.Context(), slog.LevelInfo, "problem", slog.String("route", r.Pattern), slog.String("type", p.Type))
	}
	if retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the terminal has gone away
}
