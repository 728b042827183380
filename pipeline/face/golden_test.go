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

// The expected sums were computed by other runtimes: ONNX Runtime 1.20.1 from the same
// files, and TensorFlow.js 4.22.0 from the files that three of the nets are converted
// from. Inputs are ramps x[i] = (7·i mod 255)·step + low in the net's own memory order;
// testdata/reference.js has the details and computes them again.
func TestNets_OnARamp_AnswerLikeAnotherRuntime(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	ramp := func(low, step float64) func(int) float64 {
		return func(i int) float64 { return low + step*float64(i*7%255) }
	}
	disc := func(i int) float64 {
		const side = maskSide
		u, v := float64(i%side)/side-.5, float64(i/side%side)/side-.625
		if u*u+v*v < .125 {
			return [3]float64{.75, .5, .375}[i/side/side]
		}
		return .625
	}
	for _, c := range []struct {
		name    string
		net     *gocv.Net
		outputs []string
		input   gocv.Mat
		data    []float32
		fill    func(int) float64
		want    map[int]sums // by number of values
	}{
		{"live detector", &e.live.net, e.live.outputs, e.live.input, e.live.data, ramp(-1, 1/127.5), map[int]sums{
			512: {-1774.05708, 1774.05708, -903.78790}, 384: {-1530.79211, 1530.79211, -630.82736},
			8192: {31689.95172, 66374.81579, 16140.89075}, 6144: {61843.96238, 111946.73413, 29553.23505}}},
		{"still detector", &e.still.net, e.still.outputs, e.still.input, e.still.data, ramp(-1, 1/127.5), map[int]sums{
			512: {-11174.45951, 11174.45951, -7231.69728}, 384: {-3315.19849, 3315.19849, -1721.84089},
			8192: {33568.64707, 86441.16357, 15646.97573}, 6144: {59585.81647, 166819.67660, 26514.86394}}},
		{"comparer", &e.comparer.net, e.comparer.outputs, e.comparer.input, e.comparer.data, ramp(-1, 1/127.5), map[int]sums{
			512: {0.30977, 33.99781, -0.27093}}},
		{"mesh", &x.mesh.net, x.mesh.outputs, x.mesh.input, x.mesh.data, ramp(0, 1./255), map[int]sums{
			1: {0.00003, 0.00003, 0.00003}, 266: {25300.87697, 25300.87697, 13343.42587},
			1404: {91680.09229, 97436.32988, 48872.65582}}},
		{"irises", &x.iris.net, x.iris.outputs, x.iris.input, x.iris.data, ramp(0, 1./255), map[int]sums{
			228: {4967.29256, 5180.66542, 2440.66266}}},
		{"person", &x.person.net, x.person.outputs, x.person.input, x.person.data, disc, map[int]sums{
			65536: {1856.71563, 1856.71563, 1212.52474}}},
		{"eye", &x.eye.net, x.eye.outputs, x.eye.input, x.eye.data, ramp(0, 1./255), map[int]sums{
			2: {0.93924, 19.24792, -4.10755}}},
		{"liveness", &x.liveness.net, x.liveness.outputs, x.liveness.input, x.liveness.data, ramp(0, 1), map[int]sums{
			3: {0.00005, 8.38530, -2.31949}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.data {
				c.data[i] = float32(c.fill(i))
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
				slack := max(2e-4*want.size, 1e-5) // the references have five decimals
				require.InDelta(t, want.plain, got.plain, slack)
				require.InDelta(t, want.size, got.size, slack)
				require.InDelta(t, want.place, got.place, slack)
				require.NoError(t, blobs[i].Close())
			}
		})
	}
}
