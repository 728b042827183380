package escpos

import "image"

// BandRows is the height of a raster band: 128 rows of an 80 mm printer are
// 9 KB, which every printer's buffer holds.
const BandRows = 128

// AppendBand appends one GS v 0 command with the rows y0 to y1 (exclusive, at
// most BandRows of them) of page: black where Gray < 128, most significant bit
// at the left, each row padded to a whole byte with white.
//
// Image data that a printer would execute as a real-time command (10 04, 10 05
// or 10 14 hex and what follows) is broken by making the lone dot of the byte 10
// hex one dot wider (18 hex): an eighth of a millimetre that nobody sees. The
// change can make no new such pair, because 18 hex begins none and ends none.
func AppendBand(dst []byte, page *image.Gray, y0, y1 int) []byte {
	b := page.Bounds()
	width := (b.Dx() + 7) / 8
	rows := y1 - y0
	dst = append(dst, gs, 'v', '0', 0, byte(width), byte(width>>8), byte(rows), byte(rows>>8))
	data := len(dst)
	for y := y0; y < y1; y++ {
		row := page.Pix[page.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()]
		for x := 0; x < len(row); x += 8 {
			var octet byte
			for bit, grey := range row[x:min(x+8, len(row))] {
				if grey < 128 {
					octet |= 0x80 >> bit
				}
			}
			dst = append(dst, octet)
		}
	}
	disarm(dst[data:])
	return dst
}

// disarm breaks the beginnings of real-time commands in image data.
func disarm(data []byte) {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == dle && (data[i+1] == eot || data[i+1] == enq || data[i+1] == dc4) {
			data[i] = 0x18
		}
	}
}
