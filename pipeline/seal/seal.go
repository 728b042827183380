package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"documenting.kz/terminal/kiosk"
)

// Opts of a Sealer.
type Opts struct {
	KioskID    string            // e.g. KZ-ALA-0001
	Office     string            // code of the registration point
	SigningKey *ecdsa.PrivateKey // P-256, the terminal's
	CentreKey  hpke.PublicKey    // MLKEM768-X25519
	KeyID      string            // as the centre names CentreKey; must be its KeyID
}

// Sealer seals applications of one terminal. It has no state and is safe for concurrent use.
type Sealer struct{ o Opts }

var _ kiosk.Sealer = (*Sealer)(nil)

// New checks the keys, so that a wrong one is found when the terminal starts
// and not with a citizen in front of it.
func New(o Opts) (*Sealer, error) {
	switch {
	case !kioskPattern.MatchString(o.KioskID):
		return nil, errors.New("sealer: kiosk id does not fit [A-Z0-9-]{3,32}")
	case o.Office == "":
		return nil, errors.New("sealer: no office")
	case o.SigningKey == nil || o.SigningKey.Curve != elliptic.P256():
		return nil, errors.New("sealer: no P-256 signing key")
	case o.CentreKey == nil || o.CentreKey.KEM().ID() != hpke.MLKEM768X25519().ID():
		return nil, fmt.Errorf("sealer: the centre's key is not of %s", KEM)
	case o.KeyID != KeyID(o.CentreKey):
		return nil, fmt.Errorf("sealer: the centre's key has id %s, not %s", KeyID(o.CentreKey), o.KeyID)
	}
	return &Sealer{o}, nil
}

// Seal encrypts and signs a as the link-th application of the terminal. It
// zeroes every plain buffer it makes; a itself stays the caller's to drop.
// It fails for an application of another terminal, without form or portrait,
// or with a signature that is neither drawn nor stated as impossible.
func (s *Sealer) Seal(a kiosk.Application, link kiosk.Link) (kiosk.Sealed, error) {
	if a.Kiosk != s.o.KioskID || a.Office != s.o.Office {
		return kiosk.Sealed{}, errors.New("seal: the application is of another terminal or office")
	}
	parts, wipe, err := plainParts(a)
	defer wipe()
	if err != nil {
		return kiosk.Sealed{}, fmt.Errorf("seal: %w", err)
	}
	m := Manifest{
		Schema: Schema, ID: a.ID, Kiosk: a.Kiosk, Office: a.Office, Seq: link.Seq, Prev: link.Prev,
		CapturedAt: a.CapturedAt, Document: a.Choice.Document, Pages: a.Choice.Pages, Reason: a.Choice.Reason,
		PolicyVersion: a.PolicyVersion, KeyID: s.o.KeyID, KEM: KEM,
	}
	out := kiosk.Sealed{ID: a.ID, Link: link}
	for _, p := range parts {
		ciphertext, err := sealBlob(s.o.CentreKey, s.o.KeyID, aad(m.Kiosk, m.ID, m.Seq, p.kind), p.plain)
		if err != nil {
			return kiosk.Sealed{}, fmt.Errorf("seal %s: %w", p.kind, err)
		}
		sum := sha256.Sum256(ciphertext)
		address := hex.EncodeToString(sum[:])
		out.Blobs = append(out.Blobs, kiosk.Blob{Kind: p.kind, SHA256: address, Data: ciphertext})
		m.Blobs = append(m.Blobs, BlobRef{Kind: p.kind, SHA256: address, Length: int64(len(ciphertext))})
	}
	if err := m.check(); err != nil {
		return kiosk.Sealed{}, fmt.Errorf("seal: manifest: %w", err)
	}
	payload, err := json.Marshal(m)
	if err != nil {
		return kiosk.Sealed{}, fmt.Errorf("seal: manifest: %w", err)
	}
	jws, err := signES256(payload, s.o.SigningKey, s.o.KioskID)
	if err != nil {
		return kiosk.Sealed{}, fmt.Errorf("seal: sign: %w", err)
	}
	out.Manifest = []byte(jws)
	out.Digest = Digest(out.Manifest)
	return out, nil
}

type part struct {
	kind  string
	plain []byte
}

// plainParts splits a; wipe zeroes what was made here and is never nil.
func plainParts(a kiosk.Application) (parts []part, wipe func(), err error) {
	var made [][]byte
	wipe = func() {
		for _, b := range made {
			clear(b)
		}
		overwriteScratch(made)
	}
	form, err := json.Marshal(kiosk.Form{
		ID: a.ID, Visit: a.Visit, Office: a.Office, Kiosk: a.Kiosk, Consent: a.Consent, Person: a.Person, Phone: a.Phone,
		Choice: a.Choice, CannotSign: a.Signature.CannotSign, ConfirmedAt: a.ConfirmedAt,
		ConfirmTicket: a.ConfirmTicket, PolicyVersion: a.PolicyVersion, CapturedAt: a.CapturedAt,
	})
	if err != nil {
		return nil, wipe, errors.New("form: a time cannot be written as JSON") // err could quote a value
	}
	made = append(made, form)
	if len(a.Portrait.JPEG) == 0 {
		return nil, wipe, errors.New("no portrait")
	}
	parts = []part{{KindForm, form}, {KindPortrait, a.Portrait.JPEG}}
	if a.Signature.CannotSign {
		return parts, wipe, nil
	}
	if len(a.Signature.Strokes) == 0 || len(a.Signature.PNG) == 0 {
		return nil, wipe, errors.New("no signature, and no statement that there cannot be one")
	}
	strokes, err := json.Marshal(strokesOf(a.Signature))
	if err != nil {
		return nil, wipe, errors.New("signature: a sample is not a number")
	}
	made = append(made, strokes)
	return append(parts, part{KindSignature, strokes}, part{KindSignatureImage, a.Signature.PNG}), wipe, nil
}

// overwriteScratch runs a filler of the greatest length through encoding/json,
// whose pooled scratch buffer would keep the last text until it is used again.
func overwriteScratch(made [][]byte) {
	longest := 0
	for _, b := range made {
		longest = max(longest, len(b))
	}
	_, _ = json.Marshal(string(bytes.Repeat([]byte{'0'}, longest))) // digits alone cannot fail
}
