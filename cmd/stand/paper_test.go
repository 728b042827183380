package main

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// paper is the picture of what was printed last, and the how-many-th it is.
func (t *table) paper(ctx context.Context, tt *testing.T) (picture []byte, printed int) {
	tt.Helper()
	receipts, err := t.Hardware.Receipts(ctx)
	require.NoError(tt, err)
	if len(receipts) == 0 {
		return nil, 0
	}
	printed = receipts[len(receipts)-1].N
	picture, err = t.Hardware.Receipt(ctx, printed)
	require.NoError(tt, err)
	return picture, printed
}

// codes decodes every QR in a picture.
func codes(ctx context.Context, tt *testing.T, picture []byte) []string {
	tt.Helper()
	cmd := exec.CommandContext(ctx, "zbarimg", "-q", "--raw", "png:-")
	cmd.Stdin = bytes.NewReader(picture)
	out, err := cmd.Output()
	require.NoError(tt, err, "zbarimg finds no QR on the paper")
	return strings.Fields(string(out))
}

// lastReceipt decodes the one QR on the paper that came out last.
func (t *table) lastReceipt(ctx context.Context, tt *testing.T) (qr string, printed int) {
	tt.Helper()
	picture, printed := t.paper(ctx, tt)
	found := codes(ctx, tt, picture)
	require.Len(tt, found, 1)
	return found[0], printed
}

// slipSaysWhatTheScreenSays prints the refusal on the screen and holds the paper
// against it, dot by dot: laid out here from what the probe tells of the screen.
func (t *table) slipSaysWhatTheScreenSays(ctx context.Context, tt *testing.T) {
	tt.Helper()
	_, before := t.paper(ctx, tt)
	asked := time.Now()
	require.NoError(tt, t.Slip(ctx))
	picture, printed := t.paper(ctx, tt)
	require.Equal(tt, before+1, printed, "one paper")
	got, err := png.Decode(bytes.NewReader(picture))
	require.NoError(tt, err)
	s, err := t.Look(ctx)
	require.NoError(tt, err)
	for at := asked; at.Before(time.Now().Add(time.Minute)); at = at.Add(time.Minute) { // the paper tells the minute
		if want := t.slip(tt, s, at); sameInk(want, got) {
			return
		}
	}
	var want bytes.Buffer
	require.NoError(tt, png.Encode(&want, t.slip(tt, s, asked)))
	_ = os.WriteFile(filepath.Join(t.dir, tt.Name()+"-slip-got.png"), picture, 0o600)
	_ = os.WriteFile(filepath.Join(t.dir, tt.Name()+"-slip-want.png"), want.Bytes(), 0o600)
	tt.Error("the slip says something else than the screen: ", filepath.Join(t.dir, tt.Name()+"-slip-*.png"))
}

func (t *table) slip(tt *testing.T, s citizen.Seen, at time.Time) image.Image {
	tt.Helper()
	require.NotNil(tt, s.Told)
	slip := kiosk.Slip{At: at, Number: s.Number, Refusal: *s.Told, Policy: t.policy}
	if s.Option != nil {
		slip.Choice = &s.Option.Choice
		for _, o := range s.Options {
			if o.Choice.Document == slip.Choice.Document && o.Choice.Reason == slip.Choice.Reason {
				slip.Title = o.Title
			}
		}
		if slip.Choice.SubReason != "" { // the answer stands behind its reason
			slip.Title.KK += " — " + s.Option.Title.KK
			slip.Title.RU += " — " + s.Option.Title.RU
		}
	}
	picture, err := t.form.RenderSlip(slip, devices.Paper{WidthDots: 576, DotsPerMM: 8})
	require.NoError(tt, err)
	return picture
}

// wider is how many dots of a page may be added: the driver widens one where the
// picture's bytes would be taken for a command the printer executes at once. It
// takes none away, and another letter would.
const wider = 16

// sameInk compares two pictures without the white around the ink.
func sameInk(want, got image.Image) bool {
	rw, rg := ink(want), ink(got)
	if rw.Size() != rg.Size() || rw.Empty() {
		return false
	}
	added := 0
	for y := range rw.Dy() {
		for x := range rw.Dx() {
			w, g := dark(want, rw.Min.X+x, rw.Min.Y+y), dark(got, rg.Min.X+x, rg.Min.Y+y)
			switch {
			case w && !g:
				return false
			case g && !w:
				added++
			}
		}
	}
	return added <= wider
}

func ink(img image.Image) (r image.Rectangle) {
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			if dark(img, x, y) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func dark(img image.Image, x, y int) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	return r+g+b < 3*0x8000
}
