package escpos_test

import (
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/devicetest/paperemu"
)

// printed prints a page with the driver on an emulated printer and returns the
// paper: the bytes on the wire and their picture are what the judges judge.
func printed(t *testing.T, page *image.Gray, out string) paperemu.Receipt {
	t.Helper()
	emu := startPrinter(t, paperemu.Opts{Out: out})
	printer := openPrinter(t, "tcp:"+emu.Address())
	require.NoError(t, printer.Print(t.Context(), page))
	receipts := emu.Receipts()
	require.Equal(t, 1, len(receipts))
	return receipts[0]
}

// nodeModules finds where npos is installed: TERMINAL_NPM, or .cache/npm of the
// module.
func nodeModules(t *testing.T) string {
	t.Helper()
	if folder := os.Getenv("TERMINAL_NPM"); folder != "" {
		return folder
	}
	folder, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, ".cache", "npm", "node_modules")
		} else if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			t.Fatalf("no go.mod above: %v", err)
		}
		folder = filepath.Dir(folder)
	}
}

// npos reads the stream as a printer would, with code that is not ours.
func TestJudge_Npos_SeesEveryDot(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	modules := nodeModules(t)
	if _, err := os.Stat(filepath.Join(modules, "npos")); err != nil {
		t.Skipf("npos is not in %s: npm install --prefix .cache/npm npos@0.1.19", modules)
	}
	page := devicetest.TestPage(576, 300)
	for x := 100; x < 200; x++ {
		page.SetGray(x, x, color.Gray{Y: 127})
		page.SetGray(x, x+1, color.Gray{Y: 128})
	}
	receipt := printed(t, page, "")
	stream := filepath.Join(t.TempDir(), "receipt.bin")
	require.NoError(t, os.WriteFile(stream, receipt.Raw, 0o600))
	command := exec.Command(node, "testdata/npos_decode.js", modules, stream)
	command.Stderr = os.Stderr
	output, err := command.Output()
	require.NoError(t, err, string(output))
	var seen struct {
		Commands []string
		Images   []struct {
			Width, Height int
			Rows          []byte
		}
	}
	require.NoError(t, json.Unmarshal(output, &seen), string(output))
	assert.Equal(t, []string{"ESC@", "FS.", "GSv0", "GSv0", "GSv0", "ESCJ", "GSV"}, seen.Commands)
	require.Len(t, seen.Images, 1, "the bands are one picture")
	picture := seen.Images[0]
	require.Equal(t, 576, picture.Width)
	require.Equal(t, 300, picture.Height)
	wrong := 0
	for y := range 300 {
		for x := range 576 {
			if (page.GrayAt(x, y).Y < 128) != (picture.Rows[y*576+x] == 0) {
				wrong++
			}
		}
	}
	assert.Zero(t, wrong, "dots differ between the page and what npos sees")
}

// zbarimg reads the paper as a citizen's telephone would.
func TestJudge_Zbar_ReadsThePrintedQR(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed: apt-get install zbar-tools")
	}
	const text = "https://pay.example.kz/i/01JD9Z3Q4T8K2M5N7P0R6S1V9W"
	code, err := qrcode.New(text, qrcode.Medium)
	require.NoError(t, err)
	symbol := code.Image(-6)
	page := image.NewGray(image.Rect(0, 0, 576, symbol.Bounds().Dy()+40))
	for y := range page.Rect.Dy() {
		for x := range page.Rect.Dx() {
			page.SetGray(x, y, color.Gray{Y: 255})
		}
	}
	for y := range symbol.Bounds().Dy() {
		for x := range symbol.Bounds().Dx() {
			page.Set(x+100, y+20, symbol.At(x, y))
		}
	}
	out := t.TempDir()
	printed(t, page, out)
	output, err := exec.Command(zbar, "--raw", "-q", filepath.Join(out, "receipt-1.png")).Output()
	require.NoError(t, err)
	assert.Equal(t, text, strings.TrimSpace(string(output)))
}
