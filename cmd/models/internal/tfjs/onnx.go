package tfjs

import (
	"encoding/binary"
	"math"
)

// message is a protocol buffer under construction. Field numbers are those of
// onnx.proto3 (ONNX 1.5, IR version 5).
type message []byte

func (m *message) tag(field, wire int) { *m = binary.AppendUvarint(*m, uint64(field)<<3|uint64(wire)) }

func (m *message) integer(field, v int) {
	m.tag(field, 0)
	*m = binary.AppendUvarint(*m, uint64(v))
}

func (m *message) float(field int, v float32) {
	m.tag(field, 5)
	*m = binary.LittleEndian.AppendUint32(*m, math.Float32bits(v))
}

func (m *message) bytes(field int, v []byte) {
	m.tag(field, 2)
	*m = binary.AppendUvarint(*m, uint64(len(v)))
	*m = append(*m, v...)
}

func (m *message) text(field int, v string) { m.bytes(field, []byte(v)) }

// Types of attributes and elements.
const (
	attrFloat, attrInt, attrString, attrInts = 1, 2, 3, 7
	elemFloat, elemInt64                     = 1, 7
)

// attr is one AttributeProto.
func attr(name string, value any) message {
	var m message
	m.text(1, name)
	switch v := value.(type) {
	case float32:
		m.float(2, v)
		m.integer(20, attrFloat)
	case int:
		m.integer(3, v)
		m.integer(20, attrInt)
	case string:
		m.text(4, v)
		m.integer(20, attrString)
	case []int:
		for _, i := range v {
			m.integer(8, i)
		}
		m.integer(20, attrInts)
	}
	return m
}

// floats is a TensorProto of float32.
func floats(name string, shape []int, data []float32) message {
	var m message
	for _, side := range shape {
		m.integer(1, side)
	}
	m.integer(2, elemFloat)
	m.text(8, name)
	raw := make([]byte, 0, 4*len(data))
	for _, v := range data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	m.bytes(9, raw)
	return m
}

// integers is a TensorProto of int64, one dimension.
func integers(name string, data []int) message {
	var m message
	m.integer(1, len(data))
	m.integer(2, elemInt64)
	m.text(8, name)
	raw := make([]byte, 0, 8*len(data))
	for _, v := range data {
		raw = binary.LittleEndian.AppendUint64(raw, uint64(v))
	}
	m.bytes(9, raw)
	return m
}

// value is a ValueInfoProto: a named float32 tensor.
func value(name string, shape []int) message {
	var sides, tensorType, typ, m message
	for _, side := range shape {
		var dim message
		dim.integer(1, side)
		sides.bytes(1, dim)
	}
	tensorType.integer(1, elemFloat)
	tensorType.bytes(2, sides)
	typ.bytes(1, tensorType)
	m.text(1, name)
	m.bytes(2, typ)
	return m
}

// model wraps a GraphProto.
func model(graph message) []byte {
	var opset, m message
	opset.text(1, "")
	opset.integer(2, 10)
	m.integer(1, 5)
	m.text(2, "documenting.kz/terminal models")
	m.bytes(7, graph)
	m.bytes(8, opset)
	return m
}
