package escpos

// Bytes that begin a command.
const (
	dle = 0x10
	eot = 0x04
	enq = 0x05
	dc4 = 0x14
	esc = 0x1b
	fs  = 0x1c
	gs  = 0x1d
)

// appendInit resets the printer's modes (ESC @) and leaves Kanji mode (FS .), in
// which Asian firmware takes bytes from 80 hex for characters.
func appendInit(dst []byte) []byte { return append(dst, esc, '@', fs, '.') }

// appendFeed feeds the paper by dots (ESC J, 255 at a time).
func appendFeed(dst []byte, dots int) []byte {
	for dots > 0 {
		n := min(dots, 255)
		dst = append(dst, esc, 'J', byte(n))
		dots -= n
	}
	return dst
}

// appendProcessID asks the printer to answer with id when everything before has
// been printed (GS ( H, function 48). The bytes of id lie in 20..7E hex.
func appendProcessID(dst []byte, id [4]byte) []byte {
	dst = append(dst, gs, '(', 'H', 6, 0, 0x30, 0x30)
	return append(dst, id[:]...)
}

// appendModelQuery asks for the printer's name (GS I 67).
func appendModelQuery(dst []byte) []byte { return append(dst, gs, 'I', 67) }

// statusRequest is DLE EOT n, n in 1..4.
func statusRequest(n byte) []byte { return []byte{dle, eot, n} }

// processID makes the four printable bytes of a job's number.
func processID(job uint32) [4]byte {
	const base = 0x7e - 0x20 + 1
	var id [4]byte
	for i := range id {
		id[i] = 0x20 + byte(job%base)
		job /= base
	}
	return id
}
