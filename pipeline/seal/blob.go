package seal

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"documenting.kz/terminal/kiosk"
)

// ErrBlob says that a sealed blob is damaged, is not what the manifest names, or is for another key.
var ErrBlob = errors.New("sealed blob cannot be opened")

const (
	blobVersion = 1
	keyIDLen    = 16
	headerLen   = 1 + keyIDLen + 2
	tagLen      = 16 // AES-256-GCM
)

// info binds a ciphertext to this protocol (RFC 9180 §5.1).
var info = []byte("documenting-terminal/v1")

// KeyID is how blobs and manifests name the centre's public key: the first 16
// bytes of its SHA-256 as 32 hex digits.
func KeyID(centre hpke.PublicKey) string {
	sum := sha256.Sum256(centre.Bytes())
	return hex.EncodeToString(sum[:keyIDLen])
}

// aad binds a ciphertext to its place. The kiosk's pattern and the id's form exclude NUL.
func aad(kioskID string, id kiosk.ApplicationID, seq int64, kind string) []byte {
	return []byte(kioskID + "\x00" + string(id) + "\x00" + strconv.FormatInt(seq, 10) + "\x00" + kind)
}

func sealBlob(centre hpke.PublicKey, keyID string, aad, plain []byte) ([]byte, error) {
	enc, sender, err := hpke.NewSender(centre, hpke.HKDFSHA256(), hpke.AES256GCM(), info)
	if err != nil {
		return nil, err
	}
	id, err := hex.DecodeString(keyID)
	if err != nil {
		return nil, err
	}
	ciphertext, err := sender.Seal(aad, plain)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, headerLen+len(enc)+len(ciphertext))
	out = append(out, blobVersion)
	out = append(out, id...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(enc)))
	out = append(out, enc...)
	return append(out, ciphertext...), nil
}

// OpenBlob opens the blob of a kind. It checks address, length and key id
// against m, which must come from ParseManifest. The plain bytes belong to the
// caller, who zeroes them. Errors wrap ErrBlob.
func OpenBlob(priv hpke.PrivateKey, m Manifest, kind string, ciphertext []byte) ([]byte, error) {
	ref, ok := m.Blob(kind)
	if !ok {
		return nil, fmt.Errorf("%w: the manifest has no %s", ErrBlob, kind)
	}
	if sum := sha256.Sum256(ciphertext); int64(len(ciphertext)) != ref.Length || hex.EncodeToString(sum[:]) != ref.SHA256 {
		return nil, fmt.Errorf("%w: %s is not what the manifest names", ErrBlob, kind)
	}
	if KeyID(priv.PublicKey()) != m.KeyID {
		return nil, fmt.Errorf("%w: %s is for key %s", ErrBlob, kind, m.KeyID)
	}
	plain, err := openBlob(priv, aad(m.Kiosk, m.ID, m.Seq, kind), ciphertext)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBlob, kind, err)
	}
	return plain, nil
}

func openBlob(priv hpke.PrivateKey, aad, sealed []byte) ([]byte, error) {
	if len(sealed) < headerLen || sealed[0] != blobVersion {
		return nil, errors.New("no header of version 1")
	}
	if hex.EncodeToString(sealed[1:1+keyIDLen]) != KeyID(priv.PublicKey()) {
		return nil, errors.New("another key's id")
	}
	n := int(binary.BigEndian.Uint16(sealed[1+keyIDLen : headerLen]))
	rest := sealed[headerLen:]
	if len(rest) < n+tagLen {
		return nil, errors.New("too short")
	}
	recipient, err := hpke.NewRecipient(rest[:n], priv, hpke.HKDFSHA256(), hpke.AES256GCM(), info)
	if err != nil {
		return nil, err
	}
	return recipient.Open(aad, rest[n:])
}
