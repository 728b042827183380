package scene

import (
	"fmt"
	"image"
	"image/color"
	"sync"
	"time"

	"documenting.kz/terminal/devices/devicetest/mjpegemu"
)

var colorNone = color.RGBA{}

// Opts describes a scene; the zero value of a field means its default.
type Opts struct {
	Portraits string      // folder with the fetched portraits; cut-outs are cached in it
	Size      image.Point // of the picture, 1280×720 when zero
	FPS       float64     // 30 when zero
	Quality   int         // JPEG, 80 when zero
	Who       string      // who is there at first, Pair when empty
	Act       Act         // what happens at first, WalkIn when empty
}

// Scene is the emulated camera with the person before it.
type Scene struct {
	opts   Opts
	stream *mjpegemu.Server

	mu      sync.Mutex
	stage   *stage
	people  map[string]figure // cut out so far
	who     string
	act     Act
	changed bool          // the act begins with the next frame
	began   time.Duration // on the stream's clock
	show    Act           // the act whose loop is kept
	kept    [][]byte      // its encoded frames, nil until they were shown once
}

// New prepares the picture and cuts out the first person.
func New(o Opts) (*Scene, error) {
	if o.Size == (image.Point{}) {
		o.Size = image.Pt(1280, 720)
	}
	if o.Size.X < 160 || o.Size.Y < 120 || o.Size.X > 4096 || o.Size.Y > 4096 {
		return nil, fmt.Errorf("scene: a picture of %d×%d is not made", o.Size.X, o.Size.Y)
	}
	if o.FPS == 0 {
		o.FPS = 30
	}
	if o.FPS < 1 || o.FPS > 60 {
		return nil, fmt.Errorf("scene: %g pictures a second are not made", o.FPS)
	}
	if o.Quality == 0 {
		o.Quality = 80
	}
	if o.Who == "" {
		o.Who = Pair
	}
	if o.Act == "" {
		o.Act = WalkIn
	}
	st, err := newStage(o.Size, o.Quality)
	if err != nil {
		return nil, err
	}
	s := &Scene{opts: o, stage: st, people: make(map[string]figure)}
	s.stream = mjpegemu.New(s, o.FPS)
	if err := s.Play(o.Who, o.Act); err != nil {
		s.Close()
		return nil, fmt.Errorf("scene: %w", err)
	}
	return s, nil
}

// Close frees the pictures. No client may be connected any more.
func (s *Scene) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.people {
		f.cut.Close()
	}
	s.people = nil
	s.stage.close()
}

// Play lets somebody begin an act with the next frame that is watched.
func (s *Scene) Play(who string, act Act) error {
	if _, err := findAct(string(act)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	cast := []string{who}
	if act == Two {
		cast = append(cast, companion(who))
	}
	for _, name := range cast {
		if err := s.cutOut(name); err != nil {
			return err
		}
	}
	s.who, s.act, s.changed, s.kept = who, act, true, nil
	return nil
}

// companion is the second person of Two.
func companion(who string) string {
	if who == Astronaut {
		return Hopper
	}
	return Astronaut
}

func (s *Scene) cutOut(name string) error {
	if _, ok := s.people[name]; ok {
		return nil
	}
	p, err := findPerson(name)
	if err != nil {
		return err
	}
	cut, err := cutout(s.opts.Portraits, p)
	if err != nil {
		return err
	}
	s.people[name] = figure{p, cut}
	return nil
}

// Frame implements mjpegemu.Source.
func (s *Scene) Frame(at time.Duration) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.people == nil {
		return nil, fmt.Errorf("scene: closed")
	}
	if s.changed {
		s.changed, s.began = false, at
	}
	t := at - s.began
	figures := []figure{s.people[s.who]}
	act, steady := s.act.steady(t)
	if !steady {
		return s.stage.draw(figures, s.act.poses(t))
	}
	if s.kept == nil || s.show != act {
		s.show, s.kept = act, make([][]byte, int(loop.Seconds()*s.opts.FPS))
	}
	i := int(t.Seconds()*s.opts.FPS+.5) % len(s.kept)
	if s.kept[i] == nil {
		if act == Two {
			figures = append(figures, s.people[companion(s.who)])
		}
		b, err := s.stage.draw(figures, act.poses(time.Duration(i)*loop/time.Duration(len(s.kept))))
		if err != nil {
			return nil, err
		}
		s.kept[i] = b
	}
	return s.kept[i], nil
}
