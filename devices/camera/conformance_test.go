package camera

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/mjpegemu"
)

// card is a picture whose left half gets lighter with time and whose right half
// is red.
type card struct{ size image.Point }

func (c card) Frame(at time.Duration) ([]byte, error) {
	img := image.NewRGBA(image.Rectangle{Max: c.size})
	grey := uint8(at / (20 * time.Millisecond))
	for y := range c.size.Y {
		for x := range c.size.X {
			img.SetRGBA(x, y, color.RGBA{grey, grey, grey, 255})
			if x >= c.size.X/2 {
				img.SetRGBA(x, y, color.RGBA{230, 20, 30, 255})
			}
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90})
	return b.Bytes(), err
}

// networkCamera is an emulated camera and the address of it.
func networkCamera(t *testing.T) (*mjpegemu.Server, string) {
	emu := mjpegemu.New(card{image.Pt(320, 180)}, 30)
	srv := httptest.NewServer(emu)
	t.Cleanup(func() {
		srv.CloseClientConnections() // a stream never ends by itself
		srv.Close()
	})
	return emu, "url:" + srv.URL + "/"
}

func TestNetworkCamera_KeepsTheContract(t *testing.T) {
	devicetest.TestCamera(t, func(t *testing.T) devicetest.CameraHarness {
		emu, address := networkCamera(t)
		arm := func(name string, mode fault.Mode) { require.NoError(t, emu.Arm(name, mode)) }
		return devicetest.CameraHarness{
			Camera: New(address, Opts{StallAfter: 500 * time.Millisecond}),
			Unplug: func() { arm(mjpegemu.Unplug, fault.Always) },
			Plug:   func() { arm(mjpegemu.Unplug, fault.Cleared) },
			Stall: func(on bool) {
				if on {
					arm(mjpegemu.Stall, fault.Always)
				} else {
					arm(mjpegemu.Stall, fault.Cleared)
				}
			},
		}
	})
}
