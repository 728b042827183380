package portrait

import (
	"image"
	"image/color"
)

// Sharpness says how sharp the eyes of a face are: the mean squared gradient
// (Sobel, Tenengrad) of the luma in a band around them, in grey levels squared.
// It has no meaning of its own; it orders the shots of one burst. 0 when the band
// lies outside the picture.
func Sharpness(img image.Image, f Face) float64 {
	m, d := f.eyes(), f.EyeDistance()
	band := image.Rect(int(m.X-d), int(m.Y-.4*d), int(m.X+d), int(m.Y+.4*d)).Intersect(img.Bounds())
	if band.Dx() < 3 || band.Dy() < 3 {
		return 0
	}
	w, h := band.Dx(), band.Dy()
	grey := make([]int32, w*h)
	defer clear(grey)
	luma(grey, img, band)
	var sum float64
	for y := 1; y < h-1; y++ {
		up, mid, down := grey[(y-1)*w:], grey[y*w:], grey[(y+1)*w:]
		for x := 1; x < w-1; x++ {
			gx := up[x+1] + 2*mid[x+1] + down[x+1] - up[x-1] - 2*mid[x-1] - down[x-1]
			gy := down[x-1] + 2*down[x] + down[x+1] - up[x-1] - 2*up[x] - up[x+1]
			sum += float64(gx*gx + gy*gy)
		}
	}
	return sum / float64((w-2)*(h-2))
}

// luma fills grey with the 8-bit luma of a part of img.
func luma(grey []int32, img image.Image, part image.Rectangle) {
	w := part.Dx()
	if rgba, ok := img.(*image.RGBA); ok {
		for y := range part.Dy() {
			row := rgba.Pix[rgba.PixOffset(part.Min.X, part.Min.Y+y):]
			for x := range w {
				r, g, b := int32(row[4*x]), int32(row[4*x+1]), int32(row[4*x+2])
				grey[y*w+x] = (299*r + 587*g + 114*b) / 1000
			}
		}
		return
	}
	for y := range part.Dy() {
		for x := range w {
			c := color.GrayModel.Convert(img.At(part.Min.X+x, part.Min.Y+y)).(color.Gray)
			grey[y*w+x] = int32(c.Y)
		}
	}
}
