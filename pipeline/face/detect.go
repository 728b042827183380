package face

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"

	"gocv.io/x/gocv"
)

// The numbers of the published BlazeFace graphs (MediaPipe face_detection).
const (
	minScore   = 0.5 // min_score_thresh
	minOverlap = 0.3 // min_suppression_threshold
	values     = 16  // box x, y, w, h and six points x, y
)

// detector runs one BlazeFace net. Both nets have 896 anchors: two in each
// cell of a fine grid, then six in each cell of a grid half as fine.
type detector struct {
	net     gocv.Net
	outputs []string
	size    int // side of the square input in pixels

	small gocv.Mat  // the picture scaled to fit, RGBA
	input gocv.Mat  // 1×size×size×3 float32, RGB in −1..1
	data  []float32 // input's memory
}

func openDetector(path string, size int) (*detector, error) {
	net, outputs, err := readNet(path)
	if err != nil {
		return nil, err
	}
	d := &detector{net: net, outputs: outputs, size: size, small: gocv.NewMat(),
		input: gocv.NewMatWithSizes([]int{1, size, size, 3}, gocv.MatTypeCV32F)}
	if d.data, err = d.input.DataPtrFloat32(); err != nil {
		return nil, errors.Join(fmt.Errorf("read model: %w", err), d.close())
	}
	if len(d.data) != size*size*3 {
		return nil, errors.Join(fmt.Errorf("read model: input of %d values, want %d", len(d.data), size*size*3), d.close())
	}
	return d, nil
}

func (d *detector) close() error {
	return errors.Join(d.small.Close(), d.input.Close(), d.net.Close())
}

func (d *detector) wipe() {
	clear(d.data)
	if !d.small.Empty() {
		d.small.SetTo(gocv.Scalar{})
	}
}

// detect returns the faces of an RGBA picture, best score first.
func (d *detector) detect(img gocv.Mat) ([]Face, error) {
	w, h := img.Cols(), img.Rows()
	scale := float64(d.size) / float64(max(w, h))
	size := image.Pt(max(1, int(math.Round(float64(w)*scale))), max(1, int(math.Round(float64(h)*scale))))
	method := gocv.InterpolationArea
	if scale > 1 {
		method = gocv.InterpolationLinear
	}
	gocv.Resize(img, &d.small, size, 0, 0, method)
	pix, err := d.small.DataPtrUint8()
	if err != nil {
		return nil, err
	}
	left, top := (d.size-size.X)/2, (d.size-size.Y)/2
	d.fill(pix, size, left, top)

	scores, boxes, err := d.forward()
	if err != nil {
		return nil, err
	}
	found := decode(scores, boxes, d.size)
	merged := merge(found)
	sx, sy := float64(w)/float64(size.X), float64(h)/float64(size.Y)
	faces := make([]Face, 0, len(merged))
	for _, c := range merged {
		faces = append(faces, c.face(float64(left), float64(top), sx, sy))
	}
	return faces, nil
}

// fill writes the scaled picture into the middle of the input, grey (0) around it.
func (d *detector) fill(pix []uint8, size image.Point, left, top int) {
	clear(d.data)
	for y := range size.Y {
		src := pix[y*size.X*4 : (y+1)*size.X*4]
		dst := d.data[((y+top)*d.size+left)*3:]
		for x := range size.X {
			dst[3*x] = float32(src[4*x])/127.5 - 1
			dst[3*x+1] = float32(src[4*x+1])/127.5 - 1
			dst[3*x+2] = float32(src[4*x+2])/127.5 - 1
		}
	}
}

// forward runs the net and joins the outputs of the two grids, the fine one
// first: 896 scores before the sigmoid, 896×16 values. Outputs are told apart by
// their number of values, because their order is not the same in both files.
func (d *detector) forward() (scores, boxes []float32, err error) {
	d.net.SetInput(d.input, "")
	blobs := d.net.ForwardLayers(d.outputs)
	defer func() {
		for i := range blobs {
			blobs[i].Close()
		}
	}()
	parts := make(map[int][]float32)
	for i := range blobs {
		p, err := blobs[i].DataPtrFloat32()
		if err != nil {
			return nil, nil, fmt.Errorf("net output: %w", err)
		}
		parts[len(p)] = p
	}
	const fine, coarse = 512, 384
	for _, n := range []int{fine, coarse, fine * values, coarse * values} {
		if parts[n] == nil {
			return nil, nil, fmt.Errorf("net output: none with %d values", n)
		}
	}
	scores = slices.Concat(parts[fine], parts[coarse])
	boxes = slices.Concat(parts[fine*values], parts[coarse*values])
	return scores, boxes, nil
}

// candidate is one anchor's opinion, in pixels of the net's input.
type candidate struct {
	score float64
	v     [values]float64 // centre x, y, width, height, six points
}

// decode turns the net's numbers into candidates above the least score.
func decode(scores, boxes []float32, size int) []candidate {
	var found []candidate
	for i, raw := range scores {
		score := 1 / (1 + math.Exp(-float64(raw)))
		if score < minScore {
			continue
		}
		ax, ay := anchor(i, size)
		c := candidate{score: score}
		for k := range values {
			c.v[k] = float64(boxes[i*values+k])
		}
		for k := 0; k < values; k += 2 {
			if k == 2 {
				continue // width and height stand alone
			}
			c.v[k] += ax
			c.v[k+1] += ay
		}
		found = append(found, c)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return found
}

// anchor is the centre of the i-th anchor's cell in input pixels.
func anchor(i, size int) (x, y float64) {
	cells, each := 16, 2
	if i >= 512 {
		i, cells, each = i-512, 8, 6
	}
	cell := i / each
	step := float64(size) / float64(cells)
	return (float64(cell%cells) + .5) * step, (float64(cell/cells) + .5) * step
}

// merge averages the candidates of one face, weighted by score, as MediaPipe
// does: several anchors together jitter less than the best one alone.
func merge(found []candidate) []candidate {
	var faces []candidate
	for len(found) > 0 {
		best := found[0]
		sum, weight := [values]float64{}, 0.0
		rest := found[:0:0]
		for _, c := range found {
			if overlap(best, c) <= minOverlap && c != best {
				rest = append(rest, c)
				continue
			}
			for k := range values {
				sum[k] += c.score * c.v[k]
			}
			weight += c.score
		}
		for k := range values {
			best.v[k] = sum[k] / weight
		}
		faces = append(faces, best)
		found = rest
	}
	return faces
}

// overlap is the intersection over union of two boxes.
func overlap(a, b candidate) float64 {
	side := func(ca, la, cb, lb float64) float64 {
		return max(0, min(ca+la/2, cb+lb/2)-max(ca-la/2, cb-lb/2))
	}
	both := side(a.v[0], a.v[2], b.v[0], b.v[2]) * side(a.v[1], a.v[3], b.v[1], b.v[3])
	either := a.v[2]*a.v[3] + b.v[2]*b.v[3] - both
	if either <= 0 {
		return 0
	}
	return both / either
}

// face converts to pixels of the picture.
func (c candidate) face(left, top, sx, sy float64) Face {
	px := func(v float64) float64 { return (v - left) * sx }
	py := func(v float64) float64 { return (v - top) * sy }
	f := Face{Score: c.score, Box: image.Rect(
		int(math.Round(px(c.v[0]-c.v[2]/2))), int(math.Round(py(c.v[1]-c.v[3]/2))),
		int(math.Round(px(c.v[0]+c.v[2]/2))), int(math.Round(py(c.v[1]+c.v[3]/2))))}
	for i, p := range f.points() {
		p.X, p.Y = px(c.v[4+2*i]), py(c.v[5+2*i])
	}
	return f
}
