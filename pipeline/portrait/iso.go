package portrait

import (
	"image"
	"math"
)

// The native values of ISO/IEC 29794-5, one function each. Sizes of zones and formulas
// are those of the reference implementation.

// backgroundUniformity is the mean gradient of the luminance behind the person: small
// is uniform. Approximate: the outline is another net's than the reference's.
func (v *view) backgroundUniformity() float64 {
	// The reference looks at the upper part of the aligned face, reduced to 354×295.
	const w, h, step = 354, 295, float64(alignedSide) / 354
	light, behind := make([]float64, w*h), make([]bool, w*h)
	for y := range h {
		for x := range w {
			n, sum := 0, 0.0
			for k := range 4 { // the mean of four stands for the reduction
				ax, ay := int((float64(x)+.25+.5*float64(k%2))*step), int((float64(y)+.25+.5*float64(k/2))*step)
				if v.aligned.inside[ay*alignedSide+ax] {
					sum += float64(v.aligned.light[ay*alignedSide+ax])
					n++
				}
			}
			if n < 4 {
				continue
			}
			light[y*w+x] = sum / 4
			at := v.aligned.from(Point{(float64(x) + .5) * step, (float64(y) + .5) * step})
			p, ok := v.Person.At(at.X, at.Y)
			behind[y*w+x] = ok && p < .5
		}
	}
	behind = eroded(behind, w, h, 4)
	n, sum := 0, 0.0
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			i := y*w + x
			if !behind[i] {
				continue
			}
			gx := 3*(light[i-w+1]-light[i-w-1]+light[i+w+1]-light[i+w-1]) + 10*(light[i+1]-light[i-1])
			gy := 3*(light[i+w-1]-light[i-w-1]+light[i+w+1]-light[i-w+1]) + 10*(light[i+w]-light[i-w])
			sum += math.Hypot(gx, gy)
			n++
		}
	}
	if n == 0 {
		return math.NaN() // nothing of it is seen
	}
	return sum / float64(n)
}

// eroded keeps what is surrounded by its like for r pixels to every side.
func eroded(m []bool, w, h, r int) []bool {
	across, out := make([]bool, len(m)), make([]bool, len(m))
	pass := func(src, dst []bool, n, step int, start int) {
		last := -1 // where the run was last broken
		for i := 0; i < n+r; i++ {
			if i >= n || !src[start+i*step] {
				last = i
			}
			if c := i - r; c >= r && c < n {
				dst[start+c*step] = last < c-r
			}
		}
	}
	for y := range h {
		pass(m, across, w, 1, y*w)
	}
	for x := range w {
		pass(across, out, h, w, x)
	}
	return out
}

// cheeks are the two squares below the eyes.
func (v *view) cheeks() [2]image.Rectangle {
	l := &v.Landmarks
	left, right := v.aligned.to(v.eye[0]), v.aligned.to(v.eye[1])
	mouth := v.aligned.to(between(l.mesh(meshMouthLeft), l.mesh(meshMouthRight)))
	y := (left.Y+right.Y)/2 + distance(between(left, right), mouth)/2
	side := .3 * distance(left, right)
	return [2]image.Rectangle{square(Point{left.X, y}, side), square(Point{right.X, y}, side)}
}

// illuminationUniformity is the overlap of the cheeks' luminance histograms, 1 is equal.
func (v *view) illuminationUniformity() float64 {
	var share [2][256]float64
	for k, r := range v.cheeks() {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				share[k][v.aligned.light[y*alignedSide+x]] += 1 / float64(r.Dx()*r.Dy())
			}
		}
	}
	sum := 0.0
	for i := range share[0] {
		sum += min(share[0][i], share[1][i])
	}
	return sum
}

// histogram holds the share of each luminance in the face.
func (al *aligned) histogram() (h [256]float64) {
	var count [256]int
	n := 0
	for i, in := range al.hull {
		if in {
			count[al.light[i]]++
			n++
		}
	}
	for i, c := range count {
		h[i] = float64(c) / float64(max(1, n))
	}
	return h
}

func (v *view) luminanceMean() float64 {
	sum := 0.0
	for i, share := range v.light {
		sum += share * float64(i) / 255
	}
	return sum
}

func (v *view) luminanceVariance() float64 {
	mean, sum := v.luminanceMean(), 0.0
	for i, share := range v.light {
		d := float64(i)/255 - mean
		sum += share * d * d
	}
	return sum
}

// underExposurePrevention is the share of the face that is darker than a tenth.
// Approximate: what hides the face is not known and not taken out.
func (v *view) underExposurePrevention() float64 { return v.share(0, 25) }

// overExposurePrevention is the share of the face that is nearly white; approximate as
// well.
func (v *view) overExposurePrevention() float64 { return v.share(247, 255) }

func (v *view) share(from, to int) float64 {
	sum := 0.0
	for _, share := range v.light[from : to+1] {
		sum += share
	}
	return sum
}

// dynamicRange is the entropy of the face's luminance in bits.
func (v *view) dynamicRange() float64 {
	bits := 0.0
	for _, share := range v.light {
		if share > 0 {
			bits -= share * math.Log2(share)
		}
	}
	return bits
}

// naturalColour is how far the cheeks' colour lies from that of skin in a* and b*.
func (v *view) naturalColour() float64 {
	var sum [3]float64
	n := 0.0
	for _, r := range v.cheeks() {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				for ch := range sum {
					sum[ch] += float64(v.aligned.rgb[3*(y*alignedSide+x)+ch])
				}
				n++
			}
		}
	}
	if n == 0 {
		return 100
	}
	_, a, b := lab(sum[0]/n, sum[1]/n, sum[2]/n)
	if a < 0 || b < 0 {
		return 100
	}
	return math.Hypot(max(0, 5-a, a-25), max(0, 5-b, b-35))
}

// lab converts sRGB, 0..255, to CIELAB for D50, adapted after Bradford.
func lab(r, g, b float64) (l, a, bb float64) {
	for _, c := range []*float64{&r, &g, &b} {
		if *c /= 255; *c <= .04045 {
			*c /= 12.92
		} else {
			*c = math.Pow((*c+.055)/1.055, 2.4)
		}
	}
	f := func(t float64) float64 {
		if t > 216./24389 {
			return math.Cbrt(t)
		}
		return (24389./27*t + 16) / 116
	}
	x := f((.4360747*r + .3850649*g + .1430804*b) / .9642956)
	y := f(.2225045*r + .7168786*g + .0606169*b)
	z := f((.0139322*r + .0971045*g + .7141733*b) / .8251046)
	return 116*y - 16, 500 * (x - y), 200 * (y - z)
}

// singleFacePresent is 0 for one face, otherwise the second one's share of the first.
func (v *view) singleFacePresent() float64 {
	second := 0.0
	for _, f := range v.Faces[1:] {
		second = max(second, f.area())
	}
	if first := v.Faces[0].area(); second > 0 && first > 0 {
		return min(1, second/first)
	}
	return 0
}

// eyesOpen is the lids' distance of the eye that is less open, over T.
func (v *view) eyesOpen() float64 {
	least := math.Inf(1)
	for e := range v.Landmarks.Eyes {
		gap := 0.0
		for i := 1; i <= 7; i++ {
			gap = max(gap, distance(v.Landmarks.lid(e, i), v.Landmarks.lid(e, i+8)))
		}
		least = min(least, gap)
	}
	return least / v.t
}

// mouthClosed is the greatest distance of the inner lips over T.
func (v *view) mouthClosed() float64 {
	gap := 0.0
	for _, p := range [3][2]int{{82, 87}, {meshLipUpper, meshLipLower}, {312, 317}} {
		gap = max(gap, distance(v.Landmarks.mesh(p[0]), v.Landmarks.mesh(p[1])))
	}
	return gap / v.t
}

// interEyeDistance is in pixels, as if the head were not turned.
func (v *view) interEyeDistance() float64 {
	return v.ied / max(.2, math.Cos(v.Pose.Yaw*math.Pi/180))
}

func (v *view) headSize() float64 { return v.t / float64(v.Picture.Rect.Dy()) }

// leftwardCrop is the room at the picture's left of the left eye, in eye distances.
func (v *view) leftwardCrop() float64 { return (v.eye[0].X - float64(v.Picture.Rect.Min.X)) / v.ied }

func (v *view) rightwardCrop() float64 { return (float64(v.Picture.Rect.Max.X) - v.eye[1].X) / v.ied }

func (v *view) marginAbove() float64 { return (v.mid.Y - float64(v.Picture.Rect.Min.Y)) / v.t }

func (v *view) marginBelow() float64 { return (float64(v.Picture.Rect.Max.Y) - v.mid.Y) / v.t }

func (v *view) headPoseYaw() float64   { return v.Pose.Yaw }
func (v *view) headPosePitch() float64 { return v.Pose.Pitch }
func (v *view) headPoseRoll() float64  { return v.Pose.Roll }
