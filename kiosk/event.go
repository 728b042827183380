package kiosk

// EventKind names what happened.
type EventKind string

// What a citizen does.
const (
	EvStart      EventKind = "start"
	EvNext       EventKind = "next"
	EvBack       EventKind = "back"
	EvCancel     EventKind = "cancel"      // asks; the engine shows the question
	EvCancelYes  EventKind = "cancel-yes"  // and this is the answer yes
	EvDismiss    EventKind = "dismiss"     // closes whatever lies over the screen
	EvTouch      EventKind = "touch"       // the citizen is there
	EvLanguage   EventKind = "language"    // Event.Language
	EvStaff      EventKind = "staff"       // calls staff
	EvDigit      EventKind = "digit"       // Event.Text, one digit
	EvErase      EventKind = "erase"       // the last digit
	EvClear      EventKind = "clear"       // all digits
	EvResend     EventKind = "resend"      // another SMS code
	EvAgain      EventKind = "again"       // try the same once more
	EvChoose     EventKind = "choose"      // Event.Choice; the chosen one again takes it back
	EvSpecify    EventKind = "specify"     // Event.Choice has sub-reasons: ask which
	EvSubReason  EventKind = "sub-reason"  // Event.Choice with its SubReason
	EvWhy        EventKind = "why"         // Event.Choice is not possible: explain
	EvSlip       EventKind = "slip"        // print the refusal
	EvHelp       EventKind = "help"        // opens the help; EvDismiss closes it
	EvPick       EventKind = "pick"        // Event.N, index of a shot
	EvRetake     EventKind = "retake"      // photograph again
	EvRedo       EventKind = "redo"        // sign again
	EvCannotSign EventKind = "cannot-sign" // recorded, the officer decides
	EvWrongData  EventKind = "wrong-data"  // "these are not my data"
	EvRate       EventKind = "rate"        // Event.N, 1..5
	EvFinish     EventKind = "finish"
)

// What the world answers.
const (
	EvTimeout       EventKind = "timeout" // nobody touched the screen for the state's dwell
	EvService       EventKind = "service" // the state of service changed
	EvAdmitted      EventKind = "admitted"
	EvNotAdmitted   EventKind = "not-admitted"
	EvCodeSent      EventKind = "code-sent"
	EvUnknownPerson EventKind = "unknown-person"
	EvUnknownPhone  EventKind = "unknown-phone"
	EvCodeRight     EventKind = "code-right"
	EvCodeWrong     EventKind = "code-wrong" // wrong, expired or used up: the session's problem says which
	EvAdvice        EventKind = "advice"     // what to tell the citizen in front of the camera or pad
	EvFaceMatch     EventKind = "face-match"
	EvFaceNoMatch   EventKind = "face-no-match"
	EvPerson        EventKind = "person"
	EvShots         EventKind = "shots"
	EvInk           EventKind = "ink" // the pen was lifted
	EvHeld          EventKind = "held"
	EvAwaitPayment  EventKind = "await-payment" // something is owed
	EvInvoice       EventKind = "invoice"
	EvPayment       EventKind = "payment" // the state changed, nothing is final
	EvSettled       EventKind = "settled" // paid or exempt
	EvPaymentOver   EventKind = "payment-over"
	EvReleased      EventKind = "released"
	EvCoupon        EventKind = "coupon"
	EvDeferred      EventKind = "deferred"  // the centre is silent: the queue finishes the work
	EvFiled         EventKind = "filed"     // there is nothing more to do here
	EvDiscarded     EventKind = "discarded" // and nothing is left
	EvPrinted       EventKind = "printed"
	EvPrintFault    EventKind = "print-fault"
	EvRefused       EventKind = "refused"
	EvSlipDone      EventKind = "slip-done"   // printed or failed
	EvUnavailable   EventKind = "unavailable" // a system or a device failed for good
)

// Event is something that happened, with what was learned. Only the fields its kind names are set.
type Event struct {
	Kind EventKind
	// On is the state whose screen was touched. An event meant for another state
	// (a double tap, a late finger) is stale and dropped. Empty: any state.
	On       State
	Text     string
	N        int
	Language Language
	Choice   Choice
	learned  func(*Session) // set by effects only: stores what they learned
	run      uint64         // which run of an effect speaks; 0 is a person or the engine
}
