package main

import (
	"image"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/portrait"
)

// jpegQuality keeps a 413×531 portrait near 40 kB.
const jpegQuality = 90

// studio joins the face detector with the portrait's coach. The engine runs one
// sitting at a time, so one set of nets is enough.
type studio struct {
	nets   *face.Engine
	limits portrait.Limits
}

// Sit implements kiosk.Studio.
func (s *studio) Sit() (kiosk.Sitting, error) {
	return &sitting{studio: s, coach: portrait.NewCoach(s.limits)}, nil
}

type sitting struct {
	*studio
	coach *portrait.Coach
}

// Look implements kiosk.Sitting.
func (s *sitting) Look(frame *image.RGBA, at time.Time) (kiosk.Guidance, error) {
	found, err := s.nets.DetectLive(frame)
	if err != nil {
		return kiosk.Guidance{}, err
	}
	faces := make([]portrait.Face, len(found))
	for i, f := range found {
		faces[i] = seen(f)
	}
	advice := s.coach.Next(faces, frame.Rect.Size(), at)
	key := kiosk.Advice(advice.Key)
	if advice.Key == portrait.Ready {
		key = kiosk.AdviceDone
	}
	return kiosk.Guidance{Advice: key, Progress: advice.Progress, Ready: advice.Ready}, nil
}

// Shoot implements kiosk.Sitting: the finer detector places the eyes, then the crop is cut.
func (s *sitting) Shoot(frame *image.RGBA) (kiosk.Shot, error) {
	found, err := s.nets.DetectStill(frame)
	if err != nil {
		return kiosk.Shot{}, err
	}
	if len(found) == 0 {
		return kiosk.Shot{}, portrait.ErrNoFace
	}
	best := seen(found[0])
	for _, f := range found[1:] {
		if other := seen(f); other.EyeDistance() > best.EyeDistance() {
			best = other
		}
	}
	format := portrait.ID35x45()
	crop, _, err := portrait.Crop(frame, best, format)
	if err != nil {
		return kiosk.Shot{}, err
	}
	still, err := portrait.EncodeJPEG(crop, format, jpegQuality)
	if err != nil {
		return kiosk.Shot{}, err
	}
	return kiosk.Shot{Picture: crop, Still: still, Score: portrait.Sharpness(frame, best)}, nil
}

// Close implements kiosk.Sitting: no face stays in the nets' buffers.
func (s *sitting) Close() { s.nets.Wipe() }

func seen(f face.Face) portrait.Face {
	return portrait.Face{
		Box: f.Box, LeftEye: portrait.Point(f.LeftEye), RightEye: portrait.Point(f.RightEye),
		Nose: portrait.Point(f.Nose), Mouth: portrait.Point(f.Mouth),
	}
}
