package portrait

import (
	"fmt"
	"math"
	"slices"
)

// Reading is one measure of one picture.
type Reading struct {
	Measure     Measure `json:"measure"`
	Native      float64 `json:"native"`
	Unit        string  `json:"unit,omitempty"`
	Quality     *int    `json:"quality,omitempty"`     // ISO/IEC 29794-5's 0..100, where it is the standard's
	Approximate bool    `json:"approximate,omitempty"` // of the standard's, but not its exact way
}

// Severity says what a finding leads to.
type Severity string

const (
	Reject Severity = "reject" // the picture cannot be used
	Warn   Severity = "warn"   // a person has to look
)

// Bound says on which side of a limit a value has to be.
type Bound string

const (
	AtLeast Bound = "at_least"
	AtMost  Bound = "at_most"
)

// Criterion is one limit that policy sets. A measure may have one at either side.
type Criterion struct {
	Measure  Measure  `json:"measure"`
	Bound    Bound    `json:"bound"`
	Limit    float64  `json:"limit"`
	Advice   string   `json:"advice"` // key of what to tell the person
	Severity Severity `json:"severity"`
}

// Criteria are policy, the biggest obstacle first; Assess keeps their order.
type Criteria struct {
	List []Criterion `json:"list"`
}

// Finding is a measure that misses its limit.
type Finding struct {
	Measure  Measure  `json:"measure"`
	Value    float64  `json:"value"`
	Bound    Bound    `json:"bound"`
	Limit    float64  `json:"limit"`
	Advice   string   `json:"advice"`
	Severity Severity `json:"severity"`
}

// Assessment is everything that is said about one picture.
type Assessment struct {
	Accepted bool      `json:"accepted"` // no finding rejects it
	Findings []Finding `json:"findings"` // the biggest obstacle first
	Readings []Reading `json:"readings"`
}

// Check tells whether the criteria can be used.
func (c Criteria) Check() error {
	known := make(map[Measure]bool)
	for _, m := range meters() {
		known[m.measure] = true
	}
	for i, k := range c.List {
		switch {
		case !known[k.Measure]:
			return fmt.Errorf("criterion %d: %q is not measured", i, k.Measure)
		case k.Bound != AtLeast && k.Bound != AtMost:
			return fmt.Errorf("criterion %d: bound %q of %s", i, k.Bound, k.Measure)
		case math.IsNaN(k.Limit) || math.IsInf(k.Limit, 0):
			return fmt.Errorf("criterion %d: limit %v of %s", i, k.Limit, k.Measure)
		case k.Severity != Reject && k.Severity != Warn:
			return fmt.Errorf("criterion %d: severity %q", i, k.Severity)
		case k.Advice == "":
			return fmt.Errorf("criterion %d: %s has no advice", i, k.Measure)
		}
	}
	return nil
}

// Read measures a picture. Its error is ErrNoFace when there is nobody.
func Read(s Subject) ([]Reading, error) {
	v, err := look(s)
	if err != nil {
		return nil, fmt.Errorf("measure portrait: %w", err)
	}
	defer v.aligned.wipe()
	var out []Reading
	for _, m := range meters() {
		native := m.of(v)
		if math.IsNaN(native) || math.IsInf(native, 0) {
			continue // what cannot be measured is not judged
		}
		r := Reading{Measure: m.measure, Native: native, Unit: m.unit, Approximate: m.approximate}
		if q, ok := Quality(m.measure, native); ok {
			r.Quality = &q
		}
		out = append(out, r)
	}
	return out, nil
}

// Assess measures a picture and holds it against the criteria.
func Assess(s Subject, c Criteria) (Assessment, error) {
	readings, err := Read(s)
	if err != nil {
		return Assessment{}, err
	}
	return c.Judge(readings), nil
}

// Judge holds readings against the criteria. A measure without a reading is not judged.
func (c Criteria) Judge(readings []Reading) Assessment {
	a := Assessment{Accepted: true, Readings: readings, Findings: []Finding{}}
	for _, k := range c.List {
		i := slices.IndexFunc(readings, func(r Reading) bool { return r.Measure == k.Measure })
		if i < 0 {
			continue
		}
		value := readings[i].Native
		if k.Bound == AtLeast && value >= k.Limit || k.Bound == AtMost && value <= k.Limit {
			continue
		}
		f := Finding{Measure: k.Measure, Value: value, Bound: k.Bound, Limit: k.Limit, Advice: k.Advice, Severity: k.Severity}
		a.Findings = append(a.Findings, f)
		a.Accepted = a.Accepted && k.Severity != Reject
	}
	return a
}

// meter is one line of the table of measures.
type meter struct {
	measure     Measure
	unit        string
	approximate bool
	of          func(*view) float64
}

func meters() []meter {
	return []meter{
		{SingleFacePresent, "", false, (*view).singleFacePresent},
		{InterEyeDistance, "px", false, (*view).interEyeDistance},
		{HeadSize, "", false, (*view).headSize},
		{LeftwardCropOfTheFaceImage, "", false, (*view).leftwardCrop},
		{RightwardCropOfTheFaceImage, "", false, (*view).rightwardCrop},
		{MarginAboveOfTheFaceImage, "", false, (*view).marginAbove},
		{MarginBelowOfTheFaceImage, "", false, (*view).marginBelow},
		{HeadPoseYaw, "°", false, (*view).headPoseYaw},
		{HeadPosePitch, "°", false, (*view).headPosePitch},
		{HeadPoseRoll, "°", false, (*view).headPoseRoll},
		{EyesOpen, "", false, (*view).eyesOpen},
		{MouthClosed, "", false, (*view).mouthClosed},
		{IlluminationUniformity, "", false, (*view).illuminationUniformity},
		{LuminanceMean, "", false, (*view).luminanceMean},
		{LuminanceVariance, "", false, (*view).luminanceVariance},
		{DynamicRange, "bit", false, (*view).dynamicRange},
		{NaturalColour, "", false, (*view).naturalColour},
		{UnderExposurePrevention, "", true, (*view).underExposurePrevention},
		{OverExposurePrevention, "", true, (*view).overExposurePrevention},
		{BackgroundUniformity, "", true, (*view).backgroundUniformity},

		{EyesShut, "", false, (*view).eyesShut},
		{Gaze, "", false, (*view).gaze},
		{Smile, "", false, (*view).smile},
		{EyeLevel, "°", false, (*view).eyeLevel},
		{EyeSharpness, "", false, (*view).eyeSharpness},
		{Glasses, "", false, (*view).glasses},
		{Glare, "", false, (*view).glare},
		{RedEye, "", false, (*view).redEye},
		{Clipping, "", false, (*view).clipping},
		{FaceShadow, "", false, (*view).faceShadow},
		{HeadAtTop, "", false, (*view).headAtTop},
		{HeadAtSides, "", false, (*view).headAtSides},
		{BackgroundLightness, "L*", false, (*view).backgroundLightness},
		{BackgroundColour, "C*", false, (*view).backgroundColour},
		{BackgroundSpread, "ΔE", false, (*view).backgroundSpread},
	}
}
