package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/seal"
)

// partNames are the files an opened application is written to.
var partNames = map[string]string{
	seal.KindForm: "form.json", seal.KindPortrait: "portrait.jpg",
	seal.KindSignature: "signature.json", seal.KindSignatureImage: "signature.png",
}

// openApplication writes what one application was delivered with into a folder:
// only whoever holds the centre's state, and its key, can. The service must not
// run meanwhile.
func openApplication(ctx context.Context, c config, id, folder string, out io.Writer) error {
	st, err := store.Open(c.state)
	if err != nil {
		return err
	}
	defer st.Close()
	office, _, err := build(c, st, clock)
	if err != nil {
		return err
	}
	parts, err := office.Parts(ctx, kiosk.ApplicationID(id))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("open %s: %w", id, err)
	}
	for kind, content := range parts {
		name := filepath.Join(folder, partNames[kind])
		err := os.WriteFile(name, content, 0o600)
		clear(content)
		if err != nil {
			return fmt.Errorf("open %s: %w", id, err)
		}
		fmt.Fprintln(out, name)
	}
	return nil
}
