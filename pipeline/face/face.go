package face

import "image"

// Point is a position in pixels of the picture it was found in; fractions count.
type Point struct{ X, Y float64 }

// Face is one face found in a picture. Left and right are the picture's, not
// the person's: LeftEye has the smaller X of an upright face.
type Face struct {
	Box   image.Rectangle // roughly eyebrows to chin, may reach beyond the picture
	Score float64         // 0..1, how sure the detector is that this is a face

	LeftEye, RightEye Point // eye centres
	Nose, Mouth       Point // tip of the nose, centre of the mouth
	LeftEar, RightEar Point // tragus of the ear, guessed when hidden
}

// points gives access to the key points in the net's order.
func (f *Face) points() [6]*Point {
	return [6]*Point{&f.LeftEye, &f.RightEye, &f.Nose, &f.Mouth, &f.LeftEar, &f.RightEar}
}

// shift moves faces by d pixels.
func shift(faces []Face, d image.Point) {
	for i := range faces {
		faces[i].Box = faces[i].Box.Add(d)
		for _, p := range faces[i].points() {
			p.X += float64(d.X)
			p.Y += float64(d.Y)
		}
	}
}
