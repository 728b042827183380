package portrait

import (
	"image"
	"math"
)

// Landmarks are the points of one face in pixels of its picture, numbered as in
// MediaPipe's face mesh (Mesh: x, y, depth) and iris net (Eyes, the picture's left
// first: 0 outer corner, 8 inner corner, 1–7 lower lid, 9–15 upper lid with i+8 above
// i, 71 the middle of the iris, 72–75 its edge).
type Landmarks struct {
	Mesh     [468][3]float64
	Eyes     [2][76][2]float64
	Presence float64
}

// Pose is how the head is turned, in degrees: yaw is positive towards the picture's
// right, pitch upwards, roll clockwise in the picture.
type Pose struct{ Yaw, Pitch, Roll float64 }

// Mask tells for each place of a part of a picture how probably the person is there:
// Side×Side samples spread evenly over Part, 255 is certain.
type Mask struct {
	Part image.Rectangle
	Side int
	Prob []uint8
}

// At is the probability at a place, 0..1; ok is false where the mask knows nothing.
func (m Mask) At(x, y float64) (p float64, ok bool) {
	if m.Side < 1 || len(m.Prob) < m.Side*m.Side || m.Part.Empty() {
		return 0, false
	}
	u := (x - float64(m.Part.Min.X)) / float64(m.Part.Dx()) * float64(m.Side)
	v := (y - float64(m.Part.Min.Y)) / float64(m.Part.Dy()) * float64(m.Side)
	if !(u >= 0 && v >= 0 && u < float64(m.Side) && v < float64(m.Side)) {
		return 0, false
	}
	return float64(m.Prob[int(v)*m.Side+int(u)]) / 255, true
}

// Subject is a picture and what the nets found in it. Faces[0] is the person.
type Subject struct {
	Picture    *image.RGBA
	Faces      []Face
	Landmarks  Landmarks
	Pose       Pose
	EyesClosed [2]float64 // a net's opinion, the picture's left eye first
	Person     Mask
}

// Around is the part of the picture that the person's mask has to cover for a
// portrait: head and shoulders with room above the hair.
func Around(f Face, picture image.Rectangle) image.Rectangle {
	m, t := f.eyes(), f.chinDistance()
	r := image.Rect(int(m.X-2.4*t), int(m.Y-2.2*t), int(m.X+2.4*t), int(m.Y+2.6*t))
	return r.Intersect(picture)
}

// view is a subject with the lengths that the measures share, and the face upright in
// a picture of its own.
type view struct {
	Subject
	eye     [2]Point // middles of the corners, the picture's left first
	mid     Point    // between them
	chin    Point
	t       float64 // mid to chin, "T" in the standard
	ied     float64 // inter-eye distance
	aligned *aligned
	light   [256]float64 // share of each luminance in the face
	spread  float64      // of the face's luma, 0..255
	wall    wall         // what is behind the person
}

// Mesh points by what they are.
const (
	meshChin, meshNose, meshForehead = 152, 1, 10
	meshMouthLeft, meshMouthRight    = 61, 291
	meshLipUpper, meshLipLower       = 13, 14
	meshNasalRoot                    = 168
)

// mesh is one of the mesh's points in the plane of the picture.
func (l *Landmarks) mesh(id int) Point { return Point{l.Mesh[id][0], l.Mesh[id][1]} }

// lid is one of an eye's points.
func (l *Landmarks) lid(eye, i int) Point { return Point{l.Eyes[eye][i][0], l.Eyes[eye][i][1]} }

func between(a, b Point) Point { return Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2} }

func distance(a, b Point) float64 { return math.Hypot(b.X-a.X, b.Y-a.Y) }

// measure finds the shared lengths.
func (v *view) measure() error {
	v.chin = v.Landmarks.mesh(meshChin)
	for e := range v.eye {
		v.eye[e] = between(v.Landmarks.lid(e, 0), v.Landmarks.lid(e, 8))
	}
	v.mid = between(v.eye[0], v.eye[1])
	v.t, v.ied = distance(v.mid, v.chin), distance(v.eye[0], v.eye[1])
	if len(v.Faces) == 0 || v.Picture == nil || !(v.t >= 8) || !(v.ied >= 8) || !(v.t < 1e5) || !(v.ied < 1e5) {
		return ErrNoFace
	}
	return nil
}

// look measures and aligns.
func look(s Subject) (*view, error) {
	v := &view{Subject: s}
	if err := v.measure(); err != nil {
		return nil, err
	}
	v.aligned = align(s.Picture, v)
	v.light, v.spread = v.aligned.histogram(), v.aligned.contrast()
	v.wall = v.background()
	return v, nil
}
