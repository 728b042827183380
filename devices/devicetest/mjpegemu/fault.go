package mjpegemu

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"documenting.kz/terminal/devices/devicetest/fault"
)

// What can go wrong with a camera on a wire.
const (
	Stall   = "stall"   // connected, but nothing more arrives; once: on the connections of the moment
	Drop    = "drop"    // the connection breaks
	Corrupt = "corrupt" // a JPEG with damaged data
	Black   = "black"   // a black picture
	Slow    = "slow"    // one picture a second
	Resize  = "resize"  // half as wide and high
	Unplug  = "unplug"  // connections break, new ones are closed unanswered; once: one of them
)

// stallOnce is a Stall that was armed for the next picture only.
const stallOnce = "stall once"

// Faults names all of them, in the order a control page shows.
func Faults() []string { return []string{Stall, Drop, Corrupt, Black, Slow, Resize, Unplug} }

// Arm injects or clears a fault. Once is the next picture.
func (s *Server) Arm(name string, mode fault.Mode) error {
	if err := s.faults.Arm(name, mode); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == Unplug && mode != fault.Cleared {
		s.kicks++
	}
	s.changed.Broadcast()
	return nil
}

// due is what happens to one picture.
type due struct {
	connection           string // Drop, Stall, stallOnce or none
	corrupt, black, slow bool
	half                 bool
}

func (s *Server) due() due {
	d := due{corrupt: s.faults.Take(Corrupt), black: s.faults.Take(Black), slow: s.faults.Take(Slow), half: s.faults.Take(Resize)}
	if s.faults.Take(Stall) {
		d.connection = stallOnce
		if s.faults.Armed(Stall) {
			d.connection = Stall
		}
	}
	if s.faults.Take(Drop) {
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

// redraw makes the black or the half picture; YCbCr is quick to encode.
func (d due) redraw(img image.Image) image.Image {
	r, step := img.Bounds(), 1
	if d.half {
		step = 2
	}
	out := image.NewYCbCr(image.Rect(0, 0, r.Dx()/step, r.Dy()/step), image.YCbCrSubsampleRatio420)
	for i := range out.Cb {
		out.Cb[i], out.Cr[i] = 128, 128
	}
	if d.black {
		return out
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			c := color.YCbCrModel.Convert(img.At(r.Min.X+x*step, r.Min.Y+y*step)).(color.YCbCr)
			out.Y[out.YOffset(x, y)] = c.Y
			out.Cb[out.COffset(x, y)], out.Cr[out.COffset(x, y)] = c.Cb, c.Cr
		}
	}
	return out
}
