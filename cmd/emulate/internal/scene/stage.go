package scene

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"

	"gocv.io/x/gocv"
)

// figure is a person ready to be drawn.
type figure struct {
	person
	cut gocv.Mat // premultiplied BGRA
}

// stage draws and encodes pictures. It is used by one goroutine at a time.
type stage struct {
	size    image.Point
	quality int
	wall    gocv.Mat
	noise   gocv.Mat // a sheet larger than the picture; every frame takes another part
	dice    *rand.Rand

	frame, layer gocv.Mat
}

const (
	noiseRoom = 64 // pixels by which the noise sheet is larger
	noiseMean = 10
	noiseDev  = 1.5 // grey levels, a webcam in an office
)

func newStage(size image.Point, quality int) (*stage, error) {
	s := &stage{size: size, quality: quality, dice: rand.New(rand.NewPCG(1, 2)),
		wall:  gocv.NewMatWithSize(size.Y, size.X, gocv.MatTypeCV8UC3),
		noise: gocv.NewMatWithSize(size.Y+noiseRoom, size.X+noiseRoom, gocv.MatTypeCV8UC3),
		frame: gocv.NewMat(), layer: gocv.NewMat()}
	wall, err := s.wall.DataPtrUint8()
	if err != nil {
		return nil, fmt.Errorf("scene: %w", err)
	}
	for i := range wall {
		x, y := float64(i/3%size.X)/float64(size.X)-.5, float64(i/3/size.X)/float64(size.Y)
		light := 222 - 14*y - 26*x*x // lamps above, corners darker
		wall[i] = uint8(light + []float64{1, 0, -2}[i%3])
	}
	noise, err := s.noise.DataPtrUint8()
	if err != nil {
		return nil, fmt.Errorf("scene: %w", err)
	}
	for i := range noise {
		noise[i] = uint8(math.Round(min(20, max(0, noiseMean+noiseDev*s.dice.NormFloat64()))))
	}
	return s, nil
}

// close frees the drawing's memory.
func (s *stage) close() {
	for _, m := range []*gocv.Mat{&s.wall, &s.noise, &s.frame, &s.layer} {
		m.Close()
	}
}

// draw makes one JPEG.
func (s *stage) draw(figures []figure, poses []pose) ([]byte, error) {
	s.wall.CopyTo(&s.frame)
	for i, p := range poses {
		if err := s.place(figures[i], p); err != nil {
			return nil, err
		}
	}
	x, y := s.dice.IntN(noiseRoom), s.dice.IntN(noiseRoom)
	sheet := s.noise.Region(image.Rect(x, y, x+s.size.X, y+s.size.Y))
	defer sheet.Close()
	gocv.AddWeighted(s.frame, 1, sheet, 1, -noiseMean, &s.frame)
	buf, err := gocv.IMEncodeWithParams(gocv.JPEGFileExt, s.frame, []int{gocv.IMWriteJpegQuality, s.quality})
	if err != nil {
		return nil, fmt.Errorf("scene: %w", err)
	}
	defer buf.Close()
	return append([]byte(nil), buf.GetBytes()...), nil
}

// place draws one figure over the frame.
func (s *stage) place(f figure, p pose) error {
	unit := float64(s.size.Y) / 720
	eyes := point{float64(s.size.X)/2 + p.x*unit, p.y * unit}
	scale := p.apart * unit / f.apart
	sin, cos := math.Sincos((p.roll + f.tilt) * math.Pi / 180)
	m := gocv.NewMatWithSize(2, 3, gocv.MatTypeCV64F)
	defer m.Close()
	a, b := scale*cos, scale*sin
	for i, v := range [6]float64{
		a, -b, eyes.x - a*f.eyes.x + b*f.eyes.y,
		b, a, eyes.y - b*f.eyes.x - a*f.eyes.y,
	} {
		m.SetDoubleAt(i/3, i%3, v)
	}
	// Linear, because cubic takes seven times as long (10 ms) for the same portrait.
	gocv.WarpAffineWithParams(f.cut, &s.layer, m, s.size, gocv.InterpolationLinear, gocv.BorderConstant, colorNone)
	over, err := s.layer.DataPtrUint8()
	if err != nil {
		return fmt.Errorf("scene: %w", err)
	}
	under, err := s.frame.DataPtrUint8()
	if err != nil {
		return fmt.Errorf("scene: %w", err)
	}
	for len(over) >= 4 && len(under) >= 3 {
		switch alpha := uint32(over[3]); alpha {
		case 0:
		case 255:
			under[0], under[1], under[2] = over[0], over[1], over[2]
		default:
			for c := range 3 {
				under[c] = uint8(min(255, uint32(over[c])+uint32(under[c])*(255-alpha)/255))
			}
		}
		over, under = over[4:], under[3:]
	}
	return nil
}
