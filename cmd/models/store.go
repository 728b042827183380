package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// store is the directory that holds the fetched files.
type store struct{ dir string }

func (s store) path(f file) string { return filepath.Join(s.dir, filepath.FromSlash(f.Name)) }

var (
	errMissing = errors.New("is missing")
	errAltered = errors.New("is not the pinned file")
)

// check reads a file and compares its hash: nil, errMissing or errAltered.
func (s store) check(f file) error {
	b, err := os.ReadFile(s.path(f))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %w", f.Name, errMissing)
	}
	if err != nil {
		return fmt.Errorf("check %s: %w", f.Name, err)
	}
	return f.checkBytes(b)
}

// checkBytes compares the hash of b with the pinned one.
func (f file) checkBytes(b []byte) error {
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.SHA256 {
		return fmt.Errorf("%s %w (sha256 %x)", f.Name, errAltered, sum)
	}
	return nil
}

// put stores b under the file's name if its hash fits. A reader never sees half a file.
func (s store) put(f file, b []byte) error {
	if err := f.checkBytes(b); err != nil {
		return err
	}
	return writeFile(s.path(f), b)
}

type manifestEntry struct {
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Origin  string `json:"origin"`            // kind:package, e.g. "npm:name@1.2.3"
	Member  string `json:"member"`            // path inside the origin
	Weights string `json:"weights,omitempty"` // second member of a converted net
	Licence string `json:"licence"`
	Note    string `json:"note,omitempty"`
}

// writeManifest describes the files in manifest.json; an equal manifest is left alone.
func (s store) writeManifest(files []file) error {
	entries := make([]manifestEntry, 0, len(files))
	for _, f := range files {
		e := manifestEntry{
			File: f.Name, SHA256: f.SHA256, Origin: f.origin.Kind + ":" + f.origin.Package,
			Member: f.Member, Licence: f.origin.Licence, Note: f.origin.Note,
		}
		if f.graph != nil {
			e.Weights = f.graph.Weights
		}
		entries = append(entries, e)
	}
	b, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	b = append(b, '\n')
	path := filepath.Join(s.dir, "manifest.json")
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, b) {
		return nil
	}
	return writeFile(path, b)
}

// writeFile replaces path in one step.
func writeFile(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer os.Remove(tmp.Name()) // fails after the rename, as it should
	_, err = tmp.Write(b)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
