package face

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io/fs"
	"os"
	"path/filepath"

	"gocv.io/x/gocv"
)

// Names of the model files in the directory given to Open.
const (
	LiveDetector  = "face_detection_front_128x128.onnx"
	StillDetector = "face_detection_back_256x256.onnx"
	Comparer      = "fr_feature.onnx"
)

// Sentinels of Open.
var (
	ErrNoModel = errors.New("face model is missing")
	ErrAltered = errors.New("face model is not the pinned file")
)

// pinned are the SHA-256 of the files. They are checked here too and not only when
// fetching, because OpenCV ends the process when it is given a damaged net.
func pinned(name string) string {
	switch name {
	case LiveDetector:
		return "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51"
	case StillDetector:
		return "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2"
	case Comparer:
		return "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581"
	case MeshModel:
		return "392e03acf32ff78dc9931925a13f0e11066fd5109148ffef7750d145462db17e"
	case IrisModel:
		return "846da60288ea48d9f493a5a83ce1d080a5f92dbae97f755ba92151af977cc841"
	case PersonModel:
		return "a9345d278df4c133571f5b6287c719d079e36a87890679a4a376f3a28e1acb5b"
	case EyeModel:
		return "1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de"
	case LivenessModel:
		return "afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d"
	}
	return ""
}

// Engine holds the loaded nets and their buffers. It is not safe for use by
// more than one goroutine at a time: open one for each.
type Engine struct {
	live, still *detector
	comparer    *comparer
	scratch     *image.RGBA // pictures that are not already tightly packed RGBA
}

// Open loads the nets from the files in dir. The caller closes the engine.
func Open(dir string) (*Engine, error) {
	e := &Engine{}
	var err error
	if e.live, err = openDetector(filepath.Join(dir, LiveDetector), 128); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if e.still, err = openDetector(filepath.Join(dir, StillDetector), 256); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if e.comparer, err = openComparer(filepath.Join(dir, Comparer)); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Close frees the nets and wipes the buffers that held pictures. It may be
// called more than once.
func (e *Engine) Close() error {
	var errs []error
	if e.live != nil {
		errs = append(errs, e.live.close())
	}
	if e.still != nil {
		errs = append(errs, e.still.close())
	}
	if e.comparer != nil {
		errs = append(errs, e.comparer.close())
	}
	if e.scratch != nil {
		clear(e.scratch.Pix)
	}
	*e = Engine{}
	return errors.Join(errs...)
}

// Wipe zeroes every buffer that may still hold something of the last picture.
func (e *Engine) Wipe() {
	e.live.wipe()
	e.still.wipe()
	e.comparer.wipe()
	if e.scratch != nil {
		clear(e.scratch.Pix)
	}
}

// DetectLive finds faces that fill a good part of the picture, as in front of
// the terminal's camera. Best score first; empty when nobody is there.
func (e *Engine) DetectLive(img image.Image) ([]Face, error) {
	return e.detect(e.live, img)
}

// DetectStill finds smaller faces too and places the points more precisely, at
// four to five times the cost of DetectLive.
func (e *Engine) DetectStill(img image.Image) ([]Face, error) {
	return e.detect(e.still, img)
}

func (e *Engine) detect(d *detector, img image.Image) ([]Face, error) {
	m, err := e.mat(img)
	if err != nil {
		return nil, fmt.Errorf("detect faces: %w", err)
	}
	defer m.Close()
	faces, err := d.detect(m)
	if err != nil {
		return nil, fmt.Errorf("detect faces: %w", err)
	}
	shift(faces, img.Bounds().Min)
	return faces, nil
}

// Embed describes the face f of img by a vector of length one. Vectors of one
// person are near each other by Cosine.
func (e *Engine) Embed(img image.Image, f Face) (Embedding, error) {
	m, err := e.mat(img)
	if err != nil {
		return Embedding{}, fmt.Errorf("embed face: %w", err)
	}
	defer m.Close()
	one := []Face{f}
	shift(one, image.Point{}.Sub(img.Bounds().Min))
	v, err := e.comparer.embed(m, one[0])
	if err != nil {
		return Embedding{}, fmt.Errorf("embed face: %w", err)
	}
	return v, nil
}

// mat shows img to OpenCV as 8-bit RGBA. The Mat borrows img's pixels or the
// engine's scratch buffer: it is closed before the engine's method returns.
func (e *Engine) mat(img image.Image) (gocv.Mat, error) {
	b := img.Bounds()
	if b.Dx() < 16 || b.Dy() < 16 {
		return gocv.Mat{}, fmt.Errorf("a picture of %d×%d pixels is too small", b.Dx(), b.Dy())
	}
	rgba, ok := img.(*image.RGBA)
	if !ok || rgba.Stride != 4*b.Dx() {
		if e.scratch == nil || e.scratch.Bounds().Size() != b.Size() {
			e.scratch = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		}
		draw.Draw(e.scratch, e.scratch.Bounds(), img, b.Min, draw.Src)
		rgba = e.scratch
	}
	n := 4 * b.Dx() * b.Dy()
	return gocv.NewMatFromBytes(b.Dy(), b.Dx(), gocv.MatTypeCV8UC4, rgba.Pix[:n:n])
}

// readNet loads one pinned ONNX file and names its outputs.
func readNet(path string) (gocv.Net, []string, error) {
	name := filepath.Base(path)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return gocv.Net{}, nil, fmt.Errorf("%w: %s", ErrNoModel, name)
	}
	if err != nil {
		return gocv.Net{}, nil, fmt.Errorf("read model: %w", err)
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != pinned(name) {
		return gocv.Net{}, nil, fmt.Errorf("%w: %s", ErrAltered, name)
	}
	net, err := gocv.ReadNetFromONNXBytes(b)
	if err != nil {
		return gocv.Net{}, nil, fmt.Errorf("read model %s: %w", name, err)
	}
	if net.Empty() {
		return gocv.Net{}, nil, errors.Join(fmt.Errorf("read model %s: no layers", name), net.Close())
	}
	names := net.GetLayerNames()
	var outputs []string
	for _, id := range net.GetUnconnectedOutLayers() {
		outputs = append(outputs, names[id-1])
	}
	return net, outputs, nil
}
