package camera

import (
	"fmt"
	"image"
	"os"
	"time"

	"gocv.io/x/gocv"
)

// limitWaiting sets the time limits that OpenCV takes from the environment:
// microseconds for FFmpeg's socket, seconds for V4L2's select. OpenCV's defaults
// are 30 s and 10 s.
func limitWaiting() {
	for name, value := range map[string]string{
		"OPENCV_FFMPEG_CAPTURE_OPTIONS":     "timeout;2000000",
		"OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",
	} {
		if _, set := os.LookupEnv(name); !set {
			os.Setenv(name, value)
		}
	}
}

// capture is a stream of OpenCV.
type capture struct {
	vc     *gocv.VideoCapture
	bgr    gocv.Mat
	rgba   [2]gocv.Mat // one is published, the other is being written
	back   int
	pace   time.Duration // between pictures of a film, which OpenCV does not pace
	due    time.Time
	detail string
}

// openStream opens the source with the one backend that belongs to it.
func openStream(s source, o Opts) (stream, error) {
	api := map[string]gocv.VideoCaptureAPI{
		"v4l2": gocv.VideoCaptureV4L2, "url": gocv.VideoCaptureFFmpeg,
		"file": gocv.VideoCaptureFFmpeg, "images": gocv.VideoCaptureImages,
	}[s.scheme]
	vc, err := gocv.OpenVideoCaptureWithAPI(s.path, api)
	if err != nil {
		vc.Close() // the handle exists even then
		return nil, errOpen
	}
	c := &capture{vc: vc, bgr: gocv.NewMat(), rgba: [2]gocv.Mat{gocv.NewMat(), gocv.NewMat()}}
	switch s.scheme {
	case "v4l2":
		// The order matters: the format decides which sizes there are, the size
		// decides which rates.
		vc.Set(gocv.VideoCaptureFOURCC, vc.ToCodec("MJPG"))
		vc.Set(gocv.VideoCaptureFrameWidth, float64(o.Width))
		vc.Set(gocv.VideoCaptureFrameHeight, float64(o.Height))
		vc.Set(gocv.VideoCaptureFPS, o.FPS)
		vc.Set(gocv.VideoCaptureBufferSize, 1)
		c.detail = vc.CodecString()
	case "file", "images":
		rate := vc.Get(gocv.VideoCaptureFPS)
		if s.scheme == "images" || rate < 1 || rate > 120 {
			rate = o.FPS
		}
		c.pace = time.Duration(float64(time.Second) / rate)
	}
	return c, nil
}

func (c *capture) next() (picture, error) {
	if c.pace > 0 {
		time.Sleep(time.Until(c.due))
		c.due = time.Now().Add(c.pace)
	}
	if !c.vc.Read(&c.bgr) || c.bgr.Empty() {
		return picture{}, errEnded
	}
	out := &c.rgba[c.back]
	c.back = 1 - c.back
	switch c.bgr.Type() { // OpenCV would abort the process on another
	case gocv.MatTypeCV8UC3:
		gocv.CvtColor(c.bgr, out, gocv.ColorBGRToRGBA)
	case gocv.MatTypeCV8UC1:
		gocv.CvtColor(c.bgr, out, gocv.ColorGrayToBGRA)
	default:
		return picture{}, fmt.Errorf("pictures of type %v: %w", c.bgr.Type(), errOpen)
	}
	pix, err := out.DataPtrUint8()
	if err != nil {
		return picture{}, fmt.Errorf("read camera: %w", err)
	}
	return picture{pix: pix, size: image.Pt(out.Cols(), out.Rows())}, nil
}

func (c *capture) model() string {
	m := fmt.Sprintf("%d×%d", c.bgr.Cols(), c.bgr.Rows())
	if rate := c.vc.Get(gocv.VideoCaptureFPS); rate > 0 {
		m += fmt.Sprintf(" %g/s", rate)
	}
	if c.detail != "" {
		m += " " + c.detail
	}
	return m
}

func (c *capture) close() {
	for _, m := range []*gocv.Mat{&c.bgr, &c.rgba[0], &c.rgba[1]} {
		if !m.Empty() {
			m.SetTo(gocv.Scalar{})
		}
		m.Close()
	}
	c.vc.Close()
}
