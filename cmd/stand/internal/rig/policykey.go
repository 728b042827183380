package rig

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"documenting.kz/terminal/kiosk/policy/bundle"
)

// policyKeys are the files of the key that signs policy bundles for this table:
// made when they are first needed. A real signing key never lies beside a terminal.
func policyKeys(state string) (private, public string, err error) {
	private, public = filepath.Join(state, "policy-signing-key.pem"), filepath.Join(state, "policy-key.pem")
	if _, err := os.Stat(public); !errors.Is(err, fs.ErrNotExist) {
		return private, public, err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", fmt.Errorf("policy key: %w", err)
	}
	if err := bundle.WriteKeys(key, private, public); err != nil {
		return "", "", fmt.Errorf("policy key: %w", err)
	}
	return private, public, nil
}
