package kiosk

import (
	"context"
	"errors"
	"image"
	"time"

	"documenting.kz/terminal/devices"
)

// errDeviceLost says that a device stayed away for longer than a step waits for it.
var errDeviceLost = errors.New("device did not come back")

// analysisPause keeps the analysis at ten looks a second, so that it leaves the
// second core to the preview.
const analysisPause = 100 * time.Millisecond

// recogniseFace finds the citizen before the camera and compares the face with the registry's.
func (a *act) recogniseFace() {
	shots, err := a.shoot(1)
	if err != nil {
		a.captureFailed(err)
		return
	}
	a.compare(FaceIdentify, shots[0].Still, ProblemFaceNoMatch, refusalFace)
}

func (a *act) capturePortrait() {
	shots, err := a.shoot(a.Limits.Shots)
	if err != nil {
		a.captureFailed(err)
		return
	}
	a.say(EvShots, func(s *Session) {
		s.Shots, s.Problem = shots, nil
		for i := range shots {
			if shots[i].Score > shots[s.Picked].Score {
				s.Picked = i // the best one is offered, the citizen decides
			}
		}
	})
}

func (a *act) comparePortrait() {
	a.compare(FacePortrait, a.s.Shots[a.s.Picked].Still, ProblemPortraitOther, refusalFace)
}

// compare asks Digital-ID; its five attempts end at the ЦОН.
func (a *act) compare(purpose FacePurpose, jpeg []byte, noMatch string, end Refusal) {
	type answer struct {
		outcome FaceOutcome
		left    int
	}
	got, err := query(a, "digital-id", a.Limits.Query, func(ctx context.Context) (answer, error) {
		outcome, left, err := a.Registries.MatchFace(ctx, a.s.ID, a.s.Consent.Token, a.s.IIN, purpose, jpeg)
		return answer{outcome, left}, err
	})
	switch {
	case err != nil:
		a.registryFailed(err)
	case got.outcome == FaceMatch:
		a.say(EvFaceMatch, func(s *Session) { s.Problem = nil })
	case got.outcome == FaceExhausted || got.left <= 0:
		a.refuse(end)
	default:
		key := map[FaceOutcome]string{FaceNone: ProblemFaceNone, FaceSeveral: ProblemFaceSeveral}[got.outcome]
		if key == "" {
			key = noMatch
		}
		a.say(EvFaceNoMatch, func(s *Session) { s.Problem = &Problem{Key: key, N: got.left} })
	}
}

func (a *act) captureFailed(err error) {
	switch {
	case a.ctx.Err() != nil: // the citizen left
	case errors.Is(err, errDeviceLost):
		a.note("camera.lost", err)
		a.problem(EvUnavailable, Problem{Key: ProblemCamera})
	default:
		a.note("capture.failed", err)
		a.problem(EvUnavailable, Problem{Key: ProblemCamera})
	}
}

// shoot guides the citizen and takes n shots. The preview runs at the camera's
// speed; the guidance looks at a frame whenever it is free.
func (a *act) shoot(n int) ([]Shot, error) {
	sitting, err := a.Studio.Sit()
	if err != nil {
		return nil, err
	}
	defer sitting.Close()
	if err := a.Camera.Start(); err != nil {
		return nil, err
	}
	defer a.Camera.Stop()

	ctx, stop := context.WithCancel(a.ctx)
	looks := make(chan *image.RGBA)    // to the guidance; unbuffered: it is offered, never queued
	spare := make(chan *image.RGBA, 1) // and its buffer back
	pumped := make(chan error, 1)
	spare <- nil
	go func() { pumped <- a.preview(ctx, looks, spare) }()
	defer func() { stop(); <-pumped }()

	var shots []Shot
	var pace time.Time // the next moment a shot may be taken, so that three shots are not one
	last := Guidance{Advice: "?"}
	for {
		select {
		case frame := <-looks:
			began := time.Now()
			guide, err := sitting.Look(frame, began)
			if err != nil {
				return nil, err
			}
			if guide.Ready && began.After(pace) {
				shot, err := sitting.Shoot(frame)
				if err != nil {
					a.note("shot.rejected", err)
				} else {
					shots = append(shots, shot)
					pace = began.Add(400 * time.Millisecond)
				}
			}
			if guide != last || len(shots) > 0 {
				last = guide
				a.guide(guide, len(shots), n)
			}
			spare <- frame
			if len(shots) == n {
				return shots, nil
			}
			if !a.pause(time.Until(began.Add(analysisPause))) {
				return nil, a.ctx.Err()
			}
		case err := <-pumped:
			pumped <- err
			return nil, err
		}
	}
}

func (a *act) guide(g Guidance, taken, wanted int) {
	view := CameraView{Advice: g.Advice, Progress: g.Progress, Taken: taken, Wanted: wanted}
	somebody := 1
	if g.Advice == AdviceNobody || g.Advice == AdviceDevice {
		somebody = 0
	}
	a.tell(Event{Kind: EvAdvice, N: somebody, learned: func(s *Session) { s.Camera = view }})
}

// preview pumps frames from the camera to the front and offers a copy to the
// guidance. It waits for a camera that goes away, up to Limits.DeviceWait.
func (a *act) preview(ctx context.Context, looks chan<- *image.RGBA, spare <-chan *image.RGBA) error {
	var frame devices.Frame
	var look *image.RGBA // a copy ready to be offered
	for {
		switch err := a.Camera.Read(ctx, &frame); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			a.note("camera.gone", err)
			a.guide(Guidance{Advice: AdviceDevice}, 0, 0)
			if err := a.await(ctx, a.Camera); err != nil {
				return err
			}
			continue
		}
		if look == nil {
			select {
			case buffer := <-spare:
				look = copyOf(frame.Image, buffer)
			default:
			}
		}
		if look != nil {
			select {
			case looks <- look:
				look = nil
			default:
				look = copyOf(frame.Image, look) // still waiting: keep it fresh
			}
		}
		frame.Image = a.Live.Put(frame.Image)
	}
}

// await blocks until the device works again or has been away for too long.
func (a *act) await(ctx context.Context, d devices.Device) error {
	deadline := time.Now().Add(a.Limits.DeviceWait.Duration())
	for time.Now().Before(deadline) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		if d.Status().Working() {
			a.note("device.back", nil)
			return nil
		}
	}
	return errDeviceLost
}

func copyOf(src, dst *image.RGBA) *image.RGBA {
	if dst == nil || dst.Rect != src.Rect || len(dst.Pix) != len(src.Pix) {
		dst = image.NewRGBA(src.Rect)
	}
	copy(dst.Pix, src.Pix)
	return dst
}

// captureSignature shows the ink while it is drawn and judges it whenever the pen is lifted.
func (a *act) captureSignature() {
	for a.ctx.Err() == nil {
		geometry := a.Pad.Geometry()
		if geometry.UnitsPerMM > 0 {
			err := a.followPen(geometry)
			if a.ctx.Err() != nil {
				return
			}
			a.note("pad.gone", err)
		}
		a.say(EvInk, func(s *Session) { s.Sign.Waiting, s.Problem = true, &Problem{Key: ProblemPad} })
		if err := a.await(a.ctx, a.Pad); err != nil {
			if a.ctx.Err() == nil {
				a.problem(EvUnavailable, Problem{Key: ProblemPad})
			}
			return
		}
	}
}

func (a *act) followPen(g devices.PadGeometry) error {
	width, height := float64(g.MaxX)/g.UnitsPerMM, float64(g.MaxY)/g.UnitsPerMM
	a.say(EvInk, func(s *Session) {
		s.Sign.Waiting, s.Problem = false, nil
		s.Sign.PadWidth, s.Sign.PadHeight = width, height
	})
	down := false
	return a.Pad.Capture(a.ctx, func(p devices.PenSample) {
		switch {
		case p.Down:
			a.Live.Draw(Point{
				X: float64(p.X) / g.UnitsPerMM, Y: float64(p.Y) / g.UnitsPerMM,
				Pressure: float64(p.Pressure) / float64(max(g.MaxPressure, 1)), T: float64(p.At) / float64(time.Millisecond),
			}, !down)
		case down: // lifted
			ink := a.Live.Ink()
			problem := a.Scribe.Assess(ink, width, height)
			a.tell(Event{Kind: EvInk, N: 1, learned: func(s *Session) {
				s.Ink, s.InkProblem = ink, Problem{}
				if problem != nil {
					s.InkProblem = *problem
				}
			}})
		}
		down = p.Down
	})
}
