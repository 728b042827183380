package ui

import (
	"encoding/binary"
	"image"
	"math"

	"documenting.kz/terminal/ui/widget"
)

// mirror makes the preview's picture of a camera's frame: the middle, in the
// preview's proportion, left and right exchanged, darker around an upright oval
// where the face belongs.
//
// The oval is drawn into the frame, while its pixels are moved anyway, and not
// laid over it: without a graphics card one more half-transparent layer of that
// size costs a quarter of a processor core at thirty frames a second.
type mirror struct {
	width, height int
	rows          []row
}

// row says where the oval cuts a line of pixels: dark up to line, white up to
// face, and the same backwards from the right.
type row struct{ line, face int }

// outline is the width of the oval's line in pixels.
const outline = 9

// fit prepares the oval for pictures of w by h pixels: in the middle, a bit above
// it, as high as a head that leaves room for its shoulders.
func (m *mirror) fit(w, h int) {
	if m.width == w && m.height == h {
		return
	}
	m.width, m.height, m.rows = w, h, make([]row, h)
	cy, rx, ry := float64(h)*0.46, float64(h)*0.29, float64(h)*0.39
	half := func(y, rx, ry float64) int {
		d := (y - cy) / ry
		if d*d >= 1 {
			return 0
		}
		return int(rx * math.Sqrt(1-d*d))
	}
	for y := range m.rows {
		middle := float64(y) + 0.5
		m.rows[y] = row{line: w/2 - half(middle, rx+outline, ry+outline), face: w/2 - half(middle, rx, ry)}
	}
}

// show draws frame into a picture; into is used when it has the right size.
func (m *mirror) show(into, frame *image.RGBA) *image.RGBA {
	b := frame.Bounds()
	w, h := b.Dx(), b.Dy()
	if cropped := h * widget.PreviewWidth / widget.PreviewHeight; cropped <= w {
		w = cropped
	} else {
		h = w * widget.PreviewHeight / widget.PreviewWidth
	}
	m.fit(w, h)
	if into == nil || into.Rect.Dx() != w || into.Rect.Dy() != h {
		into = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	x0, y0 := b.Min.X+(b.Dx()-w)/2, b.Min.Y+(b.Dy()-h)/2
	for y, r := range m.rows {
		from := frame.PixOffset(x0, y0+y)
		line := into.Pix[y*into.Stride : y*into.Stride+4*w]
		flip(line, frame.Pix[from:from+4*w])
		if r.line == w/2 { // above or below the oval
			dim(line)
			continue
		}
		dim(line[:4*r.line])
		white(line[4*r.line : 4*r.face])
		white(line[4*(w-r.face) : 4*(w-r.line)])
		dim(line[4*(w-r.line):])
	}
	return into
}

// flip copies a row of pixels from right to left, four bytes at a time.
func flip(to, from []byte) {
	for last := len(from) - 4; last >= 0; last -= 4 {
		binary.NativeEndian.PutUint32(to, binary.NativeEndian.Uint32(from[last:]))
		to = to[4:]
	}
}

// dim halves the light of pixels; bytes do not carry into each other.
func dim(pixels []byte) {
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		half := binary.NativeEndian.Uint32(pixels) >> 1 & 0x7f7f7f7f
		binary.NativeEndian.PutUint32(pixels, half)
		pixels[3] = 0xff
	}
}

func white(pixels []byte) {
	for i := range pixels {
		pixels[i] = 0xff
	}
}
