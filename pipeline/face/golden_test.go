package face

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gocv.io/x/gocv"
)

// sums describes an output: the plain sum, the sum of magnitudes, and the sum
// weighted by position, which notices swapped values.
type sums struct{ plain, size, place float64 }

// The expected sums were computed by ONNX Runtime 1.20.1 from the same files, fed
// with the ramp x[i] = (7·i mod 255)/127.5 − 1 in the net's own memory order.
func TestNets_OnARamp_AnswerLikeAnotherRuntime(t *testing.T) {
	e := openEngine(t)
	for _, c := range []struct {
		name    string
		net     *gocv.Net
		outputs []string
		input   gocv.Mat
		data    []float32
		want    map[int]sums // by number of values
	}{
		{"live detector", &e.live.net, e.live.outputs, e.live.input, e.live.data, map[int]sums{
			512: {-1774.05708, 1774.05708, -903.78790}, 384: {-1530.79211, 1530.79211, -630.82736},
			8192: {31689.95172, 66374.81579, 16140.89075}, 6144: {61843.96238, 111946.73413, 29553.23505}}},
		{"still detector", &e.still.net, e.still.outputs, e.still.input, e.still.data, map[int]sums{
			512: {-11174.45951, 11174.45951, -7231.69728}, 384: {-3315.19849, 3315.19849, -1721.84089},
			8192: {33568.64707, 86441.16357, 15646.97573}, 6144: {59585.81647, 166819.67660, 26514.86394}}},
		{"comparer", &e.comparer.net, e.comparer.outputs, e.comparer.input, e.comparer.data, map[int]sums{
			512: {0.30977, 33.99781, -0.27093}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.data {
				c.data[i] = float32(float64(i*7%255)/127.5 - 1)
			}
			c.net.SetInput(c.input, "")
			blobs := c.net.ForwardLayers(c.outputs)
			require.Len(t, blobs, len(c.want))
			for i := range blobs {
				out, err := blobs[i].DataPtrFloat32()
				require.NoError(t, err)
				want, ok := c.want[len(out)]
				require.True(t, ok, "an output of %d values", len(out))
				var got sums
				for j, x := range out {
					got.plain += float64(x)
					got.size += math.Abs(float64(x))
					got.place += float64(x) * float64(j+1) / float64(len(out))
				}
				slack := 1e-4 * want.size
				require.InDelta(t, want.plain, got.plain, slack)
				require.InDelta(t, want.size, got.size, slack)
				require.InDelta(t, want.place, got.place, slack)
				require.NoError(t, blobs[i].Close())
			}
		})
	}
}
