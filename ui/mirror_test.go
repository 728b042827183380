package ui

import (
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/assert"

	"documenting.kz/terminal/ui/widget"
)

func grey() *image.RGBA {
	frame := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for i := range frame.Pix {
		frame.Pix[i] = 0x80
		if i%4 == 3 {
			frame.Pix[i] = 0xff
		}
	}
	return frame
}

func TestMirror_AroundTheOval_IsDarkerToTheLastPixel(t *testing.T) {
	var m mirror
	got := m.show(nil, grey())
	w, h := got.Rect.Dx(), got.Rect.Dy()
	dark, bright := color.RGBA{R: 0x40, G: 0x40, B: 0x40, A: 0xff}, color.RGBA{R: 0x80, G: 0x80, B: 0x80, A: 0xff}
	for x := range w {
		assert.Equal(t, dark, got.RGBAAt(x, 0))
		assert.Equal(t, dark, got.RGBAAt(x, h-1))
	}
	for y := range h {
		assert.Equal(t, dark, got.RGBAAt(0, y))
		assert.Equal(t, dark, got.RGBAAt(w-1, y))
	}
	assert.Equal(t, bright, got.RGBAAt(w/2, h/2))
	white := 0
	for x := range w {
		if got.RGBAAt(x, h/2) == (color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}) {
			white++
		}
	}
	assert.InDelta(t, 2*outline, white, 3, "the line is crossed twice")
}

func TestMirror_UprightCamera_IsCroppedInHeight(t *testing.T) {
	var m mirror
	got := m.show(nil, image.NewRGBA(image.Rect(0, 0, 720, 1280)))
	assert.Equal(t, 720, got.Rect.Dx())
	assert.Equal(t, 720*widget.PreviewHeight/widget.PreviewWidth, got.Rect.Dy())
}

func BenchmarkMirror_1280x720(b *testing.B) {
	var m mirror
	frame := grey()
	into := m.show(nil, frame)
	for b.Loop() {
		into = m.show(into, frame)
	}
}
