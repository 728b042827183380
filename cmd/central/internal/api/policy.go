package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"documenting.kz/terminal/cmd/central/internal/publish"
	"documenting.kz/terminal/kiosk/policy/bundle"
	wire "documenting.kz/terminal/offline/central"
)

// GetPolicy gives a bundle that is newer than the terminal's.
func (s *Server) GetPolicy(_ context.Context, r wire.GetPolicyRequestObject) (wire.GetPolicyResponseObject, error) {
	serial, data := s.Office.Policy.Newest()
	if serial <= r.Params.After {
		return wire.GetPolicy204Response{}, nil
	}
	return wire.GetPolicy200ApplicationzipResponse{Body: bytes.NewReader(data), ContentLength: int64(len(data))}, nil
}

// refusals says with which status a bundle is refused.
var refusals = []struct {
	err    error
	status int
	code   string
}{
	{publish.ErrNoKey, http.StatusForbidden, "no-policy-key"},
	{bundle.ErrForm, http.StatusUnprocessableEntity, "bundle-form"},
	{bundle.ErrSignature, http.StatusForbidden, "bundle-signature"},
	{bundle.ErrAltered, http.StatusUnprocessableEntity, "bundle-altered"},
	{bundle.ErrMissing, http.StatusUnprocessableEntity, "bundle-incomplete"},
	{bundle.ErrUnlisted, http.StatusUnprocessableEntity, "bundle-unlisted"},
	{bundle.ErrExpired, http.StatusUnprocessableEntity, "bundle-expired"},
	{bundle.ErrUnsound, http.StatusUnprocessableEntity, "bundle-unsound"},
	{bundle.ErrRollback, http.StatusConflict, "bundle-not-newer"},
}

// PublishPolicy takes a bundle as the body of the request and answers what it is
// (version, serial, created, validUntil), or a problem whose title says what is
// wrong with it.
func (s *Server) PublishPolicy(w http.ResponseWriter, r *http.Request) {
	answer := func(status int, kind string, v any) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v) // the official has gone away
	}
	refuse := func(status int, code string, err error) { // the error names files and numbers, and nobody
		s.Log.WarnContext(r.Context(), "policy refused", "why", err)
		answer(status, "application/problem+json", wire.Problem{Type: code, Title: err.Error(), Status: status})
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bundle.MaxSize))
	if err != nil {
		refuse(http.StatusRequestEntityTooLarge, "bundle-form", err)
		return
	}
	m, err := s.Office.Policy.Publish(data)
	if err == nil {
		s.Log.InfoContext(r.Context(), "policy published", "version", m.Version, "serial", m.Serial, "validUntil", m.ValidUntil)
		answer(http.StatusCreated, "application/json", m)
		return
	}
	for _, known := range refusals {
		if errors.Is(err, known.err) {
			refuse(known.status, known.code, err)
			return
		}
	}
	refuse(http.StatusInternalServerError, "internal", err)
}
