package kiosk

import (
	"context"
	"errors"
	"image"
	"time"

	"documenting.kz/terminal/devices"
)

// ErrSilent says that a system did not answer in time or could not be reached.
// Wrapped errors name the system, never the person.
var ErrSilent = errors.New("no answer")

// What the registries can answer instead of data.
var (
	ErrUnknownPerson = errors.New("no such person in the registry")
	ErrUnknownPhone  = errors.New("the number is not registered for this person")
	ErrTooManyCodes  = errors.New("too many codes were asked for")
	ErrNotIdentified = errors.New("the person is not identified yet")
)

// CodePurpose says what an SMS code is for.
type CodePurpose string

// Purposes of an SMS code.
const (
	CodeIdentify CodePurpose = "identify"
	CodeConfirm  CodePurpose = "confirm"
)

// CodeTicket is a code under way.
type CodeTicket struct {
	Ticket    string
	Expires   time.Time
	TriesLeft int
}

// CodeOutcome is the answer to a typed code.
type CodeOutcome string

// Outcomes of a typed code.
const (
	CodeRight     CodeOutcome = "right"
	CodeWrong     CodeOutcome = "wrong"
	CodeExpired   CodeOutcome = "expired"
	CodeExhausted CodeOutcome = "exhausted"
)

// FacePurpose says which picture is compared with the registry's.
type FacePurpose string

// Purposes of a comparison.
const (
	FaceIdentify FacePurpose = "identify"
	FacePortrait FacePurpose = "portrait"
)

// FaceOutcome is Digital-ID's answer.
type FaceOutcome string

// Outcomes of a comparison.
const (
	FaceMatch     FaceOutcome = "match"
	FaceNoMatch   FaceOutcome = "no-match"
	FaceNone      FaceOutcome = "no-face"
	FaceSeveral   FaceOutcome = "several-faces"
	FaceExhausted FaceOutcome = "exhausted"
)

// Registries is what a session asks before anything is captured. Every call
// answers within the context or fails with an error wrapping ErrSilent.
type Registries interface {
	GrantConsent(ctx context.Context, id ApplicationID, iin IIN, c Consent) (token string, err error)
	// SendCode checks the number in БМГ first: ErrUnknownPerson, ErrUnknownPhone, ErrTooManyCodes.
	SendCode(ctx context.Context, id ApplicationID, token string, iin IIN, phone Phone, purpose CodePurpose) (CodeTicket, error)
	CheckCode(ctx context.Context, ticket, code string) (outcome CodeOutcome, triesLeft int, err error)
	MatchFace(ctx context.Context, id ApplicationID, token string, iin IIN, purpose FacePurpose, jpeg []byte) (outcome FaceOutcome, attemptsLeft int, err error)
	// Person answers ErrNotIdentified before MatchFace(FaceIdentify) matched.
	Person(ctx context.Context, id ApplicationID, token string, iin IIN) (Person, error)
}

// Link is the place the next application takes in the terminal's gapless chain.
type Link struct {
	Seq  int64
	Prev string // hex SHA-256 of the previous manifest, empty for the first
}

// Blob is one sealed part of an application.
type Blob struct {
	Kind   string // form, portrait, signature, signature-image
	SHA256 string // of Data, lower-case hex
	Data   []byte // ciphertext
}

// Sealed is an application nobody on this terminal can read any more.
type Sealed struct {
	ID       ApplicationID
	Link     Link
	Manifest []byte // compact JWS
	Digest   string // hex SHA-256 of Manifest
	Blobs    []Blob
}

// Sealer turns an Application into a Sealed one. Implemented by pipeline/seal.
type Sealer interface {
	Seal(a Application, link Link) (Sealed, error)
}

// ErrStaleLink says that another application took the place in the chain; take a new Link and seal again.
var ErrStaleLink = errors.New("the chain has moved on")

// PaymentRef is the proof that nothing is owed: a payment reference or an exemption's category.
type PaymentRef struct {
	Reference string // unique payment code; empty when exempt
	Exemption string // category; empty when paid
}

// Safe is the durable queue. A nil error means: on disk, survives power loss. Implemented by offline.Queue.
type Safe interface {
	Next(ctx context.Context) (Link, error)
	// Hold keeps all of them or none, in one durable step. Each continues the chain of the one before.
	Hold(ctx context.Context, sealed ...Sealed) error
	// Release records the payment. It fails for a zero PaymentRef.
	Release(ctx context.Context, id ApplicationID, ref PaymentRef) error
	// Defer records that the citizen has left and the queue must finish the work.
	Defer(ctx context.Context, id ApplicationID) error
	// Discard ends an unpaid application and purges its payload; the number in the chain stays as a void record.
	Discard(ctx context.Context, id ApplicationID, reason string) error
}

// RegistrationState is what the centre made of an application.
type RegistrationState string

// Registration states.
const (
	AwaitingPayment RegistrationState = "awaiting-payment"
	Exempt          RegistrationState = "exempt"
	AlreadyPaid     RegistrationState = "paid"
	Confirmed       RegistrationState = "confirmed"
	Refused         RegistrationState = "refused"
	Closed          RegistrationState = "closed"
	Annulled        RegistrationState = "annulled" // by the migration officer; what was paid is refunded
)

// Exemption from the duty, as АИС СИК states it.
type Exemption struct {
	Category string
	Ground   Text
}

// Registration is the centre's answer to a delivered application.
type Registration struct {
	State     RegistrationState
	Amount    Money
	Exemption *Exemption
	// ExemptionUnknown says that АИС СИК was silent: the whole duty is asked for, and
	// whoever is exempt should go to the ЦОН instead of paying.
	ExemptionUnknown bool
	Refusal          *Refusal
	Coupon           string
}

// Invoice is a demand for payment shown as a QR.
type Invoice struct {
	Number      string
	Covers      []ApplicationID // what the amount pays for: all that was asked for, or the first when the provider takes one at a time
	Amount      Money
	QR          string // opaque payload
	Expires     time.Time
	ConfirmWait time.Duration
	Poll        time.Duration
}

// PaymentState is the provider's word.
type PaymentState string

// Payment states. Unknown is a state too: asked, not answered, to be reconciled.
const (
	PaymentNone      PaymentState = "none"
	PaymentCreated   PaymentState = "created"
	PaymentScanned   PaymentState = "scanned"
	PaymentPaid      PaymentState = "paid"
	PaymentExpired   PaymentState = "expired"
	PaymentCancelled PaymentState = "cancelled"
	PaymentFailed    PaymentState = "failed"
	PaymentUnknown   PaymentState = "unknown"
	PaymentClosed    PaymentState = "closed"
	PaymentRefund    PaymentState = "refund"
)

// Payment is the state of what is owed for an application.
type Payment struct {
	State       PaymentState
	Reference   string
	Amount      Money
	PaidAt      time.Time
	Late        bool
	FailureCode string // 51, 54, 57, 61 or another code of the card gateway
}

// Coupon is the registration talon.
type Coupon struct {
	Number    string
	ReadyDate Date
	IssuedAt  time.Time
}

// Intake delivers what the Safe holds and asks the centre about it. Repeating a
// call is always safe. Implemented by offline.Syncer. Errors wrap ErrSilent when
// the centre cannot be reached.
type Intake interface {
	Register(ctx context.Context, id ApplicationID) (Registration, error)
	// OpenInvoice demands one payment for several applications of a visit, where the provider can.
	OpenInvoice(ctx context.Context, ids ...ApplicationID) (Invoice, error)
	// Payment waits up to wait for a state other than known.
	Payment(ctx context.Context, id ApplicationID, known PaymentState, wait time.Duration) (Payment, error)
	// ClosePayment ends what is unpaid: PaymentClosed, or PaymentPaid when the money came first.
	ClosePayment(ctx context.Context, id ApplicationID) (Payment, error)
	// Confirm tells the centre of the release and brings the coupon.
	Confirm(ctx context.Context, id ApplicationID) (Coupon, error)
}

// Guidance is what to tell the citizen in front of the camera.
type Guidance struct {
	Advice   Advice
	Progress float64 // 0..1 of holding still
	Ready    bool    // the frame just judged may be taken
}

// Sitting judges the frames of one capture. It is used from one goroutine.
type Sitting interface {
	Look(frame *image.RGBA, at time.Time) (Guidance, error)
	// Shoot turns a frame that was Ready into a shot: crop, JPEG, score.
	Shoot(frame *image.RGBA) (Shot, error)
	Close()
}

// Studio opens sittings. Implemented over pipeline/face and pipeline/portrait.
type Studio interface {
	Sit() (Sitting, error)
}

// Scribe judges and finishes signatures. Implemented over pipeline/signature.
type Scribe interface {
	// Assess returns nil when the strokes can serve as a signature sample. The pad's size is in mm.
	Assess(strokes []Stroke, width, height float64) *Problem
	Finish(strokes []Stroke, width, height float64) (Signature, error)
}

// Receipt is what the paper says. It carries masked numbers only.
type Receipt struct {
	IssuedAt time.Time
	Name     string
	IIN      string // masked
	Phone    string // masked
	Items    []ReceiptItem
	Policy   string // version of the policy data
}

// ReceiptItem is one application of the visit: one document, one coupon, one duty.
type ReceiptItem struct {
	ID         ApplicationID
	Coupon     *Coupon // nil: accepted by the terminal, the number comes by SMS
	Choice     Choice
	Title      Text // wording of the reason code
	SubReason  Text // empty where nothing was asked
	Amount     Money
	PaymentRef string
	Exemption  *Exemption
	ReadyDate  Date
}

// Slip tells a refused citizen on paper why, and what to bring where. It names nobody.
type Slip struct {
	At      time.Time
	Number  string  // short id of the visit, for staff
	Choice  *Choice // what was refused; nil: the person cannot be served at a terminal at all
	Title   Text    // wording of the reason code; empty without a Choice
	Refusal Refusal
	Also    []Denial // what else of the visit the centre did not take
	Policy  string
}

// Denial is a further refusal on the same Slip.
type Denial struct {
	Choice  Choice
	Title   Text
	Refusal Refusal
}

// ReceiptPrinter prints receipts. Its errors are those of devices.Printer.
type ReceiptPrinter interface {
	Print(ctx context.Context, r Receipt) error
	PrintSlip(ctx context.Context, s Slip) error
	Status() devices.Status
}

// Desk reaches people: staff on the floor, and whoever reads the ratings.
type Desk interface {
	CallStaff(ctx context.Context, screen Screen) error
	Rate(ctx context.Context, stars int) error
}

// Journal records what happened. Detail never carries personal data.
type Journal interface {
	Record(event string, id ApplicationID, detail string)
}

// House knows whether the terminal can serve.
type House interface {
	// Service is a cheap snapshot for the attract screen.
	Service() Service
	// Admit is asked at Start: it may ask the centre, and it settles nothing.
	Admit(ctx context.Context) Service
	// Settle finishes what earlier sessions left held; called while nobody is served.
	Settle(ctx context.Context)
	// Forget drops buffers of lines that have carried a citizen's data. Called after every visit.
	Forget()
}
