package kiosk

// State is one place of the journey.
type State string

// The states, in the order of the happy way.
const (
	Attract       State = "attract"
	Admit         State = "admit"
	AskConsent    State = "consent"
	AskIIN        State = "iin"
	AskPhone      State = "phone"
	SendCode      State = "send-code"
	AskCode       State = "code"
	CheckCode     State = "check-code"
	Identify      State = "identify"
	IdentifyAgain State = "identify-again"
	LoadPerson    State = "load-person"
	Choose        State = "choose"
	Specify       State = "specify"
	WhyNot        State = "why-not"
	WhyNotSlip    State = "why-not-slip"
	Details       State = "details"
	TakePortrait  State = "portrait"
	PickPortrait  State = "pick"
	MatchPortrait State = "match-portrait"
	Sign          State = "sign"
	Summary       State = "summary"
	SendConfirm   State = "send-confirm"
	AskConfirm    State = "confirm"
	CheckConfirm  State = "check-confirm"
	SealAndHold   State = "seal"
	Register      State = "register"
	Pay           State = "pay"
	PayAgain      State = "pay-again"
	Abandon       State = "abandon"
	Release       State = "release"
	FetchCoupon   State = "coupon"
	DeferIt       State = "defer"
	DiscardIt     State = "discard"
	Print         State = "print"
	PrintFault    State = "print-fault"
	Done          State = "done"
	Cancelled     State = "cancelled"
	RefusedHere   State = "refused"
	RefusedSlip   State = "refused-slip"
	Unavailable   State = "unavailable"
)

// Effect names what is started on entering a state. It is cancelled on leaving
// the state and answers with events.
type Effect string

// The effects; effects.go holds one function for each.
const (
	NoEffect         Effect = ""
	WatchService     Effect = "watch-service"
	CheckReadiness   Effect = "check-readiness"
	RequestCode      Effect = "request-code"
	VerifyCode       Effect = "verify-code"
	RecogniseFace    Effect = "recognise-face"
	QueryPerson      Effect = "query-person"
	CapturePortrait  Effect = "capture-portrait"
	ComparePortrait  Effect = "compare-portrait"
	CaptureSignature Effect = "capture-signature"
	RequestConfirm   Effect = "request-confirm"
	VerifyConfirm    Effect = "verify-confirm"
	SealHold         Effect = "seal-hold"
	RegisterHeld     Effect = "register"
	AwaitPayment     Effect = "await-payment"
	WatchPayment     Effect = "watch-payment" // a late payment still counts
	CloseUnpaid      Effect = "close-unpaid"
	ReleasePaid      Effect = "release"
	ConfirmReleased  Effect = "confirm"
	DeferHeld        Effect = "defer"
	DiscardHeld      Effect = "discard"
	PrintReceipt     Effect = "print-receipt"
	PrintSlip        Effect = "print-slip"
	WatchPrinter     Effect = "watch-printer" // prints by itself when the paper is back
)

// Dwell is a class of patience; policy data says how many seconds it is.
type Dwell string

// Classes of dwell. With NoDwell the state waits for a machine that has its own limit.
const (
	NoDwell       Dwell = ""
	DwellRead     Dwell = "read"
	DwellType     Dwell = "type"
	DwellCode     Dwell = "code"
	DwellCamera   Dwell = "camera"
	DwellSign     Dwell = "sign"
	DwellPay      Dwell = "pay"
	DwellFarewell Dwell = "farewell"
)

// Dwells lists the classes.
var Dwells = [...]Dwell{DwellRead, DwellType, DwellCode, DwellCamera, DwellSign, DwellPay, DwellFarewell}

// On says where an event leads. A state that leads to itself is entered anew:
// its effect starts again.
type On map[EventKind]State

// Row is one line of the journey.
type Row struct {
	Screen Screen
	Step   int    // of Steps; 0 where progress makes no sense
	Effect Effect // started on entry
	Dwell  Dwell  // patience with a silent citizen; then EvTimeout, which leads to Leave
	Leave  State  // where Cancel (asked and confirmed) and the end of patience lead; "" means neither is possible
	On     On
}

// Steps is what the citizen counts: IIN, phone, identity, document, photo, signature, duty and receipt.
const Steps = 7

// Table is the whole journey. An event a row does not name is journalled and
// dropped. EvLanguage, EvStaff, EvTouch, EvCancel, EvHelp and EvDismiss work in every
// state and never change it; EvDigit, EvErase, EvClear, EvChoose, EvPick, EvRate,
// EvService, EvAdvice, EvInk, EvInvoice and EvPayment change what the state shows, not the state.
//
// Entering Attract wipes the session.
//
// From Seal on there is no way back and no leaving without an answer from the
// queue or the centre: that is what keeps money and application together. There
// an event says what the applications of the visit need next (see onward): each
// of DiscardIt, Release and DeferIt writes one kind of decision down and hands on.
var Table = map[State]Row{
	Attract: {Screen: ScreenAttract, Effect: WatchService, On: On{EvStart: Admit}},
	Admit:   {Screen: ScreenAttract, Effect: CheckReadiness, On: On{EvAdmitted: AskConsent, EvNotAdmitted: Attract}},

	AskConsent: {Screen: ScreenConsent, Dwell: DwellRead, Leave: Attract, On: On{EvNext: AskIIN, EvBack: Attract}},

	AskIIN: {Screen: ScreenIIN, Step: 1, Dwell: DwellType, Leave: Attract, On: On{EvNext: AskPhone, EvBack: AskConsent}},

	AskPhone: {Screen: ScreenPhone, Step: 2, Dwell: DwellType, Leave: Attract, On: On{EvNext: SendCode, EvBack: AskIIN}},
	SendCode: {Screen: ScreenWait, Step: 2, Effect: RequestCode, Leave: Attract, On: On{
		EvCodeSent: AskCode, EvUnknownPerson: AskIIN, EvUnknownPhone: AskPhone, EvRefused: RefusedHere, EvUnavailable: Unavailable}},
	AskCode: {Screen: ScreenCode, Step: 2, Dwell: DwellCode, Leave: Attract, On: On{
		EvNext: CheckCode, EvResend: SendCode, EvBack: AskPhone}},
	CheckCode: {Screen: ScreenWait, Step: 2, Effect: VerifyCode, Leave: Attract, On: On{
		EvCodeRight: Identify, EvCodeWrong: AskCode, EvUnavailable: Unavailable}},

	Identify: {Screen: ScreenIdentify, Step: 3, Effect: RecogniseFace, Dwell: DwellCamera, Leave: Attract, On: On{
		EvFaceMatch: LoadPerson, EvFaceNoMatch: IdentifyAgain, EvRefused: RefusedHere, EvUnavailable: Unavailable}},
	IdentifyAgain: {Screen: ScreenAgain, Step: 3, Dwell: DwellRead, Leave: Attract, On: On{EvAgain: Identify}},
	LoadPerson: {Screen: ScreenWait, Step: 3, Effect: QueryPerson, Leave: Attract, On: On{
		EvPerson: Choose, EvRefused: RefusedHere, EvUnavailable: Unavailable}},

	Choose: {Screen: ScreenChoice, Step: 4, Dwell: DwellRead, Leave: Attract, On: On{
		EvNext: Details, EvSpecify: Specify, EvWhy: WhyNot}},
	Specify: {Screen: ScreenSpecify, Step: 4, Dwell: DwellRead, Leave: Attract, On: On{
		EvSubReason: Choose, EvWhy: WhyNot, EvBack: Choose}},
	WhyNot: {Screen: ScreenRefused, Step: 4, Dwell: DwellRead, Leave: Attract, On: On{
		EvBack: Choose, EvSlip: WhyNotSlip, EvFinish: Attract}},
	WhyNotSlip: {Screen: ScreenRefused, Step: 4, Effect: PrintSlip, On: On{EvSlipDone: WhyNot, EvBack: Choose, EvFinish: Attract}},
	Details:    {Screen: ScreenDetails, Step: 4, Dwell: DwellRead, Leave: Attract, On: On{EvNext: TakePortrait, EvBack: Choose, EvWrongData: RefusedHere}},

	TakePortrait: {Screen: ScreenPortrait, Step: 5, Effect: CapturePortrait, Dwell: DwellCamera, Leave: Attract, On: On{
		EvShots: PickPortrait, EvBack: Details, EvUnavailable: Unavailable}},
	PickPortrait: {Screen: ScreenPick, Step: 5, Dwell: DwellRead, Leave: Attract, On: On{
		EvNext: MatchPortrait, EvRetake: TakePortrait, EvBack: Details}},
	MatchPortrait: {Screen: ScreenWait, Step: 5, Effect: ComparePortrait, Leave: Attract, On: On{
		EvFaceMatch: Sign, EvFaceNoMatch: TakePortrait, EvRefused: RefusedHere, EvUnavailable: Unavailable}},

	Sign: {Screen: ScreenSign, Step: 6, Effect: CaptureSignature, Dwell: DwellSign, Leave: Attract, On: On{
		EvNext: Summary, EvRedo: Sign, EvCannotSign: Summary, EvBack: PickPortrait, EvUnavailable: Unavailable}},
	Summary: {Screen: ScreenSummary, Step: 6, Dwell: DwellRead, Leave: Attract, On: On{EvNext: SendConfirm, EvBack: Sign}},
	SendConfirm: {Screen: ScreenWait, Step: 6, Effect: RequestConfirm, Leave: Attract, On: On{
		EvCodeSent: AskConfirm, EvRefused: RefusedHere, EvUnavailable: Unavailable}},
	AskConfirm: {Screen: ScreenCode, Step: 6, Dwell: DwellCode, Leave: Attract, On: On{
		EvNext: CheckConfirm, EvResend: SendConfirm, EvBack: Summary}},
	CheckConfirm: {Screen: ScreenWait, Step: 6, Effect: VerifyConfirm, Leave: Attract, On: On{
		EvCodeRight: SealAndHold, EvCodeWrong: AskConfirm, EvUnavailable: Unavailable}},

	SealAndHold: {Screen: ScreenWait, Step: 7, Effect: SealHold, On: On{EvHeld: Register, EvUnavailable: Unavailable}},
	Register: {Screen: ScreenWait, Step: 7, Effect: RegisterHeld, On: On{
		EvRefused: DiscardIt, EvSettled: Release, EvDeferred: DeferIt, EvAwaitPayment: Pay}},
	DiscardIt: {Screen: ScreenWait, Step: 7, Effect: DiscardHeld, On: On{
		EvSettled: Release, EvDeferred: DeferIt, EvAwaitPayment: Pay, EvDiscarded: RefusedHere}},
	Release: {Screen: ScreenWait, Step: 7, Effect: ReleasePaid, On: On{
		EvDeferred: DeferIt, EvAwaitPayment: Pay, EvReleased: FetchCoupon}},
	DeferIt: {Screen: ScreenWait, Step: 7, Effect: DeferHeld, On: On{
		EvAwaitPayment: Pay, EvReleased: FetchCoupon, EvFiled: Print}},

	Pay: {Screen: ScreenPay, Step: 7, Effect: AwaitPayment, Leave: Abandon, On: On{
		EvSettled: Release, EvPaymentOver: PayAgain, EvDeferred: DeferIt}},
	PayAgain: {Screen: ScreenPayAgain, Step: 7, Effect: WatchPayment, Dwell: DwellPay, Leave: Abandon, On: On{
		EvAgain: Pay, EvSettled: Release}},
	Abandon: {Screen: ScreenWait, Step: 7, Effect: CloseUnpaid, On: On{
		EvSettled: Release, EvReleased: FetchCoupon, EvFiled: Print, EvDiscarded: Cancelled}},
	FetchCoupon: {Screen: ScreenWait, Step: 7, Effect: ConfirmReleased, On: On{EvCoupon: Print, EvDeferred: Print}},

	Print:      {Screen: ScreenPrint, Step: 7, Effect: PrintReceipt, On: On{EvPrinted: Done, EvPrintFault: PrintFault}},
	PrintFault: {Screen: ScreenPrintFault, Step: 7, Effect: WatchPrinter, Dwell: DwellPay, Leave: Attract, On: On{EvAgain: Print, EvFinish: Done}},
	Done:       {Screen: ScreenDone, Dwell: DwellFarewell, Leave: Attract, On: On{EvFinish: Attract}},

	Cancelled:   {Screen: ScreenCancelled, Dwell: DwellFarewell, Leave: Attract, On: On{EvFinish: Attract}},
	RefusedHere: {Screen: ScreenRefused, Dwell: DwellRead, Leave: Attract, On: On{EvFinish: Attract, EvSlip: RefusedSlip}},
	RefusedSlip: {Screen: ScreenRefused, Effect: PrintSlip, On: On{EvSlipDone: RefusedHere, EvFinish: Attract}},
	Unavailable: {Screen: ScreenUnavailable, Dwell: DwellRead, Leave: Attract, On: On{EvFinish: Attract}},
}
