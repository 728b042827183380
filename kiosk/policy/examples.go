package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Examples is examples.json: people, and what the rules must answer them. It is
// no part of a [Set]: an official reads it to see what the rules do, the tests
// run all of it, and two sets are compared by what they answer to it.
type Examples struct {
	List   []Example
	people map[string]json.RawMessage
}

// Example is one person on one day who asks for nothing in particular (is the
// person served at a terminal at all?), for one document, or for two in one visit.
type Example struct {
	Name   string // unique, a Russian sentence
	Day    kiosk.Date
	Person kiosk.Person
	Asks   []kiosk.Choice
	Social Social
	Ends   map[kiosk.ReasonCode]kiosk.Date // codes that the example switches off, with their last day
	expect []expectation                   // of each of Asks, or of the person
	sum    *money                          // of two documents
}

type examplesFile struct {
	People   map[string]json.RawMessage `json:"people"`
	Examples []exampleFile              `json:"examples"`
}

type exampleFile struct {
	Name    string                          `json:"name"`
	Day     kiosk.Date                      `json:"day"`
	Instant *time.Time                      `json:"instant"` // in place of day: whatever day it is in Kazakhstan
	Person  json.RawMessage                 `json:"person"`
	Choice  *kiosk.Choice                   `json:"choice"`
	Social  socialFile                      `json:"social"`
	Ends    map[kiosk.ReasonCode]kiosk.Date `json:"ends"`
	Expect  *expectation                    `json:"expect"`
	And     *struct {
		Choice kiosk.Choice `json:"choice"`
		Expect expectation  `json:"expect"`
		Sum    money        `json:"sum"`
	} `json:"and"` // the second document of the same visit
}

type socialFile struct {
	Silent   bool       `json:"silent"`
	Category string     `json:"category"`
	From     kiosk.Date `json:"from"`
	Until    kiosk.Date `json:"until"`
}

// expectation is what an example's author says, from the law and not from the data.
type expectation struct {
	Allowed     bool     `json:"allowed"`
	Code        string   `json:"code"`        // the first rule that is not met
	Texts       []string `json:"texts"`       // parts of what the citizen is told, in Russian
	Asks        []string `json:"asks"`        // sub-reasons to choose from, in order
	Duty        *money   `json:"duty"`        // must be given when allowed
	Exempt      bool     `json:"exempt"`      // by АИС СИК or by the tariff
	Unconfirmed bool     `json:"unconfirmed"` // АИС СИК was silent
	Ready       string   `json:"ready"`       // day or unknown; must be given when allowed
}

// money is an amount in tenge, 786.4, or the word unknown.
type money struct {
	amount kiosk.Money
	known  bool
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *money) UnmarshalJSON(b []byte) error {
	if string(b) == `"unknown"` {
		*m = money{}
		return nil
	}
	tenge, tiyn, _ := strings.Cut(string(b), ".")
	if len(tiyn) > 2 {
		return fmt.Errorf("duty %s: want at most two digits of tiyn", b)
	}
	amount, err := strconv.ParseInt(tenge+(tiyn + "00")[:2], 10, 64)
	if err != nil || amount < 0 {
		return fmt.Errorf("duty %s: want an amount in tenge or %q", b, "unknown")
	}
	*m = money{kiosk.Money(amount), true}
	return nil
}

func (m money) String() string {
	if !m.known {
		return "неизвестна"
	}
	return m.amount.String()
}

const examplesName = "examples.json"

// LoadExamples reads examples.json of the last layer that has it. An example
// that contradicts itself is refused like a wrong file.
func LoadExamples(layers ...fs.FS) (*Examples, error) {
	data, err := read(layers, examplesName)
	if err != nil {
		return nil, err
	}
	var file examplesFile
	if err := decode(examplesName, data, &file); err != nil {
		return nil, err
	}
	x := &Examples{people: file.People}
	for name := range file.People {
		if _, err := x.named(name, 0); err != nil {
			return nil, &ShapeError{File: examplesName, Path: "people." + name, Want: err.Error()}
		}
	}
	for i, f := range file.Examples {
		e, err := x.example(f)
		if err != nil {
			return nil, &ShapeError{File: examplesName, Path: fmt.Sprintf("examples[%d] «%s»", i, f.Name), Want: err.Error()}
		}
		if _, twice := x.Find(e.Name); twice {
			return nil, &ShapeError{File: examplesName, Path: fmt.Sprintf("examples[%d].name", i), Want: "each name once"}
		}
		x.List = append(x.List, e)
	}
	return x, nil
}

// Find is the example of a name.
func (x *Examples) Find(name string) (Example, bool) {
	i := slices.IndexFunc(x.List, func(e Example) bool { return e.Name == name })
	if i < 0 {
		return Example{}, false
	}
	return x.List[i], true
}

// Like are the examples that have part in their names.
func (x *Examples) Like(part string) (found []Example) {
	for _, e := range x.List {
		if strings.Contains(e.Name, part) {
			found = append(found, e)
		}
	}
	return found
}

func (x *Examples) example(f exampleFile) (Example, error) {
	e := Example{Name: f.Name, Day: f.Day, Social: Social(f.Social), Ends: f.Ends}
	if strings.TrimSpace(f.Name) == "" {
		return e, errors.New("a name")
	}
	if f.Day.IsZero() == (f.Instant == nil) {
		return e, errors.New("either a day or an instant")
	}
	if f.Instant != nil {
		e.Day = kiosk.DateOf(f.Instant.In(kiosk.Almaty))
	}
	var err error
	if e.Person, err = x.Person(f.Person); err != nil {
		return e, fmt.Errorf("person: %w", err)
	}
	if f.Expect == nil {
		return e, errors.New("expect")
	}
	e.expect = []expectation{*f.Expect}
	if f.Choice != nil {
		e.Asks = []kiosk.Choice{*f.Choice}
	}
	if f.And != nil {
		if f.Choice == nil {
			return e, errors.New("a choice before the second one")
		}
		e.Asks, e.expect, e.sum = append(e.Asks, f.And.Choice), append(e.expect, f.And.Expect), &f.And.Sum
	}
	for _, w := range e.expect {
		switch {
		case w.Allowed == (w.Code != ""):
			return e, errors.New("expect: either allowed, or the code of a refusal")
		case !w.Allowed && len(w.Texts) == 0:
			return e, errors.New("expect: the texts of a refusal")
		case w.Allowed && len(e.Asks) > 0 && (w.Duty == nil || w.Ready == ""):
			return e, errors.New("expect: the duty and the ready date of what is allowed")
		}
	}
	return e, nil
}

// written is a person as one writes it down: kiosk.Person's JSON, but it may
// start from a named person and change only what differs.
type written struct {
	Base string `json:"base"`
	kiosk.Person
	IDCard   json.RawMessage `json:"idCard"`   // changes the person's ID card; null takes it away
	Passport json.RawMessage `json:"passport"` // as idCard
}

// Person reads a person: kiosk.Person's JSON, in which "base" may name one of
// the file's people to start from, and "idCard" and "passport" change that one's
// documents. Without a base everything the first rules ask for must be there. A
// document of another kind is one like any other that a registry may know of.
func (x *Examples) Person(data []byte) (kiosk.Person, error) {
	return x.person(data, 0)
}

func (x *Examples) named(name string, depth int) (kiosk.Person, error) {
	data, there := x.people[name]
	if !there || depth > 9 {
		return kiosk.Person{}, fmt.Errorf("base: the name of one of the people, not %q", name)
	}
	return x.person(data, depth+1)
}

func (x *Examples) person(data []byte, depth int) (kiosk.Person, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return kiosk.Person{}, at(data, err)
	}
	var w written
	if base, there := keys["base"]; there {
		var name string
		if err := json.Unmarshal(base, &name); err != nil {
			return kiosk.Person{}, fmt.Errorf("base: %w", err)
		}
		p, err := x.named(name, depth)
		if err != nil {
			return kiosk.Person{}, err
		}
		w.Person = p
	} else {
		for _, key := range []string{"birthDate", "citizenship", "status", "capable", "residence", "documents"} {
			if _, there := keys[key]; !there {
				return kiosk.Person{}, fmt.Errorf("%s: a value, but it is missing (null, \"\" or [] when nothing is known)", key)
			}
		}
	}
	for key, list := range map[string]func(){ // a list that is given replaces the base's
		"documents": func() { w.Documents = nil }, "losses": func() { w.Losses = nil }, "annulled": func() { w.Annulled = nil },
		"civilChanges": func() { w.CivilChanges = nil }, "openApplications": func() { w.OpenApplications = nil },
	} {
		if _, there := keys[key]; there {
			list()
		}
	}
	if err := strict(data, &w); err != nil {
		return kiosk.Person{}, at(data, err)
	}
	p := w.Person
	for kind, change := range map[kiosk.DocumentKind]json.RawMessage{kiosk.IDCard: w.IDCard, kiosk.Passport: w.Passport} {
		if change == nil {
			continue
		}
		if string(change) == "null" {
			p.Documents = slices.DeleteFunc(p.Documents, func(d kiosk.Document) bool { return d.Kind == kind })
			continue
		}
		i := slices.IndexFunc(p.Documents, func(d kiosk.Document) bool { return d.Kind == kind })
		if i < 0 {
			i, p.Documents = len(p.Documents), append(p.Documents, kiosk.Document{Kind: kind})
		}
		if err := strict(change, &p.Documents[i]); err != nil {
			return kiosk.Person{}, at(data, err)
		}
	}
	return p, nil
}

func at(data []byte, err error) error { return fmt.Errorf("%s: %w", lineOf(data, err), err) }

// lineOf says where in data an error of encoding/json lies, as well as the error knows it.
func lineOf(data []byte, err error) string {
	offset := -1
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset)
	case errors.As(err, &wrong):
		offset = int(wrong.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		offset = len(data)
	default:
		if _, quoted, found := strings.Cut(err.Error(), `"`); found { // an unknown field, a text that is no date
			quoted, _, _ = strings.Cut(quoted, `"`)
			offset = bytes.Index(data, []byte(`"`+quoted+`"`))
		}
	}
	if offset < 0 || offset > len(data) {
		return "whole"
	}
	return fmt.Sprint("line ", 1+bytes.Count(data[:offset], []byte("\n")))
}
