package seal_test

import (
	"crypto/hpke"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkSeal seals a 300 KB application. x-floor is the median of its time
// over the time of one bare hpke.Seal of the same number of bytes, measured
// alternately in the same run.
func BenchmarkSeal(b *testing.B) {
	f, a := newFixture(b), application(300<<10)
	plain := make([]byte, 300<<10)
	var ours, floor []time.Duration
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		start := time.Now()
		_, err := f.sealer.Seal(a, first)
		ours = append(ours, time.Since(start))
		require.NoError(b, err)

		b.StopTimer()
		start = time.Now()
		_, err = hpke.Seal(f.centre.PublicKey(), hpke.HKDFSHA256(), hpke.AES256GCM(), nil, plain)
		floor = append(floor, time.Since(start))
		require.NoError(b, err)
		b.StartTimer()
	}
	slices.Sort(ours)
	slices.Sort(floor)
	b.ReportMetric(float64(ours[len(ours)/2])/float64(floor[len(floor)/2]), "x-floor")
	b.ReportMetric(float64(floor[len(floor)/2].Microseconds()), "floor-µs")
}
