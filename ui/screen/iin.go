package screen

import (
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
)

type iin struct{ *typing }

func newIIN(env Env) Screen { return iin{newTyping(env, "", 6, 6)} }

func (s iin) Update(v kiosk.View, t text.Speaker) Frame {
	hint := ""
	if v.Problem == nil {
		hint = t.T("iin.hint")
		if left := v.Input.Max - v.Input.Len; left > 0 && v.Input.Len > 0 {
			hint = t.T("iin.left", "N", left)
		}
	}
	s.update(v, t, hint)
	f := frame(v, t)
	f.OwnProblem = true
	f.Main = next(v, t.T("button.next"))
	return f
}
