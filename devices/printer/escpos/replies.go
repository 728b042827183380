package escpos

import "documenting.kz/terminal/devices"

// Beginnings of the blocks a printer sends; each ends with a zero byte.
const (
	blockProcessID = 0x37 // 37 22 d1 d2 d3 d4 00: GS ( H, printed
	blockInfo      = 0x5f // 5F text 00: GS I
	blockLimit     = 80   // longest answer to GS I the manuals give
)

// replies sorts the printer's one stream of bytes into answers.
type replies struct {
	fixedBits bool
	block     []byte // the open block
	asbLeft   int    // bytes of an automatic status still to skip
	unknown   int    // bytes that were no answer
}

// reply is one answer; exactly one of the fields is set.
type reply struct {
	status    byte
	isStatus  bool
	processID [4]byte
	isPrinted bool
	info      string
}

// feed takes one byte and reports the answer it completes, if any. A status
// answer is believed only while one is awaited.
func (r *replies) feed(c byte, awaited bool) (reply, bool) {
	switch {
	case len(r.block) > 0 && (c == 0 || r.fits(c)):
		return r.inBlock(c)
	case len(r.block) > 0: // no block after all: c stands for itself
		r.unknown += len(r.block)
		r.block = r.block[:0]
		return r.feed(c, awaited)
	case r.asbLeft > 0 && c&0x90 == 0:
		r.asbLeft--
		return reply{}, false
	case c == 0x11 || c == 0x13: // XON, XOFF
		return reply{}, false
	case r.fixedBits && (c == blockProcessID || c == blockInfo):
		r.block = append(r.block[:0], c)
		return reply{}, false
	case r.fixedBits && c&0x93 == 0x10: // a printer left in automatic status
		r.asbLeft = 3
		return reply{}, false
	case awaited && (!r.fixedBits || c&0x93 == 0x12):
		r.asbLeft = 0
		return reply{status: c, isStatus: true}, true
	}
	r.asbLeft = 0
	r.unknown++
	return reply{}, false
}

// fits reports whether c can continue the open block.
func (r *replies) fits(c byte) bool {
	printable := c >= 0x20 && c < 0x7f
	if r.block[0] == blockProcessID {
		return printable && len(r.block) < 6 && (len(r.block) > 1 || c == 0x22)
	}
	return printable && len(r.block) < blockLimit
}

func (r *replies) inBlock(c byte) (reply, bool) {
	if c != 0 {
		r.block = append(r.block, c)
		return reply{}, false
	}
	b := r.block
	r.block = r.block[:0]
	switch {
	case b[0] == blockProcessID && len(b) == 6 && b[1] == 0x22:
		return reply{isPrinted: true, processID: [4]byte(b[2:6])}, true
	case b[0] == blockInfo:
		return reply{info: string(b[1:])}, true
	}
	r.unknown += len(b) + 1
	return reply{}, false
}

// conditions reads the four DLE EOT answers (index 0 is n = 1), most severe
// first. Only the bits with a meaning are looked at: the fixed ones differ
// between firmwares.
func conditions(answers [4]byte) []devices.Condition {
	var found []devices.Condition
	add := func(set byte, c devices.Condition) {
		if set != 0 {
			found = append(found, c)
		}
	}
	printer, cause, fault, roll := answers[0], answers[1], answers[2], answers[3]
	add(fault&0x20, devices.Unrecoverable)
	add(fault&0x08, devices.CutterError)
	add(cause&0x04, devices.CoverOpen)
	add(fault&0x04, devices.PaperJam)
	add(cause&0x20|roll&0x60, devices.PaperOut)
	add(fault&0x40, devices.HeadHot)
	if len(found) == 0 {
		add(printer&0x08|cause&0x40, devices.Offline)
	}
	add(roll&0x0c, devices.PaperNearEnd)
	return found
}

// blocking returns the first condition that keeps the printer from printing.
func blocking(all []devices.Condition) (devices.Condition, bool) {
	for _, c := range all {
		if c.Blocks() {
			return c, true
		}
	}
	return "", false
}
