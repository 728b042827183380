package kiosk

import (
	"math"
	"strings"
	"time"
)

// view draws the session as it stands. Nothing in it is written afterwards.
func (e *Engine) view() View {
	s, row := &e.session, Table[e.state]
	v := View{
		State: e.state, Screen: row.Screen, Language: s.Language, Step: row.Step, Overlay: e.overlay,
		CanCancel: row.MayCancel(),
		CanNext:   e.mayGoOn(), Problem: s.Problem, Person: s.Person, Options: s.Options,
		Camera: s.Camera, Picked: s.Picked, Refusal: s.Refusal, Stars: s.Stars,
		CanHelp: row.MayHelp(), Chosen: s.chosen(),
	}
	_, v.CanBack = row.On[EvBack]
	if row.Step > 0 {
		v.Steps = Steps
	}
	if e.overlay == OverlayIdle {
		v.Countdown = max(0, seconds(time.Until(e.patience)))
	}
	if s.ID != "" && row.Screen != ScreenAttract {
		v.Number = s.ID.Short()
	}
	if s.Phone != "" {
		v.Phone = s.Phone.Masked()
	}
	for _, shot := range s.Shots {
		v.Shots = append(v.Shots, shot.Picture)
	}
	switch row.Screen {
	case ScreenAttract:
		v.Service = s.Service
	case ScreenIIN:
		v.Input = Input{Value: s.iinDigits, Len: len(s.iinDigits), Max: iinLen}
	case ScreenPhone:
		v.Input = Input{Value: s.phoneDigits, Len: len(s.phoneDigits), Max: phoneLen}
	case ScreenCode:
		v.Input = Input{Value: maskCode(s.codeDigits), Len: len(s.codeDigits), Max: codeLen}
		v.Code = CodeView{
			Purpose: s.Purpose, TriesLeft: s.Ticket.TriesLeft, CanResend: true,
			Seconds: max(0, seconds(time.Until(s.Ticket.Expires))),
		}
	case ScreenSpecify:
		v.Asking = s.asking
	case ScreenDetails:
		v.Earlier = s.earlier()
	case ScreenWait:
		v.Wait = e.wait()
	case ScreenRefused:
		v.Denied, v.Also, v.Place, v.Slip = s.Denied, s.Also, e.Place, s.Slip
		if row.Effect == PrintSlip {
			v.Slip = SlipPrinting
		}
	case ScreenSign, ScreenSummary:
		v.Sign = s.Sign
		v.Sign.HasInk = len(s.Ink) > 0
		v.Sign.Strokes = s.Ink
		if e.state == Sign && s.InkProblem.Key != "" {
			problem := s.InkProblem
			v.Problem = &problem
		}
	}
	switch row.Screen {
	case ScreenPay, ScreenPayAgain, ScreenPrint, ScreenPrintFault, ScreenDone:
		v.Pay, v.Receipt = s.payView(), s.receiptView()
	}
	return v
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// maskCode shows only the digit typed last.
func maskCode(digits string) string {
	if digits == "" {
		return ""
	}
	return strings.Repeat("•", len(digits)-1) + digits[len(digits)-1:]
}
