package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // formats of photographs
	_ "image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/portrait"
)

// booth holds the nets that look at a photograph as the terminal does.
type booth struct {
	engine   *face.Engine
	examiner *face.Examiner
}

// openBooth loads the nets from dir, by default where "models fetch" puts them.
func openBooth(dir string) (*booth, error) {
	if dir == "" {
		dir = os.Getenv("TERMINAL_MODELS")
	}
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("models: %w: say where with -models", err)
		}
		dir = filepath.Join(home, ".local", "state", "terminal", "models")
	}
	b := &booth{}
	var err error
	if b.engine, err = face.Open(dir); err != nil {
		return nil, err
	}
	if b.examiner, err = face.OpenExaminer(dir); err != nil {
		return nil, errors.Join(err, b.engine.Close())
	}
	return b, nil
}

func (b *booth) close() error { return errors.Join(b.examiner.Close(), b.engine.Close()) }

// photograph reads a picture file.
func photograph(path string) (*image.RGBA, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out, nil
}

// see runs every net on a picture.
func (b *booth) see(img *image.RGBA) (portrait.Subject, []face.Face, error) {
	found, err := b.engine.DetectStill(img)
	if err != nil {
		return portrait.Subject{}, nil, err
	}
	if len(found) == 0 {
		return portrait.Subject{}, nil, portrait.ErrNoFace
	}
	s := portrait.Subject{Picture: img}
	main := 0
	for i, f := range found {
		if area(f) > area(found[main]) {
			main = i
		}
	}
	found[0], found[main] = found[main], found[0]
	for _, f := range found {
		s.Faces = append(s.Faces, portrait.Face{
			Box: f.Box, LeftEye: portrait.Point(f.LeftEye), RightEye: portrait.Point(f.RightEye),
			Nose: portrait.Point(f.Nose), Mouth: portrait.Point(f.Mouth),
		})
	}
	l, err := b.examiner.LandmarksStill(img, found[0])
	if err != nil {
		return portrait.Subject{}, nil, err
	}
	if s.EyesClosed, err = b.examiner.EyesClosed(img, l); err != nil {
		return portrait.Subject{}, nil, err
	}
	m, err := b.examiner.Person(img, portrait.Around(s.Faces[0], img.Rect))
	if err != nil {
		return portrait.Subject{}, nil, err
	}
	s.Landmarks, s.Pose, s.Person = portrait.Landmarks(l), portrait.Pose(l.Pose()), portrait.Mask(m)
	return s, found, nil
}

func area(f face.Face) int { return f.Box.Dx() * f.Box.Dy() }

// criteria are the terminal's own.
func criteria() (portrait.Criteria, error) {
	var c portrait.Criteria
	builtIn, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		return c, err
	}
	set, err := policy.Load(builtIn)
	if err != nil {
		return c, err
	}
	if err := set.Capture("assessment", &c); err != nil {
		return c, err
	}
	return c, c.Check()
}

// report is what portraitAssess says of one picture.
type report struct {
	portrait.Assessment
	Crop     string            `json:"crop"` // the file, or why there is none
	Geometry portrait.Geometry `json:"geometry"`
}

func portraitAssess(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("portrait assess", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "everything as JSON")
	models := flags.String("models", "", "folder of the nets")
	files, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return fmt.Errorf("%w: one picture", errUsage)
	}
	limits, err := criteria()
	if err != nil {
		return err
	}
	img, err := photograph(files[0])
	if err != nil {
		return err
	}
	b, err := openBooth(*models)
	if err != nil {
		return err
	}
	defer b.close()
	s, _, err := b.see(img)
	if err != nil {
		return err
	}
	a, err := portrait.Assess(s, limits)
	if err != nil {
		return err
	}
	r := report{Assessment: a}
	r.Crop, r.Geometry = cropBeside(files[0], s)
	if *asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	for _, m := range r.Readings {
		quality, about := "", ""
		if m.Quality != nil {
			quality = fmt.Sprint(*m.Quality)
		}
		if m.Approximate {
			about = "approximate"
		}
		fmt.Fprintf(out, "%-28s %10.4f %-4s %4s %s\n", m.Measure, m.Native, m.Unit, quality, about)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(out, "%s: %s %.4f, limit %.4f: %s\n", f.Severity, f.Measure, f.Value, f.Limit, f.Advice)
	}
	fmt.Fprintf(out, "accepted: %v\ncrop: %s\n", r.Accepted, r.Crop)
	fmt.Fprintf(out, "head %.0f %% of the height, eyes %.0f %% from the top, turned by %.1f°, %.2f portrait pixels a pixel\n",
		100*r.Geometry.HeadHeight, 100*r.Geometry.EyesFromTop, r.Geometry.Turned, r.Geometry.Scale)
	return nil
}

// cropBeside writes the portrait next to the picture and says where, or why not.
func cropBeside(path string, s portrait.Subject) (said string, g portrait.Geometry) {
	format := portrait.ID35x45()
	crop, g, err := portrait.CropHead(s, format)
	if err != nil {
		return err.Error(), g
	}
	b, err := portrait.EncodeJPEG(crop, format, 90)
	if err != nil {
		return err.Error(), g
	}
	to := strings.TrimSuffix(path, filepath.Ext(path)) + ".35x45.jpg"
	if err := os.WriteFile(to, b, 0o600); err != nil {
		return err.Error(), g
	}
	return to, g
}

func portraitMatch(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("portrait match", flag.ContinueOnError)
	models := flags.String("models", "", "folder of the nets")
	files, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if len(files) != 2 {
		return fmt.Errorf("%w: two pictures", errUsage)
	}
	b, err := openBooth(*models)
	if err != nil {
		return err
	}
	defer b.close()
	var v [2]face.Embedding
	for i, path := range files {
		img, err := photograph(path)
		if err != nil {
			return err
		}
		_, found, err := b.see(img)
		if err != nil {
			return fmt.Errorf("picture %d: %w", i+1, err)
		}
		if v[i], err = b.engine.Embed(img, found[0]); err != nil {
			return fmt.Errorf("picture %d: %w", i+1, err)
		}
	}
	alike := face.Cosine(v[0], v[1])
	verdict := "cannot say"
	switch {
	case alike >= face.Likely:
		verdict = "likely one person"
	case alike < face.Unlike:
		verdict = "likely two people"
	}
	fmt.Fprintf(out, "%.3f: %s (a pre-check; the Digital-ID service decides)\n", alike, verdict)
	return nil
}
