package seal

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/google/uuid"
)

// Schema names the content of a manifest. A change that an old reader cannot ignore takes a new number.
const Schema = "application/1"

// KEM is the key encapsulation every blob uses.
const KEM = "MLKEM768-X25519"

// MaxBlob is the greatest length of a sealed blob in bytes, the limit of the upload contract.
const MaxBlob = 16 << 20

// maxManifest bounds what ParseManifest looks at; a real one has about 1.3 KB.
const maxManifest = 64 << 10

// Kinds of blobs.
const (
	KindForm           = "form"            // JSON of kiosk.Form
	KindPortrait       = "portrait"        // JPEG
	KindSignature      = "signature"       // JSON of Strokes
	KindSignatureImage = "signature-image" // PNG
)

// ErrManifest says that a manifest is not one: its form, a value or its signature is wrong.
var ErrManifest = errors.New("not a valid manifest")

// BlobRef names one sealed blob.
type BlobRef struct {
	Kind   string `json:"kind"`
	SHA256 string `json:"sha256"` // of the ciphertext, lower-case hex
	Length int64  `json:"length"` // of the ciphertext, bytes
}

// Manifest is the signed content of an application; it holds nothing personal.
type Manifest struct {
	Schema        string              `json:"schema"`
	ID            kiosk.ApplicationID `json:"id"`
	Kiosk         string              `json:"kiosk"`
	Office        string              `json:"office"`
	Seq           int64               `json:"seq"`  // gapless for each kiosk, from 1
	Prev          string              `json:"prev"` // Digest of the manifest before; empty for the first
	CapturedAt    time.Time           `json:"capturedAt"`
	Document      kiosk.DocumentKind  `json:"document"`
	Pages         int                 `json:"pages"` // 36 or 48 for a passport, 0 for an ID card
	Reason        kiosk.ReasonCode    `json:"reason"`
	PolicyVersion string              `json:"policyVersion"`
	KeyID         string              `json:"keyId"` // of the centre's key, see KeyID
	KEM           string              `json:"kem"`
	Blobs         []BlobRef           `json:"blobs"`
}

// Blob is the reference of a kind; ok is false when the application has no such part.
func (m Manifest) Blob(kind string) (ref BlobRef, ok bool) {
	for _, b := range m.Blobs {
		if b.Kind == kind {
			return b, true
		}
	}
	return BlobRef{}, false
}

// Digest is the hex SHA-256 of a manifest's JWS bytes: the identity of the
// application's content and the next manifest's Prev.
func Digest(jws []byte) string {
	sum := sha256.Sum256(jws)
	return hex.EncodeToString(sum[:])
}

// ParseManifest checks a manifest's signature by the terminal's public key and
// every one of its values. Errors wrap ErrManifest. Unknown fields are allowed:
// a newer terminal may say more within the same schema.
func ParseManifest(jws []byte, pub *ecdsa.PublicKey) (Manifest, error) {
	if len(jws) > maxManifest {
		return Manifest{}, fmt.Errorf("%w: %d bytes", ErrManifest, len(jws))
	}
	payload, kid, err := verifyES256(string(jws), pub)
	if err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	var m Manifest
	if err := json.Unmarshal(payload, &m); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	if err := m.check(); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	if kid != m.Kiosk {
		return Manifest{}, fmt.Errorf("%w: signed by %q, written by %q", ErrManifest, kid, m.Kiosk)
	}
	return m, nil
}

var (
	kioskPattern = regexp.MustCompile(`^[A-Z0-9-]{3,32}$`)
	hashPattern  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	keyIDPattern = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

func (m Manifest) check() error {
	switch {
	case m.Schema != Schema:
		return fmt.Errorf("schema %q", m.Schema)
	case !isUUIDv7(string(m.ID)):
		return errors.New("id is not a UUIDv7")
	case !kioskPattern.MatchString(m.Kiosk):
		return errors.New("kiosk is not a kiosk id")
	case m.Office == "":
		return errors.New("office is empty")
	case m.Seq < 1:
		return fmt.Errorf("seq %d", m.Seq)
	case m.Seq == 1 && m.Prev != "", m.Seq > 1 && !hashPattern.MatchString(m.Prev):
		return fmt.Errorf("prev does not fit seq %d", m.Seq)
	case m.CapturedAt.IsZero():
		return errors.New("capturedAt is empty")
	case m.Document == kiosk.IDCard && m.Pages != 0,
		m.Document == kiosk.Passport && m.Pages != 36 && m.Pages != 48,
		m.Document != kiosk.IDCard && m.Document != kiosk.Passport:
		return fmt.Errorf("document %q with %d pages", m.Document, m.Pages)
	case m.Reason == "":
		return errors.New("reason is empty")
	case m.PolicyVersion == "":
		return errors.New("policyVersion is empty")
	case !keyIDPattern.MatchString(m.KeyID):
		return errors.New("keyId is not 32 hex digits")
	case m.KEM != KEM:
		return fmt.Errorf("kem %q", m.KEM)
	}
	return m.checkBlobs()
}

// checkBlobs wants a form and a portrait, and the two parts of a signature
// together or not at all (a person who cannot sign has neither).
func (m Manifest) checkBlobs() error {
	kinds, hashes := map[string]bool{}, map[string]bool{}
	for i, b := range m.Blobs {
		switch b.Kind {
		case KindForm, KindPortrait, KindSignature, KindSignatureImage:
		default:
			return fmt.Errorf("blob %d: kind %q", i, b.Kind)
		}
		switch {
		case kinds[b.Kind]:
			return fmt.Errorf("blob %d: second %s", i, b.Kind)
		case !hashPattern.MatchString(b.SHA256) || hashes[b.SHA256]:
			return fmt.Errorf("blob %d: sha256 is wrong or not unique", i)
		case b.Length < 1 || b.Length > MaxBlob:
			return fmt.Errorf("blob %d: length %d", i, b.Length)
		}
		kinds[b.Kind], hashes[b.SHA256] = true, true
	}
	if !kinds[KindForm] || !kinds[KindPortrait] || kinds[KindSignature] != kinds[KindSignatureImage] {
		return errors.New("blobs: form and portrait are required, signature and its image belong together")
	}
	return nil
}

func isUUIDv7(s string) bool {
	u, err := uuid.Parse(s)
	return err == nil && u.Version() == 7 && u.String() == s
}
