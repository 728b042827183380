package registry

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"documenting.kz/terminal/kiosk"
)

//go:embed people.json
var people []byte

// ErrUnknown says that the register has no such person.
var ErrUnknown = errors.New("person not in the register")

// Almaty is the zone of the country's one civil time, UTC+5.
var Almaty = time.FixedZone("Asia/Almaty", 5*60*60)

// Today is the calendar day in Kazakhstan.
func Today(now time.Time) kiosk.Date { return kiosk.DateOf(now.In(Almaty)) }

// Exemption from the duty, as АИС СИК holds it. Whether it counts is for the policy to say.
type Exemption struct {
	Category string     `json:"category"`
	Ground   kiosk.Text `json:"ground"`
	From     kiosk.Date `json:"from"`  // zero: always was
	Until    kiosk.Date `json:"until"` // zero: for life
}

// Entry is a person to try, with what the registers say of them.
type Entry struct {
	Note      string // which rule the person shows
	Phones    []kiosk.Phone
	Portrait  string // key of the register's picture
	Person    kiosk.Person
	Exemption *Exemption
	Expect    []string // what the policy answers, such as "id-card/18 yes" or "person not-alive"
	Broken    bool     // letters were lost on the register's way: nothing of it may be printed
}

// record is the file's form of an Entry.
type record struct {
	Note           string           `json:"note"`
	Expect         []string         `json:"expect"`
	Broken         bool             `json:"broken"`
	IIN            kiosk.IIN        `json:"iin"`
	Born           string           `json:"born"` // instead of an IIN: it follows the day, such as today-18y
	Sex            kiosk.Sex        `json:"sex"`  // with born
	Phones         []kiosk.Phone    `json:"phones"`
	Portrait       string           `json:"portrait"`
	Surname        string           `json:"surname"`
	GivenName      string           `json:"givenName"`
	Patronymic     string           `json:"patronymic"`
	LatinSurname   string           `json:"latinSurname"`
	LatinGivenName string           `json:"latinGivenName"`
	Citizenship    string           `json:"citizenship"` // KAZ when absent
	Status         kiosk.LifeStatus `json:"status"`      // alive when absent
	Capable        *bool            `json:"capable"`     // true when absent
	BirthPlace     kiosk.Text       `json:"birthPlace"`
	Nationality    kiosk.Text       `json:"nationality"`
	Residence      *kiosk.Residence `json:"residence"`
	Documents      []struct {
		Kind    kiosk.DocumentKind   `json:"kind"`
		Number  string               `json:"number"`
		Issued  string               `json:"issued"`
		Expires string               `json:"expires"`
		Status  kiosk.DocumentStatus `json:"status"`
		Design  string               `json:"design"`
	} `json:"documents"`
	Losses []struct {
		Kind kiosk.DocumentKind `json:"kind"`
		Date string             `json:"date"`
	} `json:"losses"`
	CivilChanges []struct {
		Kind string `json:"kind"`
		Date string `json:"date"`
	} `json:"civilChanges"`
	OpenApplications []struct {
		Kind   kiosk.DocumentKind `json:"kind"`
		Coupon string             `json:"coupon"`
		Since  string             `json:"since"`
	} `json:"openApplications"`
	Exemption *struct {
		Category string     `json:"category"`
		Ground   kiosk.Text `json:"ground"`
		From     string     `json:"from"`
		Until    string     `json:"until"`
	} `json:"exemption"`
}

// Registry answers questions about people. It does not change after Load.
type Registry struct {
	records []record
	now     func() time.Time
}

// Load reads the embedded people and checks every one of them.
func Load(now func() time.Time) (*Registry, error) {
	var file struct {
		People []record `json:"people"`
	}
	dec := json.NewDecoder(bytes.NewReader(people))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	r := &Registry{records: file.People, now: now}
	for i, rec := range file.People {
		e, err := r.entry(rec)
		if err == nil {
			_, err = kiosk.ParseIIN(string(e.Person.IIN), now())
		}
		if err != nil {
			return nil, fmt.Errorf("people: entry %d: %w", i, err)
		}
	}
	return r, nil
}

// Find returns what the registers say of the person today, or ErrUnknown.
func (r *Registry) Find(iin kiosk.IIN) (Entry, error) {
	today := Today(r.now())
	for _, rec := range r.records {
		if number, err := rec.number(today); err == nil && number == iin {
			return r.entry(rec)
		}
	}
	return Entry{}, ErrUnknown
}

// All lists everybody, in the order of the file.
func (r *Registry) All() ([]Entry, error) {
	var all []Entry
	for _, rec := range r.records {
		e, err := r.entry(rec)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

var authority = kiosk.Text{KK: "ҚР Ішкі істер министрлігі", RU: "МВД Республики Казахстан", EN: "Ministry of Internal Affairs"}

func (r *Registry) entry(rec record) (Entry, error) {
	today := Today(r.now())
	var bad error
	day := func(s string) kiosk.Date {
		d, err := resolve(s, today)
		if err != nil {
			bad = err
		}
		return d
	}
	iin, err := rec.number(today)
	if err != nil {
		return Entry{}, err
	}
	p := kiosk.Person{
		IIN: iin, Surname: rec.Surname, GivenName: rec.GivenName, Patronymic: rec.Patronymic, LatinSurname: rec.LatinSurname,
		LatinGivenName: rec.LatinGivenName, BirthDate: born(iin), Sex: sexOf(iin), Citizenship: orElse(rec.Citizenship, "KAZ"),
		Status: orElse(rec.Status, kiosk.Alive), Capable: rec.Capable == nil || *rec.Capable, BirthPlace: rec.BirthPlace,
		Nationality: rec.Nationality, Residence: rec.Residence, Documents: []kiosk.Document{}, Losses: []kiosk.Loss{},
		CivilChanges: []kiosk.CivilChange{}, OpenApplications: []kiosk.OpenApplication{},
	}
	for _, d := range rec.Documents {
		p.Documents = append(p.Documents, kiosk.Document{
			Kind: d.Kind, Number: d.Number, Issued: day(d.Issued), Expires: day(d.Expires), Authority: authority, Status: d.Status, Older: d.Design == "older",
		})
	}
	for _, l := range rec.Losses {
		p.Losses = append(p.Losses, kiosk.Loss{Kind: l.Kind, Date: day(l.Date)})
	}
	for _, c := range rec.CivilChanges {
		p.CivilChanges = append(p.CivilChanges, kiosk.CivilChange{Kind: c.Kind, Date: day(c.Date)})
	}
	for _, o := range rec.OpenApplications {
		p.OpenApplications = append(p.OpenApplications, kiosk.OpenApplication{Kind: o.Kind, Coupon: o.Coupon, Since: day(o.Since)})
	}
	e := Entry{Note: rec.Note, Phones: rec.Phones, Portrait: rec.Portrait, Person: p, Expect: rec.Expect, Broken: rec.Broken}
	if x := rec.Exemption; x != nil {
		e.Exemption = &Exemption{Category: x.Category, Ground: x.Ground, From: day(x.From), Until: day(x.Until)}
	}
	return e, bad
}

// HasPhone reports whether the number is registered for the person (БМГ).
func (e Entry) HasPhone(p kiosk.Phone) bool { return slices.Contains(e.Phones, p) }

// born reads the day of birth of a checked IIN.
func born(iin kiosk.IIN) kiosk.Date {
	century := map[byte]string{'1': "18", '2': "18", '3': "19", '4': "19", '5': "20", '6': "20"}[iin[6]]
	t, _ := time.Parse("20060102", century+string(iin[:6])) // ParseIIN has checked it
	return kiosk.DateOf(t)
}

func sexOf(iin kiosk.IIN) kiosk.Sex {
	if (iin[6]-'0')%2 == 1 {
		return kiosk.Male
	}
	return kiosk.Female
}

func orElse[T ~string](v, otherwise T) T {
	if v == "" {
		return otherwise
	}
	return v
}
