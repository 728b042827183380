package signature

import (
	"fmt"
	"slices"

	"documenting.kz/terminal/kiosk"
)

// Scribe is the signature step of a session.
type Scribe struct {
	Limits Limits
	Print  Print
}

var _ kiosk.Scribe = Scribe{}

// Assess implements kiosk.Scribe: the most decisive finding, or nil.
func (s Scribe) Assess(strokes []kiosk.Stroke, width, height float64) *kiosk.Problem {
	if found := s.Limits.Assess(strokes, width, height); len(found) > 0 {
		return &kiosk.Problem{Key: found[0].Key}
	}
	return nil
}

// Finish implements kiosk.Scribe: the strokes with their picture. It fails for
// strokes that Assess refuses.
func (s Scribe) Finish(strokes []kiosk.Stroke, width, height float64) (kiosk.Signature, error) {
	if p := s.Assess(strokes, width, height); p != nil {
		return kiosk.Signature{}, fmt.Errorf("finish signature: %s", p.Key)
	}
	img := Render(strokes, s.Print)
	png, err := Encode(img, s.Print.DPI)
	clear(img.Pix)
	if err != nil {
		return kiosk.Signature{}, fmt.Errorf("finish signature: %w", err)
	}
	own := make([]kiosk.Stroke, len(strokes))
	for i := range strokes {
		own[i] = slices.Clone(strokes[i])
	}
	return kiosk.Signature{Strokes: own, PadWidth: width, PadHeight: height, PNG: png}, nil
}
