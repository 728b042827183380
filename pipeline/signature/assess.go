package signature

import (
	"math"

	"documenting.kz/terminal/kiosk"
)

// Limits decide what can be a signature sample. They are policy data
// (assets/policy/capture.json, section "signature"). All are mm on the pad.
type Limits struct {
	DotMM      float64 `json:"dotMM"`      // both sides shorter than this: a dot
	MinLongMM  float64 `json:"minLongMM"`  // of the longer side
	MinShortMM float64 `json:"minShortMM"` // of the shorter side
	MinBendMM  float64 `json:"minBendMM"`  // farthest from the straight line that fits best
	FrameMM    float64 `json:"frameMM"`    // nearer to the pad's edge than this: touching the frame
}

// Finding is one reason why strokes cannot serve as a signature sample. Key is one of kiosk.ProblemSign….
type Finding struct {
	Key      string
	Measured float64 // mm: what was measured
	Limit    float64 // mm: what it was compared with
}

// Assess finds what is wrong, the most decisive first; nothing wrong is an empty
// list. Samples whose coordinates are no numbers are ignored.
func (l Limits) Assess(strokes []kiosk.Stroke, padWidth, padHeight float64) []Finding {
	points := finite(strokes)
	if len(points) == 0 {
		return []Finding{{Key: kiosk.ProblemSignEmpty}}
	}
	b := boundsOf(points)
	long, short := max(b.width(), b.height()), min(b.width(), b.height())
	if long < l.DotMM {
		return []Finding{{kiosk.ProblemSignDot, long, l.DotMM}}
	}
	var found []Finding
	if bend := bendOf(points); bend < l.MinBendMM {
		found = append(found, Finding{kiosk.ProblemSignLine, bend, l.MinBendMM})
	}
	if edge := min(b.left, b.top, padWidth-b.right, padHeight-b.bottom); edge < l.FrameMM {
		found = append(found, Finding{kiosk.ProblemSignFrame, edge, l.FrameMM})
	}
	switch {
	case long < l.MinLongMM:
		found = append(found, Finding{kiosk.ProblemSignSmall, long, l.MinLongMM})
	case short < l.MinShortMM:
		found = append(found, Finding{kiosk.ProblemSignSmall, short, l.MinShortMM})
	}
	return found
}

// bendOf is the greatest distance of a point from the straight line that fits
// all of them best (the first principal axis).
func bendOf(points []kiosk.Point) float64 {
	n := float64(len(points))
	var mx, my float64
	for _, p := range points {
		mx, my = mx+p.X/n, my+p.Y/n
	}
	var xx, xy, yy float64
	for _, p := range points {
		dx, dy := p.X-mx, p.Y-my
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	sin, cos := math.Sincos(math.Atan2(2*xy, xx-yy) / 2)
	var bend float64
	for _, p := range points {
		bend = max(bend, math.Abs((p.Y-my)*cos-(p.X-mx)*sin))
	}
	return bend
}

type bounds struct{ left, top, right, bottom float64 }

func (b bounds) width() float64  { return b.right - b.left }
func (b bounds) height() float64 { return b.bottom - b.top }

func boundsOf(points []kiosk.Point) bounds {
	b := bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		b.left, b.right = min(b.left, p.X), max(b.right, p.X)
		b.top, b.bottom = min(b.top, p.Y), max(b.bottom, p.Y)
	}
	return b
}

// finite joins the points of all strokes that a pad of at most ten metres can have reported.
func finite(strokes []kiosk.Stroke) []kiosk.Point {
	var points []kiosk.Point
	for _, s := range strokes {
		for _, p := range s {
			if math.Abs(p.X) < 1e4 && math.Abs(p.Y) < 1e4 { // false for NaN
				points = append(points, p)
			}
		}
	}
	return points
}
