package scene

import (
	"fmt"
	"math"
	"time"
)

// Act is what the person does.
type Act string

// The acts. WalkIn ends as Right, Leave as Nobody; the others last.
const (
	Nobody Act = "nobody"
	WalkIn Act = "walk-in" // nobody, far, beside the middle, right
	Far    Act = "far"
	Left   Act = "left" // of the picture's middle
	Right  Act = "right"
	Two    Act = "two"
	Leave  Act = "leave"
)

// Acts names all acts.
func Acts() []Act { return []Act{Nobody, WalkIn, Far, Left, Right, Two, Leave} }

// pose is where a person stands: the middle between the eyes and the distance of
// the eyes, in pixels of a picture 720 lines high with x counted from its middle.
type pose struct{ x, y, apart, roll float64 }

// Where people stand. Right leaves 50 lines above and below a 35×45 crop.
var (
	away    = pose{x: -900, y: 400, apart: 56}
	far     = pose{x: -40, y: 400, apart: 56}
	beside  = pose{x: -235, y: 366, apart: 118}
	right   = pose{x: 0, y: 372, apart: 126}
	first   = pose{x: -260, y: 365, apart: 98}
	second  = pose{x: 250, y: 370, apart: 94}
	outside = pose{x: 1000, y: 372, apart: 122}
)

// step is one leg of a timeline: go to a pose within a time, then stand.
type step struct {
	to          pose
	walk, stand time.Duration
}

const ms = time.Millisecond

var walkIn = []step{
	{away, 0, 500 * ms}, {far, 900 * ms, 900 * ms}, {beside, 800 * ms, 900 * ms}, {right, 600 * ms, 0},
}

// loop is how long a steady act takes to repeat. All of sway's periods divide it.
const loop = 4 * time.Second

// steady reports whether the act repeats itself from t on, and as what.
func (a Act) steady(t time.Duration) (Act, bool) {
	switch a {
	case WalkIn:
		return Right, t >= length(walkIn)
	case Leave:
		return Nobody, t >= leaving
	}
	return a, true
}

const leaving = 1500 * ms

func length(steps []step) time.Duration {
	var sum time.Duration
	for _, s := range steps {
		sum += s.walk + s.stand
	}
	return sum
}

// poses are where people stand at t of the act: none, one or two.
func (a Act) poses(t time.Duration) []pose {
	switch a {
	case Nobody:
		return nil
	case Far:
		return []pose{sway(far, t)}
	case Left:
		return []pose{sway(beside, t)}
	case Two:
		return []pose{sway(first, t), sway(second, t+1300*ms)}
	case WalkIn:
		return []pose{sway(along(walkIn, t), t)}
	case Leave:
		return []pose{sway(between(right, outside, float64(t)/float64(leaving)), t)}
	default:
		return []pose{sway(right, t)}
	}
}

// along follows a timeline.
func along(steps []step, t time.Duration) pose {
	at := steps[0].to
	for _, s := range steps {
		if t < s.walk {
			return between(at, s.to, float64(t)/float64(s.walk))
		}
		at = s.to
		if t -= s.walk + s.stand; t < 0 {
			break
		}
	}
	return at
}

// between eases from a to b as f goes from 0 to 1.
func between(a, b pose, f float64) pose {
	f = min(1, max(0, f))
	f = f * f * (3 - 2*f)
	mix := func(x, y float64) float64 { return x + (y-x)*f }
	return pose{mix(a.x, b.x), mix(a.y, b.y), mix(a.apart, b.apart), mix(a.roll, b.roll)}
}

// sway is the small motion of a person who stands still: some pixels sideways,
// breathing, a fraction of a degree.
func sway(p pose, t time.Duration) pose {
	w := 2 * math.Pi * float64(t) / float64(loop)
	k := p.apart / 126
	p.x += k * (2.2*math.Sin(w) + .8*math.Sin(3*w+1))
	p.y += k * (1.1*math.Sin(w+.5) + .5*math.Sin(2*w))
	p.apart *= 1 + .003*math.Sin(w+2)
	p.roll += .3 * math.Sin(w+1)
	return p
}

func findAct(name string) (Act, error) {
	for _, a := range Acts() {
		if string(a) == name {
			return a, nil
		}
	}
	return "", fmt.Errorf("no act is named %q: %v", name, Acts())
}
