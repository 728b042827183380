package face

import "math"

// Landmarks are the points of one face in pixels of its picture. Numbers are those of
// MediaPipe's face mesh and iris nets.
type Landmarks struct {
	// Mesh holds x, y and depth; depth is in pixels too, smaller is nearer to the
	// camera, zero about the middle of the head.
	Mesh [468][3]float64
	// Eyes holds contours of the picture's left and right eye: 0 the outer corner, 8
	// the inner one, 1–7 the lower lid and 9–15 the upper lid from outside to inside
	// (i and i+8 lie above each other), 16–70 the skin around and the brow, 71 the
	// middle of the iris and 72–75 its edge.
	Eyes [2][76][2]float64
	// Presence is how sure the net is to have seen a face, 0..1.
	Presence float64
}

// Corners of the eyes in the mesh: outer and inner, the picture's left eye first.
var eyeCorners = [2][2]int{{33, 133}, {263, 362}}

// move shifts all points.
func (l *Landmarks) move(dx, dy float64) {
	for i := range l.Mesh {
		l.Mesh[i][0] += dx
		l.Mesh[i][1] += dy
	}
	for e := range l.Eyes {
		for i := range l.Eyes[e] {
			l.Eyes[e][i][0] += dx
			l.Eyes[e][i][1] += dy
		}
	}
}

// angle is that of the line through the outer corners of the eyes.
func (l *Landmarks) angle() float64 {
	a, b := l.Mesh[33], l.Mesh[263]
	return math.Atan2(b[1]-a[1], b[0]-a[0])
}

// around is the square that MediaPipe gives the mesh net in the next frame: 1.5 times
// the box of the landmarks, turned with the eyes.
func (l *Landmarks) around() region {
	angle := l.angle()
	sin, cos := math.Sincos(angle)
	lowX, lowY, highX, highY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range l.Mesh {
		x, y := cos*p[0]+sin*p[1], cos*p[1]-sin*p[0]
		lowX, highX, lowY, highY = min(lowX, x), max(highX, x), min(lowY, y), max(highY, y)
	}
	x, y := (lowX+highX)/2, (lowY+highY)/2
	side := 1.5 * max(highX-lowX, highY-lowY)
	return region{x: cos*x - sin*y, y: sin*x + cos*y, width: side, height: side, angle: angle}
}

// eyeRegion is a square around an eye, as a multiple of the eye's width.
func (l *Landmarks) eyeRegion(eye int, times float64) region {
	a, b := l.Mesh[eyeCorners[eye][0]], l.Mesh[eyeCorners[eye][1]]
	side := times * math.Hypot(b[0]-a[0], b[1]-a[1])
	return region{x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, width: side, height: side, angle: l.angle()}
}

// LidGap is the greatest distance of the lids over the eye's width: some 0.25 to 0.35
// for an open eye, below 0.12 for a closed one. Eye 0 is the picture's left.
func (l *Landmarks) LidGap(eye int) float64 {
	e := &l.Eyes[eye]
	gap := 0.0
	for i := 1; i <= 7; i++ {
		gap = max(gap, math.Hypot(e[i+8][0]-e[i][0], e[i+8][1]-e[i][1]))
	}
	width := math.Hypot(e[8][0]-e[0][0], e[8][1]-e[0][1])
	if width == 0 {
		return 0
	}
	return gap / width
}
