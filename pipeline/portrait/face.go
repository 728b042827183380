package portrait

import (
	"image"
	"math"
)

// Point is a position in pixels; fractions count.
type Point struct{ X, Y float64 }

// Face is where a detector saw a face. Left is the left of the picture.
type Face struct {
	Box               image.Rectangle
	LeftEye, RightEye Point // centres
	Nose, Mouth       Point // tip, centre
}

// Ratios of adult faces; see the package comment.
const (
	chinByMouth = 1.76 // eyes–chin over eyes–mouth
	chinByEyes  = 1.83 // eyes–chin over the distance of the eyes
)

// eyes is the middle between the eyes.
func (f Face) eyes() Point {
	return Point{(f.LeftEye.X + f.RightEye.X) / 2, (f.LeftEye.Y + f.RightEye.Y) / 2}
}

// EyeDistance is the distance of the eyes' centres in pixels.
func (f Face) EyeDistance() float64 {
	return math.Hypot(f.RightEye.X-f.LeftEye.X, f.RightEye.Y-f.LeftEye.Y)
}

// chinDistance estimates T, eyes to chin, in pixels; 0 for a face without size.
func (f Face) chinDistance() float64 {
	m := f.eyes()
	t := (chinByMouth*math.Hypot(f.Mouth.X-m.X, f.Mouth.Y-m.Y) + chinByEyes*f.EyeDistance()) / 2
	if math.IsNaN(t) || math.IsInf(t, 0) {
		return 0
	}
	return t
}

func (f Face) area() float64 { return float64(f.Box.Dx()) * float64(f.Box.Dy()) }
