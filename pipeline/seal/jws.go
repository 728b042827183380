package seal

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// signES256 makes a compact JWS (RFC 7515 §7.1) with nothing but alg and kid in its header.
func signES256(payload []byte, key *ecdsa.PrivateKey, kid string) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: jose.ES256,
		Key:       jose.JSONWebKey{Key: key, KeyID: kid, Algorithm: string(jose.ES256)},
	}, nil)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

// verifyES256 wants exactly one spelling: ES256, no header but alg and kid, and
// no byte that the encoding does not need. Digests are taken over these bytes,
// so two spellings of one content must not both be valid.
func verifyES256(jws string, pub *ecdsa.PublicKey) (payload []byte, kid string, err error) {
	if pub == nil || pub.Curve != elliptic.P256() {
		return nil, "", errors.New("no P-256 key to verify with")
	}
	parsed, err := jose.ParseSignedCompact(jws, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return nil, "", fmt.Errorf("parse JWS: %w", err)
	}
	header := parsed.Signatures[0].Protected
	if len(header.ExtraHeaders) > 0 || header.Nonce != "" || header.JSONWebKey != nil {
		return nil, "", errors.New("parse JWS: headers other than alg and kid")
	}
	if payload, err = parsed.Verify(pub); err != nil {
		return nil, "", fmt.Errorf("verify JWS: %w", err)
	}
	if again, err := parsed.CompactSerialize(); err != nil || again != jws {
		return nil, "", errors.New("parse JWS: not its only spelling")
	}
	return payload, header.KeyID, nil
}
