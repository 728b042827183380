package kiosk

import "slices"

// Filing is one application of a visit on its way: what was chosen, and what
// became of it. A visit has one for each document, in the order of documents.
type Filing struct {
	ID           ApplicationID // from the seal on; the first one's is the visit's
	Choice       Choice
	Reason       Verdict  // what the policy says of the reason code
	SubReason    *Verdict // and of the citizen's answer, where one was asked for
	Stage        Stage
	Registration Registration // the centre's answer
	Ref          PaymentRef
	Coupon       *Coupon
}

// Stage is how far a Filing has come.
type Stage string

// The stages. What is on disk changes together with held, released, deferred and discarded;
// the others are known to the session alone, and the next step writes them down.
const (
	StageChosen    Stage = ""          // a wish
	StageHeld      Stage = "held"      // on disk; the centre has not answered
	StageRefused   Stage = "refused"   // by the centre: to be discarded
	StageSilent    Stage = "silent"    // no answer: to be deferred
	StageSettled   Stage = "settled"   // paid or exempt: to be released
	StageOwed      Stage = "owed"      // registered: to be paid
	StageReleased  Stage = "released"  // nothing is owed, and the disk knows
	StageDeferred  Stage = "deferred"  // the queue finishes the work
	StageDiscarded Stage = "discarded" // ended unpaid
	StageLeft      Stage = "left"      // given up and not closed: held, and settled when nobody is served
)

// verdict is the policy's last word on what was chosen.
func (f Filing) verdict() Verdict {
	if f.SubReason != nil {
		return *f.SubReason
	}
	return f.Reason
}

// accepted reports whether the citizen takes a receipt for it home.
func (f Filing) accepted() bool {
	switch f.Stage {
	case StageSettled, StageReleased, StageSilent, StageDeferred:
		return true
	}
	return false
}

// amount is what the centre asks for; nothing when exempt.
func (f Filing) amount() Money {
	if f.Registration.Exemption != nil {
		return 0
	}
	return f.Registration.Amount
}

func (f Filing) refusal() Refusal {
	if f.Registration.Refusal != nil {
		return *f.Registration.Refusal
	}
	return refusalGone // closed or annulled there: it cannot be filed again under this id
}

// denied is what was chosen with the centre's reason for not taking it: its word
// is the later one, whatever the policy of the terminal allowed.
func (f Filing) denied() Verdict {
	v, r := f.verdict(), f.refusal()
	v.Allowed, v.SubReasons = false, nil
	v.Code, v.Why, v.Next, v.Bring, v.Ground = r.Code, r.Why, r.Next, r.Bring, r.Ground
	return v
}

// at lists the places of the filings in a stage.
func at(filings []Filing, stage Stage) []int {
	var places []int
	for i := range filings {
		if filings[i].Stage == stage {
			places = append(places, i)
		}
	}
	return places
}

// onward is what the applications of a visit need next. What is decided is
// written down before anything else is asked for: a refusal, a payment, a
// silence; then what is owed is paid, then the coupons are fetched.
func onward(filings []Filing) EventKind {
	for _, need := range []struct {
		stage Stage
		event EventKind
	}{
		{StageRefused, EvRefused}, {StageSettled, EvSettled}, {StageSilent, EvDeferred}, {StageOwed, EvAwaitPayment},
		{StageReleased, EvReleased}, {StageDeferred, EvFiled},
	} {
		if len(at(filings, need.stage)) > 0 {
			return need.event
		}
	}
	return EvDiscarded
}

// move takes every filing of one stage to where step leads it. A step that
// answers false was left in the middle.
func (a *act) move(stage Stage, step func(*Filing) bool) bool {
	for _, i := range at(a.s.Filings, stage) {
		if !step(&a.s.Filings[i]) || a.ctx.Err() != nil {
			return false
		}
	}
	return true
}

// goOn reports how the applications stand and what they need next.
func (a *act) goOn(also func(*Session)) { a.report(onward(a.s.Filings), also) }

// report reports an event together with how the applications stand.
func (a *act) report(kind EventKind, also func(*Session)) {
	filings := slices.Clone(a.s.Filings)
	a.say(kind, func(s *Session) {
		s.Filings = filings
		if also != nil {
			also(s)
		}
	})
}

// ids lists the applications in a stage.
func ids(filings []Filing, stage Stage) []ApplicationID {
	var out []ApplicationID
	for _, i := range at(filings, stage) {
		out = append(out, filings[i].ID)
	}
	return out
}
