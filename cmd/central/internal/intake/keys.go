package intake

import (
	"crypto/ecdsa"
	"crypto/hpke"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"documenting.kz/terminal/pipeline/seal"
)

// Keys are the centre's: terminals encrypt to Seal, Receipt signs what was received.
type Keys struct {
	Seal    hpke.PrivateKey   // MLKEM768-X25519
	Receipt *ecdsa.PrivateKey // P-256
}

// OpenKeys loads the keys from dir or makes them (directory 0700, files 0600).
func OpenKeys(dir string) (Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Keys{}, fmt.Errorf("centre's keys: %w", err)
	}
	receipt, err := seal.LoadOrCreateKey(filepath.Join(dir, "receipt.pem"))
	if err != nil {
		return Keys{}, fmt.Errorf("centre's receipt key: %w", err)
	}
	path := filepath.Join(dir, "seal.key")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = createSealKey(path)
	}
	if err != nil {
		return Keys{}, fmt.Errorf("centre's seal key: %w", err)
	}
	private, err := hpke.MLKEM768X25519().NewPrivateKey(raw)
	if err != nil {
		return Keys{}, fmt.Errorf("centre's seal key: %w", err)
	}
	return Keys{Seal: private, Receipt: receipt}, nil
}

func createSealKey(path string) ([]byte, error) {
	private, err := hpke.MLKEM768X25519().GenerateKey()
	if err != nil {
		return nil, err
	}
	raw, err := private.Bytes()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".seal-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return nil, err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	return raw, errors.Join(d.Sync(), d.Close())
}
