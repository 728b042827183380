package tfjs

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// net is a small graph: a padded convolution by stride 2 with PReLU, flattened by a
// second one.
func net(op string) (graph, weights []byte) {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	conv := func(name, in, kernel, padding string, fused ...string) string {
		for i := range fused {
			fused[i] = `"` + b64(fused[i]) + `"`
		}
		inputs := `"` + in + `","` + kernel + `"`
		if len(fused) > 0 {
			inputs += `,"bias"`
		}
		if len(fused) > 1 {
			inputs += `,"slope"`
		}
		return fmt.Sprintf(`{"name":%q,"op":%q,"input":[%s],"attr":{"strides":{"list":{"i":["1","2","2","1"]}},"padding":{"s":%q},"fused_ops":{"list":{"s":[%s]}}}}`,
			name, op, inputs, b64(padding), strings.Join(fused, ","))
	}
	nodes := []string{
		conv("second", "first", "k2", "VALID"), // before what it depends on
		`{"name":"in","op":"Placeholder","attr":{"shape":{"shape":{"dim":[{"size":"-1"},{"size":"4"},{"size":"4"},{"size":"1"}]}}}}`,
		conv("first", "in", "k1", "SAME", "BiasAdd", "Prelu"),
	}
	graph = []byte(`{"modelTopology":{"node":[` + strings.Join(nodes, ",") + `]},"weightsManifest":[{"weights":[
		{"name":"k1","shape":[3,3,1,2],"dtype":"float32"},{"name":"bias","shape":[2],"dtype":"float32","quantization":{"dtype":"float16"}},
		{"name":"slope","shape":[1,1,2],"dtype":"float32"},{"name":"k2","shape":[2,2,2,1],"dtype":"float32"}]}]}`)
	number := func(n int) {
		for i := range n {
			weights = binary.LittleEndian.AppendUint32(weights, math.Float32bits(float32(i)))
		}
	}
	number(18)
	weights = append(weights, 0x00, 0x3c, 0x00, 0xc0) // 1 and -2 as halves
	number(2)
	number(8)
	return graph, weights
}

func TestConverting_ASmallNet_WritesTurnedKernelsAndPadding(t *testing.T) {
	onnx, err := Convert(net("_FusedConv2D"))
	require.NoError(t, err)
	var turned []byte // HWIO → OIHW: every second value first
	for _, v := range []float32{0, 2, 4, 6, 8, 10, 12, 14, 16, 1, 3, 5, 7, 9, 11, 13, 15, 17} {
		turned = binary.LittleEndian.AppendUint32(turned, math.Float32bits(v))
	}
	require.True(t, bytes.Contains(onnx, turned))
	bias := binary.LittleEndian.AppendUint32(nil, math.Float32bits(1))
	require.True(t, bytes.Contains(onnx, binary.LittleEndian.AppendUint32(bias, math.Float32bits(-2))))
	require.True(t, bytes.Contains(onnx, attr("pads", []int{0, 0, 1, 1})), "SAME pads 4 by 3 and 2 at the end")
	require.Less(t, bytes.Index(onnx, []byte("first:kernel")), bytes.Index(onnx, []byte("second:kernel")))

	again, err := Convert(net("_FusedConv2D"))
	require.NoError(t, err)
	require.Equal(t, onnx, again)
}

func TestConverting_UnknownOperation_IsNamed(t *testing.T) {
	_, err := Convert(net("Conv9D"))
	require.ErrorContains(t, err, "first (Conv9D): operation is not known here")
}

func TestConverting_DamagedFiles_AreErrors(t *testing.T) {
	graph, weights := net("_FusedConv2D")
	for what, c := range map[string]struct{ graph, weights []byte }{
		"empty":          {nil, nil},
		"no graph":       {[]byte("{}"), nil},
		"short weights":  {graph, weights[:40]},
		"more weights":   {graph, append(bytes.Clone(weights), 0)},
		"loop":           {bytes.ReplaceAll(graph, []byte(`"in",`), []byte(`"first",`)), weights},
		"missing input":  {bytes.ReplaceAll(graph, []byte(`"name":"in"`), []byte(`"name":"out"`)), weights},
		"negative sides": {bytes.ReplaceAll(graph, []byte(`[3,3,1,2]`), []byte(`[-3,3,1,2]`)), weights},
	} {
		_, err := Convert(c.graph, c.weights)
		require.Error(t, err, what)
	}
}

func TestWidening_Halves_IsExact(t *testing.T) {
	for h, want := range map[uint16]float64{0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0400: 0x1p-14, 0x0001: 0x1p-24, 0x83ff: -1023 * 0x1p-24, 0x7c00: math.Inf(1)} {
		require.Equal(t, float32(want), widen(h), "%04x", h)
	}
	require.True(t, math.IsNaN(float64(widen(0x7e00))))
	require.True(t, math.Signbit(float64(widen(0x8000))))
}

func TestPadding_FollowsTensorFlow(t *testing.T) {
	for _, c := range []struct {
		padding             string
		in, kernel, stride  int
		out, before, behind int
	}{{"SAME", 192, 3, 2, 96, 0, 1}, {"SAME", 7, 3, 2, 4, 1, 1}, {"SAME", 8, 3, 1, 8, 1, 1}, {"SAME", 64, 5, 2, 32, 1, 2}, {"VALID", 64, 2, 2, 32, 0, 0}, {"VALID", 3, 3, 3, 1, 0, 0}} {
		w, err := slide(c.padding, c.in, c.kernel, c.stride)
		require.NoError(t, err)
		require.Equal(t, window{c.out, c.before, c.behind}, w, "%+v", c)
	}
	_, err := slide("VALID", 2, 3, 1)
	require.Error(t, err)
	_, err = slide("EXPLICIT", 2, 3, 1)
	require.Error(t, err)
}

func FuzzConvert(f *testing.F) {
	for _, op := range []string{"_FusedConv2D", "DepthwiseConv2dNative"} {
		graph, weights := net(op)
		f.Add(graph, weights)
	}
	f.Add([]byte(`{"modelTopology":{"node":[{"name":"a","op":"AddN","input":["a"]},{"name":"b","op":"Pad"}]}}`), []byte{})
	f.Fuzz(func(t *testing.T, graph, weights []byte) {
		_, _ = Convert(graph, weights) // any answer but a crash
	})
}
