package portrait

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// alignedSide and the five places are the reference implementation's: eyes, tip of the
// nose and corners of the mouth come to lie there.
const alignedSide = 616

// aligned is the face turned and scaled to a fixed place, so that the measures do not
// depend on where and how large it is in the picture.
type aligned struct {
	rgb    []uint8 // three a pixel
	light  []uint8 // linear luminance, 0..255
	inside []bool  // whether the picture reaches there
	hull   []bool  // the face from brows to chin
	a, b   float64 // aligned = (a·x − b·y + tx, b·x + a·y + ty)
	tx, ty float64
}

// to converts a place in the picture.
func (al *aligned) to(p Point) Point {
	return Point{al.a*p.X - al.b*p.Y + al.tx, al.b*p.X + al.a*p.Y + al.ty}
}

// from converts a place in the aligned face to the picture.
func (al *aligned) from(p Point) Point {
	x, y, n := p.X-al.tx, p.Y-al.ty, al.a*al.a+al.b*al.b
	return Point{(al.a*x + al.b*y) / n, (al.a*y - al.b*x) / n}
}

func align(img *image.RGBA, v *view) *aligned {
	l := &v.Landmarks
	al := &aligned{rgb: make([]uint8, 3*alignedSide*alignedSide), light: make([]uint8, alignedSide*alignedSide), inside: make([]bool, alignedSide*alignedSide)}
	al.fit(
		[5]Point{v.eye[0], v.eye[1], l.mesh(meshNose), l.mesh(meshMouthLeft), l.mesh(meshMouthRight)},
		[5]Point{{251, 272}, {364, 272}, {308, 336}, {262, 402}, {355, 402}})
	al.sample(img)
	al.hull = al.fill(l)
	return al
}

// fit finds the rotation, scale and shift by least squares.
func (al *aligned) fit(from, to [5]Point) {
	var cf, ct Point
	for i := range from {
		cf.X, cf.Y, ct.X, ct.Y = cf.X+from[i].X/5, cf.Y+from[i].Y/5, ct.X+to[i].X/5, ct.Y+to[i].Y/5
	}
	var size, along, across float64
	for i := range from {
		x, y, u, w := from[i].X-cf.X, from[i].Y-cf.Y, to[i].X-ct.X, to[i].Y-ct.Y
		size, along, across = size+x*x+y*y, along+x*u+y*w, across+x*w-y*u
	}
	al.a, al.b = along/size, across/size
	al.tx, al.ty = ct.X-al.a*cf.X+al.b*cf.Y, ct.Y-al.b*cf.X-al.a*cf.Y
}

// sample fills the aligned picture by interpolation; pixels of a large picture are
// averaged so that none is left out.
func (al *aligned) sample(img *image.RGBA) {
	table := linear()
	n := al.a*al.a + al.b*al.b
	dx, dy := al.a/n, -al.b/n // one step to the right, in the picture; one down is -dy, dx
	taps := min(4, max(1, int(math.Round(1/math.Sqrt(n)))))
	share := 1 / float64(taps*taps)
	r := img.Rect
	for y := range alignedSide {
		for x := range alignedSide {
			i := y*alignedSide + x
			corner := al.from(Point{float64(x), float64(y)})
			var c [3]float64
			in := true
			for k := range taps * taps {
				s, t := (float64(k%taps)+.5)/float64(taps), (float64(k/taps)+.5)/float64(taps)
				px, py := corner.X+s*dx-t*dy-.5, corner.Y+s*dy+t*dx-.5
				fx, fy := math.Floor(px), math.Floor(py)
				ix, iy := int(fx), int(fy)
				if ix < r.Min.X || iy < r.Min.Y || ix+1 >= r.Max.X || iy+1 >= r.Max.Y {
					in = false
					break
				}
				wx, wy := px-fx, py-fy
				p, q := img.Pix[img.PixOffset(ix, iy):], img.Pix[img.PixOffset(ix, iy+1):]
				for ch := range c {
					upper := float64(p[ch])*(1-wx) + float64(p[4+ch])*wx
					lower := float64(q[ch])*(1-wx) + float64(q[4+ch])*wx
					c[ch] += share * (upper*(1-wy) + lower*wy)
				}
			}
			if !in {
				continue
			}
			al.inside[i] = true
			var l float64
			for ch, weight := range [3]float64{.2126, .7152, .0722} {
				value := uint8(c[ch] + .5)
				al.rgb[3*i+ch] = value
				l += weight * table[value]
			}
			al.light[i] = uint8(255*l + .5)
		}
	}
}

// linear is the sRGB transfer function (IEC 61966-2-1) for 8-bit values.
func linear() *[256]float64 {
	var t [256]float64
	for i := range t {
		c := float64(i) / 255
		if c <= .04045 {
			t[i] = c / 12.92
		} else {
			t[i] = math.Pow((c+.055)/1.055, 2.4)
		}
	}
	return &t
}

// outline is the face's oval below the brows, and the upper edges of the brows. The
// forehead is left out: the standard's 98 landmarks have none there.
func outline() [30]int {
	return [30]int{127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356,
		70, 63, 105, 66, 336, 296, 300}
}

// fill marks what lies in the convex hull of the outline.
func (al *aligned) fill(l *Landmarks) []bool {
	var points []Point
	for _, id := range outline() {
		points = append(points, al.to(l.mesh(id)))
	}
	hull := convex(points)
	out := make([]bool, alignedSide*alignedSide)
	for y := range alignedSide {
		row := float64(y) + .5
		low, high := math.Inf(1), math.Inf(-1)
		for i, p := range hull {
			q := hull[(i+1)%len(hull)]
			if (p.Y <= row) == (q.Y <= row) {
				continue
			}
			x := p.X + (row-p.Y)/(q.Y-p.Y)*(q.X-p.X)
			low, high = min(low, x), max(high, x)
		}
		for x := max(0, int(math.Ceil(low-.5))); x < alignedSide && float64(x)+.5 <= high; x++ {
			out[y*alignedSide+x] = al.inside[y*alignedSide+x]
		}
	}
	return out
}

// convex is the convex hull (Andrew's monotone chain).
func convex(points []Point) []Point {
	slices.SortFunc(points, func(a, b Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	half := func(points []Point) (chain []Point) {
		for _, p := range points {
			for n := len(chain); n >= 2; n = len(chain) {
				a, b := chain[n-2], chain[n-1]
				if (b.X-a.X)*(p.Y-a.Y)-(b.Y-a.Y)*(p.X-a.X) > 0 {
					break
				}
				chain = chain[:n-1]
			}
			chain = append(chain, p)
		}
		return chain[:max(0, len(chain)-1)]
	}
	hull := half(points)
	slices.Reverse(points)
	return append(hull, half(points)...)
}

// square is an axis-parallel square in the aligned face, bounded by the picture.
func square(middle Point, side float64) image.Rectangle {
	r := image.Rect(int(middle.X-side/2+.5), int(middle.Y-side/2+.5), int(middle.X+side/2+.5), int(middle.Y+side/2+.5))
	return r.Intersect(image.Rect(0, 0, alignedSide, alignedSide))
}

// wipe forgets the face.
func (al *aligned) wipe() {
	clear(al.rgb)
	clear(al.light)
}
