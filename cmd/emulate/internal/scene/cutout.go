package scene

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // the portraits' formats
	_ "image/png"
	"os"
	"path/filepath"

	"gocv.io/x/gocv"
)

// cutout returns the person as premultiplied BGRA, with the clothes drawn on
// downwards by the portrait's height, so that somebody who stands far away still
// reaches the lower edge of the picture. The caller closes it.
func cutout(dir string, p person) (gocv.Mat, error) {
	photo := filepath.Join(dir, p.file)
	b, err := os.ReadFile(photo)
	if err != nil {
		return gocv.Mat{}, fmt.Errorf("cut out %s: %w (run: models fetch)", p.name, err)
	}
	cached := filepath.Join(dir, "cutout-"+p.key(b)+".png")
	cut, err := load(cached)
	if err != nil {
		if cut, err = grab(b, p); err != nil {
			return gocv.Mat{}, fmt.Errorf("cut out %s: %w", p.name, err)
		}
		if err := save(cached, cut); err != nil {
			cut.Close()
			return gocv.Mat{}, fmt.Errorf("cut out %s: %w", p.name, err)
		}
	}
	defer cut.Close()
	tall := gocv.NewMat()
	gocv.CopyMakeBorder(cut, &tall, 0, cut.Rows(), 0, 0, gocv.BorderReplicate, color.RGBA{})
	pix, err := tall.DataPtrUint8()
	if err != nil {
		tall.Close()
		return gocv.Mat{}, fmt.Errorf("cut out %s: %w", p.name, err)
	}
	for i := 0; i+3 < len(pix); i += 4 {
		a := uint32(pix[i+3])
		for c := range 3 {
			pix[i+c] = uint8(uint32(pix[i+c]) * a / 255)
		}
	}
	return tall, nil
}

// load reads a cut-out that was made before.
func load(path string) (gocv.Mat, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return gocv.Mat{}, err
	}
	cut, err := gocv.IMDecode(b, gocv.IMReadUnchanged)
	if err != nil {
		return gocv.Mat{}, err
	}
	if cut.Empty() || cut.Channels() != 4 {
		cut.Close()
		return gocv.Mat{}, fmt.Errorf("%s is not a cut-out", filepath.Base(path))
	}
	return cut, nil
}

// key changes with the portrait and with the seeds, so an old cut-out is not used.
func (p person) key(photo []byte) string {
	h := sha256.New()
	h.Write(photo)
	fmt.Fprint(h, p.mayRound, p.mayCorner, p.mustRound, p.mustCorner)
	return p.name + "-" + hex.EncodeToString(h.Sum(nil))[:8]
}

// save writes a PNG in one step, for emulators may start at the same time.
func save(path string, m gocv.Mat) error {
	buf, err := gocv.IMEncode(gocv.PNGFileExt, m)
	if err != nil {
		return err
	}
	defer buf.Close()
	tmp, err := os.CreateTemp(filepath.Dir(path), ".cutout-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // fails after the rename, as it should
	if _, err := tmp.Write(buf.GetBytes()); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// grab separates the person from the wall: BGRA, the alpha softened at the edge.
func grab(photo []byte, p person) (gocv.Mat, error) {
	decoded, _, err := image.Decode(bytes.NewReader(photo))
	if err != nil {
		return gocv.Mat{}, fmt.Errorf("%s: %w", p.file, err)
	}
	img, err := gocv.ImageToMatRGB(decoded)
	if err != nil {
		return gocv.Mat{}, fmt.Errorf("%s: %w", p.file, err)
	}
	defer img.Close()
	const wall, sure, perhaps = 0, 1, 3 // OpenCV's GC_BGD, GC_FGD, GC_PR_FGD
	mask := gocv.Zeros(img.Rows(), img.Cols(), gocv.MatTypeCV8U)
	defer mask.Close()
	draw := func(round []ellipse, corner []image.Point, value uint8) {
		c := color.RGBA{value, value, value, 0}
		for _, e := range round {
			gocv.Ellipse(&mask, e.centre, e.axes, 0, 0, 360, c, -1)
		}
		outline := gocv.NewPointsVectorFromPoints([][]image.Point{corner})
		defer outline.Close()
		gocv.FillPoly(&mask, outline, c)
	}
	draw(p.mayRound, p.mayCorner, perhaps)
	draw(p.mustRound, p.mustCorner, sure)
	back, fore := gocv.NewMat(), gocv.NewMat()
	defer back.Close()
	defer fore.Close()
	gocv.GrabCut(img, &mask, image.Rectangle{}, &back, &fore, 6, gocv.GCInitWithMask)

	alpha, err := mask.DataPtrUint8()
	if err != nil {
		return gocv.Mat{}, err
	}
	for i, v := range alpha {
		alpha[i] = 255 * (v & 1) // both sorts of person are odd
	}
	soften(&mask)

	planes := gocv.Split(img)
	defer func() {
		for i := range planes {
			planes[i].Close()
		}
	}()
	cut := gocv.NewMat()
	gocv.Merge(append(planes[:3:3], mask), &cut)
	return cut, nil
}

// soften closes holes, drops crumbs, takes off the rim that shows the old
// background, and blurs the edge.
func soften(mask *gocv.Mat) {
	kernel := gocv.GetStructuringElement(gocv.MorphEllipse, image.Pt(5, 5))
	defer kernel.Close()
	gocv.MorphologyEx(*mask, mask, gocv.MorphClose, kernel)
	gocv.MorphologyEx(*mask, mask, gocv.MorphOpen, kernel)
	small := gocv.GetStructuringElement(gocv.MorphEllipse, image.Pt(3, 3))
	defer small.Close()
	gocv.Erode(*mask, mask, small)
	gocv.GaussianBlur(*mask, mask, image.Pt(5, 5), 1.1, 1.1, gocv.BorderReplicate)
}
