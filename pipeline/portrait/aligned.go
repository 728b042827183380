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
	r := img.Rect
	for y := range alignedSide {
		corner := al.from(Point{0, float64(y)})
		for x := range alignedSide {
			var red, green, blue float64
			in := true
			for k := 0; k < taps*taps && in; k++ {
				s, t := float64(x)+(float64(k%taps)+.5)/float64(taps), (float64(k/taps)+.5)/float64(taps)
				px, py := corner.X+s*dx-t*dy-.5, corner.Y+s*dy+t*dx-.5
				if in = px >= float64(r.Min.X) && py >= float64(r.Min.Y) && px < float64(r.Max.X-1) && py < float64(r.Max.Y-1); !in {
					break
				}
				ix, iy := int(math.Floor(px)), int(math.Floor(py))
				wx, wy := px-float64(ix), py-float64(iy)
				at := img.PixOffset(ix, iy)
				p, q := img.Pix[at:at+8:at+8], img.Pix[at+img.Stride:at+img.Stride+8:at+img.Stride+8]
				a, b, c, d := (1-wx)*(1-wy), wx*(1-wy), (1-wx)*wy, wx*wy
				red += a*float64(p[0]) + b*float64(p[4]) + c*float64(q[0]) + d*float64(q[4])
				green += a*float64(p[1]) + b*float64(p[5]) + c*float64(q[1]) + d*float64(q[5])
				blue += a*float64(p[2]) + b*float64(p[6]) + c*float64(q[2]) + d*float64(q[6])
			}
			if !in {
				continue
			}
			i, share := y*alignedSide+x, 1/float64(taps*taps)
			cr, cg, cb := uint8(red*share+.5), uint8(green*share+.5), uint8(blue*share+.5)
			al.inside[i] = true
			al.rgb[3*i], al.rgb[3*i+1], al.rgb[3*i+2] = cr, cg, cb
			al.light[i] = uint8(255*(.2126*table[cr]+.7152*table[cg]+.0722*table[cb]) + .5)
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
