package sample

import (
	"image"

	"documenting.kz/terminal/kiosk"
)

// Named is a prepared View and the name of its picture.
type Named struct {
	Name  string
	View  kiosk.View
	Press []string // what is pressed after it was shown, where the picture wants something local to the front
}

const number = "9C41A7E0"

// Views lists all of them in the order of the journey, in language l.
func Views(l kiosk.Language) []Named {
	var all []Named
	add := func(name string, v kiosk.View) {
		row := kiosk.Table[v.State]
		v.Screen, v.Step, v.Language = row.Screen, row.Step, l
		if v.Step > 0 {
			v.Steps = kiosk.Steps
		}
		v.CanCancel, v.CanHelp = row.MayCancel(), row.MayHelp()
		_, v.CanBack = row.On[kiosk.EvBack]
		if v.State != kiosk.Attract && v.State != kiosk.Admit {
			v.Number = number
		}
		all = append(all, Named{Name: name, View: v})
	}
	press := func(ids ...string) { all[len(all)-1].Press = ids }
	problem := func(key string, n int) *kiosk.Problem { return &kiosk.Problem{Key: key, N: n} }
	open := kiosk.Service{Open: true, Office: office, Kiosk: "ALM-0417"}

	add("attract", kiosk.View{State: kiosk.Attract, Service: open})
	add("attract-checking", kiosk.View{State: kiosk.Admit, Service: open})
	add("attract-warning", kiosk.View{State: kiosk.Attract, Service: kiosk.Service{Open: true, Office: office, Problems: []kiosk.Problem{{Key: kiosk.ProblemPaperLow}, {Key: kiosk.ProblemPolicyGap}}}})
	add("attract-closed", kiosk.View{State: kiosk.Attract, Service: kiosk.Service{Office: office, Problems: []kiosk.Problem{{Key: kiosk.ProblemCentre}, {Key: kiosk.ProblemPrinterPaper}}}})
	add("attract-closed-policy", kiosk.View{State: kiosk.Attract, Service: kiosk.Service{Office: office, Problems: []kiosk.Problem{{Key: kiosk.ProblemPolicy}}}})
	add("consent", kiosk.View{State: kiosk.AskConsent, CanNext: true})
	add("iin", kiosk.View{State: kiosk.AskIIN, Input: kiosk.Input{Max: 12}})
	add("iin-typing", kiosk.View{State: kiosk.AskIIN, Input: kiosk.Input{Value: "8506153", Len: 7, Max: 12}})
	add("iin-right", kiosk.View{State: kiosk.AskIIN, CanNext: true, Input: kiosk.Input{Value: "850615390005", Len: 12, Max: 12}})
	add("iin-wrong", kiosk.View{State: kiosk.AskIIN, Problem: problem(kiosk.ProblemIINControl, 0), Input: kiosk.Input{Value: "850615390006", Len: 12, Max: 12}})
	add("phone", kiosk.View{State: kiosk.AskPhone, CanNext: true, Input: kiosk.Input{Value: "7010000012", Len: 10, Max: 10}})
	add("phone-unknown", kiosk.View{State: kiosk.AskPhone, Problem: problem(kiosk.ProblemPhoneUnknown, 0), Input: kiosk.Input{Value: "7010000012", Len: 10, Max: 10}})
	add("wait-send-code", kiosk.View{State: kiosk.SendCode, Wait: kiosk.WaitView{For: kiosk.WaitConsent, Seconds: 18}})
	add("wait-slow", kiosk.View{State: kiosk.LoadPerson, Wait: kiosk.WaitView{For: kiosk.WaitPerson, Seconds: 7, Slow: true}})
	code := kiosk.CodeView{Purpose: kiosk.CodeIdentify, Seconds: 167, TriesLeft: 3, CanResend: true}
	add("code", kiosk.View{State: kiosk.AskCode, Phone: "+7 7** *** ** 12", Code: code, Input: kiosk.Input{Value: "••7", Len: 3, Max: 6}})
	code.TriesLeft = 2
	add("code-wrong", kiosk.View{State: kiosk.AskCode, Phone: "+7 7** *** ** 12", Code: code, Problem: problem(kiosk.ProblemCodeWrong, 2), Input: kiosk.Input{Max: 6}})
	add("identify", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceCloser}})
	add("identify-left", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceLeft}})
	add("identify-hold", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceHold, Progress: 0.6}})
	add("identify-several", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceSeveral}})
	add("again", kiosk.View{State: kiosk.IdentifyAgain, CanNext: true, Problem: problem(kiosk.ProblemFaceNoMatch, 4)})
	both := []kiosk.Choice{pick(mixed, "18", 0, ""), pick(mixed, "07", 36, "pages-used")}
	add("choice", kiosk.View{State: kiosk.Choose, Options: mixed, Chosen: both[:1], CanNext: true})
	add("choice-passport", kiosk.View{State: kiosk.Choose, Options: mixed, Chosen: []kiosk.Choice{pick(mixed, "18", 48, "")}, CanNext: true})
	add("choice-everything", kiosk.View{State: kiosk.Choose, Options: everything})
	add("choice-nothing", kiosk.View{State: kiosk.Choose, Options: none})
	add("choice-late", kiosk.View{State: kiosk.Choose, Options: late})
	press("tab-id-card")
	add("choice-exempt", kiosk.View{State: kiosk.Choose, Options: exempt, Chosen: []kiosk.Choice{pick(exempt, "18", 0, "")}, CanNext: true})
	add("choice-both", kiosk.View{State: kiosk.Choose, Options: mixed, Chosen: both, CanNext: true})
	press("tab-passport")
	add("specify-unfit", kiosk.View{State: kiosk.Specify, Options: mixed, Asking: find(mixed, "07", 36), Chosen: both})
	add("specify-lost", kiosk.View{State: kiosk.Specify, Options: mixed, Asking: find(mixed, "09", 0)})
	denied := *find(overdue, "18", 0)
	add("why-not", kiosk.View{State: kiosk.WhyNot, Options: overdue, Denied: &denied, Place: place})
	add("why-not-printed", kiosk.View{State: kiosk.WhyNot, Options: overdue, Denied: &denied, Place: place, Slip: kiosk.SlipPrinted})
	add("why-not-printing", kiosk.View{State: kiosk.WhyNotSlip, Options: overdue, Denied: &denied, Place: place, Slip: kiosk.SlipPrinting})
	stolen := find(mixed, "13", 36).SubReasons[1]
	add("why-not-stolen", kiosk.View{State: kiosk.WhyNot, Options: mixed, Denied: &stolen, Place: place, Slip: kiosk.SlipFailed, Problem: problem(kiosk.ProblemPrinterPaper, 0)})
	add("details", kiosk.View{State: kiosk.Details, Person: &person, CanNext: true})
	add("details-earlier", kiosk.View{State: kiosk.Details, Person: &person, CanNext: true, Earlier: annulled})
	add("portrait", kiosk.View{State: kiosk.TakePortrait, Camera: kiosk.CameraView{Advice: kiosk.AdviceUp, Taken: 1, Wanted: 3}})
	add("portrait-camera-away", kiosk.View{State: kiosk.TakePortrait, Camera: kiosk.CameraView{Advice: kiosk.AdviceDevice, Wanted: 3}})
	shots := []image.Image{Portrait(0), Portrait(1), Portrait(2)}
	add("pick", kiosk.View{State: kiosk.PickPortrait, Shots: shots, Picked: 1, CanNext: true})
	pad := kiosk.SignView{PadWidth: 96, PadHeight: 60}
	add("sign", kiosk.View{State: kiosk.Sign, Sign: pad})
	signed := pad
	signed.HasInk, signed.Strokes = true, Signature
	add("sign-signed", kiosk.View{State: kiosk.Sign, Sign: signed, CanNext: true})
	add("sign-small", kiosk.View{State: kiosk.Sign, Sign: signed, Problem: problem(kiosk.ProblemSignSmall, 0)})
	add("summary", kiosk.View{State: kiosk.Summary, CanNext: true, Person: &person, Options: mixed, Chosen: []kiosk.Choice{pick(mixed, "18", 36, "")}, Phone: "+7 7** *** ** 12", Shots: shots, Picked: 1, Sign: signed})
	add("summary-both", kiosk.View{State: kiosk.Summary, CanNext: true, Person: &person, Options: mixed, Chosen: both, Phone: "+7 7** *** ** 12", Shots: shots, Picked: 1, Sign: signed})
	cannot := pad
	cannot.CannotSign = true
	add("summary-cannot-sign", kiosk.View{State: kiosk.Summary, CanNext: true, Person: &person, Options: mixed, Chosen: both[:1], Phone: "+7 7** *** ** 12", Shots: shots, Sign: cannot})
	add("confirm", kiosk.View{State: kiosk.AskConfirm, CanNext: true, Phone: "+7 7** *** ** 12", Code: kiosk.CodeView{Purpose: kiosk.CodeConfirm, Seconds: 58, TriesLeft: 3, CanResend: true}, Input: kiosk.Input{Value: "•••••4", Len: 6, Max: 6}})
	bill := kiosk.PayView{Amount: kiosk.Tenge(34600), QR: "https://qr.example.kz/pay/019ab1c2d3e4f5a6b7c8d9e0f1a2b3c4", Seconds: 287, State: kiosk.PaymentCreated}
	add("pay-preparing", kiosk.View{State: kiosk.Pay, Pay: kiosk.PayView{Amount: bill.Amount}})
	add("pay", kiosk.View{State: kiosk.Pay, Pay: bill})
	scanned := bill
	scanned.State = kiosk.PaymentScanned
	add("pay-scanned", kiosk.View{State: kiosk.Pay, Pay: scanned})
	add("pay-silent", kiosk.View{State: kiosk.Pay, Pay: bill, Problem: problem(kiosk.ProblemPaySilent, 0)})
	two := bill
	two.Amount, two.Items = kiosk.Tenge(35465), []kiosk.PayItem{{Document: kiosk.IDCard, Amount: kiosk.Tenge(865)}, {Document: kiosk.Passport, Amount: kiosk.Tenge(34600)}}
	add("pay-two", kiosk.View{State: kiosk.Pay, Pay: two})
	more := bill
	more.Amount, more.Items = kiosk.Tenge(4325), []kiosk.PayItem{{Document: kiosk.IDCard, Amount: kiosk.Tenge(4325), About: kiosk.Tenge(865)}}
	add("pay-difference", kiosk.View{State: kiosk.Pay, Pay: more})
	silent := two
	silent.Amount, silent.ExemptionUnknown, silent.Part, silent.Parts = kiosk.Tenge(34600), true, 2, 2
	silent.Items = []kiosk.PayItem{{Document: kiosk.IDCard, Amount: kiosk.Tenge(4325), About: kiosk.Tenge(865), Paid: true}, {Document: kiosk.Passport, Amount: kiosk.Tenge(34600)}}
	add("pay-parts", kiosk.View{State: kiosk.Pay, Pay: silent})
	partly, taken := bill, find(none, "18", 0)
	partly.Items = []kiosk.PayItem{{Document: kiosk.IDCard, Refused: &kiosk.Refusal{Code: taken.Code, Why: taken.Why, Next: taken.Next}}, {Document: kiosk.Passport, Amount: kiosk.Tenge(34600)}}
	add("pay-one-refused", kiosk.View{State: kiosk.Pay, Pay: partly})
	free := kiosk.PayView{Exemption: disability, Items: []kiosk.PayItem{{Document: kiosk.IDCard, About: kiosk.Tenge(865), Exemption: disability}, {Document: kiosk.Passport, About: kiosk.Tenge(34600), Exemption: disability}}}
	add("pay-exempt", kiosk.View{State: kiosk.Pay, Pay: free})
	failed := bill
	failed.State, failed.Failure = kiosk.PaymentFailed, "57"
	add("pay-again", kiosk.View{State: kiosk.PayAgain, Pay: failed, Problem: problem(kiosk.ProblemPayFailed, 0)})
	ticket := kiosk.ReceiptView{Number: "ALM-2026-004512", ReadyDate: date("2026-12-15"), QR: "ALM-2026-004512"}
	pair := ticket
	pair.Items = []kiosk.ReceiptLine{{Document: kiosk.IDCard, Number: "ALM-2026-004512", ReadyDate: date("2026-12-15"), QR: "ALM-2026-004512"}, {Document: kiosk.Passport, Number: "ALM-2026-004513", ReadyDate: date("2026-12-15"), QR: "ALM-2026-004513"}}
	add("print", kiosk.View{State: kiosk.Print, Receipt: ticket})
	add("print-two", kiosk.View{State: kiosk.Print, Receipt: pair})
	add("print-fault-two", kiosk.View{State: kiosk.PrintFault, Receipt: pair, Problem: problem(kiosk.ProblemPrinterPaper, 0)})
	add("print-fault", kiosk.View{State: kiosk.PrintFault, Receipt: ticket, Problem: problem(kiosk.ProblemPrinterPaper, 0)})
	printed := ticket
	printed.Printed = true
	paid := kiosk.PayView{Amount: kiosk.Tenge(34600), State: kiosk.PaymentPaid}
	add("done", kiosk.View{State: kiosk.Done, Receipt: printed, Pay: paid})
	pair.Printed, two.State = true, kiosk.PaymentPaid
	add("done-two", kiosk.View{State: kiosk.Done, Receipt: pair, Pay: two})
	mixedPair := pair
	mixedPair.Items = []kiosk.ReceiptLine{pair.Items[0], {Document: kiosk.Passport, Number: number, Provisional: true, QR: "019ab1c2-d3e4-7f5a-86b7-c8d99c41a7e0"}}
	add("done-two-provisional", kiosk.View{State: kiosk.Done, Receipt: mixedPair, Pay: two})
	add("done-rated", kiosk.View{State: kiosk.Done, Receipt: printed, Pay: kiosk.PayView{Exemption: disability}, Stars: 4})
	add("done-provisional", kiosk.View{State: kiosk.Done, Pay: paid, Receipt: kiosk.ReceiptView{Number: number, Provisional: true, QR: "019ab1c2-d3e4-7f5a-86b7-c8d99c41a7e0", Printed: true}})
	add("done-deferred", kiosk.View{State: kiosk.Done, Receipt: kiosk.ReceiptView{Number: number, Provisional: true, QR: "019ab1c2-d3e4-7f5a-86b7-c8d99c41a7e0"}})
	add("cancelled", kiosk.View{State: kiosk.Cancelled})
	add("refused", kiosk.View{State: kiosk.RefusedHere, Refusal: &refusal, Place: place})
	add("refused-printing", kiosk.View{State: kiosk.RefusedSlip, Refusal: &refusal, Place: place, Slip: kiosk.SlipPrinting})
	add("refused-slip-failed", kiosk.View{State: kiosk.RefusedHere, Refusal: &refusal, Place: place, Slip: kiosk.SlipFailed, Problem: problem(kiosk.ProblemPrinterPaper, 0)})
	for _, code := range kiosk.RefusalCodes {
		add("refused-"+code, kiosk.View{State: kiosk.RefusedHere, Refusal: &kiosk.Refusal{Code: code}, Place: place})
	}
	byCentre, closed := byTheCentre(*find(mixed, "18", 0), *taken), byTheCentre(*find(mixed, "18", 36), kiosk.Verdict{Code: "closed"})
	add("refused-by-centre", kiosk.View{State: kiosk.RefusedHere, Denied: byCentre, Refusal: &kiosk.Refusal{Code: byCentre.Code}, Place: place})
	add("refused-by-centre-both", kiosk.View{State: kiosk.RefusedHere, Denied: byCentre, Also: []kiosk.Verdict{*closed}, Refusal: &kiosk.Refusal{Code: byCentre.Code}, Place: place})
	add("unavailable", kiosk.View{State: kiosk.Unavailable, Problem: problem(kiosk.ProblemCentre, 0)})
	for _, system := range kiosk.Systems {
		add("unavailable-"+system, kiosk.View{State: kiosk.Unavailable, Problem: &kiosk.Problem{Key: kiosk.ProblemCentre, Of: system}})
	}
	add("help", kiosk.View{State: kiosk.AskPhone, Overlay: kiosk.OverlayHelp, Input: kiosk.Input{Max: 10}})
	add("help-photo", kiosk.View{State: kiosk.AskPhone, Overlay: kiosk.OverlayHelp, Input: kiosk.Input{Max: 10}})
	press("topic-photo")
	add("help-photo-mistakes", kiosk.View{State: kiosk.AskPhone, Overlay: kiosk.OverlayHelp, Input: kiosk.Input{Max: 10}})
	press("topic-photo", "more")
	add("help-payment", kiosk.View{State: kiosk.AskPhone, Overlay: kiosk.OverlayHelp, Input: kiosk.Input{Max: 10}})
	press("topic-payment")
	add("overlay-idle", kiosk.View{State: kiosk.Details, Person: &person, CanNext: true, Overlay: kiosk.OverlayIdle, Countdown: 12})
	add("overlay-cancel", kiosk.View{State: kiosk.AskIIN, Overlay: kiosk.OverlayCancel, Input: kiosk.Input{Value: "8506", Len: 4, Max: 12}})
	add("overlay-staff", kiosk.View{State: kiosk.Pay, Pay: bill, Overlay: kiosk.OverlayStaff})
	return all
}
