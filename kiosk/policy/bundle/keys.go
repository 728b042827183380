package bundle

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
)

const (
	publicBlock  = "PUBLIC KEY"  // SubjectPublicKeyInfo, RFC 8410
	privateBlock = "PRIVATE KEY" // PKCS #8, RFC 8410
)

// ReadPublicKeys reads every PUBLIC KEY of a PEM file: while keys change hands it
// holds the old one and the new one. A file with none, or with another kind of
// key, is an error; an empty path is no key at all.
func ReadPublicKeys(path string) ([]ed25519.PublicKey, error) {
	if path == "" {
		return nil, nil
	}
	rest, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("policy key: %w", err)
	}
	var keys []ed25519.PublicKey
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != publicBlock {
			return nil, fmt.Errorf("policy key: %s holds a %s; want public keys alone", path, block.Type)
		}
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		ed, ok := key.(ed25519.PublicKey)
		if err != nil || !ok {
			return nil, fmt.Errorf("policy key: %s holds a key that is not Ed25519", path)
		}
		keys = append(keys, ed)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("policy key: no PUBLIC KEY in %s", path)
	}
	return keys, nil
}

// ReadPrivateKey reads the offline key that signs.
func ReadPrivateKey(path string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	defer clear(text)
	block, _ := pem.Decode(text)
	if block == nil || block.Type != privateBlock {
		return nil, fmt.Errorf("signing key: no PRIVATE KEY in %s", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	ed, ok := key.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, fmt.Errorf("signing key: the key in %s is not Ed25519", path)
	}
	return ed, nil
}

// WriteKeys makes two new files: the private key, readable by its owner alone, and the public one.
func WriteKeys(key ed25519.PrivateKey, private, public string) error {
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	open, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if err := create(private, 0o600, pem.EncodeToMemory(&pem.Block{Type: privateBlock, Bytes: secret})); err != nil {
		return err
	}
	return create(public, 0o644, pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: open}))
}

// create never writes over a key.
func create(path string, mode os.FileMode, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}
