package portrait

import (
	"cmp"
	"fmt"
	"image"
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

	// Place is the part of the picture that the measure looked at, to be marked for the
	// person; the whole picture where no part stands out.
	Place image.Rectangle `json:"place"`
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

	Place image.Rectangle `json:"place"` // as in Reading
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
	return v.read(meters()), nil
}

// ReadLive measures what follows from points alone: number and place of faces, pose,
// eyes, gaze, mouth. It takes some microseconds and needs no mask. The same criteria
// can judge it, so that what is advised live is what a shot is accepted by.
func ReadLive(s Subject) ([]Reading, error) {
	v := &view{Subject: s}
	if err := v.measure(); err != nil {
		return nil, fmt.Errorf("measure portrait: %w", err)
	}
	return v.read(liveMeters()), nil
}

func (v *view) read(list []meter) []Reading {
	out := make([]Reading, 0, len(list))
	for _, m := range list {
		native := m.of(v)
		if math.IsNaN(native) || math.IsInf(native, 0) {
			continue // what cannot be measured is not judged
		}
		r := Reading{Measure: m.measure, Native: native, Unit: m.unit, Approximate: m.approximate, Place: v.place(m.at)}
		if q, ok := Quality(m.measure, native); ok {
			r.Quality = &q
		}
		out = append(out, r)
	}
	return out
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
		f := Finding{Measure: k.Measure, Value: value, Bound: k.Bound, Limit: k.Limit, Advice: k.Advice, Severity: k.Severity, Place: readings[i].Place}
		a.Findings = append(a.Findings, f)
		a.Accepted = a.Accepted && k.Severity != Reject
	}
	return a
}

// worst is the first finding that rejects.
func (a Assessment) worst() Finding {
	for _, f := range a.Findings {
		if f.Severity == Reject {
			return f
		}
	}
	return Finding{}
}

// Compare orders the shots of a burst, the better one first: accepted before rejected,
// then fewer findings, then wider eyes, then sharper ones.
func Compare(a, b Assessment) int {
	count := func(a Assessment, s Severity) (n int) {
		for _, f := range a.Findings {
			if f.Severity == s {
				n++
			}
		}
		return n
	}
	of := func(a Assessment, m Measure) float64 {
		for _, r := range a.Readings {
			if r.Measure == m {
				return r.Native
			}
		}
		return 0
	}
	step := func(a Assessment) float64 { return math.Round(of(a, EyesOpen) / .01) } // finer is the net's noise
	return cmp.Or(cmp.Compare(count(a, Reject), count(b, Reject)), cmp.Compare(count(a, Warn), count(b, Warn)),
		cmp.Compare(step(b), step(a)), cmp.Compare(of(b, EyeSharpness), of(a, EyeSharpness)))
}

// Waive turns the rejections of some measures into warnings: for a person who cannot do
// better (a closed eye, a head that does not turn, a covering for religious reasons) and
// says so. The officer judges; the caller records what was waived.
func (c Criteria) Waive(measures ...Measure) Criteria {
	out := Criteria{List: slices.Clone(c.List)}
	for i := range out.List {
		if slices.Contains(measures, out.List[i].Measure) {
			out.List[i].Severity = Warn
		}
	}
	return out
}

// relaxed widens the limits by a share, for a pose that was right a moment ago.
func (c Criteria) relaxed(slack float64) Criteria {
	out := Criteria{List: slices.Clone(c.List)}
	for i := range out.List {
		k := &out.List[i]
		if wider := slack * math.Abs(k.Limit); k.Bound == AtMost {
			k.Limit += wider
		} else {
			k.Limit -= wider
		}
	}
	return out
}
