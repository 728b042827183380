package portrait

import (
	"image"
	"math"
	"time"
)

// Coach turns what is seen frame by frame into calm advice. One coach serves one
// attempt; it is used by one goroutine.
type Coach struct {
	limits Limits

	current   string    // the advice being given
	candidate string    // what has been seen instead
	since     time.Time // of the candidate
	held      time.Time // when holding still began; zero while not
	anchor    Face      // the pose when it began
}

// NewCoach makes a coach with the given limits.
func NewCoach(l Limits) *Coach { return &Coach{limits: l, current: Nobody} }

// Next takes the faces of the newest picture and says what to do.
func (c *Coach) Next(faces []Face, picture image.Point, now time.Time) Advice {
	limits := c.limits
	if c.current == Hold {
		limits = limits.relaxed()
	}
	return c.follow(Guide(faces, picture, limits).Key, faces, limits, now)
}

// Watch is Next for a picture whose first face was looked at closely: once the person
// stands right, the first rejecting finding of the criteria, in their order, is the
// obstacle (head turned, eyes, mouth). Of the subject only points are used. The advice
// is then the criterion's.
func (c *Coach) Watch(s Subject, criteria Criteria, now time.Time) Advice {
	if s.Picture == nil {
		return c.Next(nil, image.Point{}, now)
	}
	limits := c.limits
	if c.current == Hold {
		limits, criteria = limits.relaxed(), criteria.relaxed(limits.Slack)
	}
	key := Guide(s.Faces, s.Picture.Rect.Size(), limits).Key
	if key == Hold {
		if readings, err := ReadLive(s); err != nil {
			key = Nobody // a face that has no size once looked at closely
		} else if a := criteria.Judge(readings); !a.Accepted {
			key = a.worst().Advice
		}
	}
	return c.follow(key, s.Faces, limits, now)
}

// follow turns what is seen now into calm advice.
func (c *Coach) follow(seen string, faces []Face, limits Limits, now time.Time) Advice {
	c.settle(seen, now)
	if seen != Hold {
		c.held = time.Time{}
		return Advice{Key: c.current}
	}
	main, _ := largest(faces, limits.OtherFace)
	if c.held.IsZero() || c.moved(*main) {
		c.held, c.anchor = now, *main
	}
	if c.current != Hold {
		return Advice{Key: c.current}
	}
	wanted := time.Duration(c.limits.HoldMS) * time.Millisecond
	if held := now.Sub(c.held); held < wanted {
		return Advice{Key: Hold, Progress: float64(held) / float64(wanted)}
	}
	return Advice{Key: Ready, Ready: true, Progress: 1}
}

// settle changes the advice when something else has been seen for long enough.
func (c *Coach) settle(key string, now time.Time) {
	if key == c.current {
		c.candidate = ""
		return
	}
	if key != c.candidate {
		c.candidate, c.since = key, now
	}
	if now.Sub(c.since) >= time.Duration(c.limits.ChangeMS)*time.Millisecond {
		c.current, c.candidate = key, ""
	}
}

// moved reports whether the face left the place where holding still began.
func (c *Coach) moved(f Face) bool {
	from, to, d := c.anchor.eyes(), f.eyes(), c.anchor.EyeDistance()
	return math.Hypot(to.X-from.X, to.Y-from.Y) > c.limits.MaxMove*d ||
		math.Abs(f.EyeDistance()-d) > c.limits.MaxMove*d
}
