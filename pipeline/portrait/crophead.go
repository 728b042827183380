package portrait

import (
	"fmt"
	"image"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// ID35x45Fine is 35×45 mm at 600 dpi.
func ID35x45Fine() Format { return Format{Width: 827, Height: 1063, DPI: 600} }

const (
	level    = 1.0  // degrees that eyes may be out of level without being turned
	eyesHigh = 0.50 // the eyes' greatest distance from the top, over the portrait's height
	hairRoom = 0.02 // free above the hair, over the portrait's height
	headMin  = 0.70 // the head's least share of the height when hair needs room
)

// crown is where skull, hair and chin are, as distances from the middle of the eyes
// along the upright head.
type crown struct{ skull, hair, chin float64 }

// measureHead goes up from the eyes until the person ends. The skull is taken for as
// high above the eyes as the chin is below, unless the person ends sooner: hair does
// not count for the head's height, but wants room.
func (v *view) measureHead(ux, uy float64) crown {
	h := crown{chin: (v.chin.X-v.mid.X)*-ux + (v.chin.Y-v.mid.Y)*-uy}
	missing := 0.0
	for d := .3 * v.t; d < 2.2*v.t; d += v.t / 100 {
		if _, known := v.Person.At(v.mid.X+d*ux, v.mid.Y+d*uy); !known { // the picture ends before the head does
			h.hair = max(h.hair, h.chin)
			break
		}
		seen := false
		for side := -.5; side <= .5; side += .1 {
			if p, ok := v.Person.At(v.mid.X+d*ux-side*v.ied*uy, v.mid.Y+d*uy+side*v.ied*ux); ok && p > .5 {
				seen = true
			}
		}
		if seen {
			h.hair, missing = d, 0
		} else if missing++; missing > 8 {
			break
		}
	}
	if h.hair == 0 {
		h.hair = h.chin // no mask: the estimate
	}
	h.skull = min(h.hair, h.chin)
	return h
}

// CropHead cuts the portrait from crown and chin as they were seen. Eyes that are out
// of level by more than a degree are turned level; nothing is retouched or enlarged.
// The error is ErrTooSmall, ErrOutOfFrame or ErrNoFace.
func CropHead(s Subject, format Format) (*image.RGBA, Geometry, error) {
	if format.Width < 1 || format.Height < 1 {
		return nil, Geometry{}, fmt.Errorf("crop portrait: format of %d×%d pixels", format.Width, format.Height)
	}
	v := &view{Subject: s}
	if err := v.measure(); err != nil {
		return nil, Geometry{}, fmt.Errorf("crop portrait: %w", err)
	}
	turn := v.eyeLevel()
	if math.Abs(turn) <= level {
		turn = 0
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	h := v.measureHead(sin, -cos)
	if !(h.chin > 0) {
		return nil, Geometry{}, fmt.Errorf("crop portrait: %w", ErrNoFace)
	}
	length := h.skull + h.chin
	height := length / headShare
	above := func() float64 {
		return min(eyesHigh*height, max(h.skull+aboveShare*(height-length), h.hair+hairRoom*height))
	}
	if above() < h.hair+hairRoom*height { // the hair would be cut: give it room
		height = min(length/headMin, max(height, h.hair/(eyesHigh-hairRoom)))
	}
	top, width := above(), height*format.aspect()

	// Corners of the portrait in the picture.
	at := func(x, y float64) Point { // from the middle of the eyes, to the right and down
		return Point{v.mid.X + cos*x - sin*y, v.mid.Y + sin*x + cos*y}
	}
	g := Geometry{
		EyeDistance: v.ied, HeadHeight: length / height, EyesFromTop: top / height, EyesAcross: .5,
		Scale: float64(format.Height) / height, Turned: turn, HairFromTop: (top - h.hair) / height,
	}
	bounds := s.Picture.Rect
	low, high := at(0, 0), at(0, 0)
	for _, c := range [4]Point{at(-width/2, -top), at(width/2, -top), at(-width/2, height-top), at(width/2, height-top)} {
		low, high = Point{min(low.X, c.X), min(low.Y, c.Y)}, Point{max(high.X, c.X), max(high.Y, c.Y)}
	}
	g.Crop = image.Rect(int(math.Round(low.X)), int(math.Round(low.Y)), int(math.Round(high.X)), int(math.Round(high.Y)))
	if g.Scale > 1 {
		return nil, g, fmt.Errorf("crop portrait: %.0f×%.0f of %d×%d pixels: %w", width, height, format.Width, format.Height, ErrTooSmall)
	}
	if !g.Crop.In(bounds) {
		return nil, g, fmt.Errorf("crop portrait: %v of %v: %w", g.Crop, bounds, ErrOutOfFrame)
	}
	out := image.NewRGBA(image.Rect(0, 0, format.Width, format.Height))
	if turn == 0 { // straight: fast, and no pixel is between others
		draw.CatmullRom.Scale(out, out.Rect, s.Picture, g.Crop, draw.Src, nil)
		return out, g, nil
	}
	k := g.Scale
	// x' = k·(cos·(x−mx) + sin·(y−my)) + width'/2, y' = k·(−sin·(x−mx) + cos·(y−my)) + top'
	m := f64.Aff3{k * cos, k * sin, float64(format.Width)/2 - k*(cos*v.mid.X+sin*v.mid.Y),
		-k * sin, k * cos, k*top - k*(cos*v.mid.Y-sin*v.mid.X)}
	draw.CatmullRom.Transform(out, m, s.Picture, bounds, draw.Src, nil)
	return out, g, nil
}
