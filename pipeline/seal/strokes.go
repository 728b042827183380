package seal

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"documenting.kz/terminal/kiosk"
)

// strokesVersion is the form of the signature's JSON.
const strokesVersion = 1

// Strokes is the signature's blob: what the pen did, in the units of
// ISO/IEC 19794-7's channels scaled to mm and ms.
type Strokes struct {
	Version   int           `json:"version"`
	PadWidth  float64       `json:"padWidthMM"`
	PadHeight float64       `json:"padHeightMM"`
	Strokes   [][]PenSample `json:"strokes"` // pen-down to pen-up
}

// PenSample is x mm, y mm from the top left, pressure 0..1, ms since the first sample.
type PenSample [4]float64

func strokesOf(s kiosk.Signature) Strokes {
	out := Strokes{Version: strokesVersion, PadWidth: s.PadWidth, PadHeight: s.PadHeight, Strokes: make([][]PenSample, len(s.Strokes))}
	for i, stroke := range s.Strokes {
		out.Strokes[i] = make([]PenSample, len(stroke))
		for j, p := range stroke {
			out.Strokes[i][j] = PenSample{p.X, p.Y, p.Pressure, p.T}
		}
	}
	return out
}

// ParseStrokes reads the signature's blob after OpenBlob.
func ParseStrokes(plain []byte) (Strokes, error) {
	var s Strokes
	if err := json.Unmarshal(plain, &s); err != nil {
		return Strokes{}, fmt.Errorf("signature strokes: %w", err)
	}
	if s.Version != strokesVersion {
		return Strokes{}, fmt.Errorf("signature strokes: version %d", s.Version)
	}
	if s.PadWidth <= 0 || s.PadHeight <= 0 || len(s.Strokes) == 0 {
		return Strokes{}, errors.New("signature strokes: no pad or no strokes")
	}
	for _, stroke := range s.Strokes {
		for _, p := range stroke {
			if p[2] < 0 || p[2] > 1 || p[3] < 0 || math.Abs(p[0]) > 1e4 || math.Abs(p[1]) > 1e4 {
				return Strokes{}, errors.New("signature strokes: a sample is out of range")
			}
		}
	}
	return s, nil
}
