package portrait

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The reference implementation's own table: every native value must give its quality.
func TestQuality_ReferenceTable_IsReproducedInEveryCell(t *testing.T) {
	f, err := os.Open("testdata/ofiq_expected_half.csv")
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = ';', -1, true
	rows, err := r.ReadAll()
	require.NoError(t, err)
	column := make(map[string]int)
	for i, name := range rows[0] {
		column[strings.TrimSpace(name)] = i
	}
	cells, measures := 0, make(map[string]bool)
	for name, scalarAt := range column {
		measure, is := strings.CutSuffix(name, ".scalar")
		if !is {
			continue
		}
		nativeAt, there := column[measure]
		require.True(t, there, measure)
		for _, row := range rows[1:] {
			native, err := strconv.ParseFloat(strings.TrimSpace(row[nativeAt]), 64)
			require.NoError(t, err)
			want, err := strconv.Atoi(strings.TrimSpace(row[scalarAt]))
			require.NoError(t, err)
			got, ok := Quality(Measure(measure), native)
			require.True(t, ok, measure)
			require.Equal(t, want, got, "%s of %s: native %v", measure, row[0], native)
			cells++
		}
		measures[measure] = true
	}
	require.Len(t, measures, 28)
	require.Equal(t, 28*(len(rows)-1), cells)
	t.Logf("%d cells", cells)
}

func TestQuality_AnyNumber_StaysBetween0And100(t *testing.T) {
	for _, m := range []Measure{BackgroundUniformity, OverExposurePrevention, NoHeadCoverings, HeadPoseYaw, HeadSize, DynamicRange, ExpressionNeutrality} {
		for _, x := range []float64{-1e9, -1, 0, .5, 1, 90, 1e9} {
			q, ok := Quality(m, x)
			require.True(t, ok)
			require.True(t, q >= 0 && q <= 100, "%s of %v is %d", m, x, q)
		}
	}
	_, ok := Quality("Beauty", 1)
	require.False(t, ok)
	require.Zero(t, scalar(math.Inf(-1)))
}
