// Package publish holds the policy the centre has published: it judges by it
// itself, and hands the bundle to every terminal that has an older one.
//
// # Why
//
// The centre and the terminals keep bundles on the same kind of shelf
// (kiosk/policy/bundle) and refuse the same things, so that what is published
// here is what a terminal will accept. Whoever may reach the operator's pages may
// publish: it is the signature that counts, and its key is not at the centre.
package publish

import (
	"crypto/ed25519"
	"errors"
	"io/fs"
	"sync"

	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

// ErrNoKey says that nobody can publish.
var ErrNoKey = errors.New("central was started without -policy-key: it takes no bundle from anybody")

// Shelf keeps what is published. It is safe for concurrent use.
type Shelf struct {
	mu    sync.Mutex // one publication at a time
	shelf *bundle.Shelf[*policy.Set]
	keys  int // how many may sign
}

// New opens the folder dir, made when absent. keys may sign bundles; builtIn is
// in force until one is published.
func New(dir string, keys []ed25519.PublicKey, builtIn fs.FS) (*Shelf, error) {
	shelf, err := bundle.Open(bundle.Opts[*policy.Set]{Dir: dir, Keys: keys, BuiltIn: builtIn, Load: policy.Load})
	if err != nil {
		return nil, err
	}
	return &Shelf{shelf: shelf, keys: len(keys)}, nil
}

// Set is the policy in force: the newest published, or the built-in one.
func (s *Shelf) Set() *policy.Set { return s.shelf.InForce().Loaded }

// Newest is the newest published bundle; 0 and nil when there is none.
func (s *Shelf) Newest() (serial int64, data []byte) {
	e := s.shelf.InForce()
	if e.Bundle == nil {
		return 0, nil
	}
	return e.Serial, e.Bundle.Bytes()
}

// Open reports whether somebody can publish.
func (s *Shelf) Open() bool { return s.keys > 0 }

// Publish checks a bundle and puts it in force at once; an application that is
// being judged is judged by the set it began with. Errors are ErrNoKey and those of bundle.
func (s *Shelf) Publish(data []byte) (bundle.Meta, error) {
	if !s.Open() {
		return bundle.Meta{}, ErrNoKey
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.shelf.Stage(data)
	if err != nil {
		return m, err
	}
	_, err = s.shelf.Turn()
	return m, err
}

// Faults says what was wrong with the folder when it was opened.
func (s *Shelf) Faults() []error { return s.shelf.Faults() }
