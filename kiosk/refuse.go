package kiosk

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Refusals the journey itself can end with; their texts are "refusal.<Code>".
var (
	refusalCodes = Refusal{Code: "too-many-codes", Ground: "SMS codes asked for too often in one visit"}
	refusalFace  = Refusal{Code: "face-not-recognised", Ground: "Digital-ID: the attempts are used up"}
	refusalGone  = Refusal{Code: "closed", Ground: "РП ДРН: the application is closed"}
	refusalData  = Refusal{Code: "wrong-data", Ground: "the citizen says that the registry's data are wrong"}
	refusalOther = Refusal{Code: "other"} // only its words are used: for a code of the centre that brings none
)

// RefusalCodes lists the codes above, for the text catalogue.
var RefusalCodes = [...]string{refusalCodes.Code, refusalFace.Code, refusalGone.Code, refusalData.Code, refusalOther.Code}

// WordsOf is the code among RefusalCodes whose words stand for a refusal without its own.
func (r Refusal) WordsOf() string {
	if slices.Contains(RefusalCodes[:], r.Code) {
		return r.Code
	}
	return refusalOther.Code
}

// Systems lists what Problem.Of can name: text "system.<name>".
var Systems = [...]string{"kdp", "gbdfl", "bmg", "sms", "digital-id", "zags", "aissik", "payment", "rpdrn"}

// failedSystem finds which system an error is about; empty when that is not
// known, or is none the citizen would know.
func failedSystem(err error) string {
	var named interface{ FailedSystem() string }
	if errors.As(err, &named) && slices.Contains(Systems[:], named.FailedSystem()) {
		return named.FailedSystem()
	}
	return ""
}

func (a *act) refuse(r Refusal) {
	a.say(EvRefused, func(s *Session) { s.Refusal, s.Denied, s.Also = &r, nil, nil })
}

// refusalOf turns the policy's no to one option into what the citizen is told.
func refusalOf(v Verdict) Refusal {
	return Refusal{Code: v.Code, Why: v.Why, Next: v.Next, Bring: v.Bring, Ground: v.Ground}
}

// printSlip puts the refusal on paper. Whatever comes of it, the refusal stays on the screen.
func (a *act) printSlip() {
	slip := a.slip()
	switch err := a.toPaper(func(ctx context.Context) error { return a.Printer.PrintSlip(ctx, slip) }); {
	case a.ctx.Err() != nil:
	case err != nil:
		a.note("slip.failed", err)
		problem := printerProblem(a.Printer.Status(), err)
		a.say(EvSlipDone, func(s *Session) { s.Slip, s.Problem = SlipFailed, &problem })
	default:
		a.note("slip.printed", nil)
		a.say(EvSlipDone, func(s *Session) { s.Slip, s.Problem = SlipPrinted, nil })
	}
}

func (a *act) slip() Slip {
	slip := Slip{At: time.Now().In(Almaty), Number: a.s.ID.Short(), Policy: a.Rules.Version()}
	if a.s.Refusal != nil {
		slip.Refusal = *a.s.Refusal
	}
	if a.s.Denied != nil {
		choice := a.s.Denied.Choice
		slip.Choice, slip.Title = &choice, titleOf(a.s.Options, *a.s.Denied)
	}
	for _, v := range a.s.Also {
		slip.Also = append(slip.Also, Denial{Choice: v.Choice, Title: titleOf(a.s.Options, v), Refusal: refusalOf(v)})
	}
	return slip
}

// titleOf is the wording of the reason code, with the sub-reason behind it.
func titleOf(options []Verdict, v Verdict) Text {
	if v.Choice.SubReason == "" {
		return v.Title
	}
	i := slices.IndexFunc(options, func(o Verdict) bool { return o.Choice == plain(v.Choice) })
	if i < 0 {
		return v.Title
	}
	reason := options[i].Title
	return Text{KK: reason.KK + " — " + v.Title.KK, RU: reason.RU + " — " + v.Title.RU, EN: reason.EN + " — " + v.Title.EN}
}
