package kiosk

import (
	"fmt"
	"strings"
	"time"
)

// Language is one of the three the terminal speaks.
type Language string

// The languages, in the order they are offered.
const (
	Kazakh  Language = "kk"
	Russian Language = "ru"
	English Language = "en"
)

// Languages lists them in the order they are offered.
var Languages = [...]Language{Kazakh, Russian, English}

// Text is one sentence in every language.
type Text struct {
	KK string `json:"kk"`
	RU string `json:"ru"`
	EN string `json:"en"`
}

// In returns the sentence in l.
func (t Text) In(l Language) string {
	switch l {
	case Kazakh:
		return t.KK
	case Russian:
		return t.RU
	default:
		return t.EN
	}
}

// Money is an amount in tiyn, 1/100 ₸.
type Money int64

// Tenge makes an amount from whole tenge.
func Tenge(n int64) Money { return Money(n * 100) }

// String groups thousands: "17 300 ₸", with tiyn only when there are any. The spaces are no-break spaces.
func (m Money) String() string {
	digits := fmt.Sprint(int64(m) / 100)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(d)
	}
	if rest := int64(m) % 100; rest != 0 {
		fmt.Fprintf(&b, ",%02d", max(rest, -rest))
	}
	return b.String() + "\u00a0₸"
}

// DocumentKind is what is applied for.
type DocumentKind string

// The two documents.
const (
	IDCard   DocumentKind = "id-card"
	Passport DocumentKind = "passport"
)

// ReasonCode is an official documenting code such as "18" (код документирования). The list is policy data.
type ReasonCode string

// Date is a calendar day, written 2026-11-21. The zero Date means "not known".
type Date struct{ t time.Time }

// DateOf takes the calendar day t has in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// ParseDate reads 2006-01-02; an empty string is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	return Date{t}, nil
}

// IsZero reports whether the day is not known.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Time is the beginning of the day in UTC, for arithmetic.
func (d Date) Time() time.Time { return d.t }

// AddDays moves by calendar days.
func (d Date) AddDays(n int) Date { return Date{d.t.AddDate(0, 0, n)} }

// DaysUntil counts calendar days from d to other; negative when other is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.t.Sub(d.t) / (24 * time.Hour)) }

// String is the machine form.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// Human is the form people in Kazakhstan read: 21.11.2026.
func (d Date) Human() string {
	if d.IsZero() {
		return "—"
	}
	return d.t.Format("02.01.2006")
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(b []byte) (err error) { *d, err = ParseDate(string(b)); return err }

// Sex as the registry states it.
type Sex string

// Sexes.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// LifeStatus as the registry states it.
type LifeStatus string

// Life statuses.
const (
	Alive    LifeStatus = "alive"
	Dead     LifeStatus = "dead"
	Missing  LifeStatus = "missing"
	Excluded LifeStatus = "excluded"
)

// Person is what the registries (ГБД ФЛ, РП ДРН, ИС ЗАГС) say of the citizen.
type Person struct {
	IIN              IIN               `json:"iin"`
	Surname          string            `json:"surname"`
	GivenName        string            `json:"givenName"`
	Patronymic       string            `json:"patronymic,omitempty"`
	LatinSurname     string            `json:"latinSurname,omitempty"`
	LatinGivenName   string            `json:"latinGivenName,omitempty"`
	BirthDate        Date              `json:"birthDate"`
	Sex              Sex               `json:"sex"`
	Citizenship      string            `json:"citizenship"` // ISO 3166-1 alpha-3
	Status           LifeStatus        `json:"status"`
	Capable          bool              `json:"capable"`
	BirthPlace       Text              `json:"birthPlace"`
	Nationality      Text              `json:"nationality"`
	Residence        *Residence        `json:"residence,omitempty"`
	Documents        []Document        `json:"documents"`
	Losses           []Loss            `json:"losses"`
	CivilChanges     []CivilChange     `json:"civilChanges"`
	OpenApplications []OpenApplication `json:"openApplications"`
	Annulled         []Annulment       `json:"annulled,omitempty"`
}

// FullName joins surname, given name and patronymic.
func (p Person) FullName() string {
	return strings.Join(strings.Fields(p.Surname+" "+p.GivenName+" "+p.Patronymic), " ")
}

// Residence is the registered place of living.
type Residence struct {
	Permanent bool `json:"permanent"`
	Address   Text `json:"address"`
}

// Document is an identity document the person holds or held.
type Document struct {
	Kind      DocumentKind   `json:"kind"`
	Number    string         `json:"number"`
	Issued    Date           `json:"issued"`
	Expires   Date           `json:"expires"`
	Authority Text           `json:"authority"`
	Status    DocumentStatus `json:"status"`
	Older     bool           `json:"older"` // of an older design than today's
}

// DocumentStatus is the state register's word on a document. A value that is none of the
// below is a dictionary code the terminal does not know: it is never taken for valid.
type DocumentStatus string

// Document statuses.
const (
	DocumentValid    DocumentStatus = "valid" // status 00 of ГБД ФЛ
	DocumentLost     DocumentStatus = "lost"
	DocumentAnnulled DocumentStatus = "annulled"
	DocumentInvalid  DocumentStatus = "invalid" // any other end: exchanged, handed in
)

// Annulment is an earlier application that the migration officer annulled. The
// citizen may apply again, and is told why before the new photo is taken.
type Annulment struct {
	Kind   DocumentKind `json:"kind"`
	Coupon string       `json:"coupon"`
	Date   Date         `json:"date"` // of the officer's decision
	Code   string       `json:"code"` // of decisions.json, such as photo-quality
	Reason Text         `json:"reason"`
}

// Loss is a recorded loss of a document.
type Loss struct {
	Kind DocumentKind `json:"kind"`
	Date Date         `json:"date"`
}

// CivilChange is a change recorded by ИС ЗАГС: marriage-surname, divorce-surname, name, birth-date, nationality.
type CivilChange struct {
	Kind string `json:"kind"`
	Date Date   `json:"date"`
}

// OpenApplication is an application the centre already works on.
type OpenApplication struct {
	Kind   DocumentKind `json:"kind"`
	Coupon string       `json:"coupon"`
	Since  Date         `json:"since"`
}

// Choice is what the citizen applies for.
type Choice struct {
	Document DocumentKind `json:"document"`
	Reason   ReasonCode   `json:"reason"`
	Pages    int          `json:"pages,omitempty"` // 36 or 48 for a passport
	// SubReason is what the citizen answered where the reason asks for more, such
	// as lost or stolen (09, 13) or what is wrong with the document (07). Its ids are policy data.
	SubReason string `json:"subReason,omitempty"`
}

// Verdict is the policy's answer for one possible choice, with its grounds.
type Verdict struct {
	Choice    Choice
	Allowed   bool
	Title     Text    // official wording of the reason code; of a sub-reason, its question's answer
	Code      string  // when not allowed: id of the first rule that is not met, stable, for journal and centre
	Why       Text    // when not allowed: one sentence for the citizen
	Next      Text    // when not allowed: what to do
	Bring     []Text  // when not allowed: the papers to bring to the ЦОН
	Ground    string  // the law or rule, for staff
	Price     Money   // about; the payable amount is the centre's
	ReadyDate Date    // zero: not known
	Tried     []Trial // every rule that was asked, in order; only Evaluate fills it
	// SubReasons are the answers to ask the citizen for, each judged by itself; empty: nothing to ask.
	// A Verdict with SubReasons is Allowed when its own rules and at least one of them allow it.
	SubReasons []Verdict
}

// Trial is one rule asked about one person, choice and day.
type Trial struct {
	Rule      string `json:"rule"`      // id; its texts are rules.json "why" and "next" of that id
	Condition string `json:"condition"` // of the closed vocabulary, with its parameters: "age-at-least 18 years"
	Met       bool   `json:"met"`
	Ground    string `json:"ground"`
}

// Rules decides what a person may apply for on a day. Implemented by kiosk/policy.
type Rules interface {
	// Verdicts lists every document × reason × pages the service knows, in screen order, possible or not.
	Verdicts(p Person, day Date) []Verdict
	// Refusal is non-nil when the person cannot be served at all at a terminal (not a citizen, under age …).
	Refusal(p Person, day Date) *Refusal
	// Version names the set of policy data: it goes into every application and receipt.
	Version() string
}

// Law is the policy in force for one visit.
type Law struct {
	Rules  Rules
	Limits Limits
	Place  Place // where the terminal stands, as the policy has it
}

// Turn implements Book: a Law that never changes.
func (l Law) Turn() Law { return l }

// Book keeps the policy in force.
type Book interface {
	// Turn puts a newer policy in force, if one has come, and hands out what is in force.
	// It is called only while nobody is served: a visit ends under the policy it began with.
	Turn() Law
}

// Refusal says why the terminal cannot go on, and what the citizen can do.
type Refusal struct {
	Code   string // stable, for the journal and the tests
	Why    Text
	Next   Text
	Bring  []Text // papers to bring to the ЦОН
	Ground string
}

// Place is the registration point the terminal stands in.
type Place struct {
	Name    Text
	Address Text
	Hours   Text
}

// Portrait is the accepted document photo.
type Portrait struct {
	JPEG []byte // 413×531, 300 dpi, baseline
}

// Stroke is one pen-down to pen-up movement.
type Stroke []Point

// Point is one sample of the signature in millimetres from the pad's top left.
type Point struct {
	X, Y     float64 // mm
	Pressure float64 // 0..1
	T        float64 // ms since the first point of the signature
}

// Signature is the citizen's signature sample, or the statement that there cannot be one.
type Signature struct {
	Strokes    []Stroke
	PadWidth   float64 // mm
	PadHeight  float64 // mm
	PNG        []byte  // dark on white, at print size
	CannotSign bool    // recorded, and decided by the officer
}

// Consent is the record of what was agreed to.
type Consent struct {
	Language    Language  `json:"language"`
	TextVersion string    `json:"textVersion"`
	AcceptedAt  time.Time `json:"acceptedAt"`
	Token       string    `json:"token"` // КДП
	iin         IIN       // whose consent the token is
}

// Application is everything one visit produced. It exists in plain only until Seal.
type Application struct {
	ID            ApplicationID
	Visit         ApplicationID // of the first application: under it the registries were asked
	Office        string
	Kiosk         string
	Consent       Consent
	Person        Person
	Phone         Phone
	Choice        Choice
	Portrait      Portrait
	Signature     Signature
	ConfirmedAt   time.Time // the citizen's SMS confirmation
	ConfirmTicket string    // which SMS code confirmed it
	PolicyVersion string
	CapturedAt    time.Time
}

// Form is the part of an Application that is sealed as JSON (blob kind "form").
type Form struct {
	ID            ApplicationID `json:"id"`
	Visit         ApplicationID `json:"visit"`
	Office        string        `json:"office"`
	Kiosk         string        `json:"kiosk"`
	Consent       Consent       `json:"consent"`
	Person        Person        `json:"person"`
	Phone         Phone         `json:"phone"`
	Choice        Choice        `json:"choice"`
	CannotSign    bool          `json:"cannotSign,omitempty"`
	ConfirmedAt   time.Time     `json:"confirmedAt"`
	ConfirmTicket string        `json:"confirmTicket"`
	PolicyVersion string        `json:"policyVersion"`
	CapturedAt    time.Time     `json:"capturedAt"`
}
