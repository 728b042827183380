package tfjs

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Convert makes an ONNX file of a graph model. Its input is [1, C, H, W]; outputs are
// the nodes that nobody consumes, in the graph's order, with their names.
func Convert(graph, weights []byte) ([]byte, error) {
	var d document
	if err := json.Unmarshal(graph, &d); err != nil {
		return nil, fmt.Errorf("read graph: %w", err)
	}
	constants, err := d.constants(weights)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	c := converter{nodes: make(map[string]*node), constants: constants, shapes: make(map[string][]int)}
	consumed := make(map[string]bool)
	for _, n := range d.Topology.Nodes {
		if n == nil || c.nodes[n.Name] != nil {
			return nil, errors.New("read graph: a node without a name of its own")
		}
		c.nodes[n.Name] = n
		for _, in := range n.Inputs {
			consumed[in] = true
		}
	}
	for _, n := range d.Topology.Nodes {
		if consumed[n.Name] || n.Op == "Const" {
			continue
		}
		if err := c.visit(n.Name); err != nil {
			return nil, err
		}
		c.graph.bytes(12, value(n.Name, nchw(c.shapes[n.Name])))
		c.outputs++
	}
	if c.inputs != 1 || c.outputs == 0 {
		return nil, fmt.Errorf("graph has %d inputs and %d outputs", c.inputs, c.outputs)
	}
	c.graph.text(2, "net")
	return model(c.graph), nil
}

// converter walks the graph from its outputs to its input.
type converter struct {
	nodes     map[string]*node
	constants map[string]tensor
	shapes    map[string][]int // of results, in TensorFlow's layout; nil while in work
	graph     message
	inputs    int
	outputs   int
}

// visit writes a node after everything it depends on. The graph's own order cannot
// be relied on.
func (c *converter) visit(name string) error {
	if shape, seen := c.shapes[name]; seen {
		if shape == nil {
			return fmt.Errorf("node %s depends on itself", name)
		}
		return nil
	}
	n := c.nodes[name]
	if n == nil {
		return fmt.Errorf("no node %s", name)
	}
	c.shapes[name] = nil
	for _, in := range n.Inputs {
		if _, constant := c.constants[in]; constant {
			continue
		}
		if err := c.visit(in); err != nil {
			return err
		}
	}
	shape, err := c.write(n)
	if err != nil {
		return fmt.Errorf("node %s (%s): %w", n.Name, n.Op, err)
	}
	c.shapes[name] = shape
	return nil
}

// write emits one node and returns the shape of its result.
func (c *converter) write(n *node) ([]int, error) {
	switch n.Op {
	case "Placeholder":
		shape, err := n.inputShape()
		if err != nil {
			return nil, err
		}
		c.inputs++
		c.graph.bytes(11, value(n.Name, nchw(shape)))
		return shape, nil
	case "Conv2D", "_FusedConv2D":
		return c.convolution(n, false)
	case "DepthwiseConv2dNative":
		return c.convolution(n, true)
	case "Conv2DBackpropInput":
		return c.transposed(n)
	case "MaxPool", "AvgPool":
		return c.pool(n)
	case "Add", "AddV2", "AddN", "Mul":
		return c.arithmetic(n)
	case "Prelu":
		shape, err := c.picture(n, 0)
		if err != nil {
			return nil, err
		}
		return shape, c.prelu(n.Name, n.Inputs[0], c.input(n, 1), shape[3])
	case "Relu", "Sigmoid", "Identity":
		if len(n.Inputs) != 1 {
			return nil, errors.New("wants one input")
		}
		c.emit(n.Op, n.Name, n.Inputs)
		return c.shapes[n.Inputs[0]], nil
	case "Relu6":
		if len(n.Inputs) != 1 {
			return nil, errors.New("wants one input")
		}
		c.emit("Clip", n.Name, n.Inputs, attr("min", float32(0)), attr("max", float32(6)))
		return c.shapes[n.Inputs[0]], nil
	case "Pad":
		return c.pad(n)
	case "Reshape":
		return c.reshape(n)
	case "ConcatV2":
		return c.concat(n)
	case "ResizeBilinear":
		return c.resize(n)
	}
	return nil, errors.New("operation is not known here")
}

// emit writes a NodeProto with one result, called name.
func (c *converter) emit(op, name string, inputs []string, attributes ...message) {
	var m message
	for _, in := range inputs {
		m.text(1, in)
	}
	m.text(2, name)
	m.text(3, name)
	m.text(4, op)
	for _, a := range attributes {
		m.bytes(5, a)
	}
	c.graph.bytes(1, m)
}

// constant writes a float initializer and returns its name.
func (c *converter) constant(name string, shape []int, data []float32) string {
	c.graph.bytes(5, floats(name, shape, data))
	return name
}

// input names a node's i-th input, "" when it has none.
func (c *converter) input(n *node, i int) string {
	if i >= len(n.Inputs) {
		return ""
	}
	return n.Inputs[i]
}

// picture is the shape of an input that is computed and has four dimensions.
func (c *converter) picture(n *node, i int) ([]int, error) {
	shape := c.shapes[c.input(n, i)]
	if len(shape) != 4 {
		return nil, fmt.Errorf("input %d has shape %v, want four dimensions", i, shape)
	}
	return shape, nil
}

// fixed is an input that is a constant with the given number of dimensions (any when negative).
func (c *converter) fixed(n *node, i, dimensions int) (tensor, error) {
	t, ok := c.constants[c.input(n, i)]
	if !ok || dimensions >= 0 && len(t.shape) != dimensions {
		return tensor{}, fmt.Errorf("input %d is no constant of %d dimensions", i, dimensions)
	}
	return t, nil
}

func nchw(shape []int) []int {
	if len(shape) != 4 {
		return shape
	}
	return []int{shape[0], shape[3], shape[1], shape[2]}
}

func product(sides []int) int {
	p := 1
	for _, s := range sides {
		p *= s
	}
	return p
}

// add, multiply: two results, or a result and a constant per channel or for all.
func (c *converter) arithmetic(n *node) ([]int, error) {
	if len(n.Inputs) != 2 {
		return nil, fmt.Errorf("wants two inputs, has %d", len(n.Inputs))
	}
	op := "Add"
	if n.Op == "Mul" {
		op = "Mul"
	}
	a, b := n.Inputs[0], n.Inputs[1]
	if _, ok := c.constants[a]; ok { // a constant goes second; both operations commute
		a, b = b, a
	}
	shape := c.shapes[a]
	if len(shape) != 4 {
		return nil, fmt.Errorf("%s has shape %v", a, shape)
	}
	t, ok := c.constants[b]
	if !ok {
		other := c.shapes[b]
		switch {
		case slices.Equal(shape, other):
		case len(other) == 4 && other[1] == 1 && other[2] == 1 && other[3] == shape[3]:
		case len(other) == 4 && shape[1] == 1 && shape[2] == 1 && other[3] == shape[3]:
			a, b, shape = b, a, other // the picture first, one value a channel second
		default:
			return nil, fmt.Errorf("shapes %v and %v", shape, other)
		}
		c.emit(op, n.Name, []string{a, b})
		return shape, nil
	}
	switch count := product(t.shape); {
	case count == 1:
		b = c.constant(n.Name+":k", []int{1}, t.data)
	case count == shape[3] && t.shape[len(t.shape)-1] == count:
		b = c.constant(n.Name+":k", []int{1, count, 1, 1}, t.data)
	default:
		return nil, fmt.Errorf("constant of %v for %v", t.shape, shape)
	}
	c.emit(op, n.Name, []string{a, b})
	return shape, nil
}

func (c *converter) prelu(name, input, slope string, channels int) error {
	t, ok := c.constants[slope]
	if !ok || len(t.data) != channels {
		return fmt.Errorf("slopes of %v for %d channels", t.shape, channels)
	}
	k := c.constant(name+":slope", []int{channels, 1, 1}, t.data)
	c.emit("PRelu", name, []string{input, k})
	return nil
}

func (c *converter) pad(n *node) ([]int, error) {
	shape, err := c.picture(n, 0)
	if err != nil {
		return nil, err
	}
	t, err := c.fixed(n, 1, 2)
	if err != nil {
		return nil, err
	}
	if len(t.data) != 8 {
		return nil, fmt.Errorf("paddings of %v", t.shape)
	}
	var before, after []int
	padded := make([]int, 4)
	for i := range 4 {
		b, a := int(t.data[2*i]), int(t.data[2*i+1])
		if b < 0 || a < 0 || b > 1<<12 || a > 1<<12 {
			return nil, fmt.Errorf("paddings %v", t.data)
		}
		before, after = append(before, b), append(after, a)
		padded[i] = shape[i] + a + b
	}
	c.emit("Pad", n.Name, n.Inputs[:1], attr("mode", "constant"), attr("pads", append(nchw(before), nchw(after)...)))
	return padded, nil
}

// reshape flattens what has one value a channel; anything else would need its
// layout turned back first and does not occur.
func (c *converter) reshape(n *node) ([]int, error) {
	shape, err := c.picture(n, 0)
	if err != nil {
		return nil, err
	}
	if shape[1] != 1 || shape[2] != 1 {
		return nil, fmt.Errorf("reshape of %v", shape)
	}
	flat := []int{1, shape[3]}
	to := n.Name + ":shape"
	c.graph.bytes(5, integers(to, flat))
	c.emit("Reshape", n.Name, []string{n.Inputs[0], to})
	return flat, nil
}

func (c *converter) concat(n *node) ([]int, error) {
	if len(n.Inputs) < 2 {
		return nil, errors.New("wants inputs and an axis")
	}
	last := len(n.Inputs) - 1
	axis, err := c.fixed(n, last, 0)
	if err != nil {
		return nil, err
	}
	if len(axis.data) != 1 || axis.data[0] != 3 && axis.data[0] != -1 {
		return nil, fmt.Errorf("along axis %v, want channels", axis.data)
	}
	var shape []int
	for i := range last {
		s, err := c.picture(n, i)
		if err != nil {
			return nil, err
		}
		if shape == nil {
			shape = slices.Clone(s)
			continue
		}
		if !slices.Equal(shape[:3], s[:3]) {
			return nil, fmt.Errorf("shapes %v and %v", shape, s)
		}
		shape[3] += s[3]
	}
	c.emit("Concat", n.Name, n.Inputs[:last], attr("axis", 1))
	return shape, nil
}

func (c *converter) resize(n *node) ([]int, error) {
	shape, err := c.picture(n, 0)
	if err != nil {
		return nil, err
	}
	size, err := c.fixed(n, 1, 1)
	if err != nil {
		return nil, err
	}
	if len(size.data) != 2 || !n.flag("half_pixel_centers") || n.flag("align_corners") {
		return nil, errors.New("wants a size and half-pixel centres")
	}
	h, w := int(size.data[0]), int(size.data[1])
	if h < shape[1] || w < shape[2] || h > 1<<12 || w > 1<<12 {
		return nil, fmt.Errorf("from %v to %d×%d", shape, h, w)
	}
	scales := c.constant(n.Name+":scales", []int{4}, []float32{1, 1, float32(h) / float32(shape[1]), float32(w) / float32(shape[2])})
	c.emit("Resize", n.Name, []string{n.Inputs[0], scales},
		attr("mode", "linear"), attr("coordinate_transformation_mode", "half_pixel"))
	return []int{1, h, w, shape[3]}, nil
}
