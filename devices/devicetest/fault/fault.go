package fault

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Mode is how long a fault stays.
type Mode string

// The modes of a fault.
const (
	Next    Mode = "next"    // once, then it clears itself
	Always  Mode = "always"  // until cleared
	Cleared Mode = "cleared" // not at all
)

// Set holds the armed faults of one device.
type Set struct {
	names []string

	mu    sync.Mutex
	armed map[string]Mode
}

// NewSet returns a set that knows these names and has none armed.
func NewSet(names ...string) *Set {
	return &Set{names: names, armed: map[string]Mode{}}
}

// Names lists what can be armed, in a fixed order.
func (s *Set) Names() []string { return slices.Clone(s.names) }

// Arm sets a fault's mode; it refuses names and modes it does not know.
func (s *Set) Arm(name string, mode Mode) error {
	if !slices.Contains(s.names, name) {
		return fmt.Errorf("unknown fault %q: one of %s", name, strings.Join(s.names, ", "))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch mode {
	case Next, Always:
		s.armed[name] = mode
	case Cleared:
		delete(s.armed, name)
	default:
		return fmt.Errorf("unknown mode %q: one of %s, %s, %s", mode, Next, Always, Cleared)
	}
	return nil
}

// Take reports whether the fault strikes now; a Next is spent by it.
func (s *Set) Take(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	mode, armed := s.armed[name]
	if mode == Next {
		delete(s.armed, name)
	}
	return armed
}

// Armed reports whether the fault is armed, without spending it.
func (s *Set) Armed(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.armed[name] != ""
}

// Modes returns every name with its mode.
func (s *Set) Modes() map[string]Mode {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]Mode, len(s.names))
	for _, name := range s.names {
		out[name] = Cleared
		if mode, armed := s.armed[name]; armed {
			out[name] = mode
		}
	}
	return out
}
