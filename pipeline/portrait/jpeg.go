package portrait

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
)

// ErrTooLarge says that a portrait cannot be written in the bytes allowed.
var ErrTooLarge = errors.New("portrait does not fit into the bytes allowed")

// Qualities between which EncodeJPEGWithin chooses: below the least one blocks show.
const leastQuality, bestQuality = 70, 95

// EncodeJPEGWithin writes img with the best quality that needs no more than limit
// bytes. Its error is ErrTooLarge when that would show.
func EncodeJPEGWithin(img image.Image, format Format, limit int) ([]byte, error) {
	var best []byte
	low, high := leastQuality, bestQuality
	for low <= high {
		quality := (low + high + 1) / 2
		b, err := EncodeJPEG(img, format, quality)
		if err != nil {
			return nil, err
		}
		if len(b) <= limit {
			best, low = b, quality+1
		} else {
			high = quality - 1
		}
	}
	if best == nil {
		return nil, fmt.Errorf("encode portrait: %d bytes: %w", limit, ErrTooLarge)
	}
	return best, nil
}

// EncodeJPEG writes img, which must have the format's size, as baseline JFIF with
// the format's resolution. Quality is 1 to 100.
//
// The encoder of the standard library writes no JFIF header, so that the picture
// would have no physical size; the header (ITU-T T.871, 10.1) is put in here.
func EncodeJPEG(img image.Image, format Format, quality int) ([]byte, error) {
	if size := img.Bounds().Size(); size != image.Pt(format.Width, format.Height) {
		return nil, fmt.Errorf("encode portrait: %d×%d pixels, the format has %d×%d", size.X, size.Y, format.Width, format.Height)
	}
	if format.DPI < 1 || format.DPI > 0xffff {
		return nil, fmt.Errorf("encode portrait: %d dpi", format.DPI)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode portrait: %w", err)
	}
	app0 := []byte{0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 1 /* dots per inch */}
	app0 = binary.BigEndian.AppendUint16(app0, uint16(format.DPI))
	app0 = binary.BigEndian.AppendUint16(app0, uint16(format.DPI))
	app0 = append(app0, 0, 0) // no thumbnail
	const soi = 2             // the start marker stays first
	out := make([]byte, 0, b.Len()+len(app0))
	out = append(out, b.Bytes()[:soi]...)
	out = append(out, app0...)
	return append(out, b.Bytes()[soi:]...), nil
}
