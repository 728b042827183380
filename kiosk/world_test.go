package kiosk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"documenting.kz/terminal/devices"
)

// world is everything around an engine, with a memory of who paid and what was
// released. Luck decides what goes wrong; a nil luck means all goes well.
type world struct {
	mu       sync.Mutex
	luck     *rand.Rand
	fate     *rand.Rand // the luck that sets in at the first hold
	views    []View
	journal  []string
	sealed   map[ApplicationID]Application
	held     map[ApplicationID]bool
	covers   map[ApplicationID][]ApplicationID // of the last invoice
	oneByOne bool                              // the provider takes one application at a time
	faults   []string                          // what must never happen
	paid     map[ApplicationID]bool
	exempt   map[ApplicationID]bool
	released map[ApplicationID]PaymentRef
	deferred map[ApplicationID]bool
	dropped  map[ApplicationID]bool
	closed   map[ApplicationID]bool
	prints   []Receipt
	payer    func(asked int) PaymentState // what the provider answers to the n-th question
	asked    int
	seq      int64
	head     string
	invoices int
	slips    []Slip

	printTime time.Duration // of a slip
	printing  atomic.Int32

	exemptAll   bool
	registering func(Choice) (Registration, error) // nil: as ordinary
	codeOutcome func(code string) (CodeOutcome, int)
	phone       error
	face        func(purpose FacePurpose) (FaceOutcome, int)
	person      Person
	refusal     *Refusal
	silent      bool
	holdErr     error
	releaseErr  error
	personErr   error
	outage      time.Time // by bad luck, until then
	turned      func()    // a policy was asked for
	shots       int
	reads       int // frames
	printErr    func() error
	camera, pad devices.State
	guidance    Guidance
}

var (
	anID          = Choice{Document: IDCard, Reason: "18"}
	lostID        = Choice{Document: IDCard, Reason: "09"} // asks lost or stolen
	aPassport     = Choice{Document: Passport, Reason: "17", Pages: 36}
	thickPassport = Choice{Document: Passport, Reason: "17", Pages: 48}
	noPassport    = Choice{Document: Passport, Reason: "13", Pages: 36} // not possible
)

func newWorld() *world {
	return &world{
		turned: func() {},
		sealed: map[ApplicationID]Application{}, covers: map[ApplicationID][]ApplicationID{},
		held: map[ApplicationID]bool{}, paid: map[ApplicationID]bool{}, exempt: map[ApplicationID]bool{},
		released: map[ApplicationID]PaymentRef{}, deferred: map[ApplicationID]bool{}, dropped: map[ApplicationID]bool{},
		closed: map[ApplicationID]bool{}, camera: devices.Ready, pad: devices.Ready,
		guidance: Guidance{Advice: AdviceDone, Ready: true},
		person:   Person{IIN: "850615390005", Surname: "Серікқызы", GivenName: "Әсем"},
	}
}

// mishap draws whether something goes wrong now.
func (w *world) mishap(oneIn int) bool { return w.luck != nil && w.luck.IntN(oneIn) == 0 }

func (w *world) lock() func() { w.mu.Lock(); return w.mu.Unlock }

func (w *world) gone() error {
	if oneIn := 60; w.luck != nil && time.Now().After(w.outage) {
		if len(w.held) > 0 {
			oneIn = 8 // where it matters most
		}
		if w.mishap(oneIn) {
			w.outage = time.Now().Add(time.Duration(w.luck.IntN(300)) * time.Second)
		}
	}
	if w.silent || w.luck != nil && time.Now().Before(w.outage) || w.mishap(10) {
		return fmt.Errorf("test centre: %w", ErrSilent)
	}
	return nil
}

func (w *world) GrantConsent(context.Context, ApplicationID, IIN, Consent) (string, error) {
	defer w.lock()()
	return "token", w.gone()
}

func (w *world) SendCode(context.Context, ApplicationID, string, IIN, Phone, CodePurpose) (CodeTicket, error) {
	defer w.lock()()
	if w.mishap(8) {
		return CodeTicket{}, []error{ErrUnknownPerson, ErrUnknownPhone, ErrTooManyCodes}[w.luck.IntN(3)]
	}
	if w.phone != nil {
		return CodeTicket{}, w.phone
	}
	return CodeTicket{Ticket: "t", Expires: time.Now().Add(3 * time.Minute), TriesLeft: 3}, w.gone()
}

func (w *world) CheckCode(_ context.Context, _, code string) (CodeOutcome, int, error) {
	defer w.lock()()
	if w.mishap(4) {
		return []CodeOutcome{CodeWrong, CodeExpired, CodeExhausted}[w.luck.IntN(3)], w.luck.IntN(3), nil
	}
	if w.codeOutcome != nil {
		outcome, left := w.codeOutcome(code)
		return outcome, left, nil
	}
	return CodeRight, 3, w.gone()
}

func (w *world) MatchFace(_ context.Context, _ ApplicationID, _ string, _ IIN, purpose FacePurpose, _ []byte) (FaceOutcome, int, error) {
	defer w.lock()()
	if w.mishap(4) {
		return []FaceOutcome{FaceNoMatch, FaceNone, FaceSeveral, FaceExhausted}[w.luck.IntN(4)], w.luck.IntN(5), nil
	}
	if w.face != nil {
		outcome, left := w.face(purpose)
		return outcome, left, nil
	}
	return FaceMatch, 5, w.gone()
}

func (w *world) Person(context.Context, ApplicationID, string, IIN) (Person, error) {
	defer w.lock()()
	if w.personErr != nil {
		return Person{}, w.personErr
	}
	return w.person, w.gone()
}

func (w *world) Verdicts(Person, Date) []Verdict {
	lost, stolen := lostID, lostID
	lost.SubReason, stolen.SubReason = "lost", "stolen"
	return []Verdict{
		{Choice: anID, Allowed: true, Price: Tenge(865)},
		{Choice: lostID, Allowed: true, Title: Text{RU: "утрата"}, SubReasons: []Verdict{
			{Choice: lost, Allowed: true, Price: Tenge(865), Title: Text{RU: "утеряно"}},
			{Choice: stolen, Code: "stolen", Title: Text{RU: "украдено"}, Why: Text{RU: "нужно заявление в полицию"}, Bring: []Text{{RU: "талон-уведомление"}}},
		}},
		{Choice: aPassport, Allowed: true, Price: Tenge(34600)},
		{Choice: thickPassport, Allowed: true, Price: Tenge(51900)},
		{Choice: noPassport, Code: "no-document", Why: Text{RU: "паспорта не было"}},
	}
}

func (w *world) Refusal(Person, Date) *Refusal {
	defer w.lock()()
	if w.mishap(10) {
		return &Refusal{Code: "under-age"}
	}
	return w.refusal
}
func (w *world) Version() string { return "test" }

func (w *world) Seal(a Application, l Link) (Sealed, error) {
	defer w.lock()()
	w.sealed[a.ID] = a
	return Sealed{ID: a.ID, Link: l, Digest: "digest of " + string(a.ID)}, nil
}

func (w *world) Next(context.Context) (Link, error) {
	defer w.lock()()
	return Link{Seq: w.seq + 1, Prev: w.head}, nil
}

func (w *world) Hold(_ context.Context, all ...Sealed) error {
	defer w.lock()()
	want := Link{Seq: w.seq + 1, Prev: w.head}
	for _, s := range all {
		if s.Link != want || w.held[s.ID] || s.ID == "" {
			w.faults = append(w.faults, fmt.Sprintf("held out of the chain: %+v, want %+v", s.Link, want))
		}
		want = Link{Seq: s.Link.Seq + 1, Prev: s.Digest}
	}
	switch {
	case w.holdErr != nil:
		return w.holdErr
	case w.mishap(8):
		return errors.New("disk full")
	case w.mishap(8):
		return ErrStaleLink
	}
	for _, s := range all {
		w.held[s.ID] = true
	}
	w.seq, w.head = want.Seq-1, want.Prev
	if w.fate != nil {
		w.luck, w.fate = w.fate, nil
	}
	return nil
}

func (w *world) Release(_ context.Context, id ApplicationID, ref PaymentRef) error {
	defer w.lock()()
	if ref == (PaymentRef{}) || !w.held[id] || w.dropped[id] {
		w.faults = append(w.faults, "released without a ground")
	}
	switch {
	case w.releaseErr != nil:
		return w.releaseErr
	case w.mishap(2):
		return errors.New("disk full")
	}
	w.released[id] = ref
	return nil
}

func (w *world) Defer(_ context.Context, id ApplicationID) error {
	defer w.lock()()
	w.deferred[id] = true
	return nil
}

func (w *world) Discard(_ context.Context, id ApplicationID, _ string) error {
	defer w.lock()()
	if w.paid[id] || w.covers[id] != nil && !w.closed[id] {
		w.faults = append(w.faults, "discarded and can still be paid")
	}
	w.dropped[id] = true
	return nil
}

func (w *world) Register(_ context.Context, id ApplicationID) (Registration, error) {
	defer w.lock()()
	if err := w.gone(); err != nil {
		return Registration{}, err
	}
	choice := w.sealed[id].Choice
	if w.registering != nil {
		if reg, err := w.registering(choice); err != nil || reg.State != "" {
			if reg.State == Exempt {
				w.exempt[id] = true
			}
			return reg, err
		}
	}
	switch {
	case w.mishap(6):
		return Registration{State: Refused, Refusal: &Refusal{Code: "open-application"}}, nil
	case w.mishap(12): // paid by a link meanwhile
		w.pay(id)
		return Registration{State: AlreadyPaid}, nil
	case w.exemptAll || w.mishap(6):
		w.exempt[id] = true
		return Registration{State: Exempt, Exemption: &Exemption{Category: "disability"}}, nil
	}
	return Registration{State: AwaitingPayment, Amount: duty(choice)}, nil
}

func duty(c Choice) Money {
	switch c.Pages {
	case 36:
		return Tenge(34600)
	case 48:
		return Tenge(51900)
	}
	return Tenge(865)
}

var errNothingOwed = errors.New("nothing is owed")

func (w *world) OpenInvoice(_ context.Context, ids ...ApplicationID) (Invoice, error) {
	defer w.lock()()
	var owed []ApplicationID
	for _, id := range ids {
		if !w.held[id] || w.dropped[id] {
			w.faults = append(w.faults, "an invoice for what is not on disk")
		}
		if !w.paid[id] {
			owed = append(owed, id)
		}
	}
	if w.mishap(10) { // paid by a link meanwhile
		for _, id := range owed {
			w.pay(id)
		}
		owed = nil
	}
	if len(owed) == 0 {
		return Invoice{}, errNothingOwed
	}
	if w.oneByOne {
		owed = owed[:1]
	}
	var amount Money
	for _, id := range owed {
		amount += duty(w.sealed[id].Choice)
		w.covers[id] = owed
	}
	w.invoices++
	return Invoice{
		Number: fmt.Sprint(w.invoices), Covers: owed, Amount: amount, QR: "https://pay.example/1", Expires: time.Now().Add(5 * time.Minute), Poll: time.Second,
	}, w.gone()
}

func (w *world) Payment(ctx context.Context, id ApplicationID, known PaymentState, wait time.Duration) (Payment, error) {
	unlock := w.lock()
	err := w.gone()
	w.asked++
	state := PaymentPaid
	switch {
	case w.payer != nil:
		state = w.payer(w.asked)
	case w.luck != nil:
		state = []PaymentState{PaymentCreated, PaymentScanned, PaymentPaid, PaymentExpired, PaymentCancelled, PaymentFailed}[w.luck.IntN(6)]
	}
	switch {
	case w.closed[id]:
		state = PaymentClosed
	case w.paid[id]:
		state = PaymentPaid
	case state == PaymentPaid && err == nil:
		for _, covered := range w.covers[id] {
			w.pay(covered)
		}
	}
	unlock()
	if err == nil && state == known {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return Payment{}, ctx.Err()
		}
	}
	return Payment{State: state, Reference: "REF"}, err
}

// pay takes the money: only for what is on disk and was not given up.
func (w *world) pay(id ApplicationID) {
	if !w.held[id] || w.dropped[id] || w.closed[id] {
		w.faults = append(w.faults, "paid for what is not kept")
	}
	w.paid[id] = true
}

func (w *world) ClosePayment(_ context.Context, id ApplicationID) (Payment, error) {
	defer w.lock()()
	if err := w.gone(); err != nil {
		return Payment{}, err
	}
	if w.mishap(6) && !w.closed[id] {
		w.pay(id) // the money was quicker
	}
	if w.paid[id] {
		return Payment{State: PaymentPaid, Reference: "REF"}, nil
	}
	w.closed[id] = true
	return Payment{State: PaymentClosed}, nil
}

func (w *world) Confirm(context.Context, ApplicationID) (Coupon, error) {
	defer w.lock()()
	return Coupon{Number: "ALA-2026-000001"}, w.gone()
}

func (w *world) CallStaff(context.Context, Screen) error { return nil }
func (w *world) Rate(context.Context, int) error         { return nil }

func (w *world) Service() Service { return Service{Open: true} }
func (w *world) Admit(context.Context) Service {
	defer w.lock()()
	return Service{Open: !w.mishap(10) && !w.silent}
}
func (w *world) Settle(context.Context) {}
func (w *world) Forget()                {}

func (w *world) Record(event string, _ ApplicationID, detail string) {
	defer w.lock()()
	w.journal = append(w.journal, event+" "+detail)
}

func (w *world) Assess(s []Stroke, _, _ float64) *Problem {
	defer w.lock()()
	if w.mishap(5) {
		return &Problem{Key: ProblemSignDot}
	}
	return nil
}

func (w *world) Finish(s []Stroke, width, height float64) (Signature, error) {
	return Signature{Strokes: s, PadWidth: width, PadHeight: height}, nil
}

func (w *world) Sit() (Sitting, error) { return w, nil }
func (w *world) Look(*image.RGBA, time.Time) (Guidance, error) {
	defer w.lock()()
	if w.luck != nil {
		return Guidance{Advice: Advices[w.luck.IntN(len(Advices))], Ready: w.luck.IntN(3) == 0}, nil
	}
	return w.guidance, nil
}
func (w *world) Shoot(*image.RGBA) (Shot, error) {
	defer w.lock()()
	w.shots++
	return Shot{Picture: image.NewRGBA(image.Rect(0, 0, 1, 1)), Still: []byte{1}, Score: 1}, nil
}
func (w *world) Close() {}

func (w *world) Show(v View) {
	defer w.lock()()
	w.views = append(w.views, v)
}

func (w *world) last() View {
	defer w.lock()()
	if len(w.views) == 0 {
		return View{}
	}
	return w.views[len(w.views)-1]
}

func (w *world) engine() *Engine {
	dwell := map[Dwell]Seconds{}
	for _, d := range Dwells {
		dwell[d] = 60
	}
	limits := Limits{Dwell: dwell, Warning: 20, Query: 12, DeviceWait: 30, PaymentSilent: 90, Register: 20, Print: 30, Shots: 3, ConsentText: "1"}
	return NewEngine(Deps{
		Book: book{Law{Rules: w, Limits: limits, Place: Place{Name: Text{RU: "ЦОН"}}}, w.turned}, Registries: w, Safe: w, Intake: w, Sealer: w, Camera: fakeCamera{w}, Pad: fakePad{w}, Studio: w, Scribe: w,
		Printer: fakePrinter{w}, Desk: w, House: w, Journal: w, Live: &Live{}, Show: w.Show,
	})
}
