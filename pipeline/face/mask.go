package face

import (
	"fmt"
	"image"
	"math"
)

// Mask tells for each place of a part of a picture how probably the person is there.
type Mask struct {
	Part image.Rectangle // of the picture
	Side int             // samples along each side, spread evenly over Part
	Prob []uint8         // Side×Side, 255 is certain
}

// Person finds the outline of the person, hair and clothes included, in a part of a
// picture. The net looks at 256×256 samples: the smaller the part, the finer the
// outline, but it wants to see head and shoulders.
func (x *Examiner) Person(img image.Image, part image.Rectangle) (Mask, error) {
	pic, origin, err := x.rgba(img)
	if err != nil {
		return Mask{}, fmt.Errorf("outline person: %w", err)
	}
	part = part.Intersect(img.Bounds())
	if part.Dx() < 16 || part.Dy() < 16 {
		return Mask{}, fmt.Errorf("outline person: a part of %d×%d pixels is too small", part.Dx(), part.Dy())
	}
	at := part.Sub(origin)
	r := region{x: float64(at.Min.X+at.Max.X) / 2, y: float64(at.Min.Y+at.Max.Y) / 2, width: float64(at.Dx()), height: float64(at.Dy())}
	r.planes(x.person.data, maskSide, pic, 1./255)
	if err := x.person.forward(x.mask); err != nil {
		return Mask{}, fmt.Errorf("outline person: %w", err)
	}
	m := Mask{Part: part, Side: maskSide, Prob: make([]uint8, len(x.mask))}
	for i, p := range x.mask {
		m.Prob[i] = uint8(math.Round(255 * float64(min(max(p, 0), 1))))
	}
	return m, nil
}
