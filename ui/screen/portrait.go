package screen

import (
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
)

// portrait takes the photos for the document.
type portrait struct{ *camera }

func newPortrait(Env) Screen { return portrait{newCamera()} }

func (s portrait) Update(v kiosk.View, t text.Speaker) Frame {
	below := ""
	if v.Camera.Wanted > 0 {
		below = t.T("portrait.taken", "Taken", v.Camera.Taken, "Wanted", v.Camera.Wanted)
	}
	s.update(v, t, below)
	return frame(v, t)
}
