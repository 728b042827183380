package penemu

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"
)

// Point is one moment of a stroke: millimetres from the pad's top left corner,
// pressure 0..1, milliseconds since the signature began. In JSON it is the list
// [x, y, pressure, t].
type Point struct {
	X, Y     float64
	Pressure float64
	T        float64
}

// UnmarshalJSON reads [x, y, pressure, t].
func (p *Point) UnmarshalJSON(b []byte) error {
	var v [4]float64
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("point is a list [x mm, y mm, pressure 0..1, t ms]: %w", err)
	}
	*p = Point{v[0], v[1], v[2], v[3]}
	return nil
}

// MarshalJSON writes [x, y, pressure, t].
func (p Point) MarshalJSON() ([]byte, error) {
	return json.Marshal([4]float64{p.X, p.Y, p.Pressure, p.T})
}

// Stroke is the pen's way from touching to lifting.
type Stroke []Point

// ParseStrokes reads a signature: a JSON list of strokes. Times must not go
// back, and a signature may take a minute at most.
func ParseStrokes(b []byte) ([]Stroke, error) {
	var strokes []Stroke
	if err := json.Unmarshal(b, &strokes); err != nil {
		return nil, fmt.Errorf("strokes: %w", err)
	}
	last := 0.0
	for i, s := range strokes {
		if len(s) == 0 {
			return nil, fmt.Errorf("strokes: stroke %d is empty", i)
		}
		for _, p := range s {
			if p.T < last || p.T > 60_000 {
				return nil, fmt.Errorf("strokes: stroke %d: time %g ms is before %g or after a minute", i, p.T, last)
			}
			last = p.T
		}
	}
	return strokes, nil
}

//go:embed strokes/*.json
var signatures embed.FS

// Signatures lists the names of the strokes that come with the emulator.
func Signatures() []string {
	entries, _ := signatures.ReadDir("strokes") // embedded: cannot fail
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

// Signature returns the strokes of that name.
func Signature(name string) ([]Stroke, error) {
	b, err := signatures.ReadFile(path.Join("strokes", name+".json"))
	if err != nil {
		return nil, fmt.Errorf("no signature %q: one of %s", name, strings.Join(Signatures(), ", "))
	}
	return ParseStrokes(b)
}

// Sample is the pen at one report, in millimetres.
type Sample struct {
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	Pressure float64 `json:"p"` // 0..1
	Down     bool    `json:"down"`
	Near     bool    `json:"near"`
}

// resample walks along the strokes at the report rate. Between strokes the pen
// hovers on a straight way; after the last it leaves.
func resample(strokes []Stroke, hertz float64) []Sample {
	step := 1000 / hertz
	var out []Sample
	t := 0.0
	for i, s := range strokes {
		first := s[0]
		if i == 0 {
			t = first.T
			out = append(out, Sample{X: first.X, Y: first.Y, Near: true})
		} else {
			before := strokes[i-1][len(strokes[i-1])-1]
			for ; t < first.T; t += step {
				at := between(before, first, t)
				out = append(out, Sample{X: at.X, Y: at.Y, Near: true})
			}
		}
		end := s[len(s)-1]
		for ; t < end.T; t += step {
			at := along(s, t)
			out = append(out, Sample{X: at.X, Y: at.Y, Pressure: at.Pressure, Down: true, Near: true})
		}
		out = append(out,
			Sample{X: end.X, Y: end.Y, Pressure: end.Pressure, Down: true, Near: true},
			Sample{X: end.X, Y: end.Y, Near: true})
		if i == len(strokes)-1 {
			out = append(out, Sample{X: end.X, Y: end.Y})
		}
	}
	return out
}

func along(s Stroke, t float64) Point {
	i, _ := slices.BinarySearchFunc(s, t, func(p Point, t float64) int {
		if p.T < t {
			return -1
		}
		return 1
	})
	switch {
	case i == 0:
		return s[0]
	case i == len(s):
		return s[len(s)-1]
	}
	return between(s[i-1], s[i], t)
}

func between(a, b Point, t float64) Point {
	f := 1.0
	if b.T > a.T {
		f = math.Min(1, math.Max(0, (t-a.T)/(b.T-a.T)))
	}
	mix := func(u, v float64) float64 { return u + (v-u)*f }
	return Point{mix(a.X, b.X), mix(a.Y, b.Y), mix(a.Pressure, b.Pressure), t}
}
