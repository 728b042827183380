package face

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math"
)

// Names of the examiner's model files.
const (
	MeshModel     = "face_mesh_192x192.onnx"
	IrisModel     = "iris_64x64.onnx"
	PersonModel   = "selfie_256x256.onnx"
	EyeModel      = "fr_eye.onnx"
	LivenessModel = "fr_liveness.onnx"
)

const (
	meshPoints = 468
	eyePoints  = 76
	maskSide   = 256
)

// Examiner looks closely at a face that an [Engine] found: landmarks, lids, the
// person's outline, open or closed eyes, signs of a printed or shown picture. Like
// an engine it belongs to one goroutine.
type Examiner struct {
	mesh, iris, person, eye, liveness *pictureNet

	scratch *image.RGBA // pictures that are not RGBA already
	points  []float32   // outputs, reused
	mask    []float32
	small   []float32 // a face before its channels are put in order
}

// OpenExaminer loads the nets from the files in dir. The caller closes it.
func OpenExaminer(dir string) (*Examiner, error) {
	x := &Examiner{points: make([]float32, 3*meshPoints), mask: make([]float32, maskSide*maskSide), small: make([]float32, 3*24*24)}
	for _, n := range []struct {
		to             **pictureNet
		name           string
		channels, side int
	}{{&x.mesh, MeshModel, 3, 192}, {&x.iris, IrisModel, 3, 64}, {&x.person, PersonModel, 3, maskSide},
		{&x.eye, EyeModel, 1, 24}, {&x.liveness, LivenessModel, 3, 128}} {
		var err error
		if *n.to, err = openPictureNet(dir, n.name, n.channels, n.side); err != nil {
			return nil, errors.Join(err, x.Close())
		}
	}
	return x, nil
}

func (x *Examiner) nets() []*pictureNet {
	return []*pictureNet{x.mesh, x.iris, x.person, x.eye, x.liveness}
}

// Close frees the nets and wipes the buffers. It may be called more than once.
func (x *Examiner) Close() error {
	x.Wipe()
	var errs []error
	for _, n := range x.nets() {
		if n != nil {
			errs = append(errs, n.close())
		}
	}
	*x = Examiner{}
	return errors.Join(errs...)
}

// Wipe zeroes every buffer that may still hold something of the last picture.
func (x *Examiner) Wipe() {
	for _, n := range x.nets() {
		if n != nil {
			clear(n.data)
		}
	}
	clear(x.points)
	clear(x.mask)
	clear(x.small)
	if x.scratch != nil {
		clear(x.scratch.Pix)
	}
}

// rgba shows img as RGBA whose first pixel is at 0, 0; origin is where that was.
func (x *Examiner) rgba(img image.Image) (pic *image.RGBA, origin image.Point, err error) {
	b := img.Bounds()
	if b.Dx() < 16 || b.Dy() < 16 {
		return nil, b.Min, fmt.Errorf("a picture of %d×%d pixels is too small", b.Dx(), b.Dy())
	}
	if rgba, ok := img.(*image.RGBA); ok {
		return &image.RGBA{Pix: rgba.Pix, Stride: rgba.Stride, Rect: image.Rectangle{Max: b.Size()}}, b.Min, nil
	}
	if x.scratch == nil || x.scratch.Rect.Size() != b.Size() {
		x.scratch = image.NewRGBA(image.Rectangle{Max: b.Size()})
	}
	draw.Draw(x.scratch, x.scratch.Rect, img, b.Min, draw.Src)
	return x.scratch, b.Min, nil
}

// LandmarksLive places the landmarks with one run of each net; LandmarksStill looks
// twice, the second time exactly where the first one saw the face.
func (x *Examiner) LandmarksLive(img image.Image, f Face) (Landmarks, error) {
	return x.landmarks(img, f, 1)
}

// LandmarksStill places the landmarks as well as the nets can.
func (x *Examiner) LandmarksStill(img image.Image, f Face) (Landmarks, error) {
	return x.landmarks(img, f, 2)
}

func (x *Examiner) landmarks(img image.Image, f Face, looks int) (Landmarks, error) {
	pic, origin, err := x.rgba(img)
	if err != nil {
		return Landmarks{}, fmt.Errorf("place landmarks: %w", err)
	}
	side := 1.5 * float64(max(f.Box.Dx(), f.Box.Dy()))
	r := region{
		x: float64(f.Box.Min.X+f.Box.Max.X)/2 - float64(origin.X), y: float64(f.Box.Min.Y+f.Box.Max.Y)/2 - float64(origin.Y),
		width: side, height: side, angle: math.Atan2(f.RightEye.Y-f.LeftEye.Y, f.RightEye.X-f.LeftEye.X),
	}
	var l Landmarks
	for range looks {
		if !(r.width >= 8 && r.width < 1e5) {
			return Landmarks{}, errors.New("place landmarks: the face has no size")
		}
		if err := x.meshIn(&l, pic, r); err != nil {
			return Landmarks{}, fmt.Errorf("place landmarks: %w", err)
		}
		r = l.around()
	}
	for eye := range l.Eyes {
		if err := x.eyeIn(&l, pic, eye); err != nil {
			return Landmarks{}, fmt.Errorf("place lids: %w", err)
		}
	}
	l.move(float64(origin.X), float64(origin.Y))
	return l, nil
}

func (x *Examiner) meshIn(l *Landmarks, pic *image.RGBA, r region) error {
	r.planes(x.mesh.data, x.mesh.side, pic, 1./255)
	var presence [1]float32
	if err := x.mesh.forward(x.points, presence[:]); err != nil {
		return err
	}
	l.Presence = float64(presence[0])
	n := float64(x.mesh.side)
	for i := range l.Mesh {
		p := &l.Mesh[i]
		p[0], p[1] = r.at(float64(x.points[3*i])/n, float64(x.points[3*i+1])/n)
		p[2] = float64(x.points[3*i+2]) / n * r.width
	}
	return nil
}

// eyeIn places lids and iris of one eye. The net knows one eye only; the other one,
// at the picture's right, is shown to it mirrored.
func (x *Examiner) eyeIn(l *Landmarks, pic *image.RGBA, eye int) error {
	r := l.eyeRegion(eye, 2.3)
	r.mirrored = eye == 1
	r.planes(x.iris.data, x.iris.side, pic, 1./255)
	out := x.points[:3*eyePoints]
	if err := x.iris.forward(out); err != nil {
		return err
	}
	n := float64(x.iris.side)
	for i := range l.Eyes[eye] {
		p := &l.Eyes[eye][i]
		p[0], p[1] = r.at(float64(out[3*i])/n, float64(out[3*i+1])/n)
	}
	return nil
}

// EyesClosed is how sure a net is that each eye, the picture's left one first, is
// closed, 0..1. It sees the eye itself and not its contour: a second opinion beside
// the lids.
func (x *Examiner) EyesClosed(img image.Image, l Landmarks) (closed [2]float64, err error) {
	pic, origin, err := x.rgba(img)
	if err != nil {
		return closed, fmt.Errorf("judge eyes: %w", err)
	}
	l.move(-float64(origin.X), -float64(origin.Y))
	for eye := range closed {
		r := l.eyeRegion(eye, 1.6)
		r.angle = 0
		r.planes(x.small, x.eye.side, pic, 1./255)
		plane := x.eye.side * x.eye.side
		for i := range plane {
			x.eye.data[i] = .299*x.small[i] + .587*x.small[plane+i] + .114*x.small[2*plane+i]
		}
		var out [2]float32
		if err := x.eye.forward(out[:]); err != nil {
			return closed, fmt.Errorf("judge eyes: %w", err)
		}
		closed[eye] = softmax(out[:])[0]
	}
	return closed, nil
}

// Liveness is a net's opinion, 0..1, that a person and not a print or a screen is
// before the camera. It is a weak vote: small copies of the test portraits on a grey
// card got .93 and more. It may ask for another look, it decides nothing. It sees the face at 2.7 times the
// size of its box, in the order blue, green, red.
func (x *Examiner) Liveness(img image.Image, f Face) (float64, error) {
	pic, origin, err := x.rgba(img)
	if err != nil {
		return 0, fmt.Errorf("judge liveness: %w", err)
	}
	box := f.Box.Sub(origin)
	w, h := float64(pic.Rect.Dx()), float64(pic.Rect.Dy())
	if box.Dx() < 4 || box.Dy() < 4 {
		return 0, errors.New("judge liveness: the face has no size")
	}
	scale := min(2.7, (w-1)/float64(box.Dx()), (h-1)/float64(box.Dy()))
	r := region{width: scale * float64(box.Dx()), height: scale * float64(box.Dy())}
	inside := func(middle, size, whole float64) float64 { return min(max(middle, size/2), whole-size/2) }
	r.x = inside(float64(box.Min.X+box.Max.X)/2, r.width, w)
	r.y = inside(float64(box.Min.Y+box.Max.Y)/2, r.height, h)
	r.planes(x.liveness.data, x.liveness.side, pic, 1)
	plane := x.liveness.side * x.liveness.side
	for i := range plane { // red ↔ blue
		x.liveness.data[i], x.liveness.data[2*plane+i] = x.liveness.data[2*plane+i], x.liveness.data[i]
	}
	var out [3]float32
	if err := x.liveness.forward(out[:]); err != nil {
		return 0, fmt.Errorf("judge liveness: %w", err)
	}
	return softmax(out[:])[0], nil
}

func softmax(v []float32) []float64 {
	out, sum, top := make([]float64, len(v)), 0.0, v[0]
	for _, a := range v {
		top = max(top, a)
	}
	for i, a := range v {
		out[i] = math.Exp(float64(a - top))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
