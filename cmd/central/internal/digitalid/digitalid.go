package digitalid

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // portraits and captures
	_ "image/png"  // portraits
	"os"
	"path/filepath"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/face"
)

// portraits of the synthetic people, by their key.
var portraits = map[string]string{
	"pair":      "face-detect.jpg",
	"astronaut": "astronaut.png",
	"hopper":    "grace_hopper.jpg",
}

// Bounds of a picture that is decoded at all.
const (
	maxSide   = 4096
	minSide   = 64
	minScore  = 0.6  // of a face that counts
	bystander = 0.15 // a second face this large, by area of the first, counts as several faces
)

// ErrPicture says that the bytes are no picture that can be compared.
var ErrPicture = errors.New("not a usable picture")

// Comparer owns the nets. Close it.
type Comparer struct {
	dir    string
	jobs   chan job
	closed chan struct{}
	done   chan struct{}
}

type job struct {
	key    string
	jpeg   []byte
	answer chan answer
}

type answer struct {
	outcome kiosk.FaceOutcome
	cosine  float64
	err     error
}

// Open loads the nets from dir; portraits lie in dir/portraits.
func Open(dir string) (*Comparer, error) {
	engine, err := face.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open face comparison: %w", err)
	}
	c := &Comparer{dir: filepath.Join(dir, "portraits"), jobs: make(chan job), closed: make(chan struct{}), done: make(chan struct{})}
	go c.compute(engine)
	return c, nil
}

// Close stops the goroutine and frees the nets.
func (c *Comparer) Close() {
	close(c.closed)
	<-c.done
}

// Compare finds the one face of the picture and says how like the portrait it is.
// The outcome is match or no-match by the threshold, no-face or several-faces.
func (c *Comparer) Compare(ctx context.Context, portrait string, jpeg []byte, threshold float64) (kiosk.FaceOutcome, error) {
	j := job{key: portrait, jpeg: jpeg, answer: make(chan answer, 1)}
	select {
	case c.jobs <- j:
	case <-c.closed:
		return "", errors.New("face comparison is closed")
	case <-ctx.Done():
		return "", ctx.Err()
	}
	a := <-j.answer
	if a.err == nil && a.outcome == kiosk.FaceMatch && a.cosine < threshold {
		a.outcome = kiosk.FaceNoMatch
	}
	return a.outcome, a.err
}

func (c *Comparer) compute(engine *face.Engine) {
	defer close(c.done)
	defer engine.Close()
	known := map[string]face.Embedding{}
	for {
		select {
		case <-c.closed:
			return
		case j := <-c.jobs:
			a := c.compare(engine, known, j)
			engine.Wipe()
			j.answer <- a
		}
	}
}

func (c *Comparer) compare(engine *face.Engine, known map[string]face.Embedding, j job) answer {
	reference, ok := known[j.key]
	if !ok {
		name, ok := portraits[j.key]
		if !ok {
			return answer{err: fmt.Errorf("portrait %q is not known", j.key)}
		}
		data, err := os.ReadFile(filepath.Join(c.dir, name))
		if err != nil {
			return answer{err: fmt.Errorf("read portrait: %w", err)}
		}
		var outcome kiosk.FaceOutcome
		if reference, outcome, err = embed(engine, data); err != nil || outcome != kiosk.FaceMatch {
			return answer{err: errors.Join(err, fmt.Errorf("portrait %q: %s", j.key, outcome))}
		}
		known[j.key] = reference
	}
	live, outcome, err := embed(engine, j.jpeg)
	if err != nil || outcome != kiosk.FaceMatch {
		return answer{outcome: outcome, err: err}
	}
	return answer{outcome: kiosk.FaceMatch, cosine: face.Cosine(reference, live)}
}

// embed describes the one face of a picture; the outcome is match when there is one.
func embed(engine *face.Engine, data []byte) (face.Embedding, kiosk.FaceOutcome, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || head.Width < minSide || head.Height < minSide || head.Width > maxSide || head.Height > maxSide {
		return face.Embedding{}, "", ErrPicture
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return face.Embedding{}, "", ErrPicture
	}
	faces, err := engine.DetectStill(img)
	if err != nil {
		return face.Embedding{}, "", err
	}
	found := faces[:0]
	for _, f := range faces {
		if f.Score >= minScore {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		return face.Embedding{}, kiosk.FaceNone, nil
	}
	largest := found[0]
	for _, f := range found {
		if area(f) > area(largest) {
			largest = f
		}
	}
	for _, f := range found {
		if f.Box != largest.Box && area(f) > bystander*area(largest) {
			return face.Embedding{}, kiosk.FaceSeveral, nil
		}
	}
	e, err := engine.Embed(img, largest)
	return e, kiosk.FaceMatch, err
}

func area(f face.Face) float64 { return float64(f.Box.Dx()) * float64(f.Box.Dy()) }
