package escpos_test

import (
	"bytes"
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/devicetest/paperemu"
	"documenting.kz/terminal/devices/printer/escpos"
)

// pageOf makes a page whose raster data would be these bytes.
func pageOf(width int, data []byte) *image.Gray {
	page := image.NewGray(image.Rect(0, 0, width*8, len(data)/width))
	for i := range page.Pix {
		page.Pix[i] = 255
		if data[i/8]&(0x80>>(i%8)) != 0 {
			page.Pix[i] = 0
		}
	}
	return page
}

func TestAppendBand_Bytes_AreTheManuals(t *testing.T) {
	page := image.NewGray(image.Rect(5, 7, 5+12, 7+2)) // not at the origin, not a whole byte wide
	for i := range page.Pix {
		page.Pix[i] = 200
	}
	page.Pix[0], page.Pix[9], page.Pix[12] = 0, 127, 128
	assert.Equal(t, []byte{
		0x1d, 0x76, 0x30, 0, 2, 0, 2, 0,
		0x80, 0x40,
		0x00, 0x00,
	}, escpos.AppendBand(nil, page, 0, 2))
}

func TestAppendBand_RealTimeBytes_AreBrokenByOneDot(t *testing.T) {
	data := []byte{0x10, 0x04, 0x01, 0x10, 0x05, 0x02, 0x10, 0x14, 0x08, 0x10, 0x10, 0x04}
	got := escpos.AppendBand(nil, pageOf(4, data), 0, 3)[8:]
	assert.Equal(t, []byte{0x18, 0x04, 0x01, 0x18, 0x05, 0x02, 0x18, 0x14, 0x08, 0x10, 0x18, 0x04}, got,
		"across rows as well, and nothing else is touched")
}

// A page full of the bytes a printer would execute passes a printer that does
// execute them.
func TestPrint_PageOfRealTimeBytes_ExecutesNone(t *testing.T) {
	emu := startPrinter(t, paperemu.Opts{}) // its cleanup fails the test for any such byte
	printer := openPrinter(t, "tcp:"+emu.Address())
	data := bytes.Repeat([]byte{0x10, 0x04, 0x04, 0x10, 0x05, 0x02, 0x10, 0x14, 0x01}, 72*8)
	page := pageOf(72, data)
	require.NoError(t, printer.Print(t.Context(), page))
	require.Equal(t, 1, len(emu.Receipts()))
	assert.Equal(t, page.Rect.Dy()+120, emu.Receipts()[0].Image.Rect.Dy())
}

// BenchmarkAppendBand encodes a receipt of 20 cm.
func BenchmarkAppendBand(b *testing.B) {
	page := devicetest.TestPage(576, 1600)
	var band []byte
	b.SetBytes(576 * 1600 / 8)
	for b.Loop() {
		for y := 0; y < 1600; y += escpos.BandRows {
			band = escpos.AppendBand(band[:0], page, y, min(y+escpos.BandRows, 1600))
		}
	}
}

// FuzzAppendBand checks that no page makes a real-time command, that the
// command's length is what its header says, and that dots are only ever added,
// and only to break such a command.
func FuzzAppendBand(f *testing.F) {
	f.Add([]byte{0x10, 0x04, 0x01}, uint8(1))
	f.Add([]byte{0x10, 0x10, 0x05, 0x10, 0x14, 0x10}, uint8(2))
	f.Add(bytes.Repeat([]byte{0x10, 0x04}, 72), uint8(72))
	f.Fuzz(func(t *testing.T, data []byte, width uint8) {
		w := int(width)
		rows := 0
		if w > 0 {
			rows = min(len(data)/w, escpos.BandRows)
		}
		if rows == 0 {
			return
		}
		data = data[:rows*w]
		band := escpos.AppendBand(nil, pageOf(w, data), 0, rows)
		if len(band) != 8+len(data) {
			t.Fatalf("%d bytes for %d of data", len(band), len(data))
		}
		for i := 0; i+1 < len(band); i++ {
			if band[i] == 0x10 && (band[i+1] == 0x04 || band[i+1] == 0x05 || band[i+1] == 0x14) {
				t.Fatalf("real-time command at %d: % X", i, band)
			}
		}
		for i, sent := range band[8:] {
			if sent == data[i] {
				continue
			}
			if data[i] != 0x10 || sent != 0x18 || i+1 == len(data) {
				t.Fatalf("byte %d: %02X became %02X", i, data[i], sent)
			}
		}
	})
}
