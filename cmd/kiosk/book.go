package main

import (
	"fmt"
	"strings"
	"sync"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
	"documenting.kz/terminal/offline"
)

// book keeps the policy in force: for the engine it is kiosk.Book, for the syncer
// the place where bundles go. Whatever happens to the policy stands in the journal.
type book struct {
	shelf   *bundle.Shelf[*edition]
	journal kiosk.Journal

	stuck string // why the last Turn failed, said once; the engine's own

	mu   sync.Mutex
	said judged
}

var (
	_ kiosk.Book     = (*book)(nil)
	_ offline.Policy = (*book)(nil)
)

// judged is what a set says of a day. It is worked out once a day and set, and journalled then.
type judged struct {
	set     *policy.Set
	day     kiosk.Date
	expired bool
	gaps    []string
}

// openBook puts the newest sound policy of the shelf in force and says what was wrong.
func openBook(o bundle.Opts[*edition], journal kiosk.Journal) (*book, error) {
	shelf, err := bundle.Open(o)
	if err != nil {
		return nil, err
	}
	b := &book{shelf: shelf, journal: journal}
	for _, fault := range shelf.Faults() {
		journal.Record("policy.fallback", "", fault.Error())
	}
	b.applied()
	return b, nil
}

func (b *book) applied() {
	e := b.shelf.InForce()
	b.journal.Record("policy.applied", "", fmt.Sprintf("%s, serial %d, valid until %s", e.Loaded.set.Version(), e.Serial, e.ValidUntil))
	if e.Loaded.fault != nil {
		b.journal.Record("policy.refused", "", e.Loaded.fault.Error())
	}
}

// edition in force.
func (b *book) edition() *edition { return b.shelf.InForce().Loaded }

// Turn implements kiosk.Book.
func (b *book) Turn() kiosk.Law {
	changed, err := b.shelf.Turn()
	switch {
	case err != nil && err.Error() != b.stuck: // it is tried again every second
		b.stuck = err.Error()
		b.journal.Record("policy.refused", "", b.stuck)
	case changed:
		b.stuck = ""
		b.applied()
	}
	e, day := b.edition(), today()
	return kiosk.Law{Rules: e.set, Limits: e.set.Limits(day), Place: e.place(day)}
}

// Held implements offline.Policy.
func (b *book) Held() int64 { return b.shelf.Held() }

// Take implements offline.Policy: the bundle waits until nobody is served.
func (b *book) Take(data []byte) error {
	m, err := b.shelf.Stage(data)
	if err != nil {
		b.journal.Record("policy.refused", "", err.Error())
		return err
	}
	b.journal.Record("policy.staged", "", fmt.Sprintf("%s, serial %d", m.Version, m.Serial))
	return nil
}

// InForce names the policy for the heartbeat.
func (b *book) InForce() (version string, serial int64) {
	e := b.shelf.InForce()
	return e.Loaded.set.Version(), e.Loaded.set.Serial()
}

// Standing says whether applications may be taken by the set in force on a day,
// and whether staff should look after the policy: the data end within weeks, or
// what should be in force is damaged or left out.
func (b *book) Standing(day kiosk.Date) (expired, ailing bool) {
	e := b.edition()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.said.set != e.set || b.said.day != day {
		b.said = judged{set: e.set, day: day, expired: day.DaysUntil(e.set.ValidUntil()) < 0, gaps: e.set.Gaps(day)}
		if len(b.said.gaps) > 0 {
			b.journal.Record("policy.gap", "", strings.Join(b.said.gaps, "; "))
		}
	}
	return b.said.expired, len(b.said.gaps) > 0 || e.fault != nil || b.shelf.Behind()
}
