package w8001

import "documenting.kz/terminal/devices"

// Commands of the host, one byte each.
const (
	CommandStop  = '0' // no more reports
	CommandStart = '1' // report the pen
	CommandQuery = '*' // send the geometry
)

// Lengths of the two packets this driver reads.
const (
	penBytes   = 9
	queryBytes = 11
)

// Bits of a packet's first byte.
const (
	bitStart = 0x80 // in the first byte only
	bitReply = 0x40 // an answer to a query, not a pen report
	bitNear  = 0x20 // RDY: pen in proximity
	bitTouch = 0x10 // a finger, not the pen
	bitZero  = 0x08 // always 0
	bitTip   = 0x01 // TSW: tip pressed
)

// UnitsPerMM is the resolution of the protocol: 2540 lines an inch.
const UnitsPerMM = 100

// MaxCoordinate and MaxLevel are the largest values the fields hold: 16 and 10 bits.
const (
	MaxCoordinate = 1<<16 - 1
	MaxLevel      = 1<<10 - 1
)

// Pen is one pen report, in pad units.
type Pen struct {
	X, Y     int // 0..MaxCoordinate, origin at the top left
	Pressure int // 0..MaxLevel
	Near     bool
	Tip      bool // the tip touches
}

// AppendPen appends the 9 bytes of a report.
func AppendPen(dst []byte, p Pen) []byte {
	lead := byte(bitStart)
	if p.Near {
		lead |= bitNear
	}
	if p.Tip {
		lead |= bitTip
	}
	return appendFields(dst, lead, p.X, p.Y, p.Pressure)
}

// AppendQueryReply appends the 11 bytes that answer CommandQuery. The version is
// the pad's firmware, 14 bits.
func AppendQueryReply(dst []byte, g devices.PadGeometry, version int) []byte {
	dst = appendFields(dst, bitStart|bitReply, g.MaxX, g.MaxY, g.MaxPressure)
	return append(dst, byte(version>>7)&0x7f, byte(version)&0x7f)
}

// appendFields writes the nine bytes both packets share; tilt is always 0.
func appendFields(dst []byte, lead byte, x, y, pressure int) []byte {
	return append(dst, lead,
		byte(x>>9)&0x7f, byte(x>>2)&0x7f,
		byte(y>>9)&0x7f, byte(y>>2)&0x7f,
		byte(pressure)&0x7f,
		byte(x&3)<<5|byte(y&3)<<3|byte(pressure>>7)&7,
		0, 0)
}

// Decoder turns a stream of bytes into packets. Its zero value is ready.
type Decoder struct {
	packet  []byte // the open packet; empty when none is
	stray   bool   // inside a run of bytes that belong to no packet
	resyncs int
}

// Resyncs counts the packets lost so far: cut off by the next one, impossible,
// or bytes without a beginning.
func (d *Decoder) Resyncs() int { return d.resyncs }

// Reset forgets the open packet, not the count.
func (d *Decoder) Reset() { d.packet, d.stray = d.packet[:0], false }

// Feed decodes b. It calls pen for every complete report and reply for every
// complete geometry; either may be nil. Touch packets, of whichever length, are
// skipped.
func (d *Decoder) Feed(b []byte, pen func(Pen), reply func(devices.PadGeometry)) {
	for _, c := range b {
		d.feed(c, pen, reply)
	}
}

func (d *Decoder) feed(c byte, pen func(Pen), reply func(devices.PadGeometry)) {
	if c&bitStart != 0 {
		if len(d.packet) > 0 && !isTouch(d.packet[0]) {
			d.resyncs++
		}
		d.packet, d.stray = append(d.packet[:0], c), false
		return
	}
	if len(d.packet) == 0 {
		if !d.stray {
			d.stray = true
			d.resyncs++
		}
		return
	}
	lead := d.packet[0]
	if isTouch(lead) {
		return // until the next packet begins
	}
	d.packet = append(d.packet, c)
	switch {
	case lead&bitReply != 0 && len(d.packet) == queryBytes:
		p := d.take()
		g := devices.PadGeometry{MaxX: p.X, MaxY: p.Y, MaxPressure: p.Pressure, UnitsPerMM: UnitsPerMM}
		if p.X == 0 || p.Y == 0 {
			d.resyncs++ // no pad has an empty surface
		} else if reply != nil {
			reply(g)
		}
	case lead&bitReply == 0 && len(d.packet) == penBytes:
		if lead&bitZero != 0 {
			d.resyncs++
			d.packet = d.packet[:0]
			return
		}
		p := d.take()
		if pen != nil {
			pen(p)
		}
	}
}

func isTouch(lead byte) bool { return lead&bitReply == 0 && lead&bitTouch != 0 }

// take reads the fields of the complete packet and closes it.
func (d *Decoder) take() Pen {
	b := d.packet
	d.packet = d.packet[:0]
	return Pen{
		X:        int(b[1])<<9 | int(b[2])<<2 | int(b[6]>>5)&3,
		Y:        int(b[3])<<9 | int(b[4])<<2 | int(b[6]>>3)&3,
		Pressure: int(b[6]&7)<<7 | int(b[5]),
		Near:     b[0]&bitNear != 0,
		Tip:      b[0]&bitTip != 0,
	}
}
