package w8001_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/sigpad/w8001"
)

// The bytes below were laid out by hand from the table of bits in the kernel's
// wacom_w8001.c.
var (
	penPacket  = []byte{0xa1, 0x18, 0x0e, 0x0d, 0x21, 0x00, 0x2c, 0x00, 0x00}
	penReport  = w8001.Pen{X: 12345, Y: 6789, Pressure: 512, Near: true, Tip: true}
	replyBytes = []byte{0xc0, 0x30, 0x33, 0x24, 0x31, 0x7f, 0x17, 0x00, 0x00, 0x02, 0x05}
	geometry   = devices.PadGeometry{MaxX: 24780, MaxY: 18630, MaxPressure: 1023, UnitsPerMM: 100}
)

// decode feeds everything at once.
func decode(d *w8001.Decoder, b []byte) (pens []w8001.Pen, replies []devices.PadGeometry) {
	d.Feed(b,
		func(p w8001.Pen) { pens = append(pens, p) },
		func(g devices.PadGeometry) { replies = append(replies, g) })
	return pens, replies
}

func TestCodec_Packets_AreTheKernels(t *testing.T) {
	assert.Equal(t, penPacket, w8001.AppendPen(nil, penReport))
	assert.Equal(t, replyBytes, w8001.AppendQueryReply(nil, geometry, 0x105))
	var d w8001.Decoder
	pens, replies := decode(&d, append(bytes.Clone(replyBytes), penPacket...))
	assert.Equal(t, []w8001.Pen{penReport}, pens)
	assert.Equal(t, []devices.PadGeometry{geometry}, replies)
	assert.Zero(t, d.Resyncs())
}

func TestCodec_EveryReport_ComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pen := w8001.Pen{
			X:        rapid.IntRange(0, w8001.MaxCoordinate).Draw(t, "x"),
			Y:        rapid.IntRange(0, w8001.MaxCoordinate).Draw(t, "y"),
			Pressure: rapid.IntRange(0, w8001.MaxLevel).Draw(t, "pressure"),
			Near:     rapid.Bool().Draw(t, "near"),
			Tip:      rapid.Bool().Draw(t, "tip"),
		}
		packet := w8001.AppendPen(nil, pen)
		for i, c := range packet {
			if (c&0x80 != 0) != (i == 0) {
				t.Fatalf("bit 7 of byte %d: % X", i, packet)
			}
		}
		var d w8001.Decoder
		pens, _ := decode(&d, packet)
		if len(pens) != 1 || pens[0] != pen || d.Resyncs() != 0 {
			t.Fatalf("%+v became %+v", pen, pens)
		}
	})
}

func TestDecoder_LostByte_CostsOnePacket(t *testing.T) {
	for lost := range penPacket {
		var d w8001.Decoder
		stream := append(bytes.Clone(penPacket[:lost]), penPacket[lost+1:]...)
		stream = append(stream, penPacket...)
		pens, _ := decode(&d, stream)
		assert.Equal(t, []w8001.Pen{penReport}, pens, "byte %d lost", lost)
		assert.Equal(t, 1, d.Resyncs(), "byte %d lost", lost)
	}
}

func TestDecoder_TouchPackets_AreSkippedWhateverTheirLength(t *testing.T) {
	for _, length := range []int{5, 7, 13} {
		var d w8001.Decoder
		touch := append([]byte{0x91}, bytes.Repeat([]byte{0x33}, length-1)...)
		pens, replies := decode(&d, append(touch, penPacket...))
		assert.Equal(t, []w8001.Pen{penReport}, pens)
		assert.Empty(t, replies)
		assert.Zero(t, d.Resyncs(), "a finger is no damage")
	}
}

func TestDecoder_ImpossiblePackets_AreDropped(t *testing.T) {
	var d w8001.Decoder
	reserved := bytes.Clone(penPacket)
	reserved[0] |= 0x08
	pens, _ := decode(&d, reserved)
	assert.Empty(t, pens)
	_, replies := decode(&d, append([]byte{0xc0}, make([]byte, 10)...))
	assert.Empty(t, replies, "no pad has an empty surface")
	assert.Equal(t, 2, d.Resyncs())
}

func TestDecoder_StrayBytes_CountOncePerRun(t *testing.T) {
	var d w8001.Decoder
	pens, _ := decode(&d, append([]byte{1, 2, 3, 4}, penPacket...))
	require.Len(t, pens, 1)
	assert.Equal(t, 1, d.Resyncs())
}

// FuzzDecoder checks that no bytes break the decoder, that nothing outside the
// fields' ranges is delivered, that the result does not depend on how the bytes
// are cut into reads, and that a good packet after any noise is understood.
func FuzzDecoder(f *testing.F) {
	f.Add(penPacket, 3)
	f.Add(replyBytes, 1)
	f.Add(append([]byte{0x91, 1, 2}, penPacket...), 4)
	f.Add([]byte{0xff, 0x80, 0x00, 0xc0, 0x7f}, 2)
	f.Fuzz(func(t *testing.T, noise []byte, cut int) {
		var whole w8001.Decoder
		pens, replies := decode(&whole, noise)
		for _, p := range pens {
			if p.X < 0 || p.X > w8001.MaxCoordinate || p.Y < 0 || p.Y > w8001.MaxCoordinate || p.Pressure < 0 || p.Pressure > w8001.MaxLevel {
				t.Fatalf("out of range: %+v", p)
			}
		}
		for _, g := range replies {
			if g.MaxX <= 0 || g.MaxY <= 0 {
				t.Fatalf("empty pad: %+v", g)
			}
		}
		var cutUp w8001.Decoder
		cut = min(max(cut, 0), len(noise))
		first, _ := decode(&cutUp, noise[:cut])
		second, _ := decode(&cutUp, noise[cut:])
		assert.Equal(t, pens, append(first, second...))
		assert.Equal(t, whole.Resyncs(), cutUp.Resyncs())

		after, _ := decode(&whole, penPacket)
		if len(after) != 1 || after[0] != penReport {
			t.Fatalf("after % X a good packet became %+v", noise, after)
		}
	})
}
