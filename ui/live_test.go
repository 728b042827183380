package ui_test

import (
	"image"
	"image/color"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/screen/sample"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// picture finds the live picture on the screen; nil when none is shown.
func (b *bench) picture() (found *image.RGBA) {
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		if i, ok := o.(*canvas.Image); ok {
			if frame, ok := i.Image.(*image.RGBA); ok && frame.Rect.Dy() == 720 {
				found = frame
			}
		}
	})
	return found
}

const cropped = 720 * widget.PreviewWidth / widget.PreviewHeight

func marked() *image.RGBA {
	frame := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	frame.SetRGBA(700, 100, color.RGBA{R: 1, G: 2, B: 3, A: 255}) // 60 right of the middle
	return frame
}

func TestPreview_Frame_IsMirroredAndCropped(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "identify", kiosk.Kazakh))
	b.live.Put(marked())
	assert.Equal(t, 1, b.loop.run())
	got := b.picture()
	require.NotNil(t, got)
	assert.Equal(t, cropped, got.Rect.Dx(), "720 high in the preview's proportion")
	assert.Equal(t, color.RGBA{R: 1, G: 2, B: 3, A: 255}, got.RGBAAt(cropped-1-(700-(1280-cropped)/2), 100))
}

func TestPreview_FramesFasterThanTheWindow_OneClosureWaits_AndTheNewestIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, theme.Calm())
		b.show(view(t, "portrait", kiosk.Kazakh))
		for n := range 10 {
			frame := image.NewRGBA(image.Rect(0, 0, 1280, 720))
			frame.SetRGBA(640, 360, color.RGBA{R: uint8(n + 1), A: 255})
			b.live.Put(frame)
			time.Sleep(40 * time.Millisecond)
		}
		assert.Equal(t, 1, b.loop.run())
		assert.NotNil(t, b.picture())
		assert.Equal(t, uint8(10), b.picture().RGBAAt(cropped-1-(640-(1280-cropped)/2), 360).R)
	})
}

func TestPreview_SixtyFramesASecond_AreShownAtThirty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, theme.Calm())
		b.show(view(t, "portrait", kiosk.Kazakh))
		drawn := 0
		for range 60 {
			b.live.Put(image.NewRGBA(image.Rect(0, 0, 1280, 720)))
			drawn += b.loop.run()
			time.Sleep(time.Second / 60)
		}
		assert.LessOrEqual(t, drawn, 31)
		assert.GreaterOrEqual(t, drawn, 15)
	})
}

func TestPreview_NoCameraOnTheScreen_FramesCostNothing(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "consent", kiosk.Kazakh))
	b.live.Put(marked())
	assert.Zero(t, b.loop.run())
}

func TestPreview_LeavingTheScreen_WipesThePicture(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "identify", kiosk.Kazakh))
	b.live.Put(sample.Frame())
	b.loop.run()
	shown := b.picture()
	require.NotNil(t, shown)
	b.show(view(t, "choice", kiosk.Kazakh))
	for _, p := range shown.Pix {
		if p != 0 {
			t.Fatal("a picture of the citizen is still in memory")
		}
	}
	b.show(view(t, "portrait", kiosk.Kazakh))
	assert.Nil(t, b.picture(), "nothing is shown before the next frame comes")
}

func TestInk_TheLastSample_IsDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, theme.Calm())
		b.show(view(t, "sign", kiosk.Kazakh))
		total := 0
		for i := range 200 {
			b.live.Draw(kiosk.Point{X: float64(i) * 0.45, Y: 30, Pressure: 0.5, T: float64(i) * 5}, i == 0)
			time.Sleep(5 * time.Millisecond)
			total += b.loop.run()
		}
		time.Sleep(50 * time.Millisecond)
		total += b.loop.run()
		assert.LessOrEqual(t, total, 34, "a second of writing")
		assert.True(t, inked(b, 199*0.45), "where the pen was lifted")
		b.live.Wipe()
		time.Sleep(50 * time.Millisecond)
		b.loop.run()
		assert.False(t, inked(b, 30), "the sheet is clean again")
	})
}

// inked reports ink on the sheet at x mm and the middle of its height, for the sample's pad.
func inked(b *bench, x float64) (found bool) {
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		i, ok := o.(*canvas.Image)
		if !ok {
			return
		}
		if sheet, ok := i.Image.(*image.RGBA); ok && sheet.Rect.Dx() == 984 {
			scale := float64(sheet.Rect.Dy()) / 60
			left := (984 - 96*scale) / 2
			found = sheet.RGBAAt(int(left+x*scale), sheet.Rect.Dy()/2).A > 0
		}
	})
	return found
}

func TestLive_FramesInkAndViewsFromOtherGoroutines_DoNotRace(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "portrait", kiosk.Kazakh))
	var all sync.WaitGroup
	stop := make(chan struct{})
	all.Go(func() {
		var frame *image.RGBA
		for range 100 {
			if frame == nil {
				frame = image.NewRGBA(image.Rect(0, 0, 1280, 720))
			}
			frame.Pix[0]++
			frame = b.live.Put(frame)
		}
	})
	all.Go(func() {
		for i := range 100 {
			b.live.Draw(kiosk.Point{X: float64(i)}, i == 0)
		}
	})
	all.Go(func() {
		for i := range 50 {
			b.front.Show(view(t, []string{"portrait", "sign", "consent"}[i%3], kiosk.Languages[i%3]))
		}
	})
	go func() { all.Wait(); close(stop) }()
	for {
		b.loop.run()
		select {
		case <-stop:
			b.loop.run()
			return
		default:
		}
	}
}
