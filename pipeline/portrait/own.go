package portrait

import (
	"image"
	"math"
)

// Measures of our own, where the standard's need nets that cannot be had, or where an
// identity document wants more than the standard measures.
const (
	// FaceSeen is how sure the landmarks' net is to have seen a face, 0..1; a hand or a
	// picture on a shirt may deceive the detector alone.
	FaceSeen Measure = "FaceSeen"
	// EyesShut is a net's opinion that the worse eye is closed, 0..1.
	EyesShut Measure = "EyesShut"
	// Gaze is how far the irises are from the middle of the eyes, over the eye's width.
	Gaze Measure = "Gaze"
	// Smile is the mouth's width over the distance of the eyes.
	Smile Measure = "Smile"
	// EyeLevel is the angle of the line through the irises, in degrees.
	EyeLevel Measure = "EyeLevel"
	// EyeSharpness is the mean squared gradient between brows and mouth, at a fixed size,
	// over the variance there.
	EyeSharpness Measure = "EyeSharpness"
	// Glasses is the strongest edge across the root of the nose, over the face's contrast.
	Glasses Measure = "Glasses"
	// Glare is the share of the eyes' surroundings that is white without colour.
	Glare Measure = "Glare"
	// RedEye is the share of the irises that is red.
	RedEye Measure = "RedEye"
	// Clipping is the share of the face where a colour channel is at its end.
	Clipping Measure = "Clipping"
	// FaceShadow is the darkest of forehead, cheeks and chin over the brightest, in
	// linear light; 1 is even.
	FaceShadow Measure = "FaceShadow"
	// HeadAtTop and HeadAtSides are the shares of the picture's upper edge, above the
	// head, and of its sides beside the head, that the person touches.
	HeadAtTop   Measure = "HeadAtTop"
	HeadAtSides Measure = "HeadAtSides"
	// BackgroundLightness is L* of the background, 0..100; BackgroundColour its chroma;
	// BackgroundSpread the greatest ΔE between its mean and that of a part of it.
	BackgroundLightness Measure = "BackgroundLightness"
	BackgroundColour    Measure = "BackgroundColour"
	BackgroundSpread    Measure = "BackgroundSpread"
)

func (v *view) faceSeen() float64 { return v.Landmarks.Presence }

func (v *view) eyesShut() float64 { return max(v.EyesClosed[0], v.EyesClosed[1]) }

// gaze is the mean of both eyes; a squint cancels out, a look aside does not.
func (v *view) gaze() float64 {
	var across, up float64
	for e := range v.eye {
		outer, inner := v.Landmarks.lid(e, 0), v.Landmarks.lid(e, 8)
		left, right := outer, inner
		if e == 1 {
			left, right = inner, outer
		}
		width := distance(left, right)
		if width == 0 {
			continue
		}
		ux, uy := (right.X-left.X)/width, (right.Y-left.Y)/width
		iris, mid := v.Landmarks.lid(e, 71), between(left, right)
		across += ((iris.X-mid.X)*ux + (iris.Y-mid.Y)*uy) / width / 2
		up += ((iris.Y-mid.Y)*ux - (iris.X-mid.X)*uy) / width / 2
	}
	const rest = -.06 // irises look straight ahead a little above the corners' line
	return math.Hypot(across, up-rest)
}

func (v *view) smile() float64 {
	return distance(v.Landmarks.mesh(meshMouthLeft), v.Landmarks.mesh(meshMouthRight)) / v.ied
}

func (v *view) eyeLevel() float64 {
	a, b := v.Landmarks.lid(0, 71), v.Landmarks.lid(1, 71)
	return math.Atan2(b.Y-a.Y, b.X-a.X) * 180 / math.Pi
}

// grey is the luma of the aligned face, 0..255.
func (al *aligned) grey(x, y int) float64 {
	p := al.rgb[3*(y*alignedSide+x):]
	return .299*float64(p[0]) + .587*float64(p[1]) + .114*float64(p[2])
}

// contrast is the spread of the face's luma between its 5th and 95th percentile.
func (al *aligned) contrast() float64 {
	var h [256]int
	n := 0
	for i, in := range al.hull {
		if in {
			h[int(al.grey(i%alignedSide, i/alignedSide))]++
			n++
		}
	}
	low, high, sum := 0, 255, 0
	for i, c := range h {
		if sum <= n/20 {
			low = i
		}
		if sum <= n-n/20 {
			high = i
		}
		sum += c
	}
	return float64(max(8, high-low))
}

// eyeSharpness divides by the same zone's own variance: fine detail against coarse.
// By the whole face's contrast a dark skin around light eyes would count as sharp.
func (v *view) eyeSharpness() float64 {
	al, gradient, sum, squares, n := v.aligned, 0.0, 0.0, 0.0, 0.0
	for y := 240; y < 420; y++ {
		for x := 200; x < 416; x++ {
			i := y*alignedSide + x
			if !al.hull[i] || !al.hull[i-alignedSide] || !al.hull[i+alignedSide] {
				continue
			}
			c := al.grey(x, y)
			gx, gy := al.grey(x+1, y)-al.grey(x-1, y), al.grey(x, y+1)-al.grey(x, y-1)
			gradient += gx*gx + gy*gy
			sum += c
			squares += c * c
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return 1e3 * gradient / n / max(4, squares/n-sum*sum/n/n)
}

func (v *view) glasses() float64 {
	al, root := v.aligned, v.aligned.to(v.Landmarks.mesh(meshNasalRoot))
	const width, height, over = 28, 62, 2
	row := func(y int) float64 {
		sum := 0.0
		for x := int(root.X) - width/2; x < int(root.X)+width/2; x++ {
			sum += al.grey(x, y) / width
		}
		return sum
	}
	edge := 0.0
	for y := max(over, int(root.Y)-height/2); y < min(alignedSide-over, int(root.Y)+height/2); y++ {
		if root.X < width || root.X > alignedSide-width {
			return 0
		}
		edge = max(edge, math.Abs(row(y+over)-row(y-over)))
	}
	return edge / v.spread
}

// eyeBox surrounds an eye as far as a lens reaches.
func (v *view) eyeBox(e int) image.Rectangle {
	m := v.aligned.to(v.eye[e])
	return image.Rect(int(m.X-46), int(m.Y-30), int(m.X+46), int(m.Y+40)).Intersect(image.Rect(0, 0, alignedSide, alignedSide))
}

// glare counts the worse eye.
func (v *view) glare() float64 {
	worst := 0.0
	for e := range v.eye {
		r, n := v.eyeBox(e), 0
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				p := v.aligned.rgb[3*(y*alignedSide+x):]
				if low, high := min(p[0], p[1], p[2]), max(p[0], p[1], p[2]); low >= 235 && high-low <= 20 {
					n++
				}
			}
		}
		worst = max(worst, float64(n)/float64(max(1, r.Dx()*r.Dy())))
	}
	return worst
}

func (v *view) redEye() float64 {
	worst := 0.0
	for e := range v.eye {
		m, edge := v.aligned.to(v.Landmarks.lid(e, 71)), v.aligned.to(v.Landmarks.lid(e, 72))
		radius := distance(m, edge)
		red, n := 0, 0
		for _, r := range []image.Rectangle{square(m, 1.2*radius)} { // the lids hide the rest
			for y := r.Min.Y; y < r.Max.Y; y++ {
				for x := r.Min.X; x < r.Max.X; x++ {
					p := v.aligned.rgb[3*(y*alignedSide+x):]
					if p[0] > 90 && int(p[0]) > 2*int(max(p[1], p[2])) {
						red++
					}
					n++
				}
			}
		}
		worst = max(worst, float64(red)/float64(max(1, n)))
	}
	return worst
}

func (v *view) clipping() float64 {
	n, clipped := 0, 0
	for i, in := range v.aligned.hull {
		if !in {
			continue
		}
		n++
		if p := v.aligned.rgb[3*i:]; max(p[0], p[1], p[2]) >= 254 {
			clipped++
		}
	}
	return float64(clipped) / float64(max(1, n))
}

// faceShadow compares the standard's measurement zones: forehead, cheeks, chin.
func (v *view) faceShadow() float64 {
	al, l := v.aligned, &v.Landmarks
	side := .3 * distance(al.to(v.eye[0]), al.to(v.eye[1]))
	zones := v.cheeks()
	chin := between(al.to(l.mesh(meshLipLower)), al.to(v.chin))
	forehead := between(al.to(l.mesh(meshForehead)), al.to(l.mesh(meshNasalRoot)))
	low, high := math.Inf(1), 0.0
	for _, r := range []image.Rectangle{zones[0], zones[1], square(chin, side), square(forehead, side)} {
		sum := 0.0
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				sum += float64(al.light[y*alignedSide+x]) / float64(r.Dx()*r.Dy())
			}
		}
		low, high = min(low, sum), max(high, sum)
	}
	return low / max(1, high)
}

// headAtTop looks at the picture's first row above the head.
func (v *view) headAtTop() float64 {
	r, n, sum := v.Picture.Rect, 0, 0
	for x := v.mid.X - v.t; x < v.mid.X+v.t; x += v.t / 50 {
		if p, ok := v.Person.At(x, float64(r.Min.Y)+1); ok {
			n++
			if p > .5 {
				sum++
			}
		}
	}
	return float64(sum) / float64(max(1, n))
}

// headAtSides looks at the picture's first and last column from the crown to the chin.
func (v *view) headAtSides() float64 {
	r, worst := v.Picture.Rect, 0.0
	for _, x := range []float64{float64(r.Min.X) + 1, float64(r.Max.X) - 1.5} {
		n, sum := 0, 0
		for y := v.mid.Y - v.t; y < v.chin.Y; y += v.t / 50 {
			if p, ok := v.Person.At(x, y); ok {
				n++
				if p > .5 {
					sum++
				}
			}
		}
		worst = max(worst, float64(sum)/float64(max(1, n)))
	}
	return worst
}

// wall is the colour of what lies behind the person beside and above the head: mean
// lightness, chroma and the greatest ΔE of a part (of 4×4) from the mean; NaN where too
// little is seen.
type wall struct{ lightness, chroma, spread float64 }

func (v *view) backgroundLightness() float64 { return v.wall.lightness }
func (v *view) backgroundColour() float64    { return v.wall.chroma }
func (v *view) backgroundSpread() float64    { return v.wall.spread }

func (v *view) background() wall {
	var sum [17][4]float64 // the last one is the whole
	r := image.Rect(int(v.mid.X-1.6*v.t), int(v.mid.Y-1.5*v.t), int(v.mid.X+1.6*v.t), int(v.mid.Y+v.t)).Intersect(v.Picture.Rect)
	step := max(1, r.Dx()/160)
	margin := .06 * v.t // hair is not background
	for y := r.Min.Y; y < r.Max.Y; y += step {
		for x := r.Min.X; x < r.Max.X; x += step {
			if !v.free(float64(x), float64(y), margin) {
				continue
			}
			p := v.Picture.Pix[v.Picture.PixOffset(x, y):]
			part := (y-r.Min.Y)*4/r.Dy()*4 + (x-r.Min.X)*4/r.Dx()
			for _, k := range [2]int{part, 16} {
				sum[k][0]++
				for ch := range 3 {
					sum[k][1+ch] += float64(p[ch])
				}
			}
		}
	}
	whole := sum[16]
	if whole[0] < 50 {
		return wall{math.NaN(), math.NaN(), math.NaN()}
	}
	l, a, b := lab(whole[1]/whole[0], whole[2]/whole[0], whole[3]/whole[0])
	spread := 0.0
	for _, s := range sum[:16] {
		if s[0] < whole[0]/100 || s[0] < 10 {
			continue
		}
		pl, pa, pb := lab(s[1]/s[0], s[2]/s[0], s[3]/s[0])
		spread = max(spread, math.Sqrt((pl-l)*(pl-l)+(pa-a)*(pa-a)+(pb-b)*(pb-b)))
	}
	return wall{l, math.Hypot(a, b), spread}
}

// free tells whether the person is farther than margin from a place.
func (v *view) free(x, y, margin float64) bool {
	for _, d := range [5][2]float64{{0, 0}, {margin, 0}, {-margin, 0}, {0, margin}, {0, -margin}} {
		if p, ok := v.Person.At(x+d[0], y+d[1]); ok && p >= .3 || d == [2]float64{} && !ok {
			return false
		}
	}
	return true
}
