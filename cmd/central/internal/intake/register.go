package intake

import (
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/publish"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/sms"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/seal"
)

// What an application can meet.
var (
	ErrUnknownKiosk = errors.New("the terminal is not enrolled")
	ErrOtherKey     = errors.New("the terminal is enrolled with another key")
	ErrBadKey       = errors.New("not an ES256 public key in PKIX PEM")
	ErrUnknown      = errors.New("no such application")
	ErrOtherDigest  = errors.New("the application is known with another digest")
	ErrFork         = errors.New("another application has this place in the terminal's chain")
	ErrInvalid      = errors.New("manifest, signature or form is wrong")
	ErrNotPayable   = errors.New("neither paid nor exempt")
)

// MissingError lists the blobs that must be uploaded first.
type MissingError struct{ SHA256 []string }

// Error implements error.
func (m *MissingError) Error() string { return fmt.Sprintf("%d blobs are missing", len(m.SHA256)) }

// Exemption is why nothing is owed.
type Exemption = registry.Exemption

// Registration is what an application is to the terminal.
type Registration struct {
	State     kiosk.RegistrationState
	Receipt   string
	Amount    kiosk.Money
	Exemption *Exemption
	// ExemptionUnknown says that АИС СИК was silent: the whole duty is asked for.
	ExemptionUnknown bool
	Refusal          *Refusal
	Coupon           string
}

// Office receives applications.
type Office struct {
	Store     *store.Store
	People    *registry.Registry
	Policy    *publish.Shelf
	Settings  *setting.Live
	Payments  *payment.Provider
	Keys      Keys
	Texts     sms.Texts
	PublicURL string // of the payer's pages, without a slash at the end
	Now       func() time.Time
}

// Enroll makes a terminal known. Repeating it with the same key is harmless. Errors: ErrOtherKey, ErrBadKey.
func (o *Office) Enroll(ctx context.Context, id, publicKey, office string) error {
	if _, err := parseKey(publicKey); err != nil {
		return err
	}
	return o.Store.Write(ctx, func(tx *store.Tx) error {
		known, err := tx.Kiosk(id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && known.PublicKey != publicKey {
			return ErrOtherKey
		}
		return tx.PutKiosk(store.Kiosk{ID: id, PublicKey: publicKey, Office: office, Enrolled: o.Now()})
	})
}

func parseKey(text string) (*ecdsa.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, ErrBadKey
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, ErrBadKey
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || key.Curve.Params().BitSize != 256 {
		return nil, ErrBadKey
	}
	return key, nil
}

// Register commits an application whose blobs have been uploaded. A repeat gives the
// same receipt; stored says whether this call stored it. With deferred, whoever owes
// the duty gets the payment link by SMS, once. Errors: ErrUnknownKiosk, ErrInvalid,
// ErrOtherDigest, ErrFork, *MissingError.
func (o *Office) Register(ctx context.Context, kioskID, id string, jws []byte, deferred bool) (r Registration, stored bool, err error) {
	m, err := o.manifest(ctx, kioskID, id, jws)
	if err != nil {
		return Registration{}, false, err
	}
	digest := seal.Digest(jws)
	if app, err := o.repeat(ctx, id, digest, deferred); !errors.Is(err, store.ErrNotFound) {
		r, err = view(app, err)
		return r, false, err
	}
	form, err := o.open(m)
	if err != nil {
		return Registration{}, false, err
	}
	social, err := o.social(ctx, form.Person.IIN)
	if err != nil {
		return Registration{}, false, err
	}
	var app store.Application
	err = o.Store.Write(ctx, func(tx *store.Tx) error {
		known, err := tx.Application(id)
		switch {
		case err == nil && known.Digest == digest: // two deliveries at once
			app = known
			return tx.SeeApplication(id)
		case err == nil:
			return ErrOtherDigest
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		if err := o.extendChain(tx, m, digest); err != nil {
			return err
		}
		stored = true
		app, err = o.admit(tx, m, form, jws, digest, social, deferred)
		return err
	})
	if errors.Is(err, ErrFork) {
		err = errors.Join(err, o.incident(ctx, kioskID, id, "chain-fork", fmt.Sprintf("место %d занято или цепь расходится", m.Seq)))
	}
	r, err = view(app, err)
	return r, stored, err
}

// manifest verifies the signature and that the manifest is what the request says.
func (o *Office) manifest(ctx context.Context, kioskID, id string, jws []byte) (seal.Manifest, error) {
	var terminal store.Kiosk
	err := o.Store.Read(ctx, func(tx *store.Tx) (err error) { terminal, err = tx.Kiosk(kioskID); return err })
	if errors.Is(err, store.ErrNotFound) {
		return seal.Manifest{}, ErrUnknownKiosk
	}
	if err != nil {
		return seal.Manifest{}, err
	}
	key, err := parseKey(terminal.PublicKey)
	if err != nil {
		return seal.Manifest{}, err
	}
	m, err := seal.ParseManifest(jws, key)
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if m.Kiosk != kioskID || string(m.ID) != id {
		return m, fmt.Errorf("%w: of another terminal or application", ErrInvalid)
	}
	return m, nil
}

// repeat answers a known application. The answer is a write: see package store.
func (o *Office) repeat(ctx context.Context, id, digest string, deferred bool) (app store.Application, err error) {
	err = o.Store.Write(ctx, func(tx *store.Tx) error {
		if app, err = tx.Application(id); err != nil {
			return err
		}
		if app.Digest != digest {
			return ErrOtherDigest
		}
		if err := tx.SeeApplication(id); err != nil {
			return err
		}
		if deferred && !app.Deferred && app.State == kiosk.AwaitingPayment {
			app.Deferred = true
			if err := tx.UpdateApplication(app); err != nil {
				return err
			}
			return o.sendLink(tx, app)
		}
		return nil
	})
	return app, err
}

// open checks that every blob is here and reads the form.
func (o *Office) open(m seal.Manifest) (kiosk.Form, error) {
	var missing []string
	for _, b := range m.Blobs {
		size, complete, err := o.Store.Blobs.Stat(b.SHA256)
		if err != nil {
			return kiosk.Form{}, err
		}
		if !complete {
			missing = append(missing, b.SHA256)
		} else if size != b.Length {
			return kiosk.Form{}, fmt.Errorf("%w: length of %s", ErrInvalid, b.Kind)
		}
	}
	if len(missing) > 0 {
		return kiosk.Form{}, &MissingError{missing}
	}
	ref, _ := m.Blob(seal.KindForm) // ParseManifest has checked it
	sealed, err := o.Store.Blobs.Read(ref.SHA256)
	if err != nil {
		return kiosk.Form{}, err
	}
	plain, err := seal.OpenBlob(o.Keys.Seal, m, seal.KindForm, sealed)
	if err != nil {
		return kiosk.Form{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	defer clear(plain)
	var f kiosk.Form
	if err := json.Unmarshal(plain, &f); err != nil {
		return kiosk.Form{}, fmt.Errorf("%w: the form is not readable", ErrInvalid) // the error could quote it
	}
	told := f.Choice
	told.SubReason = "" // the manifest, which anybody can read, does not say what happened to the document
	if f.ID != m.ID || f.Kiosk != m.Kiosk || told != (kiosk.Choice{Document: m.Document, Reason: m.Reason, Pages: m.Pages}) {
		return kiosk.Form{}, fmt.Errorf("%w: form and manifest differ", ErrInvalid)
	}
	return f, nil
}

func view(a store.Application, err error) (Registration, error) {
	if err != nil {
		return Registration{}, err
	}
	r := Registration{State: a.State, Receipt: a.Receipt, Amount: a.Amount, ExemptionUnknown: a.ExemptionUnknown, Coupon: a.Coupon}
	if a.Exemption != "" {
		r.Exemption = new(Exemption)
		err = json.Unmarshal([]byte(a.Exemption), r.Exemption)
	}
	if a.Refusal != "" {
		r.Refusal = new(Refusal)
		err = errors.Join(err, json.Unmarshal([]byte(a.Refusal), r.Refusal))
	}
	return r, err
}

// Application says how one stands. Error: ErrUnknown.
func (o *Office) Application(ctx context.Context, kioskID, id string) (Registration, error) {
	var app store.Application
	err := o.Store.Read(ctx, func(tx *store.Tx) (err error) { app, err = ownApplication(tx, kioskID, id); return err })
	return view(app, err)
}

func ownApplication(tx *store.Tx, kioskID, id string) (store.Application, error) {
	app, err := tx.Application(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && app.Kiosk != kioskID {
		return store.Application{}, ErrUnknown
	}
	return app, err
}

func (o *Office) incident(ctx context.Context, kioskID, application, kind, detail string) error {
	return o.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.AddIncident(store.Incident{Kiosk: kioskID, Application: application, Kind: kind, Detail: detail, At: o.Now()})
	})
}
