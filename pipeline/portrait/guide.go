package portrait

import (
	"image"
	"math"
)

// Keys of advice: one instruction at a time, the biggest obstacle first. Texts
// and voices are looked up by them. Left and right are the person's own.
const (
	Nobody  = "nobody"  // no face in the picture
	Several = "several" // more than one person
	Closer  = "closer"
	Back    = "back"
	Left    = "left"
	Right   = "right"
	Up      = "up"   // the head is too low in the picture
	Down    = "down" // too high
	Hold    = "hold" // all is well, stand still
	Ready   = "ready"
)

// Advice is what to tell the person now.
type Advice struct {
	Key      string
	Ready    bool    // the pose has been held: take the shot
	Progress float64 // of holding still, 0..1
}

// Limits decide when a pose is right. They are policy, loaded as data; the zero
// value is unusable, DefaultLimits is documented.
type Limits struct {
	// MinPortraitHeight is the least height of the 35×45 crop in source pixels.
	MinPortraitHeight float64 `json:"min_portrait_height_px"`
	// MaxPortraitHeight is its greatest share of the picture's height.
	MaxPortraitHeight float64 `json:"max_portrait_height_share"`
	// MaxAside and MaxUpDown bound how far the crop's middle lies from the
	// picture's, as shares of the crop's width and height. A crop that leaves the
	// picture is never right.
	MaxAside  float64 `json:"max_aside_share"`
	MaxUpDown float64 `json:"max_up_down_share"`
	// OtherFace is the area from which a second face counts, as a share of the first.
	OtherFace float64 `json:"other_face_share"`
	// Slack widens the limits for a pose that was right, so that advice does not
	// flicker at the edge: 0.1 is ten per cent.
	Slack float64 `json:"slack_share"`
	// MaxMove is how far the eyes may wander while holding still, as a share of
	// their distance.
	MaxMove float64 `json:"max_move_share"`
	// HoldMS is how long a pose is held before it is ready; ChangeMS how long a new
	// obstacle must last before the advice changes.
	HoldMS   int `json:"hold_ms"`
	ChangeMS int `json:"change_ms"`
}

// DefaultLimits suit a 413×531 portrait from a camera with 720 lines or more:
// the crop is never enlarged (531 lines and some reserve) and keeps 2.5 % of the
// picture free above and below; people are centred to a fifth of the crop's
// width; 900 ms is long enough to rule out walking through.
func DefaultLimits() Limits {
	return Limits{
		MinPortraitHeight: 545, MaxPortraitHeight: 0.95, MaxAside: 0.2, MaxUpDown: 0.1,
		OtherFace: 0.15, Slack: 0.1, MaxMove: 0.12, HoldMS: 900, ChangeMS: 250,
	}
}

// Guide judges one moment: where the largest face should go in a picture of the
// given size. It never says Ready, which needs time; see Coach.
func Guide(faces []Face, picture image.Point, l Limits) Advice {
	main, others := largest(faces, l.OtherFace)
	if main == nil {
		return Advice{Key: Nobody}
	}
	if others {
		return Advice{Key: Several}
	}
	crop, ok := frame(*main, ID35x45().aspect())
	if !ok {
		return Advice{Key: Nobody}
	}
	width, height := float64(crop.Dx()), float64(crop.Dy())
	aside := (float64(crop.Min.X+crop.Max.X) - float64(picture.X)) / 2 / width
	below := (float64(crop.Min.Y+crop.Max.Y) - float64(picture.Y)) / 2 / height
	switch {
	case height < l.MinPortraitHeight:
		return Advice{Key: Closer}
	case height > l.MaxPortraitHeight*float64(picture.Y) || crop.Dx() > picture.X:
		return Advice{Key: Back}
	case aside < -l.MaxAside || crop.Min.X < 0:
		return Advice{Key: Left} // the left of the picture is the person's right
	case aside > l.MaxAside || crop.Max.X > picture.X:
		return Advice{Key: Right}
	case below > l.MaxUpDown || crop.Max.Y > picture.Y:
		return Advice{Key: Up}
	case below < -l.MaxUpDown || crop.Min.Y < 0:
		return Advice{Key: Down}
	}
	return Advice{Key: Hold}
}

// largest returns the face with the largest box and whether another one counts.
func largest(faces []Face, other float64) (main *Face, others bool) {
	for i := range faces {
		if main == nil || faces[i].area() > main.area() {
			main = &faces[i]
		}
	}
	for i := range faces {
		if &faces[i] != main && faces[i].area() >= other*main.area() {
			others = true
		}
	}
	return main, others
}

// relaxed are the limits for a pose that was right a moment ago. The crop's least
// height gives no more than the reserve over the portrait's own.
func (l Limits) relaxed() Limits {
	k := 1 + l.Slack
	l.MinPortraitHeight = math.Max(l.MinPortraitHeight/k, math.Min(l.MinPortraitHeight, float64(ID35x45().Height)))
	l.MaxPortraitHeight = math.Min(l.MaxPortraitHeight*k, 1)
	l.MaxAside *= k
	l.MaxUpDown *= k
	l.OtherFace *= k
	return l
}
