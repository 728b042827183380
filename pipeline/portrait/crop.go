package portrait

import (
	"errors"
	"fmt"
	"image"
	"math"

	"golang.org/x/image/draw"
)

// Conditions under which no portrait is made.
var (
	ErrTooSmall   = errors.New("face is too small in the picture: the portrait would have to be enlarged")
	ErrOutOfFrame = errors.New("portrait would reach beyond the picture")
	ErrNoFace     = errors.New("face has no size")
)

// Format is the portrait that a document wants.
type Format struct {
	Width, Height int // pixels
	DPI           int // pixels an inch, written into the file
}

// ID35x45 is 35×45 mm at 300 dpi.
func ID35x45() Format { return Format{Width: 413, Height: 531, DPI: 300} }

// Geometry says how a portrait was cut.
type Geometry struct {
	Crop        image.Rectangle // in the source picture
	EyeDistance float64         // source pixels
	HeadHeight  float64         // crown to chin over the portrait's height, estimated
	EyesFromTop float64         // over the portrait's height
	EyesAcross  float64         // over the portrait's width
	Scale       float64         // portrait pixels per source pixel, at most 1
	Turned      float64         // degrees by which the eyes were made level; 0 by Crop
	HairFromTop float64         // free above the hair, over the portrait's height; only by CropHead
}

const (
	headShare  = 0.75 // L over the portrait's height
	aboveShare = 0.4  // of the height that the head leaves free
)

// frame is the crop's rectangle for a face, as it should be, inside or not.
func frame(f Face, aspect float64) (r image.Rectangle, ok bool) {
	t := f.chinDistance()
	if t < 1 || t > 1e5 {
		return image.Rectangle{}, false
	}
	m := f.eyes()
	height := 2 * t / headShare
	top := m.Y - t - aboveShare*(height-2*t)
	width := height * aspect
	x, y := int(math.Round(m.X-width/2)), int(math.Round(top))
	return image.Rect(x, y, x+int(math.Round(width)), y+int(math.Round(height))), true
}

func (f Format) aspect() float64 { return float64(f.Width) / float64(f.Height) }

// Crop cuts the portrait of face out of img. The result is a new picture of the
// format's size. Nothing is turned, retouched or enlarged.
func Crop(img image.Image, face Face, format Format) (*image.RGBA, Geometry, error) {
	if format.Width < 1 || format.Height < 1 {
		return nil, Geometry{}, fmt.Errorf("crop portrait: format of %d×%d pixels", format.Width, format.Height)
	}
	r, ok := frame(face, format.aspect())
	if !ok {
		return nil, Geometry{}, fmt.Errorf("crop portrait: %w", ErrNoFace)
	}
	m := face.eyes()
	g := Geometry{
		Crop:        r,
		EyeDistance: face.EyeDistance(),
		HeadHeight:  2 * face.chinDistance() / float64(r.Dy()),
		EyesFromTop: (m.Y - float64(r.Min.Y)) / float64(r.Dy()),
		EyesAcross:  (m.X - float64(r.Min.X)) / float64(r.Dx()),
		Scale:       float64(format.Height) / float64(r.Dy()),
	}
	if r.Dx() < format.Width || r.Dy() < format.Height {
		return nil, g, fmt.Errorf("crop portrait: %d×%d of %d×%d pixels: %w", r.Dx(), r.Dy(), format.Width, format.Height, ErrTooSmall)
	}
	if !r.In(img.Bounds()) {
		return nil, g, fmt.Errorf("crop portrait: %v of %v: %w", r, img.Bounds(), ErrOutOfFrame)
	}
	out := image.NewRGBA(image.Rect(0, 0, format.Width, format.Height))
	draw.CatmullRom.Scale(out, out.Bounds(), img, r, draw.Src, nil)
	return out, g, nil
}
