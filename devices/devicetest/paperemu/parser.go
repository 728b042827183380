package paperemu

import "fmt"

// Bytes that begin a command.
const (
	dle = 0x10
	esc = 0x1b
	fs  = 0x1c
	gs  = 0x1d
)

// command is one complete command, or a run of text.
type command struct {
	bytes []byte
	text  bool
}

// is reports whether the command begins with these two bytes, e.g. GS v.
func (c command) is(lead, name byte) bool {
	return !c.text && len(c.bytes) > 1 && c.bytes[0] == lead && c.bytes[1] == name
}

// sink takes what the parser finds.
type sink struct {
	command  func(command) // for the buffer, in order
	realTime func([]byte)  // to be executed now
	fault    func(string)  // the sender's mistake
}

// parser cuts a stream of bytes into commands.
type parser struct {
	sink   sink
	open   []byte // the command being received
	need   int    // its length; 0 while not known yet
	recent [3]byte
	offset int
}

// feed takes one byte.
func (p *parser) feed(c byte) {
	p.offset++
	p.recent = [3]byte{p.recent[1], p.recent[2], c}
	if len(p.open) == 0 {
		p.begin(c)
		return
	}
	p.open = append(p.open, c)
	if p.open[0] != dle && len(p.open) > 3 && isRealTime(p.recent[:]) {
		p.sink.fault(fmt.Sprintf("offset %d: real-time command % X inside the data of % X", p.offset, p.recent, p.open[:3]))
		p.sink.realTime(append([]byte(nil), p.recent[:]...))
	}
	if p.need == 0 {
		need, known := length(p.open)
		if !known {
			p.sink.fault(fmt.Sprintf("offset %d: unknown command % X", p.offset, p.open))
			p.open = p.open[:0]
			return
		}
		p.need = need
	}
	if p.need != 0 && len(p.open) >= p.need {
		p.end()
	}
}

func (p *parser) begin(c byte) {
	switch {
	case c == dle || c == esc || c == fs || c == gs:
		p.open, p.need = append(p.open, c), 0
	case c == '\n' || c == '\r' || c == '\t' || c >= 0x20:
		p.sink.command(command{bytes: []byte{c}, text: true})
	default:
		p.sink.fault(fmt.Sprintf("offset %d: unexpected byte %02X", p.offset, c))
	}
}

func (p *parser) end() {
	b := append([]byte(nil), p.open...)
	p.open = p.open[:0]
	if b[0] == dle {
		p.sink.realTime(b)
		return
	}
	p.sink.command(command{bytes: b})
}

// isRealTime reports whether three bytes are what a printer executes at once,
// wherever they stand.
func isRealTime(b []byte) bool {
	if b[0] != dle {
		return false
	}
	switch b[1] {
	case 0x04:
		return b[2] >= 1 && b[2] <= 5
	case 0x05:
		return b[2] >= 1 && b[2] <= 3
	case 0x14:
		return b[2] == 1 || b[2] == 2 || b[2] == 7 || b[2] == 8
	}
	return false
}

// length returns how long the command that begins with b is, 0 when that cannot
// be said yet, and whether the command exists at all.
func length(b []byte) (total int, known bool) {
	if len(b) < 2 {
		return 0, true
	}
	switch b[0] {
	case dle:
		return realTimeLength(b)
	case esc:
		return fixed(b[1], escLengths())
	case fs:
		if b[1] == '(' {
			return withCount(b)
		}
		return fixed(b[1], map[byte]int{'.': 2, '&': 2, '!': 3, '-': 3, 'S': 4, 'C': 3})
	}
	switch b[1] {
	case '(':
		return withCount(b)
	case '8':
		if len(b) < 7 {
			return 0, true
		}
		return 7 + int(b[3]) | int(b[4])<<8 | int(b[5])<<16, b[2] == 'L'
	case 'v':
		if len(b) > 2 && b[2] != '0' {
			return 0, false
		}
		if len(b) < 8 {
			return 0, true
		}
		return 8 + (int(b[4])|int(b[5])<<8)*(int(b[6])|int(b[7])<<8), true
	case 'V':
		if len(b) < 3 {
			return 0, true
		}
		switch b[2] {
		case 0, 1, '0', '1':
			return 3, true
		case 'A', 'B':
			return 4, true
		}
		return 0, false
	case 'k':
		return barcodeLength(b)
	}
	return fixed(b[1], gsLengths())
}

func escLengths() map[byte]int {
	return map[byte]int{
		'@': 2, '2': 2, 'i': 2, 'm': 2, 'S': 2, 'L': 2,
		'!': 3, '-': 3, '3': 3, 'E': 3, 'G': 3, 'J': 3, 'M': 3, 'R': 3, 'T': 3, 'V': 3,
		'a': 3, 'd': 3, 't': 3, 'r': 3, '{': 3, ' ': 3, '=': 3,
		'$': 4, '\\': 4, 'c': 4, 'p': 5,
	}
}

func gsLengths() map[byte]int {
	return map[byte]int{
		'!': 3, 'B': 3, 'H': 3, 'I': 3, 'a': 3, 'b': 3, 'f': 3, 'h': 3, 'r': 3, 'w': 3,
		'L': 4, 'W': 4, 'P': 4,
	}
}

func fixed(name byte, lengths map[byte]int) (int, bool) {
	n, known := lengths[name]
	return n, known
}

// withCount is the form "( fn pL pH data".
func withCount(b []byte) (int, bool) {
	if len(b) < 5 {
		return 0, true
	}
	return 5 + int(b[3]) + int(b[4])<<8, true
}

func barcodeLength(b []byte) (int, bool) {
	if len(b) < 3 {
		return 0, true
	}
	if b[2] >= 'A' {
		if len(b) < 4 {
			return 0, true
		}
		return 4 + int(b[3]), true
	}
	if b[len(b)-1] == 0 && len(b) > 3 {
		return len(b), true
	}
	return 0, true
}

func realTimeLength(b []byte) (int, bool) {
	if len(b) < 3 {
		return 0, b[1] == 0x04 || b[1] == 0x05 || b[1] == 0x14
	}
	if !isRealTime(b[:3]) {
		return 0, false
	}
	if b[1] != 0x14 {
		return 3, true
	}
	return map[byte]int{1: 5, 2: 5, 7: 4, 8: 10}[b[2]], true
}
