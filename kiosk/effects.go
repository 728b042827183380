package kiosk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// act is one run of an effect: the world, a copy of the session, and a voice.
type act struct {
	Deps
	Law
	s      Session
	state  State
	run    uint64
	ctx    context.Context
	events chan<- Event

	program context.Context // outlives the state
	papers  *sync.WaitGroup
	printer chan struct{}
}

// effects holds one function for each Effect of the Table.
var effects = map[Effect]func(*act){
	WatchService:     (*act).watchService,
	CheckReadiness:   (*act).checkReadiness,
	RequestCode:      (*act).requestCode,
	VerifyCode:       (*act).verifyCode,
	RecogniseFace:    (*act).recogniseFace,
	QueryPerson:      (*act).queryPerson,
	CapturePortrait:  (*act).capturePortrait,
	ComparePortrait:  (*act).comparePortrait,
	CaptureSignature: (*act).captureSignature,
	RequestConfirm:   (*act).requestConfirm,
	VerifyConfirm:    (*act).verifyCode,
	SealHold:         (*act).sealHold,
	RegisterHeld:     (*act).register,
	AwaitPayment:     (*act).awaitPayment,
	WatchPayment:     (*act).watchPayment,
	CloseUnpaid:      (*act).closeUnpaid,
	ReleasePaid:      (*act).release,
	ConfirmReleased:  (*act).confirm,
	DeferHeld:        (*act).deferHeld,
	DiscardHeld:      (*act).discardHeld,
	PrintReceipt:     (*act).printReceipt,
	PrintSlip:        (*act).printSlip,
	WatchPrinter:     (*act).watchPrinter,
}

// say reports an event with what was learned; after the state was left nobody listens.
func (a *act) say(kind EventKind, learned func(*Session)) {
	a.tell(Event{Kind: kind, learned: learned})
}

func (a *act) tell(ev Event) {
	ev.run = a.run
	select {
	case a.events <- ev:
	case <-a.ctx.Done():
	}
}

// problem reports an event and what the citizen should read.
func (a *act) problem(kind EventKind, p Problem) {
	a.say(kind, func(s *Session) { s.Problem = &p })
}

// note writes to the journal; err never carries personal data.
func (a *act) note(event string, err error) {
	detail := ""
	if err != nil {
		detail = err.Error()
	}
	a.Journal.Record(event, a.s.ID, detail)
}

// pause waits and reports whether the state is still there.
func (a *act) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-a.ctx.Done():
		return false
	}
}

// query asks a registry, and asks again while it is silent, for as long as policy allows.
func query[T any](a *act, name string, limit Seconds, ask func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(a.ctx, limit.Duration())
	defer cancel()
	for wait := 250 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		answer, err := ask(ctx)
		if err == nil || !errors.Is(err, ErrSilent) {
			return answer, err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			a.note("centre.silent", fmt.Errorf("%s: %w", name, err))
			return answer, err
		}
	}
}

// watchService keeps the attract screen honest and finishes what earlier visits left held.
func (a *act) watchService() {
	var settling sync.WaitGroup
	defer settling.Wait()
	settling.Go(func() {
		for a.House.Settle(a.ctx); a.pause(time.Minute); {
			a.House.Settle(a.ctx) // the centre may have been silent the first time
		}
	})
	last := Service{Kiosk: "?"}
	for {
		if now := a.House.Service(); !now.equal(last) {
			last = now
			a.say(EvService, func(s *Session) { s.Service = now })
		}
		if !a.pause(time.Second) {
			return
		}
	}
}

func (s Service) equal(o Service) bool {
	if s.Open != o.Open || s.Kiosk != o.Kiosk || s.Office != o.Office || len(s.Problems) != len(o.Problems) {
		return false
	}
	for i := range s.Problems {
		if s.Problems[i] != o.Problems[i] {
			return false
		}
	}
	return true
}

func (a *act) checkReadiness() {
	ctx, cancel := context.WithTimeout(a.ctx, 3*time.Second)
	defer cancel()
	now := a.House.Admit(ctx)
	kind := EvAdmitted
	if !now.Open {
		kind = EvNotAdmitted
	}
	a.say(kind, func(s *Session) { s.Service = now })
}

func (a *act) requestCode() {
	consent := a.s.Consent
	if consent.Token == "" || consent.iin != a.s.IIN {
		consent.Language, consent.TextVersion, consent.iin = a.s.Language, a.Limits.ConsentText, a.s.IIN
		token, err := query(a, "consent", a.Limits.Query, func(ctx context.Context) (string, error) {
			return a.Registries.GrantConsent(ctx, a.s.ID, a.s.IIN, consent)
		})
		if err != nil {
			a.registryFailed(err)
			return
		}
		consent.Token = token
	}
	a.sendCode(consent, CodeIdentify)
}

func (a *act) requestConfirm() { a.sendCode(a.s.Consent, CodeConfirm) }

func (a *act) sendCode(consent Consent, purpose CodePurpose) {
	ticket, err := query(a, "sms code", a.Limits.Query, func(ctx context.Context) (CodeTicket, error) {
		return a.Registries.SendCode(ctx, a.s.ID, consent.Token, a.s.IIN, a.s.Phone, purpose)
	})
	if err != nil {
		a.registryFailed(err)
		return
	}
	a.say(EvCodeSent, func(s *Session) {
		s.Consent, s.Ticket, s.Purpose, s.blocked, s.Problem = consent, ticket, purpose, false, nil
	})
}

// registryFailed turns an error of a registry into what the citizen is told. An
// answer that makes no sense in this state counts as a registry that fails.
func (a *act) registryFailed(err error) {
	_, mayAskAgain := Table[a.state].On[EvUnknownPhone]
	switch {
	case mayAskAgain && errors.Is(err, ErrUnknownPerson):
		a.say(EvUnknownPerson, func(s *Session) { s.Problem, s.IIN, s.iinDigits = &Problem{Key: ProblemPersonUnknown}, "", "" })
	case mayAskAgain && errors.Is(err, ErrUnknownPhone):
		a.say(EvUnknownPhone, func(s *Session) { s.Problem, s.Phone, s.phoneDigits = &Problem{Key: ProblemPhoneUnknown}, "", "" })
	case errors.Is(err, ErrTooManyCodes):
		a.refuse(refusalCodes)
	default:
		a.note("registry.failed", err)
		a.problem(EvUnavailable, Problem{Key: ProblemCentre, Of: failedSystem(err)})
	}
}

func (a *act) verifyCode() {
	type answer struct {
		outcome CodeOutcome
		left    int
	}
	got, err := query(a, "sms code", a.Limits.Query, func(ctx context.Context) (answer, error) {
		outcome, left, err := a.Registries.CheckCode(ctx, a.s.Ticket.Ticket, a.s.codeDigits)
		return answer{outcome, left}, err
	})
	if err != nil {
		a.registryFailed(err)
		return
	}
	if got.outcome == CodeRight {
		a.say(EvCodeRight, func(s *Session) {
			s.Problem, s.codeDigits = nil, ""
			if s.Purpose == CodeConfirm {
				s.ConfirmedAt, s.ConfirmTicket = time.Now(), s.Ticket.Ticket
			}
		})
		return
	}
	problem := map[CodeOutcome]Problem{
		CodeWrong: {Key: ProblemCodeWrong, N: got.left}, CodeExpired: {Key: ProblemCodeExpired}, CodeExhausted: {Key: ProblemCodeExhausted},
	}[got.outcome]
	a.say(EvCodeWrong, func(s *Session) {
		s.Problem, s.Ticket.TriesLeft, s.blocked = &problem, got.left, got.outcome != CodeWrong
	})
}

func (a *act) queryPerson() {
	person, err := query(a, "person", a.Limits.Query, func(ctx context.Context) (Person, error) {
		return a.Registries.Person(ctx, a.s.ID, a.s.Consent.Token, a.s.IIN)
	})
	if err != nil {
		a.registryFailed(err)
		return
	}
	today := DateOf(time.Now().In(Almaty))
	if refusal := a.Rules.Refusal(person, today); refusal != nil {
		a.refuse(*refusal)
		return
	}
	options := a.Rules.Verdicts(person, today)
	a.say(EvPerson, func(s *Session) { s.Person, s.Options, s.Filings = &person, options, nil })
}
