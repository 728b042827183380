package central

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Keys are what a terminal needs to know of the centre.
type Keys struct {
	SealKeyID  string
	SealKey    hpke.PublicKey   // MLKEM768-X25519
	ReceiptKey *ecdsa.PublicKey // P-256
}

// Enroll makes the terminal known by its public key and brings the centre's
// keys. Repeating it is harmless; ErrConflict: the id belongs to another key.
func (c *Conn) Enroll(ctx context.Context, terminal *ecdsa.PublicKey, office string) (Keys, error) {
	der, err := x509.MarshalPKIXPublicKey(terminal)
	if err != nil {
		return Keys{}, err
	}
	w, _, err := call[CentreKeys](ctx, c.o.Timeout, systemCentre, meanings{http.StatusConflict: ErrConflict}, func(ctx context.Context) (*http.Response, error) {
		return c.wire.Enroll(ctx, Enrolment{KioskId: c.kiosk, Office: &office,
			PublicKey: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))})
	})
	if err != nil {
		return Keys{}, err
	}
	r := &reader{system: systemCentre}
	r.want(w.SealKem.Valid(), "sealKem")
	r.want(w.SealKeyId != "", "sealKeyId")
	sealKey, err := hpke.MLKEM768X25519().NewPublicKey(w.SealKey)
	r.want(err == nil, "sealKey")
	receiptKey := parseP256(w.ReceiptKey)
	r.want(receiptKey != nil, "receiptKey")
	if r.err != nil {
		return Keys{}, r.err
	}
	return Keys{SealKeyID: w.SealKeyId, SealKey: sealKey, ReceiptKey: receiptKey}, nil
}

func parseP256(text string) *ecdsa.PublicKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil
	}
	ec, ok := key.(*ecdsa.PublicKey)
	if !ok || ec.Curve != elliptic.P256() {
		return nil
	}
	return ec
}

// State is the centre's word on itself and the systems behind it.
type State struct {
	Time     time.Time       // the centre's clock
	Services map[string]bool // kdp, gbdfl, bmg, sms, digital-id, zags, aissik, payment → up
}

// Down lists the named services that are down or that the centre does not mention.
func (s State) Down(services ...string) (down []string) {
	for _, name := range services {
		if !s.Services[name] {
			down = append(down, name)
		}
	}
	return down
}

// Health asks for the state; it fails by silence only when the centre itself cannot be reached.
func (c *Conn) Health(ctx context.Context) (State, error) {
	w, _, err := call[Health](ctx, c.o.Timeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.GetHealth(ctx)
	})
	if err != nil {
		return State{}, err
	}
	if w.Time.IsZero() || w.Services == nil {
		return State{}, &MalformedError{systemCentre, "time or services"}
	}
	out := State{Time: w.Time, Services: make(map[string]bool, len(w.Services))}
	for name, state := range w.Services {
		if !state.Valid() {
			return State{}, &MalformedError{systemCentre, "services"}
		}
		out.Services[name] = state == Up
	}
	return out, nil
}

// Beat is what a terminal says of itself every minute.
type Beat struct {
	LastSeq      int64
	ChainHead    string
	Queued       int
	OldestQueued time.Duration
	Devices      map[string]string // device → its one-word state
	Version      string            // of the program
	Policy       string            // version of the policy data in force, empty when not known
	PolicySerial int64             // and its serial
}

// Echo is what the centre answers to a Beat.
type Echo struct {
	Time         time.Time // the centre's clock
	PolicySerial int64     // of the newest bundle of policy data; 0 when there is none
}

// Heartbeat reports b.
func (c *Conn) Heartbeat(ctx context.Context, b Beat) (Echo, error) {
	if b.Devices == nil {
		b.Devices = map[string]string{}
	}
	beat := Heartbeat{
		LastSeq: b.LastSeq, ChainHead: b.ChainHead, Queued: b.Queued,
		OldestQueuedSeconds: int(b.OldestQueued / time.Second), Devices: b.Devices, Version: b.Version,
	}
	if b.Policy != "" {
		beat.Policy, beat.PolicySerial = &b.Policy, &b.PolicySerial
	}
	w, _, err := call[HeartbeatAnswer](ctx, c.o.Timeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.Heartbeat(ctx, &HeartbeatParams{XKioskId: c.kiosk}, beat)
	})
	if err != nil {
		return Echo{}, err
	}
	return Echo{Time: w.Time, PolicySerial: value(w.PolicySerial)}, nil
}

// MaxPolicy bounds a bundle of policy data, in bytes.
const MaxPolicy = 4 << 20

// Policy fetches the newest bundle of policy data when its serial is above after,
// nil otherwise. What is in it is not looked at here. It may be large: it has the
// time of a face comparison.
func (c *Conn) Policy(ctx context.Context, after int64) ([]byte, error) {
	rsp, body, err := exchange(ctx, c.o.FaceTimeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.GetPolicy(ctx, &GetPolicyParams{XKioskId: c.kiosk, After: after})
	})
	switch {
	case err != nil:
		return nil, err
	case rsp.StatusCode == http.StatusNoContent:
		return nil, nil
	case len(body) == 0 || len(body) > MaxPolicy:
		return nil, &MalformedError{systemCentre, "length of the policy bundle"}
	}
	return body, nil
}

// CallStaff says on which screen a citizen asks for help.
func (c *Conn) CallStaff(ctx context.Context, screen kiosk.Screen) error {
	_, _, err := exchange(ctx, c.o.Timeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.CallStaff(ctx, &CallStaffParams{XKioskId: c.kiosk}, HelpCall{Screen: string(screen)})
	})
	return err
}

// Rate passes on one to five stars.
func (c *Conn) Rate(ctx context.Context, stars int) error {
	_, _, err := exchange(ctx, c.o.Timeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.Rate(ctx, &RateParams{XKioskId: c.kiosk}, Rating{Stars: stars})
	})
	return err
}
