package kiosk

import "image"

// Screen is a drawing a front knows. Several states may share one.
type Screen string

// The screens.
const (
	ScreenAttract     Screen = "attract"
	ScreenConsent     Screen = "consent"
	ScreenIIN         Screen = "iin"
	ScreenPhone       Screen = "phone"
	ScreenCode        Screen = "code"
	ScreenIdentify    Screen = "identify"
	ScreenAgain       Screen = "again"
	ScreenWait        Screen = "wait"
	ScreenChoice      Screen = "choice"
	ScreenSpecify     Screen = "specify"
	ScreenDetails     Screen = "details"
	ScreenPortrait    Screen = "portrait"
	ScreenPick        Screen = "pick"
	ScreenSign        Screen = "sign"
	ScreenSummary     Screen = "summary"
	ScreenPay         Screen = "pay"
	ScreenPayAgain    Screen = "pay-again"
	ScreenPrint       Screen = "print"
	ScreenPrintFault  Screen = "print-fault"
	ScreenDone        Screen = "done"
	ScreenCancelled   Screen = "cancelled"
	ScreenRefused     Screen = "refused"
	ScreenUnavailable Screen = "unavailable"
)

// Screens lists every screen, for galleries and tests.
var Screens = [...]Screen{
	ScreenAttract, ScreenConsent, ScreenIIN, ScreenPhone, ScreenCode, ScreenIdentify, ScreenAgain, ScreenWait,
	ScreenChoice, ScreenSpecify, ScreenDetails, ScreenPortrait, ScreenPick, ScreenSign, ScreenSummary, ScreenPay, ScreenPayAgain,
	ScreenPrint, ScreenPrintFault, ScreenDone, ScreenCancelled, ScreenRefused, ScreenUnavailable,
}

// Problem is a message key for the citizen: text "problem.<Key>", with N where the text counts.
type Problem struct {
	Key string
	N   int
	Of  string // which system, with ProblemCentre: text "system.<Of>"; empty: not known
}

// Problem keys. The text catalogue holds "problem." + key in every language.
const (
	ProblemIINLength     = "iin-length"
	ProblemIINBIN        = "iin-bin"
	ProblemIINDate       = "iin-date"
	ProblemIINCentury    = "iin-century"
	ProblemIINImpossible = "iin-impossible"
	ProblemIINControl    = "iin-control"
	ProblemPersonUnknown = "person-unknown"
	ProblemPhoneFormat   = "phone-format"
	ProblemPhoneUnknown  = "phone-unknown"
	ProblemCodeWrong     = "code-wrong" // N tries left
	ProblemCodeExpired   = "code-expired"
	ProblemCodeExhausted = "code-exhausted"
	ProblemFaceNoMatch   = "face-no-match" // N attempts left
	ProblemFaceNone      = "face-none"
	ProblemFaceSeveral   = "face-several"
	ProblemPortraitOther = "portrait-not-you" // N attempts left
	ProblemSignEmpty     = "sign-empty"
	ProblemSignDot       = "sign-dot"
	ProblemSignLine      = "sign-line"
	ProblemSignSmall     = "sign-small"
	ProblemSignFrame     = "sign-frame"
	ProblemPayExpired    = "pay-expired"
	ProblemPayCancelled  = "pay-cancelled"
	ProblemPayFailed     = "pay-failed"
	ProblemPaySilent     = "pay-silent" // still trying
	ProblemCamera        = "camera"     // waiting for it
	ProblemPad           = "pad"
	ProblemPrinterPaper  = "printer-paper"
	ProblemPrinterCover  = "printer-cover"
	ProblemPrinter       = "printer"
	ProblemCentre        = "centre"
	ProblemQueue         = "queue" // no room or damaged: nothing can be kept safely
	ProblemPaperLow      = "paper-low"
	ProblemClosed        = "closed"
	ProblemPolicy        = "policy-old" // the policy data are out of date: no applications
	ProblemPolicyGap     = "policy-gap" // warning: the policy data end within weeks
)

// Problems lists every problem key.
var Problems = [...]string{
	ProblemIINLength, ProblemIINBIN, ProblemIINDate, ProblemIINCentury, ProblemIINImpossible, ProblemIINControl,
	ProblemPersonUnknown, ProblemPhoneFormat, ProblemPhoneUnknown, ProblemCodeWrong, ProblemCodeExpired,
	ProblemCodeExhausted, ProblemFaceNoMatch, ProblemFaceNone, ProblemFaceSeveral, ProblemPortraitOther,
	ProblemSignEmpty, ProblemSignDot, ProblemSignLine, ProblemSignSmall, ProblemSignFrame, ProblemPayExpired,
	ProblemPayCancelled, ProblemPayFailed, ProblemPaySilent, ProblemCamera, ProblemPad, ProblemPrinterPaper,
	ProblemPrinterCover, ProblemPrinter, ProblemCentre, ProblemQueue, ProblemPaperLow, ProblemClosed,
	ProblemPolicy, ProblemPolicyGap,
}

// Advice is what a citizen in front of the camera should do: text "advice.<key>".
type Advice string

// Advice, biggest obstacle first.
const (
	AdviceNobody  Advice = "nobody"
	AdviceSeveral Advice = "several"
	AdviceCloser  Advice = "closer"
	AdviceBack    Advice = "back"
	AdviceLeft    Advice = "left" // the citizen's own left
	AdviceRight   Advice = "right"
	AdviceUp      Advice = "up"
	AdviceDown    Advice = "down"
	AdviceHold    Advice = "hold"
	AdviceDone    Advice = "done"
	AdviceDevice  Advice = "device" // the camera is away, it will be back
)

// Advices lists every advice key.
var Advices = [...]Advice{
	AdviceNobody, AdviceSeveral, AdviceCloser, AdviceBack, AdviceLeft, AdviceRight, AdviceUp, AdviceDown,
	AdviceHold, AdviceDone, AdviceDevice,
}

// Overlay is what lies over a screen.
type Overlay string

// Overlays.
const (
	OverlayNone   Overlay = ""
	OverlayIdle   Overlay = "idle"   // "are you still there?" with View.Countdown
	OverlayCancel Overlay = "cancel" // "really end?"
	OverlayStaff  Overlay = "staff"  // "staff has been called"
	OverlayHelp   Overlay = "help"   // topics to read; which one is open is the front's own business
)

// View is all a front needs to draw one moment of a session. It is a value: the
// engine makes a new one after every event and never changes a published one.
type View struct {
	State     State
	Screen    Screen
	Language  Language
	Step      int // 1..Steps; 0 where progress makes no sense
	Steps     int
	Overlay   Overlay
	Countdown int // seconds left, with OverlayIdle
	CanBack   bool
	CanCancel bool
	CanNext   bool // the screen's main button is enabled
	CanHelp   bool // help can be opened: on every screen before the payment
	Problem   *Problem

	Service Service       // attract
	Input   Input         // iin, phone, code
	Code    CodeView      // code
	Camera  CameraView    // identify, portrait
	Options []Verdict     // choice
	Chosen  []Choice      // choice, specify, details, summary: one for each document at most
	Asking  *Verdict      // specify: whose SubReasons are asked for
	Denied  *Verdict      // refused: the option that is not possible; nil: the person cannot be served at all
	Also    []Verdict     // refused: with Denied, what else of the visit the centre did not take
	Slip    SlipState     // refused
	Earlier []Annulment   // details: earlier applications for the chosen documents that an officer annulled
	Wait    WaitView      // wait
	Person  *Person       // details, summary
	Phone   string        // masked: code, summary
	Shots   []image.Image // pick; the picked one in summary
	Picked  int
	Sign    SignView    // sign, summary
	Pay     PayView     // pay, pay-again, done
	Receipt ReceiptView // print, print-fault, done
	Refusal *Refusal    // refused
	Place   Place       // refused: where the ЦОН is and when it is open
	Stars   int         // done; 0 before a rating
	Number  string      // short application id for staff, from consent on
}

// Service is the state of service on the attract screen.
type Service struct {
	Open     bool
	Problems []Problem // why closed, or warnings while open
	Office   Text
	Kiosk    string
}

// Input is a field filled from the on-screen keypad.
type Input struct {
	Value string // as to be shown: grouped; SMS codes masked but for the last digit
	Len   int    // digits typed
	Max   int    // digits wanted
}

// CodeView is an SMS code under way.
type CodeView struct {
	Purpose   CodePurpose
	Seconds   int // until it expires
	TriesLeft int
	CanResend bool
}

// CameraView is the guidance over the live preview.
type CameraView struct {
	Advice   Advice
	Progress float64 // 0..1 of holding still
	Taken    int     // shots accepted so far
	Wanted   int
}

// SignView is the state of the signature.
type SignView struct {
	HasInk     bool
	CannotSign bool
	Waiting    bool    // the pad is away, it will be back
	PadWidth   float64 // mm
	PadHeight  float64
	Strokes    []Stroke // summary
}

// PayView is the state of the payment.
type PayView struct {
	Amount           Money
	QR               string    // payload; empty while the invoice is being made
	Items            []PayItem // every application of the visit
	ExemptionUnknown bool      // АИС СИК was silent
	Part             int       // 1..Parts, where the provider takes one application at a time; 0: one payment
	Parts            int
	Seconds          int // until the QR ends
	State            PaymentState
	Failure          string // gateway code
	Exemption        *Exemption
}

// PayItem is the duty of one application.
type PayItem struct {
	Document  DocumentKind
	Amount    Money // the centre's word; 0 when exempt
	About     Money // what the terminal said before, when it differs from Amount; else 0
	Exemption *Exemption
	Paid      bool
	Refused   *Refusal // the centre took the other application of the visit and not this one
	Deferred  bool     // the centre was silent about this one: what is owed is not known, the queue goes on with it
}

// SlipState is how far the paper with a refusal is.
type SlipState string

// States of a slip.
const (
	SlipNone     SlipState = "" // it can be asked for
	SlipPrinting SlipState = "printing"
	SlipPrinted  SlipState = "printed"
	SlipFailed   SlipState = "failed" // and can be asked for again
)

// WaitFor is what a wait screen waits for: text "wait.<key>".
type WaitFor string

// What is waited for.
const (
	WaitConsent  WaitFor = "consent"  // КДП, БМГ and the SMS
	WaitCode     WaitFor = "code"     // a typed code is checked
	WaitPerson   WaitFor = "person"   // ГБД ФЛ, ЗАГС, РП ДРН
	WaitFace     WaitFor = "face"     // Digital-ID
	WaitSeal     WaitFor = "seal"     // the application is written to disk
	WaitRegister WaitFor = "register" // РП ДРН, АИС СИК
	WaitClose    WaitFor = "close"    // the payment is given up
	WaitCoupon   WaitFor = "coupon"   // РП ДРН
)

// WaitFors lists them.
var WaitFors = [...]WaitFor{WaitConsent, WaitCode, WaitPerson, WaitFace, WaitSeal, WaitRegister, WaitClose, WaitCoupon}

// WaitView says what is waited for and how long that may still take.
type WaitView struct {
	For     WaitFor
	Seconds int  // left of the step's time budget
	Slow    bool // it already takes longer than usual
}

// ReceiptView is what the citizen takes away.
type ReceiptView struct {
	Number      string // coupon, or the application's short id while provisional
	Provisional bool   // "accepted by the terminal, the number comes by SMS"
	ReadyDate   Date
	QR          string
	Printed     bool
	Items       []ReceiptLine // each application of the visit; the fields above are the first one's
}

// ReceiptLine is one coupon.
type ReceiptLine struct {
	Document    DocumentKind
	Number      string
	Provisional bool
	ReadyDate   Date
	QR          string
}
