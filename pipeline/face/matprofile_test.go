//go:build matprofile

package face

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
	"gocv.io/x/gocv"
)

var frames = flag.Int("frames", 1000, "how many frames every Mat is counted over")

// Run with -tags matprofile: gocv then counts its Mats.
func TestMats_ManyFrames_AllAreClosed(t *testing.T) {
	e, x := openEngine(t), openExaminer(t)
	img := portrait(t, "face.jpg")
	examine(t, e, x, img)
	before := gocv.MatProfile.Count()
	for range *frames {
		examine(t, e, x, img)
	}
	require.Equal(t, before, gocv.MatProfile.Count())
}
