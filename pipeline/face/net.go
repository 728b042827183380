package face

import (
	"errors"
	"fmt"
	"path/filepath"

	"gocv.io/x/gocv"
)

// pictureNet is a net whose one input is a small picture in planes.
type pictureNet struct {
	net     gocv.Net
	outputs []string
	side    int
	input   gocv.Mat  // 1×channels×side×side float32
	data    []float32 // input's memory
}

func openPictureNet(dir, name string, channels, side int) (*pictureNet, error) {
	net, outputs, err := readNet(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	n := &pictureNet{net: net, outputs: outputs, side: side,
		input: gocv.NewMatWithSizes([]int{1, channels, side, side}, gocv.MatTypeCV32F)}
	if n.data, err = n.input.DataPtrFloat32(); err != nil {
		return nil, errors.Join(fmt.Errorf("read model: %w", err), n.close())
	}
	return n, nil
}

func (n *pictureNet) close() error { return errors.Join(n.input.Close(), n.net.Close()) }

// forward runs the net and copies its outputs, told apart by their number of values,
// to where the caller wants them.
func (n *pictureNet) forward(want ...[]float32) error {
	n.net.SetInput(n.input, "")
	blobs := n.net.ForwardLayers(n.outputs)
	defer func() {
		for i := range blobs {
			blobs[i].Close()
		}
	}()
	for _, dst := range want {
		found := false
		for i := range blobs {
			out, err := blobs[i].DataPtrFloat32()
			if err != nil {
				return fmt.Errorf("net output: %w", err)
			}
			if len(out) == len(dst) {
				copy(dst, out)
				found = true
			}
		}
		if !found {
			return fmt.Errorf("net output: none with %d values", len(dst))
		}
	}
	return nil
}
