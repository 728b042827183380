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
	ScreenChoice, ScreenDetails, ScreenPortrait, ScreenPick, ScreenSign, ScreenSummary, ScreenPay, ScreenPayAgain,
	ScreenPrint, ScreenPrintFault, ScreenDone, ScreenCancelled, ScreenRefused, ScreenUnavailable,
}

// Problem is a message key for the citizen: text "problem.<Key>", with N where the text counts.
type Problem struct {
	Key string
	N   int
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
)

// Problems lists every problem key.
var Problems = [...]string{
	ProblemIINLength, ProblemIINBIN, ProblemIINDate, ProblemIINCentury, ProblemIINImpossible, ProblemIINControl,
	ProblemPersonUnknown, ProblemPhoneFormat, ProblemPhoneUnknown, ProblemCodeWrong, ProblemCodeExpired,
	ProblemCodeExhausted, ProblemFaceNoMatch, ProblemFaceNone, ProblemFaceSeveral, ProblemPortraitOther,
	ProblemSignEmpty, ProblemSignDot, ProblemSignLine, ProblemSignSmall, ProblemSignFrame, ProblemPayExpired,
	ProblemPayCancelled, ProblemPayFailed, ProblemPaySilent, ProblemCamera, ProblemPad, ProblemPrinterPaper,
	ProblemPrinterCover, ProblemPrinter, ProblemCentre, ProblemQueue, ProblemPaperLow, ProblemClosed,
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
	Problem   *Problem

	Service Service       // attract
	Input   Input         // iin, phone, code
	Code    CodeView      // code
	Camera  CameraView    // identify, portrait
	Options []Verdict     // choice
	Chosen  *Choice       // choice, summary
	Person  *Person       // details, summary
	Phone   string        // masked: code, summary
	Shots   []image.Image // pick; the picked one in summary
	Picked  int
	Sign    SignView    // sign, summary
	Pay     PayView     // pay, pay-again, done
	Receipt ReceiptView // print, print-fault, done
	Refusal *Refusal    // refused
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
	Amount    Money
	QR        string // payload; empty while the invoice is being made
	Seconds   int    // until the QR ends
	State     PaymentState
	Failure   string // gateway code
	Exemption *Exemption
}

// ReceiptView is what the citizen takes away.
type ReceiptView struct {
	Number      string // coupon, or the application's short id while provisional
	Provisional bool   // "accepted by the terminal, the number comes by SMS"
	ReadyDate   Date
	QR          string
	Printed     bool
}
