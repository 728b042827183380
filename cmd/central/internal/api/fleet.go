package api

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"

	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	wire "documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"
)

// Enroll makes a terminal known and tells it the centre's keys.
func (s *Server) Enroll(ctx context.Context, r wire.EnrollRequestObject) (wire.EnrollResponseObject, error) {
	if !kioskID.MatchString(r.Body.KioskId) {
		return nil, errKioskID
	}
	office := ""
	if r.Body.Office != nil {
		office = *r.Body.Office
	}
	if err := s.Office.Enroll(ctx, r.Body.KioskId, r.Body.PublicKey, office); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(&s.Office.Keys.Receipt.PublicKey)
	if err != nil {
		return nil, err
	}
	public := s.Office.Keys.Seal.PublicKey()
	return wire.Enroll200JSONResponse{
		SealKeyId: seal.KeyID(public), SealKem: wire.MLKEM768X25519, SealKey: public.Bytes(),
		ReceiptKey: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
	}, nil
}

// GetHealth says which systems answer. A silent one is down to whoever waits for it.
func (s *Server) GetHealth(context.Context, wire.GetHealthRequestObject) (wire.GetHealthResponseObject, error) {
	h := wire.GetHealth200JSONResponse{Time: s.Now(), Services: map[string]wire.HealthServices{}}
	for service, mode := range s.Settings.Get().Services {
		h.Services[string(service)] = wire.Down
		if (mode == setting.Up || mode == setting.Slow) && (service != setting.Faces || s.Desk.Faces != nil) {
			h.Services[string(service)] = wire.Up
		}
	}
	return h, nil
}

// Heartbeat stores the terminal's word about itself.
func (s *Server) Heartbeat(ctx context.Context, r wire.HeartbeatRequestObject) (wire.HeartbeatResponseObject, error) {
	said, err := json.Marshal(r.Body)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	err = s.Store.Write(ctx, func(tx *store.Tx) error { return tx.SetHeartbeat(r.Params.XKioskId, string(said), now) })
	serial, _ := s.Office.Policy.Newest()
	return wire.Heartbeat200JSONResponse{Time: now, PolicySerial: ptr(serial)}, err
}

// CallStaff rings at the operators' pages.
func (s *Server) CallStaff(ctx context.Context, r wire.CallStaffRequestObject) (wire.CallStaffResponseObject, error) {
	screen := []rune(r.Body.Screen)
	call := store.Help{Kiosk: r.Params.XKioskId, Screen: string(screen[:min(len(screen), 64)]), At: s.Now()}
	return wire.CallStaff204Response{}, s.Store.Write(ctx, func(tx *store.Tx) error { return tx.AddHelp(call) })
}

// Rate stores a citizen's rating.
func (s *Server) Rate(ctx context.Context, r wire.RateRequestObject) (wire.RateResponseObject, error) {
	if r.Body.Stars < 1 || r.Body.Stars > 5 {
		return nil, errValue
	}
	return wire.Rate204Response{}, s.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.AddRating(r.Params.XKioskId, r.Body.Stars, s.Now())
	})
}
