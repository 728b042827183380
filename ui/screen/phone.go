package screen

import (
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
)

type phone struct{ *typing }

func newPhone(env Env) Screen { return phone{newTyping(env, "+7", 3, 3, 2, 2)} }

func (s phone) Update(v kiosk.View, t text.Speaker) Frame {
	hint := ""
	if v.Problem == nil {
		hint = t.T("phone.hint")
	}
	s.update(v, t, hint)
	f := frame(v, t)
	f.OwnProblem = true
	f.Main = next(v, t.T("button.send-code"))
	return f
}
