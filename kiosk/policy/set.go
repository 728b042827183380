package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"documenting.kz/terminal/kiosk"
)

// Set is one complete, checked set of policy data. It never changes and may be used by many at once.
type Set struct {
	version  string
	rules    map[string][]rule
	eligible eligibilityFile
	reasons  reasonsFile
	duty     dutyFile
	calendar calendar
	limits   kiosk.Limits
	capture  captureFile
}

var _ kiosk.Rules = (*Set)(nil)

// Files lists the names of the data, in the order they are read.
var Files = [...]string{
	"set.json", "rules.json", "eligibility.json", "reasons.json", "duty.json", "calendar.json", "session.json", "capture.json",
}

// Load reads all of [Files] from the roots of layers. For each file the last
// layer that has it counts.
func Load(layers ...fs.FS) (*Set, error) {
	s := &Set{}
	var head setFile
	var rules rulesFile
	var cal calendarFile
	into := map[string]any{
		"set.json": &head, "rules.json": &rules, "eligibility.json": &s.eligible, "reasons.json": &s.reasons,
		"duty.json": &s.duty, "calendar.json": &cal, "session.json": &s.limits, "capture.json": &s.capture,
	}
	sum := sha256.New()
	for _, name := range Files {
		data, err := read(layers, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		if err := decode(name, data, into[name]); err != nil {
			return nil, err
		}
	}
	s.version = head.Version + "+" + hex.EncodeToString(sum.Sum(nil))[:8]
	if err := s.link(rules.Rules); err != nil {
		return nil, err
	}
	if err := s.checkDuty(); err != nil {
		return nil, err
	}
	if err := checkLimits(s.limits); err != nil {
		return nil, err
	}
	var err error
	s.calendar, err = newCalendar(cal)
	return s, err
}

func read(layers []fs.FS, name string) ([]byte, error) {
	for i := len(layers) - 1; i >= 0; i-- {
		data, err := fs.ReadFile(layers[i], name)
		if err == nil {
			return data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("policy %s: %w", name, err)
		}
	}
	return nil, &ShapeError{File: name, Want: "the file, but it is missing"}
}

// Version is the set's own version and eight digits of the SHA-256 of its
// files, so that two sets that differ never have the same.
func (s *Set) Version() string { return s.version }

// Limits are the times and counts of a session.
func (s *Set) Limits() kiosk.Limits { return s.limits }

// Capture reads one section of capture.json ("portrait", "signature") into a
// stage's own struct, as strictly as the rest.
func (s *Set) Capture(section string, into any) error {
	raw, there := s.capture[section]
	if !there {
		return &ShapeError{File: "capture.json", Path: section, Want: "a value, but it is missing"}
	}
	return decode("capture.json ("+section+")", raw, into)
}

// Gaps names what the set will lack on a day, such as the МРП of its year. An
// owner is warned by asking for a day some weeks ahead.
func (s *Set) Gaps(day kiosk.Date) []string {
	var gaps []string
	if _, err := s.mciOn(day); err != nil {
		gaps = append(gaps, err.Error())
	}
	if s.ReadyDate(day).IsZero() {
		gaps = append(gaps, fmt.Sprintf("calendar.json: no production calendar for applications of %s", day))
	}
	return gaps
}
