package tfjs

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// maxElements bounds a tensor; the largest here has some hundred thousand values.
const maxElements = 1 << 24

// document is the part of a graph model's JSON that we read.
type document struct {
	Topology struct {
		Nodes []*node `json:"node"`
	} `json:"modelTopology"`
	Manifest []struct {
		Weights []weight `json:"weights"`
	} `json:"weightsManifest"`
}

type node struct {
	Name   string                     `json:"name"`
	Op     string                     `json:"op"`
	Inputs []string                   `json:"input"`
	Attr   map[string]json.RawMessage `json:"attr"`
}

// weight describes one constant in the weights file, in the file's order.
type weight struct {
	Name         string `json:"name"`
	Shape        []int  `json:"shape"`
	Type         string `json:"dtype"`
	Quantization struct {
		Type string `json:"dtype"`
	} `json:"quantization"`
}

// tensor is a constant in TensorFlow's layout. The few integers that occur (sizes,
// paddings, axes) are small and exact as floats.
type tensor struct {
	shape []int
	data  []float32
}

// text is a string attribute (base64 in the JSON), "" when absent.
func (n *node) text(name string) (string, error) {
	var v struct {
		S string `json:"s"`
	}
	if raw := n.Attr[name]; raw != nil {
		if err := json.Unmarshal(raw, &v); err != nil {
			return "", fmt.Errorf("attribute %s: %w", name, err)
		}
	}
	b, err := base64.StdEncoding.DecodeString(v.S)
	if err != nil {
		return "", fmt.Errorf("attribute %s: %w", name, err)
	}
	return string(b), nil
}

func (n *node) flag(name string) bool {
	var v struct {
		B bool `json:"b"`
	}
	return n.Attr[name] != nil && json.Unmarshal(n.Attr[name], &v) == nil && v.B
}

// spatial is the rows' and columns' part of a list over N, H, W, C such as strides.
func (n *node) spatial(name string) (h, w int, err error) {
	var v struct {
		List struct {
			I []string `json:"i"`
		} `json:"list"`
	}
	if n.Attr[name] == nil {
		return 1, 1, nil
	}
	if err := json.Unmarshal(n.Attr[name], &v); err != nil {
		return 0, 0, fmt.Errorf("attribute %s: %w", name, err)
	}
	if len(v.List.I) != 4 || v.List.I[0] != "1" || v.List.I[3] != "1" {
		return 0, 0, fmt.Errorf("attribute %s is %v, want 1, rows, columns, 1", name, v.List.I)
	}
	h, errH := strconv.Atoi(v.List.I[1])
	w, errW := strconv.Atoi(v.List.I[2])
	if err := errors.Join(errH, errW); err != nil || h < 1 || w < 1 || h > 1<<12 || w > 1<<12 {
		return 0, 0, fmt.Errorf("attribute %s is %v", name, v.List.I)
	}
	return h, w, nil
}

// fused are the operations that follow a fused convolution.
func (n *node) fused() ([]string, error) {
	var v struct {
		List struct {
			S []string `json:"s"`
		} `json:"list"`
	}
	if raw := n.Attr["fused_ops"]; raw != nil {
		if err := json.Unmarshal(raw, &v); err != nil {
			return nil, fmt.Errorf("attribute fused_ops: %w", err)
		}
	}
	var ops []string
	for _, s := range v.List.S {
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			return nil, fmt.Errorf("attribute fused_ops: %w", err)
		}
		ops = append(ops, string(b))
	}
	return ops, nil
}

// inputShape is a placeholder's shape with a batch of one.
func (n *node) inputShape() ([]int, error) {
	var v struct {
		Shape struct {
			Dim []struct {
				Size string `json:"size"`
			} `json:"dim"`
		} `json:"shape"`
	}
	if err := json.Unmarshal(n.Attr["shape"], &v); err != nil {
		return nil, fmt.Errorf("attribute shape: %w", err)
	}
	if len(v.Shape.Dim) != 4 {
		return nil, fmt.Errorf("input with %d dimensions, want 4", len(v.Shape.Dim))
	}
	shape := []int{1}
	for _, d := range v.Shape.Dim[1:] {
		size, err := strconv.Atoi(d.Size)
		if err != nil || size < 1 || size > 1<<12 {
			return nil, fmt.Errorf("input with a side of %q", d.Size)
		}
		shape = append(shape, size)
	}
	return shape, nil
}

// constants reads the weights file.
func (d *document) constants(bin []byte) (map[string]tensor, error) {
	got := make(map[string]tensor)
	for _, group := range d.Manifest {
		for _, w := range group.Weights {
			count := 1
			for _, side := range w.Shape {
				if side < 0 || side > maxElements || count > maxElements {
					return nil, fmt.Errorf("weight %s has shape %v", w.Name, w.Shape)
				}
				count *= side
			}
			size := 4
			read := func(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) }
			switch {
			case w.Type == "float32" && w.Quantization.Type == "float16":
				size, read = 2, func(b []byte) float32 { return widen(binary.LittleEndian.Uint16(b)) }
			case w.Type == "int32" && w.Quantization.Type == "":
				read = func(b []byte) float32 { return float32(int32(binary.LittleEndian.Uint32(b))) }
			case w.Type != "float32" || w.Quantization.Type != "":
				return nil, fmt.Errorf("weight %s is %s %s", w.Name, w.Type, w.Quantization.Type)
			}
			if count > maxElements || len(bin) < count*size {
				return nil, fmt.Errorf("the weights end before %s", w.Name)
			}
			t := tensor{w.Shape, make([]float32, count)}
			for i := range t.data {
				t.data[i] = read(bin[i*size:])
			}
			bin = bin[count*size:]
			got[w.Name] = t
		}
	}
	if len(bin) != 0 {
		return nil, fmt.Errorf("%d bytes after the last weight", len(bin))
	}
	return got, nil
}

// widen converts an IEEE 754 half to single precision; exact.
func widen(h uint16) float32 {
	sign, exp, frac := uint32(h>>15)<<31, int(h>>10&0x1f), uint32(h&0x3ff)
	switch exp {
	case 0: // zero and subnormals
		f := float32(frac) / (1 << 24)
		return math.Float32frombits(math.Float32bits(f) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0xff<<23 | frac<<13)
	}
	return math.Float32frombits(sign | uint32(exp-15+127)<<23 | frac<<13)
}
