package face

import (
	"errors"
	"fmt"
	"image"
	"math"

	"gocv.io/x/gocv"
)

// Embedding describes a face; its length is one. It is biometric data: wipe it
// with the session.
type Embedding [512]float32

// Cosine says how alike two faces are: 1 the same picture, about 0 strangers.
// The package comment has the measured figures.
func Cosine(a, b Embedding) float64 {
	var dot, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		dot, aa, bb = dot+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}

// Limits for Cosine; see the package comment for what they rest on.
const (
	Likely = 0.65 // from here on two faces are taken for one person
	Unlike = 0.40 // below they are taken for two; between, a person has to look
)

const alignedSide = 112 // pixels, the input of ArcFace-like nets

// template is where eyes, nose and mouth lie in an aligned face: the five
// points of ArcFace with the mouth's corners replaced by their middle, because
// that is what the detector gives.
var template = [4]Point{{38.2946, 51.6963}, {73.5318, 51.5014}, {56.0252, 71.7366}, {56.1396, 92.2848}}

// comparer runs the embedding net.
type comparer struct {
	net     gocv.Net
	outputs []string
	aligned gocv.Mat // 112×112 RGBA
	input   gocv.Mat // 1×3×112×112 float32
	data    []float32
}

func openComparer(path string) (*comparer, error) {
	net, outputs, err := readNet(path)
	if err != nil {
		return nil, err
	}
	c := &comparer{net: net, outputs: outputs, aligned: gocv.NewMat(),
		input: gocv.NewMatWithSizes([]int{1, 3, alignedSide, alignedSide}, gocv.MatTypeCV32F)}
	if c.data, err = c.input.DataPtrFloat32(); err != nil {
		return nil, errors.Join(fmt.Errorf("read model: %w", err), c.close())
	}
	return c, nil
}

func (c *comparer) close() error {
	return errors.Join(c.aligned.Close(), c.input.Close(), c.net.Close())
}

func (c *comparer) wipe() {
	clear(c.data)
	if !c.aligned.Empty() {
		c.aligned.SetTo(gocv.Scalar{})
	}
}

// embed aligns the face of an RGBA picture and runs the net on it.
func (c *comparer) embed(img gocv.Mat, f Face) (Embedding, error) {
	if err := c.align(img, f); err != nil {
		return Embedding{}, err
	}
	pix, err := c.aligned.DataPtrUint8()
	if err != nil {
		return Embedding{}, err
	}
	const plane = alignedSide * alignedSide
	for i := range plane {
		for ch := range 3 {
			c.data[ch*plane+i] = (float32(pix[4*i+ch]) - 127) / 128
		}
	}
	return c.forward()
}

func (c *comparer) forward() (Embedding, error) {
	c.net.SetInput(c.input, "")
	blobs := c.net.ForwardLayers(c.outputs)
	defer func() {
		for i := range blobs {
			blobs[i].Close()
		}
	}()
	if len(blobs) != 1 {
		return Embedding{}, fmt.Errorf("net has %d outputs, want 1", len(blobs))
	}
	out, err := blobs[0].DataPtrFloat32()
	if err != nil {
		return Embedding{}, fmt.Errorf("net output: %w", err)
	}
	var v Embedding
	if len(out) != len(v) {
		return Embedding{}, fmt.Errorf("net output: %d values, want %d", len(out), len(v))
	}
	sum := 0.0
	for _, x := range out {
		sum += float64(x) * float64(x)
	}
	if sum == 0 || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return Embedding{}, errors.New("net output has no length")
	}
	for i, x := range out {
		v[i] = float32(float64(x) / math.Sqrt(sum))
	}
	return v, nil
}

// align turns, scales and moves the face onto the template.
func (c *comparer) align(img gocv.Mat, f Face) error {
	a, b, tx, ty, err := similarity([4]Point{f.LeftEye, f.RightEye, f.Nose, f.Mouth}, template)
	if err != nil {
		return err
	}
	m := gocv.NewMatWithSize(2, 3, gocv.MatTypeCV64F)
	defer m.Close()
	for i, v := range [6]float64{a, -b, tx, b, a, ty} {
		m.SetDoubleAt(i/3, i%3, v)
	}
	gocv.WarpAffine(img, &c.aligned, m, image.Pt(alignedSide, alignedSide))
	return nil
}

// similarity is the rotation, scale and shift x' = a·x − b·y + tx,
// y' = b·x + a·y + ty that brings from nearest to to in the least squares sense.
func similarity(from, to [4]Point) (a, b, tx, ty float64, err error) {
	var cf, ct Point
	const n = float64(len(from))
	for i := range from {
		cf.X, cf.Y = cf.X+from[i].X/n, cf.Y+from[i].Y/n
		ct.X, ct.Y = ct.X+to[i].X/n, ct.Y+to[i].Y/n
	}
	var size, along, across float64
	for i := range from {
		x, y := from[i].X-cf.X, from[i].Y-cf.Y
		u, v := to[i].X-ct.X, to[i].Y-ct.Y
		size += x*x + y*y
		along += x*u + y*v
		across += x*v - y*u
	}
	if size < 1 || math.IsNaN(size) {
		return 0, 0, 0, 0, errors.New("the face's points lie on one spot")
	}
	a, b = along/size, across/size
	return a, b, ct.X - a*cf.X + b*cf.Y, ct.Y - b*cf.X - a*cf.Y, nil
}
