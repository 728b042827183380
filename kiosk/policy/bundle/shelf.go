package bundle

import (
	"cmp"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Opts of a Shelf of which T is what the program makes of a set of policy data.
type Opts[T any] struct {
	Dir     string              // made with mode 0700 when absent
	Keys    []ed25519.PublicKey // who may sign; none: no bundle is accepted
	BuiltIn fs.FS               // the data every bundle lies upon
	// Load makes a T from layers of policy data, or says what is wrong with them.
	Load func(layers ...fs.FS) (T, error)
	Now  func() time.Time // time.Now by default
}

// Edition is a set of policy data that loads.
type Edition[T any] struct {
	Meta
	Bundle *Bundle // nil: the built-in data
	Loaded T
}

// Shelf keeps the bundle in force, the one before it, and one that waits. It is
// safe for concurrent use; one process at a time may have the folder.
type Shelf[T any] struct {
	o    Opts[T]
	disk disk

	mu      sync.Mutex
	inForce *Edition[T]
	staged  *Edition[T] // nil: nothing waits
	floor   floor
	faults  []error
}

// floor is the newest bundle that was ever in force.
type floor struct {
	Serial int64  `json:"serial"`
	Digest string `json:"digest"`
}

const floorName = "floor.json"

var bundleName = regexp.MustCompile(`^[0-9]{19}\.zip$`)

func nameOf(serial int64) string { return fmt.Sprintf("%019d.zip", serial) }

// Open puts the newest sound bundle of the folder in force, or the built-in data
// when they are newer or alone. What is wrong with the folder's files is no
// error: Faults tells it. An error means that not even the built-in data load.
func Open[T any](o Opts[T]) (*Shelf[T], error) {
	return open(o, folder(o.Dir))
}

func open[T any](o Opts[T], d disk) (*Shelf[T], error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Shelf[T]{o: o, disk: d}
	builtIn, err := s.builtIn()
	if err != nil {
		return nil, fmt.Errorf("built-in policy: %w", err)
	}
	s.inForce = builtIn
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("policy shelf: %w", err)
	}
	if err := s.disk.remove(temporary); err != nil {
		s.fault(err)
	}
	written := s.readFloor()
	s.floor = written
	bundles, err := s.read()
	if err != nil {
		return nil, fmt.Errorf("policy shelf: %w", err)
	}
	for _, b := range bundles {
		if b.Serial > s.floor.Serial {
			s.floor = floor{b.Serial, b.Digest}
		}
	}
	for _, b := range bundles {
		if b.Serial <= builtIn.Serial {
			break // the program itself brought something newer
		}
		edition, err := s.load(b)
		if err != nil {
			s.fault(fmt.Errorf("%s: %w", nameOf(b.Serial), err))
			continue
		}
		s.inForce = edition
		break
	}
	if s.floor != written {
		if err := s.writeFloor(s.floor); err != nil {
			s.fault(err)
		}
	}
	if s.behind() {
		s.fault(fmt.Errorf("serial %d was in force, and now it is %d", s.floor.Serial, s.inForce.Serial))
	}
	return s, nil
}

func (s *Shelf[T]) builtIn() (*Edition[T], error) {
	text, err := fs.ReadFile(s.o.BuiltIn, headName)
	if err != nil {
		return nil, err
	}
	var h head
	if err := json.Unmarshal(text, &h); err != nil {
		return nil, fmt.Errorf("%s: %w", headName, err)
	}
	loaded, err := s.o.Load(s.o.BuiltIn)
	return &Edition[T]{Meta: Meta{Version: h.Version, Serial: h.Serial, ValidUntil: h.ValidUntil}, Loaded: loaded}, err
}

// read gives every bundle of the folder that is rightly signed, the newest first.
func (s *Shelf[T]) read() ([]*Bundle, error) {
	entries, err := os.ReadDir(s.o.Dir)
	if err != nil {
		return nil, err
	}
	var bundles []*Bundle
	for _, e := range entries {
		if !bundleName.MatchString(e.Name()) {
			continue
		}
		b, err := s.readOne(e.Name())
		if err != nil {
			s.fault(fmt.Errorf("%s: %w", e.Name(), err))
			continue
		}
		bundles = append(bundles, b)
	}
	slices.SortFunc(bundles, func(a, b *Bundle) int { return cmp.Compare(b.Serial, a.Serial) })
	return bundles, nil
}

func (s *Shelf[T]) readOne(name string) (*Bundle, error) {
	f, err := os.Open(filepath.Join(s.o.Dir, name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, err
	}
	b, err := Verify(data, s.o.Keys...)
	if err == nil && nameOf(b.Serial) != name {
		err = fmt.Errorf("%w: serial %d under another's name", ErrForm, b.Serial)
	}
	return b, err
}

func (s *Shelf[T]) load(b *Bundle) (*Edition[T], error) {
	loaded, err := s.o.Load(s.o.BuiltIn, b.Files())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnsound, err)
	}
	return &Edition[T]{Meta: b.Meta, Bundle: b, Loaded: loaded}, nil
}

func (s *Shelf[T]) readFloor() floor {
	text, err := os.ReadFile(filepath.Join(s.o.Dir, floorName))
	if errors.Is(err, fs.ErrNotExist) {
		return floor{}
	}
	var f floor
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	if err == nil && f.Serial < 0 {
		err = ErrForm
	}
	if err != nil {
		s.fault(fmt.Errorf("%s: %w", floorName, err))
		return floor{}
	}
	return f
}

func (s *Shelf[T]) writeFloor(f floor) error {
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return s.disk.replace(floorName, append(text, '\n'))
}

func (s *Shelf[T]) fault(err error) { s.faults = append(s.faults, err) }

// Faults says what Open found wrong with the folder. It is empty in the ordinary course.
func (s *Shelf[T]) Faults() []error { return s.faults }

// Behind reports whether something newer than what is in force has been in force
// before: its file is damaged or gone. The same bundle cures it.
func (s *Shelf[T]) Behind() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behind()
}

func (s *Shelf[T]) behind() bool { return s.floor.Serial > s.inForce.Serial }

// InForce is the edition in force.
func (s *Shelf[T]) InForce() *Edition[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inForce
}

// Held is the newest serial here, waiting or in force.
func (s *Shelf[T]) Held() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held()
}

func (s *Shelf[T]) held() int64 {
	if s.staged != nil {
		return s.staged.Serial
	}
	return s.inForce.Serial
}

// Stage checks a bundle and keeps it, on disk when it returns, until Turn puts
// it in force. One that waits already makes room for a newer one. On an error
// everything is as before.
func (s *Shelf[T]) Stage(data []byte) (Meta, error) {
	b, err := Verify(data, s.o.Keys...)
	if err != nil {
		return Meta{}, err
	}
	if today := kiosk.DateOf(s.o.Now().In(kiosk.Almaty)); today.DaysUntil(b.ValidUntil) < 0 {
		return b.Meta, fmt.Errorf("%w: valid until %s", ErrExpired, b.ValidUntil)
	}
	if err := s.newer(b); err != nil {
		return b.Meta, err
	}
	edition, err := s.load(b) // outside the lock: nobody waits for it
	if err != nil {
		return b.Meta, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.newerLocked(b); err != nil {
		return b.Meta, err
	}
	if err := s.disk.replace(nameOf(b.Serial), data); err != nil {
		return b.Meta, fmt.Errorf("keep bundle: %w", err)
	}
	waited := s.staged
	s.staged = edition
	if waited != nil {
		_ = s.disk.remove(nameOf(waited.Serial)) // the next Turn removes it otherwise
	}
	return b.Meta, nil
}

func (s *Shelf[T]) newer(b *Bundle) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newerLocked(b)
}

// newerLocked refuses what is not newer than everything that was ever in force;
// but the very bundle that was in force, and was lost, may come again.
func (s *Shelf[T]) newerLocked(b *Bundle) error {
	known := max(s.held(), s.floor.Serial)
	again := b.Serial == s.floor.Serial && b.Digest == s.floor.Digest && b.Serial > s.held()
	if b.Serial <= known && !again {
		return fmt.Errorf("%w: serial %d, and there is %d", ErrRollback, b.Serial, known)
	}
	return nil
}

// Turn puts what waits in force and reports whether anything did. On an error
// it goes on waiting. It is for moments when nobody is served.
func (s *Shelf[T]) Turn() (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.staged == nil {
		return false, nil
	}
	raised := floor{s.staged.Serial, s.staged.Bundle.Digest}
	if err := s.writeFloor(raised); err != nil {
		return false, fmt.Errorf("put policy in force: %w", err)
	}
	before := s.inForce.Serial
	s.floor, s.inForce, s.staged = raised, s.staged, nil
	s.sweep(before, s.inForce.Serial)
	return true, nil
}

// sweep removes every bundle but those of two serials. What it cannot remove, the next one does.
func (s *Shelf[T]) sweep(keep ...int64) {
	entries, err := os.ReadDir(s.o.Dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !bundleName.MatchString(e.Name()) {
			continue
		}
		serial, err := strconv.ParseInt(e.Name()[:19], 10, 64)
		if err != nil || !slices.Contains(keep, serial) {
			_ = s.disk.remove(e.Name())
		}
	}
}
