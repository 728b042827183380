package intake

import (
	"context"
	"fmt"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/seal"
)

// Parts opens everything an application was delivered with, by the kinds of
// package seal. It is what an officer looks at; the caller wipes it.
func (o *Office) Parts(ctx context.Context, id kiosk.ApplicationID) (map[string][]byte, error) {
	var a store.Application
	var key string
	err := o.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if a, err = tx.Application(string(id)); err != nil {
			return err
		}
		k, err := tx.Kiosk(a.Kiosk)
		key = k.PublicKey
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("application %s: %w", id, err)
	}
	pub, err := parseKey(key)
	if err != nil {
		return nil, err
	}
	m, err := seal.ParseManifest(a.Manifest, pub)
	if err != nil {
		return nil, err
	}
	parts := map[string][]byte{}
	for _, ref := range m.Blobs {
		sealed, err := o.Store.Blobs.Read(ref.SHA256)
		if err != nil {
			return nil, err
		}
		if parts[ref.Kind], err = seal.OpenBlob(o.Keys.Seal, m, ref.Kind, sealed); err != nil {
			return nil, fmt.Errorf("%s: %w", ref.Kind, err)
		}
	}
	return parts, nil
}
