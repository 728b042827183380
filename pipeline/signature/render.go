package signature

import (
	"image"
	"math"

	"documenting.kz/terminal/kiosk"
)

// Print is the size of the picture and of its pen. Lengths are mm on paper.
type Print struct {
	Width, Height float64
	DPI           float64
	Margin        float64
	PenMin        float64 // width of the line without pressure
	PenMax        float64 // and with full pressure
}

// SpecimenField is the field for the signature in the application form: 45 × 15 mm at 300 dpi, 531 × 177 px.
var SpecimenField = Print{Width: 45, Height: 15, DPI: 300, Margin: 0.6, PenMin: 0.2, PenMax: 0.55}

// Render draws the strokes black on white, fitted into the picture with their
// proportions kept, centred, never enlarged. The caller owns the picture.
func Render(strokes []kiosk.Stroke, p Print) *image.Gray {
	perMM := p.DPI / 25.4
	img := image.NewGray(image.Rect(0, 0, int(math.Round(p.Width*perMM)), int(math.Round(p.Height*perMM))))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	points := finite(strokes)
	if len(points) == 0 {
		return img
	}
	b := boundsOf(points)
	room := 2*p.Margin + p.PenMax
	scale := 1.0
	if b.width() > 0 {
		scale = min(scale, (p.Width-room)/b.width())
	}
	if b.height() > 0 {
		scale = min(scale, (p.Height-room)/b.height())
	}
	at := func(q kiosk.Point) disc {
		pressure := 0.0
		if q.Pressure > 0 { // false for NaN
			pressure = min(q.Pressure, 1)
		}
		return disc{
			x: (p.Width/2 + (q.X-(b.left+b.right)/2)*scale) * perMM,
			y: (p.Height/2 + (q.Y-(b.top+b.bottom)/2)*scale) * perMM,
			r: (p.PenMin + (p.PenMax-p.PenMin)*pressure) / 2 * perMM,
		}
	}
	for _, s := range strokes {
		s = finite([]kiosk.Stroke{s})
		for i := range s {
			from := at(s[max(i-1, 0)])
			drag(img, from, at(s[i]))
		}
	}
	return img
}

// disc is the pen's tip in pixels.
type disc struct{ x, y, r float64 }

// drag moves the tip along a straight line and darkens what it covers.
func drag(img *image.Gray, a, b disc) {
	grow := max(a.r, b.r) + 1
	area := image.Rect(
		int(math.Floor(min(a.x, b.x)-grow)), int(math.Floor(min(a.y, b.y)-grow)),
		int(math.Ceil(max(a.x, b.x)+grow))+1, int(math.Ceil(max(a.y, b.y)+grow))+1,
	).Intersect(img.Rect)
	dx, dy := b.x-a.x, b.y-a.y
	length2 := dx*dx + dy*dy
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			px, py := float64(x)+0.5-a.x, float64(y)+0.5-a.y
			t := 0.0
			if length2 > 0 {
				t = min(max((px*dx+py*dy)/length2, 0), 1)
			}
			distance := math.Hypot(px-t*dx, py-t*dy)
			cover := min(max(a.r+t*(b.r-a.r)-distance+0.5, 0), 1)
			pix := &img.Pix[img.PixOffset(x, y)]
			*pix = min(*pix, uint8(math.Round(255*(1-cover))))
		}
	}
}
