package seal

import (
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/kiosk"
)

// ErrReceipt says that a receipt is not the centre's or not for this application.
var ErrReceipt = errors.New("not a valid receipt")

// Receipt is the centre's word that it holds an application durably.
type Receipt struct {
	ID         kiosk.ApplicationID `json:"id"`
	Digest     string              `json:"digest"` // of the manifest received
	Seq        int64               `json:"seq"`    // the centre's own number, from 1
	ReceivedAt time.Time           `json:"receivedAt"`
}

// receiptKeyID is the kid of receipts.
const receiptKeyID = "centre"

// SignReceipt makes the compact JWS of r by the centre's P-256 key.
func SignReceipt(key *ecdsa.PrivateKey, r Receipt) (string, error) {
	if err := r.check(); err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	payload, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	jws, err := signES256(payload, key, receiptKeyID)
	if err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	return jws, nil
}

// VerifyReceipt checks a receipt by the centre's public key. Errors wrap ErrReceipt.
func VerifyReceipt(jws string, pub *ecdsa.PublicKey) (Receipt, error) {
	if len(jws) > maxManifest {
		return Receipt{}, fmt.Errorf("%w: %d bytes", ErrReceipt, len(jws))
	}
	payload, _, err := verifyES256(jws, pub)
	if err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrReceipt, err)
	}
	var r Receipt
	if err := json.Unmarshal(payload, &r); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrReceipt, err)
	}
	if err := r.check(); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrReceipt, err)
	}
	return r, nil
}

func (r Receipt) check() error {
	if !isUUIDv7(string(r.ID)) || !hashPattern.MatchString(r.Digest) || r.Seq < 1 || r.ReceivedAt.IsZero() {
		return errors.New("a receipt needs id, digest, seq and receivedAt")
	}
	return nil
}

// ReceiptCheck is the check a terminal makes of every receipt: the centre's
// signature, and that it speaks of this application and this content.
func ReceiptCheck(centre *ecdsa.PublicKey) func(jws string, id kiosk.ApplicationID, digest string) error {
	return func(jws string, id kiosk.ApplicationID, digest string) error {
		r, err := VerifyReceipt(jws, centre)
		if err != nil {
			return err
		}
		if r.ID != id || r.Digest != digest {
			return fmt.Errorf("%w: it is for another application or content", ErrReceipt)
		}
		return nil
	}
}
