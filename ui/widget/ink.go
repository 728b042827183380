package widget

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/kiosk"
)

// Ink shows a signature as it is drawn. It owns one picture and adds only what is new.
type Ink struct {
	fynewidget.BaseWidget
	ground *canvas.Rectangle
	image  *canvas.Image
	pix    *image.RGBA
	aspect float32
	drawn  []int   // samples drawn of each stroke
	scale  float64 // pixels in a mm
	x, y   float64 // where the pad's corner is, in pixels
}

// NewInk makes an empty sheet, width pixels wide and of that proportion; a pad of another one stands in its middle.
func NewInk(width int, aspect float32) *Ink {
	i := &Ink{ground: canvas.NewRectangle(color.White), aspect: aspect}
	i.ground.StrokeColor, i.ground.StrokeWidth, i.ground.CornerRadius = color.NRGBA{R: 0x00, G: 0x67, B: 0x7a, A: 0xff}, 4, 12
	i.pix = image.NewRGBA(image.Rect(0, 0, width, int(float32(width)/aspect)))
	i.image = &canvas.Image{Image: i.pix, FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows strokes, in mm, of a pad of that size in mm. Strokes that do not continue what is shown start a clean sheet.
func (i *Ink) Set(strokes []kiosk.Stroke, padWidth, padHeight float64) {
	scale := 0.0
	if padWidth > 0 && padHeight > 0 {
		w, h := float64(i.pix.Rect.Dx()), float64(i.pix.Rect.Dy())
		scale = min(w/padWidth, h/padHeight)
		i.x, i.y = (w-padWidth*scale)/2, (h-padHeight*scale)/2
	}
	changed := false
	if scale != i.scale || len(strokes) < len(i.drawn) || i.shorter(strokes) {
		clear(i.pix.Pix)
		i.drawn, i.scale, changed = nil, scale, true
	}
	for n, stroke := range strokes {
		if n >= len(i.drawn) {
			i.drawn = append(i.drawn, 0)
		}
		for k := i.drawn[n]; k < len(stroke); k++ {
			i.line(stroke[max(0, k-1)], stroke[k])
			changed = true
		}
		i.drawn[n] = len(stroke)
	}
	if changed {
		i.image.Refresh()
	}
}

func (i *Ink) shorter(strokes []kiosk.Stroke) bool {
	for n, drawn := range i.drawn {
		if len(strokes[n]) < drawn {
			return true
		}
	}
	return false
}

// line draws from a to b with soft edges, as wide as the pen was pressed.
func (i *Ink) line(a, b kiosk.Point) {
	ax, ay, bx, by := i.x+a.X*i.scale, i.y+a.Y*i.scale, i.x+b.X*i.scale, i.y+b.Y*i.scale
	r := 2.0 + 2.5*min(1, max(0, b.Pressure))
	area := image.Rect(int(min(ax, bx)-r-1), int(min(ay, by)-r-1), int(max(ax, bx)+r+2), int(max(ay, by)+r+2)).Intersect(i.pix.Rect)
	length := (bx-ax)*(bx-ax) + (by-ay)*(by-ay)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			px, py := float64(x)+0.5, float64(y)+0.5
			t := 0.0
			if length > 0 {
				t = min(1, max(0, ((px-ax)*(bx-ax)+(py-ay)*(by-ay))/length))
			}
			cover := r + 0.5 - math.Hypot(px-ax-t*(bx-ax), py-ay-t*(by-ay))
			alpha := uint8(255 * min(1, max(0, cover)))
			if o := i.pix.PixOffset(x, y); alpha > i.pix.Pix[o+3] {
				// premultiplied ink 0x0a1f44
				i.pix.Pix[o] = uint8(0x0a * int(alpha) / 255)
				i.pix.Pix[o+1] = uint8(0x1f * int(alpha) / 255)
				i.pix.Pix[o+2] = uint8(0x44 * int(alpha) / 255)
				i.pix.Pix[o+3] = alpha
			}
		}
	}
}

// HeightFor implements Flowing.
func (i *Ink) HeightFor(width float32) float32 { return width / i.aspect }

// CreateRenderer implements fyne.Widget.
func (i *Ink) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{i.ground, i.image}, layout: func(s fyne.Size) {
		i.ground.Resize(s)
		i.image.Resize(s)
	}, paint: func() { i.ground.Refresh(); i.image.Refresh() }}
}
