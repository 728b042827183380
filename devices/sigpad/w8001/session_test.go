package w8001

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"documenting.kz/terminal/devices"
)

func TestSession_ReportOutsideThePad_IsNotDelivered(t *testing.T) {
	pad := New("/dev/null", Opts{})
	pad.geometry = devices.PadGeometry{MaxX: 100, MaxY: 50, MaxPressure: 255, UnitsPerMM: UnitsPerMM}
	begun := time.Now()
	c := &capture{samples: make(chan devices.PenSample, 8), begun: begun}
	s := &session{pad: pad, active: c}
	for _, pen := range []Pen{{X: 101}, {Y: 51}, {Pressure: 256}, {X: 100, Y: 50, Pressure: 255, Near: true, Tip: true}} {
		s.deliver(t.Context(), pen, begun.Add(time.Millisecond))
	}
	s.deliver(t.Context(), Pen{X: 1, Y: 1}, begun.Add(-time.Millisecond)) // of before the capture
	close(c.samples)
	var got []devices.PenSample
	for sample := range c.samples {
		got = append(got, sample)
	}
	assert.Equal(t, []devices.PenSample{{X: 100, Y: 50, Pressure: 255, Down: true, Near: true, At: time.Millisecond}}, got)
}
