package main

import (
	"context"
	"image"
	"image/draw"
	_ "image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	xdraw "golang.org/x/image/draw"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices/devicetest/paperemu"
	"documenting.kz/terminal/devices/drivers"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/receipt"
)

// frame is one of the test portraits in the middle of a camera frame.
func frame(tb testing.TB) (*image.RGBA, string) {
	tb.Helper()
	models := os.Getenv("TERMINAL_MODELS")
	if models == "" {
		models = stateFolder("models")
	}
	file, err := os.Open(filepath.Join(models, "portraits", "face.jpg"))
	if err != nil {
		tb.Skipf("the portraits are not fetched (make models): %v", err)
	}
	defer file.Close()
	portrait, _, err := image.Decode(file)
	require.NoError(tb, err)
	picture := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
	xdraw.ApproxBiLinear.Scale(picture, image.Rect(160, 0, 1120, 720), portrait, portrait.Bounds(), draw.Src, nil)
	return picture, models
}

func newStudio(tb testing.TB) (*sitting, *image.RGBA) {
	tb.Helper()
	picture, models := frame(tb)
	nets, err := face.Open(models)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = nets.Close() })
	builtIn, err := builtInPolicy()
	require.NoError(tb, err)
	rules, err := policy.Load(builtIn)
	require.NoError(tb, err)
	c, err := newCapture(nets, rules)
	require.NoError(tb, err)
	s, err := c.studio.Sit()
	require.NoError(tb, err)
	return s.(*sitting), picture
}

// What the terminal adds to one preview frame, besides the front's mirror: the guidance's look at it.
func BenchmarkPreview_Look_1280x720(b *testing.B) {
	s, picture := newStudio(b)
	for b.Loop() {
		_, err := s.Look(picture, time.Now())
		require.NoError(b, err)
	}
}

func BenchmarkShoot_1280x720(b *testing.B) {
	s, picture := newStudio(b)
	if _, err := s.Shoot(picture); err != nil {
		b.Skipf("the test frame gives no portrait: %v", err)
	}
	for b.Loop() {
		_, err := s.Shoot(picture)
		require.NoError(b, err)
	}
}

// From PrintReceipt to the last byte taken and confirmed by a printer that needs no time for its paper.
func BenchmarkPrintReceipt_ToBytesOut(b *testing.B) {
	paper, err := paperemu.Start(paperemu.Opts{Address: "127.0.0.1:0", PaperMM: 1e9})
	require.NoError(b, err)
	b.Cleanup(func() { _ = paper.Close() })
	ctx := context.Background()
	printer, err := drivers.OpenPrinter(ctx, "escpos:tcp:"+paper.Address())
	require.NoError(b, err)
	b.Cleanup(func() { _ = printer.Close() })
	require.Eventually(b, func() bool { return printer.Status().Working() }, 10*time.Second, 10*time.Millisecond)
	builtIn, err := builtInPolicy()
	require.NoError(b, err)
	rules, err := policy.Load(builtIn)
	require.NoError(b, err)
	office, err := rules.Office("ALA-01", today())
	require.NoError(b, err)
	form, err := receiptForm(office, "KZ-ALA-0001")
	require.NoError(b, err)
	r := kiosk.Receipt{
		IssuedAt: time.Now(), Name: "Сынақов Адам", IIN: "850615****05", Phone: "+7 7** *** ** 12", Policy: rules.Version(),
		Items: []kiosk.ReceiptItem{{
			ID: kiosk.NewApplicationID(), Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}, Amount: kiosk.Tenge(865), PaymentRef: "PAY-1",
			Coupon: &kiosk.Coupon{Number: "ALA-2026-000001", IssuedAt: time.Now()},
		}},
	}
	for b.Loop() {
		require.NoError(b, receipt.Printer{Form: form, Device: printer}.Print(ctx, r))
	}
}
