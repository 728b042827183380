package screen

import (
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
)

// identify compares the citizen's face with the registry's.
type identify struct{ *camera }

func newIdentify(Env) Screen { return identify{newCamera()} }

func (s identify) Update(v kiosk.View, t text.Speaker) Frame {
	s.update(v, t, t.T("identify.hint"))
	return frame(v, t)
}
