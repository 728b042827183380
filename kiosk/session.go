package kiosk

import (
	"image"
	"time"
)

// Session is what one visit knows. It is owned by the engine's goroutine; an
// effect works on a copy and hands back what it learned in an Event.
type Session struct {
	ID       ApplicationID
	Language Language
	Started  time.Time

	iinDigits, phoneDigits, codeDigits string

	IIN     IIN
	Phone   Phone
	Consent Consent
	Ticket  CodeTicket
	Purpose CodePurpose
	blocked bool // the code under way cannot be tried any more

	Person  *Person
	Options []Verdict
	asking  *Verdict // whose sub-reasons are asked for
	Filings []Filing // what is applied for; never written in place

	Camera       CameraView
	Shots        []Shot
	Picked       int
	AttemptsLeft int

	Ink        []Stroke
	InkProblem Problem
	Sign       SignView
	Signature  Signature

	ConfirmedAt   time.Time
	ConfirmTicket string

	Invoice Invoice // the present one
	Payment Payment // and how it stands
	Paid    int     // invoices of this visit that were paid
	printed bool

	Service Service
	Refusal *Refusal
	Denied  *Verdict  // the option the refusal is about; nil: the person
	Also    []Verdict // with Denied, what else the centre did not take; the visit has ended
	Slip    SlipState
	Problem *Problem
	Stars   int
}

// Shot is one accepted portrait.
type Shot struct {
	Picture image.Image // what the citizen sees: the crop
	Still   []byte      // JPEG of the crop, what is stored and compared
	Score   float64     // higher is better, only comparable within one burst
}

// wipe zeroes the buffers only the engine holds and drops the rest. Pictures and
// strings that a View has carried to the front go with the garbage collector,
// which the appliance runs with clobberfree: freed memory is overwritten.
func (s *Session) wipe() {
	for _, shot := range s.Shots {
		clear(shot.Still)
	}
	clear(s.Signature.PNG)
	*s = Session{}
}
