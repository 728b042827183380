package sample

import (
	"image"

	"documenting.kz/terminal/kiosk"
)

// Named is a prepared View and the name of its picture.
type Named struct {
	Name string
	View kiosk.View
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
		v.CanCancel = row.Leave != "" && v.State != kiosk.Done && v.State != kiosk.Cancelled && v.State != kiosk.RefusedHere && v.State != kiosk.Unavailable
		_, v.CanBack = row.On[kiosk.EvBack]
		if v.State != kiosk.Attract && v.State != kiosk.Admit {
			v.Number = number
		}
		all = append(all, Named{name, v})
	}
	problem := func(key string, n int) *kiosk.Problem { return &kiosk.Problem{Key: key, N: n} }
	open := kiosk.Service{Open: true, Office: office, Kiosk: "ALM-0417"}

	add("attract", kiosk.View{State: kiosk.Attract, Service: open})
	add("attract-checking", kiosk.View{State: kiosk.Admit, Service: open})
	add("attract-warning", kiosk.View{State: kiosk.Attract, Service: kiosk.Service{Open: true, Office: office, Problems: []kiosk.Problem{{Key: kiosk.ProblemPaperLow}}}})
	add("attract-closed", kiosk.View{State: kiosk.Attract, Service: kiosk.Service{Office: office, Problems: []kiosk.Problem{{Key: kiosk.ProblemCentre}, {Key: kiosk.ProblemPrinterPaper}}}})
	add("consent", kiosk.View{State: kiosk.AskConsent, CanNext: true})
	add("iin", kiosk.View{State: kiosk.AskIIN, Input: kiosk.Input{Max: 12}})
	add("iin-typing", kiosk.View{State: kiosk.AskIIN, Input: kiosk.Input{Value: "8506153", Len: 7, Max: 12}})
	add("iin-right", kiosk.View{State: kiosk.AskIIN, CanNext: true, Input: kiosk.Input{Value: "850615390005", Len: 12, Max: 12}})
	add("iin-wrong", kiosk.View{State: kiosk.AskIIN, Problem: problem(kiosk.ProblemIINControl, 0), Input: kiosk.Input{Value: "850615390006", Len: 12, Max: 12}})
	add("phone", kiosk.View{State: kiosk.AskPhone, CanNext: true, Input: kiosk.Input{Value: "7010000012", Len: 10, Max: 10}})
	add("phone-unknown", kiosk.View{State: kiosk.AskPhone, Problem: problem(kiosk.ProblemPhoneUnknown, 0), Input: kiosk.Input{Value: "7010000012", Len: 10, Max: 10}})
	add("wait-send-code", kiosk.View{State: kiosk.SendCode})
	code := kiosk.CodeView{Purpose: kiosk.CodeIdentify, Seconds: 167, TriesLeft: 3, CanResend: true}
	add("code", kiosk.View{State: kiosk.AskCode, Phone: "+7 7** *** ** 12", Code: code, Input: kiosk.Input{Value: "••7", Len: 3, Max: 6}})
	code.TriesLeft = 2
	add("code-wrong", kiosk.View{State: kiosk.AskCode, Phone: "+7 7** *** ** 12", Code: code, Problem: problem(kiosk.ProblemCodeWrong, 2), Input: kiosk.Input{Max: 6}})
	add("identify", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceCloser}})
	add("identify-left", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceLeft}})
	add("identify-hold", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceHold, Progress: 0.6}})
	add("identify-several", kiosk.View{State: kiosk.Identify, Camera: kiosk.CameraView{Advice: kiosk.AdviceSeveral}})
	add("again", kiosk.View{State: kiosk.IdentifyAgain, CanNext: true, Problem: problem(kiosk.ProblemFaceNoMatch, 4)})
	add("choice", kiosk.View{State: kiosk.Choose, Options: options, Chosen: []kiosk.Choice{options[5].Choice}, CanNext: true})
	add("choice-passport", kiosk.View{State: kiosk.Choose, Options: options, Chosen: []kiosk.Choice{options[6].Choice}, CanNext: true})
	add("details", kiosk.View{State: kiosk.Details, Person: &person, CanNext: true})
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
	add("summary", kiosk.View{State: kiosk.Summary, CanNext: true, Person: &person, Options: options, Chosen: []kiosk.Choice{options[6].Choice}, Phone: "+7 7** *** ** 12", Shots: shots, Picked: 1, Sign: signed})
	cannot := pad
	cannot.CannotSign = true
	add("summary-cannot-sign", kiosk.View{State: kiosk.Summary, CanNext: true, Person: &person, Options: options, Chosen: []kiosk.Choice{options[5].Choice}, Phone: "+7 7** *** ** 12", Shots: shots, Sign: cannot})
	add("confirm", kiosk.View{State: kiosk.AskConfirm, CanNext: true, Phone: "+7 7** *** ** 12", Code: kiosk.CodeView{Purpose: kiosk.CodeConfirm, Seconds: 58, TriesLeft: 3, CanResend: true}, Input: kiosk.Input{Value: "•••••4", Len: 6, Max: 6}})
	bill := kiosk.PayView{Amount: kiosk.Tenge(34600), QR: "https://qr.example.kz/pay/019ab1c2d3e4f5a6b7c8d9e0f1a2b3c4", Seconds: 287, State: kiosk.PaymentCreated}
	add("pay-preparing", kiosk.View{State: kiosk.Pay, Pay: kiosk.PayView{Amount: bill.Amount}})
	add("pay", kiosk.View{State: kiosk.Pay, Pay: bill})
	scanned := bill
	scanned.State = kiosk.PaymentScanned
	add("pay-scanned", kiosk.View{State: kiosk.Pay, Pay: scanned})
	add("pay-silent", kiosk.View{State: kiosk.Pay, Pay: bill, Problem: problem(kiosk.ProblemPaySilent, 0)})
	failed := bill
	failed.State, failed.Failure = kiosk.PaymentFailed, "57"
	add("pay-again", kiosk.View{State: kiosk.PayAgain, Pay: failed, Problem: problem(kiosk.ProblemPayFailed, 0)})
	ticket := kiosk.ReceiptView{Number: "ALM-2026-004512", ReadyDate: date("2026-12-15"), QR: "ALM-2026-004512"}
	add("print", kiosk.View{State: kiosk.Print, Receipt: ticket})
	add("print-fault", kiosk.View{State: kiosk.PrintFault, Receipt: ticket, Problem: problem(kiosk.ProblemPrinterPaper, 0)})
	printed := ticket
	printed.Printed = true
	paid := kiosk.PayView{Amount: kiosk.Tenge(34600), State: kiosk.PaymentPaid}
	add("done", kiosk.View{State: kiosk.Done, Receipt: printed, Pay: paid})
	add("done-rated", kiosk.View{State: kiosk.Done, Receipt: printed, Pay: kiosk.PayView{Exemption: &kiosk.Exemption{Category: "07", Ground: kiosk.Text{KK: "мүгедектігі бар адам", RU: "лицо с инвалидностью", EN: "a person with a disability"}}}, Stars: 4})
	add("done-provisional", kiosk.View{State: kiosk.Done, Pay: paid, Receipt: kiosk.ReceiptView{Number: number, Provisional: true, QR: "019ab1c2-d3e4-7f5a-86b7-c8d99c41a7e0", Printed: true}})
	add("done-deferred", kiosk.View{State: kiosk.Done, Receipt: kiosk.ReceiptView{Number: number, Provisional: true, QR: "019ab1c2-d3e4-7f5a-86b7-c8d99c41a7e0"}})
	add("cancelled", kiosk.View{State: kiosk.Cancelled})
	add("refused", kiosk.View{State: kiosk.RefusedHere, Refusal: &refusal})
	add("unavailable", kiosk.View{State: kiosk.Unavailable, Problem: problem(kiosk.ProblemCentre, 0)})
	add("overlay-idle", kiosk.View{State: kiosk.Details, Person: &person, CanNext: true, Overlay: kiosk.OverlayIdle, Countdown: 12})
	add("overlay-cancel", kiosk.View{State: kiosk.AskIIN, Overlay: kiosk.OverlayCancel, Input: kiosk.Input{Value: "8506", Len: 4, Max: 12}})
	add("overlay-staff", kiosk.View{State: kiosk.Pay, Pay: bill, Overlay: kiosk.OverlayStaff})
	return all
}
