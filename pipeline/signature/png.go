package signature

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"math"
)

// Encode makes a PNG that says its resolution (chunk pHYs, PNG 3rd edition
// §11.3.4.3), so that it prints at its true size.
func Encode(img *image.Gray, dpi float64) ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, err
	}
	perMetre := uint32(math.Round(dpi / 0.0254))
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))

	const afterHeader = 8 + 25 // signature and IHDR, which is always first
	plain := b.Bytes()
	out := make([]byte, 0, len(plain)+len(chunk))
	out = append(append(append(out, plain[:afterHeader]...), chunk...), plain[afterHeader:]...)
	clear(plain)
	return out, nil
}
