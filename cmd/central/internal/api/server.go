package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"documenting.kz/terminal/cmd/central/internal/identify"
	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	wire "documenting.kz/terminal/offline/central"
)

// maxBody bounds a request: a face is the largest, 256 KiB of a blob the most frequent.
const maxBody = 8 << 20

// maxWait bounds a long poll.
const maxWait = 25

// Server implements the contract.
type Server struct {
	Store    *store.Store
	Desk     *identify.Desk
	Office   *intake.Office
	Payments *payment.Provider
	Settings *setting.Live
	Log      *slog.Logger
	Now      func() time.Time
}

var _ wire.StrictServerInterface = (*Server)(nil)

// Handler serves the paths under /v1.
func (s *Server) Handler() http.Handler {
	unreadable := func(w http.ResponseWriter, r *http.Request, err error) {
		s.write(w, r, errors.Join(errRequest, err))
	}
	strict := wire.NewStrictHandlerWithOptions(s, []wire.StrictMiddlewareFunc{s.knownKiosk}, wire.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: unreadable, ResponseErrorHandlerFunc: s.write,
	})
	return http.MaxBytesHandler(wire.HandlerWithOptions(strict, wire.StdHTTPServerOptions{ErrorHandlerFunc: unreadable}), maxBody)
}

var kioskID = regexp.MustCompile(`^[A-Z0-9-]{3,32}$`)

// knownKiosk lets only enrolled terminals pass; enrolment and health are for everybody.
func (s *Server) knownKiosk(next wire.StrictHandlerFunc, operation string) wire.StrictHandlerFunc {
	if operation == "Enroll" || operation == "GetHealth" {
		return next
	}
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request, request any) (any, error) {
		id := r.Header.Get("X-Kiosk-Id")
		if !kioskID.MatchString(id) {
			return nil, errKioskID
		}
		err := s.Store.Read(ctx, func(tx *store.Tx) error { _, err := tx.Kiosk(id); return err })
		if errors.Is(err, store.ErrNotFound) {
			return nil, intake.ErrUnknownKiosk
		}
		if err != nil {
			return nil, err
		}
		return next(ctx, w, r, request)
	}
}

func waitOf(seconds *int) time.Duration {
	if seconds == nil {
		return 0
	}
	return setting.Seconds(min(max(*seconds, 0), maxWait))
}

// ptr makes an optional value of the wire: nil for the zero value.
func ptr[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
