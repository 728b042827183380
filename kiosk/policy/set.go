package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"reflect"

	"documenting.kz/terminal/kiosk"
)

// Set is one complete, checked set of policy data. It never changes and may be used by many at once.
type Set struct {
	head       setFile
	version    string
	papers     map[string]kiosk.Text
	rules      map[string]timeline
	ofPerson   []timeline
	offers     []offer
	duty       dutyFile
	categories []category
	decisions  []decision
	calendar   calendar
	offices    []Office
	sessions   []session
	capture    captureFile
}

var _ kiosk.Rules = (*Set)(nil)

// Files lists the names of the data, in the order they are read.
var Files = [...]string{
	"set.json", "rules.json", "eligibility.json", "reasons.json", "duty.json", "exemptions.json", "decisions.json",
	"calendar.json", "offices.json", "session.json", "capture.json",
}

// files is what the data are read into.
type files struct {
	set        setFile
	rules      rulesFile
	eligible   eligibilityFile
	reasons    reasonsFile
	duty       dutyFile
	exemptions exemptionsFile
	decisions  decisionsFile
	calendar   calendarFile
	offices    officesFile
	session    sessionFile
	capture    captureFile
}

func (f *files) into(name string) any {
	return map[string]any{
		"set.json": &f.set, "rules.json": &f.rules, "eligibility.json": &f.eligible, "reasons.json": &f.reasons,
		"duty.json": &f.duty, "exemptions.json": &f.exemptions, "decisions.json": &f.decisions, "calendar.json": &f.calendar,
		"offices.json": &f.offices, "session.json": &f.session, "capture.json": &f.capture,
	}[name]
}

// Load reads all of [Files] from the roots of layers. For each file the last
// layer that has it counts. A wrong file is a *[ShapeError].
func Load(layers ...fs.FS) (*Set, error) {
	var f files
	sum := sha256.New()
	for _, name := range Files {
		data, err := read(layers, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		if err := decode(name, data, f.into(name)); err != nil {
			return nil, err
		}
	}
	s := &Set{
		head: f.set, version: f.set.Version + "+" + hex.EncodeToString(sum.Sum(nil))[:8], papers: f.rules.Papers, duty: f.duty,
		categories: f.exemptions.Categories, decisions: f.decisions.Decisions, offices: f.offices.Offices, sessions: f.session.Sessions, capture: f.capture,
	}
	for _, link := range []func(*files) error{
		s.linkRules, s.checkReasons, s.linkEligibility, s.linkReasons, s.linkDuty, s.linkExemptions, s.linkDecisions, s.linkOffices, s.linkSession,
	} {
		if err := link(&f); err != nil {
			return nil, err
		}
	}
	var err error
	s.calendar, err = newCalendar(f.calendar)
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

// Serial grows with every set the owner publishes: a terminal never goes back to a smaller one.
func (s *Set) Serial() int64 { return s.head.Serial }

// ValidUntil is the last day on which applications may be taken under the set.
func (s *Set) ValidUntil() kiosk.Date { return s.head.ValidUntil }

// Limits are the times and counts of a session that begins on a day. On a day
// that no entry covers the last one counts: a terminal whose clock is wrong is
// patient all the same.
func (s *Set) Limits(day kiosk.Date) kiosk.Limits {
	for _, l := range s.sessions {
		if l.covers(day) {
			return l.Limits
		}
	}
	return s.sessions[len(s.sessions)-1].Limits
}

// Capture reads one section of capture.json ("portrait", "signature") into a
// stage's own struct. A field that only one of them has is an error.
func (s *Set) Capture(section string, into any) error {
	const file = "capture.json"
	raw, there := s.capture[section]
	if !there {
		return &ShapeError{file, section, "a section, but it is missing"}
	}
	if err := strict(raw, into); err != nil {
		return &ShapeError{file, section, err.Error()}
	}
	again, err := json.Marshal(into)
	if err != nil {
		return fmt.Errorf("policy %s: %s: %w", file, section, err)
	}
	var given, known map[string]any
	if err := errors.Join(json.Unmarshal(raw, &given), json.Unmarshal(again, &known)); err != nil {
		return &ShapeError{file, section, err.Error()}
	}
	for name := range known {
		if _, is := given[name]; !is {
			return &ShapeError{file, section + "." + name, "a value, but it is missing"}
		}
	}
	if !reflect.DeepEqual(given, known) {
		return &ShapeError{file, section, "the numbers of its stage, in the letters of its stage"}
	}
	return nil
}
