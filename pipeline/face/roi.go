package face

import (
	"image"
	"math"
)

// region is a rectangle in a picture, turned about its centre, that becomes the
// input of a net.
type region struct {
	x, y          float64 // centre, in pixels counted from the picture's first
	width, height float64 // pixels
	angle         float64 // radians; positive turns as the picture's x axis to its y axis
	mirrored      bool    // the net sees left as right
}

// at converts a position in the net's input, 0..1, to the picture.
func (r region) at(u, v float64) (x, y float64) {
	if r.mirrored {
		u = 1 - u
	}
	sin, cos := math.Sincos(r.angle)
	dx, dy := (u-.5)*r.width, (v-.5)*r.height
	return r.x + cos*dx - sin*dy, r.y + sin*dx + cos*dy
}

// planes samples the region as three planes of side×side values, red, green, blue,
// each 0..255 times gain. What lies outside the picture is black, as in MediaPipe.
// Where several pixels fall on one value they are averaged, so that fine patterns do
// not alias in large pictures; otherwise it interpolates.
func (r region) planes(dst []float32, side int, img *image.RGBA, gain float32) {
	u0x, u0y := r.at(0, 0)
	u1x, u1y := r.at(1, 0)
	v1x, v1y := r.at(0, 1)
	ax, ay := (u1x-u0x)/float64(side), (u1y-u0y)/float64(side) // one step to the right
	bx, by := (v1x-u0x)/float64(side), (v1y-u0y)/float64(side) // one step down
	w, h, plane := img.Rect.Dx(), img.Rect.Dy(), side*side
	if n := int(math.Round(min(math.Hypot(ax, ay), math.Hypot(bx, by)))); n >= 2 {
		n = min(n, 4)
		share := gain / float32(n*n)
		for i := range plane {
			var red, green, blue uint32
			cx, cy := u0x+float64(i%side)*ax+float64(i/side)*bx, u0y+float64(i%side)*ay+float64(i/side)*by
			for k := range n * n {
				s, t := (float64(k%n)+.5)/float64(n), (float64(k/n)+.5)/float64(n)
				x, y := int(math.Floor(cx+s*ax+t*bx)), int(math.Floor(cy+s*ay+t*by))
				if x < 0 || y < 0 || x >= w || y >= h {
					continue
				}
				p := img.Pix[y*img.Stride+4*x:]
				red, green, blue = red+uint32(p[0]), green+uint32(p[1]), blue+uint32(p[2])
			}
			dst[i], dst[plane+i], dst[2*plane+i] = float32(red)*share, float32(green)*share, float32(blue)*share
		}
		return
	}
	for i := range plane {
		s, t := float64(i%side)+.5, float64(i/side)+.5
		x, y := u0x+s*ax+t*bx-.5, u0y+s*ay+t*by-.5
		fx, fy := math.Floor(x), math.Floor(y)
		ix, iy := int(fx), int(fy)
		wx, wy := float32(x-fx), float32(y-fy)
		var c [3]float32
		for k, weight := range [4]float32{(1 - wx) * (1 - wy), wx * (1 - wy), (1 - wx) * wy, wx * wy} {
			px, py := ix+k%2, iy+k/2
			if px < 0 || py < 0 || px >= w || py >= h {
				continue
			}
			p := img.Pix[py*img.Stride+4*px:]
			c[0], c[1], c[2] = c[0]+weight*float32(p[0]), c[1]+weight*float32(p[1]), c[2]+weight*float32(p[2])
		}
		dst[i], dst[plane+i], dst[2*plane+i] = c[0]*gain, c[1]*gain, c[2]*gain
	}
}
