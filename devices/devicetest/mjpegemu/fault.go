package mjpegemu

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
)

// Fault is a named trouble.
type Fault string

// What can go wrong with a camera on a wire.
const (
	Stall   Fault = "stall"   // connected, but nothing more arrives
	Drop    Fault = "drop"    // the connection breaks
	Corrupt Fault = "corrupt" // a JPEG with damaged data
	Black   Fault = "black"   // a black picture
	Slow    Fault = "slow"    // one picture a second
	Resize  Fault = "resize"  // half as wide and high
	Unplug  Fault = "unplug"  // connections break, new ones are closed unanswered
)

// Faults are all of them, in the order a control page shows.
func Faults() []Fault { return []Fault{Stall, Drop, Corrupt, Black, Slow, Resize, Unplug} }

// Mode says how often a fault happens.
type Mode string

// The modes of a fault. Next is once: the next picture, for Unplug the next
// connection (those that are open break in any case).
const (
	Next    Mode = "next"
	Always  Mode = "always"
	Cleared Mode = "cleared"
)

// Set injects or clears a fault.
func (s *Server) Set(f Fault, m Mode) error {
	if !slices.Contains(Faults(), f) {
		return fmt.Errorf("no fault is named %q: %v", f, Faults())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch m {
	case Next, Always:
		s.faults[f] = m
		if f == Unplug {
			s.kicks++
		}
	case Cleared:
		delete(s.faults, f)
	default:
		return fmt.Errorf("a fault is next, always or cleared, not %q", m)
	}
	s.changed.Broadcast()
	return nil
}

// take reports whether f is due, and uses it up if it is meant once.
func (s *Server) take(f Fault) bool {
	m := s.faults[f]
	if m == Next {
		delete(s.faults, f)
	}
	return m != ""
}

// due is what happens to one picture.
type due struct {
	connection           Fault // Drop, Stall or none
	corrupt, black, slow bool
	half                 bool
}

func (s *Server) due() due {
	d := due{corrupt: s.take(Corrupt), black: s.take(Black), slow: s.take(Slow), half: s.take(Resize)}
	if s.take(Stall) {
		d.connection = Stall
	}
	if s.take(Drop) {
		d.connection = Drop
	}
	return d
}

// spoil changes the picture as the faults demand.
func (d due) spoil(b []byte) ([]byte, error) {
	if d.black || d.half {
		img, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			return nil, fmt.Errorf("spoil picture: %w", err)
		}
		var out bytes.Buffer
		if err := jpeg.Encode(&out, d.redraw(img), nil); err != nil {
			return nil, fmt.Errorf("spoil picture: %w", err)
		}
		b = out.Bytes()
	}
	if d.corrupt {
		b = bytes.Clone(b)
		for i := len(b) / 3; i < len(b)*2/3; i++ {
			b[i] = byte(i * 37)
		}
	}
	return b, nil
}

func (d due) redraw(img image.Image) image.Image {
	r, step := img.Bounds(), 1
	if d.half {
		step = 2
	}
	out := image.NewRGBA(image.Rect(0, 0, r.Dx()/step, r.Dy()/step))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			if !d.black {
				out.Set(x, y, img.At(r.Min.X+x*step, r.Min.Y+y*step))
			}
		}
	}
	if d.black {
		for i := 3; i < len(out.Pix); i += 4 {
			out.Pix[i] = 0xff
		}
	}
	return out
}
