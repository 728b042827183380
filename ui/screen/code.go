package screen

import (
	"fmt"
	"strings"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/widget"
)

// code takes the SMS code. It says who asks and why: citizens are told by the state never to give codes away.
type code struct{ *typing }

func newCode(env Env) Screen { return code{newTyping(env, "", 3, 3)} }

func (s code) Update(v kiosk.View, t text.Speaker) Frame {
	hint := ""
	if v.Code.Seconds > 0 {
		hint = t.T("code.time", "Time", clock(v.Code.Seconds))
	}
	s.update(v, t, hint)
	if v.Problem == nil {
		s.problem.Set(widget.Note, t.T("code.secret"))
	}
	number := strings.ReplaceAll(v.Phone, " ", "\u00a0") // a number is read in one piece
	f := Frame{Title: t.T("title.code"), Lead: t.T("lead.code", "Phone", number), OwnProblem: true}
	if v.Code.Purpose == kiosk.CodeConfirm {
		f.Title, f.Lead = t.T("code.confirm-title"), t.T("code.confirm-lead", "Phone", number)
	}
	f.Main = next(v, t.T("button.next"))
	f.Others = []Action{{ID: "resend", Label: t.T("button.resend"), Icon: widget.AgainIcon, Event: kiosk.Event{Kind: kiosk.EvResend}, Off: !v.Code.CanResend}}
	return f
}

func clock(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }
