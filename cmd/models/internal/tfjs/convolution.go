package tfjs

import (
	"errors"
	"fmt"
	"slices"
)

// window is where a sliding window of a layer goes along one axis.
type window struct{ out, before, after int }

// slide computes TensorFlow's padding for one axis.
func slide(padding string, in, kernel, stride int) (window, error) {
	switch padding {
	case "VALID":
		if in < kernel {
			return window{}, fmt.Errorf("a window of %d on %d", kernel, in)
		}
		return window{out: (in-kernel)/stride + 1}, nil
	case "SAME":
		out := (in + stride - 1) / stride
		total := max(0, (out-1)*stride+kernel-in)
		return window{out, total / 2, total - total/2}, nil
	}
	return window{}, fmt.Errorf("padding %q", padding)
}

// slides computes both axes of a layer whose input is shape.
func (n *node) slides(shape []int, kh, kw int) (h, w window, geometry []message, err error) {
	sh, sw, err := n.spatial("strides")
	if err != nil {
		return h, w, nil, err
	}
	padding, err := n.text("padding")
	if err != nil {
		return h, w, nil, err
	}
	if format, err := n.text("data_format"); err != nil || format != "" && format != "NHWC" {
		return h, w, nil, fmt.Errorf("data format %q", format)
	}
	if h, err = slide(padding, shape[1], kh, sh); err != nil {
		return h, w, nil, err
	}
	if w, err = slide(padding, shape[2], kw, sw); err != nil {
		return h, w, nil, err
	}
	return h, w, []message{attr("kernel_shape", []int{kh, kw}), attr("strides", []int{sh, sw}),
		attr("pads", []int{h.before, w.before, h.after, w.after})}, nil
}

// convolution writes a convolution and what is fused to it: a bias, then an activation.
func (c *converter) convolution(n *node, depthwise bool) ([]int, error) {
	shape, err := c.picture(n, 0)
	if err != nil {
		return nil, err
	}
	kernel, err := c.fixed(n, 1, 4)
	if err != nil {
		return nil, err
	}
	if kernel.shape[2] != shape[3] || slices.Contains(kernel.shape, 0) {
		return nil, fmt.Errorf("kernel of %v for %v", kernel.shape, shape)
	}
	if dh, dw, err := n.spatial("dilations"); err != nil || dh != 1 || dw != 1 {
		return nil, errors.New("dilated")
	}
	kh, kw, in, out := kernel.shape[0], kernel.shape[1], kernel.shape[2], kernel.shape[3]
	order, groups := [4]int{3, 2, 0, 1}, 1 // HWIO → OIHW
	turned := []int{out, in, kh, kw}
	if depthwise { // HWCM → CMHW, one group a channel
		order, groups = [4]int{2, 3, 0, 1}, in
		turned = []int{in * out, 1, kh, kw}
		out *= in
	}
	h, w, attributes, err := n.slides(shape, kh, kw)
	if err != nil {
		return nil, err
	}
	attributes = append(attributes, attr("group", groups), attr("dilations", []int{1, 1}))
	inputs := []string{n.Inputs[0], c.constant(n.Name+":kernel", turned, turn(kernel, order))}

	fused, err := n.fused()
	if err != nil {
		return nil, err
	}
	if len(fused) > 0 {
		bias, err := c.fixed(n, 2, 1)
		if err != nil || fused[0] != "BiasAdd" || len(bias.data) != out {
			return nil, fmt.Errorf("fused with %v", fused)
		}
		inputs = append(inputs, c.constant(n.Name+":bias", []int{out}, bias.data))
	}
	result := n.Name
	if len(fused) > 1 {
		result += ":linear"
	}
	c.emit("Conv", result, inputs, attributes...)
	switch {
	case len(fused) < 2:
	case len(fused) == 2 && fused[1] == "Prelu":
		if err := c.prelu(n.Name, result, c.input(n, 3), out); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("fused with %v", fused)
	}
	return []int{1, h.out, w.out, out}, nil
}

// transposed writes a transposed convolution whose windows do not overlap.
func (c *converter) transposed(n *node) ([]int, error) {
	kernel, err := c.fixed(n, 1, 4)
	if err != nil {
		return nil, err
	}
	shape, err := c.picture(n, 2)
	if err != nil {
		return nil, err
	}
	sh, sw, err := n.spatial("strides")
	if err != nil {
		return nil, err
	}
	kh, kw, out, in := kernel.shape[0], kernel.shape[1], kernel.shape[2], kernel.shape[3]
	if in != shape[3] || kh != sh || kw != sw {
		return nil, fmt.Errorf("kernel of %v, strides %d, %d, for %v", kernel.shape, sh, sw, shape)
	}
	k := c.constant(n.Name+":kernel", []int{in, out, kh, kw}, turn(kernel, [4]int{3, 2, 0, 1})) // HWOI → IOHW
	c.emit("ConvTranspose", n.Name, []string{n.Inputs[2], k},
		attr("kernel_shape", []int{kh, kw}), attr("strides", []int{sh, sw}), attr("pads", []int{0, 0, 0, 0}))
	return []int{1, shape[1] * sh, shape[2] * sw, out}, nil
}

func (c *converter) pool(n *node) ([]int, error) {
	shape, err := c.picture(n, 0)
	if err != nil {
		return nil, err
	}
	kh, kw, err := n.spatial("ksize")
	if err != nil {
		return nil, err
	}
	h, w, attributes, err := n.slides(shape, kh, kw)
	if err != nil {
		return nil, err
	}
	if h.before+h.after+w.before+w.after != 0 {
		return nil, errors.New("padded") // TensorFlow averages without the padding, which is not expressed here
	}
	op := map[string]string{"MaxPool": "MaxPool", "AvgPool": "AveragePool"}[n.Op]
	c.emit(op, n.Name, n.Inputs[:1], attributes...)
	return []int{1, h.out, w.out, shape[3]}, nil
}

// turn copies a tensor of four dimensions with its axes in another order.
func turn(t tensor, order [4]int) []float32 {
	strides := [4]int{t.shape[1] * t.shape[2] * t.shape[3], t.shape[2] * t.shape[3], t.shape[3], 1}
	out := make([]float32, 0, len(t.data))
	for a := range t.shape[order[0]] {
		for b := range t.shape[order[1]] {
			for d := range t.shape[order[2]] {
				for e := range t.shape[order[3]] {
					out = append(out, t.data[a*strides[order[0]]+b*strides[order[1]]+d*strides[order[2]]+e*strides[order[3]]])
				}
			}
		}
	}
	return out
}
