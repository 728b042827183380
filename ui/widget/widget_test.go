package widget_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/skip2/go-qrcode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

func begin(t testing.TB) {
	t.Helper()
	app := test.NewTempApp(t)
	look, err := theme.New(assets.Fonts, theme.Calm())
	require.NoError(t, err)
	app.Settings().SetTheme(look)
}

func lines(p *widget.Paragraph) (all []string) {
	for _, o := range test.WidgetRenderer(p).Objects() {
		all = append(all, o.(*canvas.Text).Text)
	}
	return all
}

func TestKey_TremblingFinger_TypesOnce(t *testing.T) {
	begin(t)
	now, presses := time.Unix(0, 0), 0
	k := widget.NewKey("digit-1", "1", nil, func() time.Time { return now }, func() { presses++ })
	press := func(after time.Duration) {
		now = now.Add(after)
		k.MouseDown(&desktop.MouseEvent{})
		k.MouseUp(&desktop.MouseEvent{})
	}
	press(time.Second)
	press(149 * time.Millisecond)
	assert.Equal(t, 1, presses)
	press(time.Millisecond)
	assert.Equal(t, 2, presses, "150 ms later it was meant")
}

func TestKeypad_DifferentKeysQuickly_AllCount(t *testing.T) {
	begin(t)
	now, typed := time.Unix(0, 0), ""
	k := widget.NewKeypad(func() time.Time { return now }, func(d string) { typed += d }, func() { typed += "<" }, func() { typed += "x" })
	keys := map[string]*widget.Key{}
	for _, row := range k.Objects {
		for _, o := range row.(*fyne.Container).Objects {
			keys[o.(*widget.Key).ID()] = o.(*widget.Key)
		}
	}
	for _, id := range []string{"digit-0", "digit-9", "digit-0", "erase", "clear"} {
		now = now.Add(10 * time.Millisecond)
		keys[id].MouseDown(&desktop.MouseEvent{})
	}
	assert.Equal(t, "090<x", typed, "a key that comes again after another one was meant")
	assert.Len(t, keys, 12)
}

func TestButton_Off_DoesNotAct(t *testing.T) {
	begin(t)
	acted, dead := 0, 0
	b := widget.NewButton("next", widget.Main, nil, 136, func() { acted++ }, func() { dead++ })
	b.Enable(false)
	b.Tapped(nil)
	b.Enable(true)
	b.Tapped(nil)
	assert.Equal(t, 1, acted)
	assert.Equal(t, 1, dead)
}

func TestParagraph_LongText_WrapsAtWords(t *testing.T) {
	begin(t)
	p := widget.Say(widget.Face{Size: 34}, "көші-қон қызметінің қызметкеріне жүгініңіз")
	p.Resize(fyne.NewSize(420, p.HeightFor(420)))
	got := lines(p)
	assert.Greater(t, len(got), 1)
	assert.Equal(t, "көші-қон қызметінің қызметкеріне жүгініңіз", strings.Join(got, " "))
	for _, line := range got {
		assert.LessOrEqual(t, fyne.MeasureText(line, 34, fyne.TextStyle{}).Width, float32(420))
	}
}

func TestParagraph_DoubleName_BreaksAfterItsHyphen(t *testing.T) {
	begin(t)
	p := widget.Say(widget.Face{Size: 34, Bold: true}, "Құрманғазыұлынов-Әбілқайырханов")
	p.Resize(fyne.NewSize(500, 200))
	assert.Equal(t, []string{"Құрманғазыұлынов-", "Әбілқайырханов"}, lines(p))
}

func TestParagraph_OneEndlessWord_IsCutAndNotLost(t *testing.T) {
	begin(t)
	word := strings.Repeat("Ұ", 60)
	p := widget.Say(widget.Face{Size: 34}, word)
	p.Resize(fyne.NewSize(300, 600))
	assert.Equal(t, word, strings.Join(lines(p), ""))
	assert.Greater(t, len(lines(p)), 3)
}

func TestParagraph_TooLongForItsLines_IsWrittenSmaller(t *testing.T) {
	begin(t)
	p := widget.Say(widget.Face{Size: 60, Least: 30, Lines: 1}, "Мемлекеттік баж")
	p.Resize(fyne.NewSize(400, 80))
	assert.Equal(t, []string{"Мемлекеттік баж"}, lines(p))
}

func FuzzParagraph_AnyText_IsShownWhole(f *testing.F) {
	f.Add("жеке куәлік — удостоверение", float32(200))
	f.Add("a-b-c----------------dddddddddddddddd", float32(30))
	f.Add("  \n\n \xff\xfe ", float32(1))
	begin(f)
	f.Fuzz(func(t *testing.T, text string, width float32) {
		if len(text) > 200 || !(width > 0 && width < 2000) {
			t.Skip()
		}
		p := widget.Say(widget.Face{Size: 34, Even: true}, text)
		p.Resize(fyne.NewSize(width, p.HeightFor(width)))
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := strings.Join(lines(p), ""); bare(got) != bare(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestQR_Modules_AreWholePixelsAndBigEnough(t *testing.T) {
	begin(t)
	for _, payload := range []string{"ALM-2026-004512", "https://qr.example.kz/pay/019ab1c2d3e4f5a6b7c8d9e0f1a2b3c4?source=terminal"} {
		q := widget.NewQR(520)
		require.True(t, q.Set(payload))
		q.Resize(fyne.NewSize(984, 520))
		img := test.WidgetRenderer(q).Objects()[1].(*canvas.Image)
		code, err := qrcode.New(payload, qrcode.Medium)
		require.NoError(t, err)
		bitmap := code.Bitmap()
		module := img.Image.Bounds().Dx() / len(bitmap)
		assert.GreaterOrEqual(t, module, 6)
		assert.Equal(t, float32(module*len(bitmap)), img.Size().Width, "one pixel of the picture is one of the screen")
		assert.Equal(t, img.Position(), fyne.NewPos(float32(int(img.Position().X)), float32(int(img.Position().Y))))
		for y := range bitmap {
			for x := range bitmap[y] {
				r, _, _, _ := img.Image.At(x*module+module/2, y*module+module/2).RGBA()
				require.Equal(t, bitmap[y][x], r == 0, "module %d %d", x, y)
			}
		}
	}
}

func TestQR_TooMuchForTheField_ShowsNothing(t *testing.T) {
	begin(t)
	q := widget.NewQR(200)
	assert.False(t, q.Set(strings.Repeat("x", 500)), "modules would be too small to be read")
	assert.True(t, q.Set("ok"))
	assert.False(t, q.Set(""))
}

func TestInk_NewSignature_StartsOnACleanSheet(t *testing.T) {
	begin(t)
	i := widget.NewInk(960, 2)
	sheet := test.WidgetRenderer(i).Objects()[1].(*canvas.Image).Image.(*image.RGBA)
	i.Set([]kiosk.Stroke{{{X: 10, Y: 10, Pressure: 1}, {X: 50, Y: 10, Pressure: 1}}}, 96, 48)
	assert.NotZero(t, sheet.RGBAAt(300, 100).A)
	i.Set([]kiosk.Stroke{{{X: 10, Y: 40, Pressure: 1}}}, 96, 48)
	assert.Zero(t, sheet.RGBAAt(300, 100).A)
	assert.NotZero(t, sheet.RGBAAt(100, 400).A)
	i.Set(nil, 96, 48)
	for _, p := range sheet.Pix {
		require.Zero(t, p)
	}
}

func TestFitted_MoreTextThanRoom_IsWrittenSmallerAndWhole(t *testing.T) {
	begin(t)
	p := widget.NewParagraph(widget.Face{Size: 40})
	f := widget.NewFitted(p, func() []*widget.Paragraph { return []*widget.Paragraph{p} }, 40, 34, 28)
	p.SetText("рәсімдеу қолжетімсіз")
	f.Resize(fyne.NewSize(500, 120))
	assert.Equal(t, float32(40), size(p))
	p.SetText(strings.Repeat("рәсімдеу қолжетімсіз, ХҚКО-ға жүгініңіз ", 2))
	widget.Arrange(f.Container)
	assert.Equal(t, float32(28), size(p))
	assert.LessOrEqual(t, p.HeightFor(500), float32(120))
	p.SetText("қысқа")
	widget.Arrange(f.Container)
	assert.Equal(t, float32(40), size(p), "and big again when there is room")
}

func size(p *widget.Paragraph) float32 {
	return test.WidgetRenderer(p).Objects()[0].(*canvas.Text).TextSize
}

func TestPhotoArt_EveryRule_IsDrawnAndIsLikeNoOther(t *testing.T) {
	begin(t)
	seen := map[string]string{}
	for _, name := range widget.PhotoArts {
		art := widget.PhotoArt(name)
		require.NotNil(t, art, name)
		picture := canvas.NewImageFromResource(art)
		picture.Resize(fyne.NewSize(70, 90))
		w := test.NewTempWindow(t, picture)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(70, 90))
		pixels := string(w.Canvas().Capture().(*image.NRGBA).Pix)
		assert.Empty(t, seen[pixels], name)
		seen[pixels] = name
	}
	assert.Nil(t, widget.PhotoArt("cat"))
}
