package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/assert"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/screen/sample"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// everyScreen shows every sample in every language.
func everyScreen(b *bench, check func(name string, v kiosk.View)) {
	for _, l := range kiosk.Languages {
		for _, s := range sample.Views(l) {
			b.showSample(s)
			check(fmt.Sprintf("%s-%s", s.Name, l), s.View)
		}
		everyMessage(b, l, check)
	}
}

// everyMessage shows every problem on the screens it comes on, every advice and every wait.
func everyMessage(b *bench, l kiosk.Language, check func(string, kiosk.View)) {
	samples := map[string]kiosk.View{}
	for _, s := range sample.Views(l) {
		samples[s.Name] = s.View
	}
	screens := []struct{ prefix, on string }{
		{"iin", "iin-wrong"}, {"person", "iin-wrong"}, {"phone", "phone-unknown"}, {"code", "code-wrong"}, {"code", "confirm"},
		{"face", "again"}, {"portrait", "portrait"}, {"sign", "sign-small"}, {"pay-silent", "pay"}, {"pay-", "pay-again"},
		{"camera", "portrait-camera-away"}, {"camera", "unavailable"}, {"pad", "unavailable"}, {"printer", "print-fault"},
		{"centre", "unavailable"}, {"queue", "unavailable"}, {"paper-low", "attract"}, {"closed", "unavailable"}, {"policy", "attract"},
	}
	for _, key := range kiosk.Problems {
		shown := false
		for _, s := range screens {
			if strings.HasPrefix(key, s.prefix) {
				v := samples[s.on]
				v.Problem, shown = &kiosk.Problem{Key: key, N: 2}, true
				b.show(v)
				check(fmt.Sprintf("%s-%s-%s", s.on, key, l), v)
			}
		}
		assert.True(b.t, shown, "no screen for problem %s", key)
	}
	for _, advice := range kiosk.Advices {
		v := samples["identify"]
		v.Camera.Advice = advice
		b.show(v)
		check(fmt.Sprintf("advice-%s-%s", advice, l), v)
	}
	for _, what := range append(kiosk.WaitFors[:], "") {
		for _, slow := range []bool{false, true} {
			v := samples["wait-send-code"]
			v.Wait = kiosk.WaitView{For: what, Seconds: 45, Slow: slow}
			b.show(v)
			check(fmt.Sprintf("wait-%s-%t-%s", what, slow, l), v)
		}
	}
	for _, code := range []string{"51", "54", "57", "61", "96"} {
		v := samples["pay-again"]
		v.Pay.Failure = code
		b.show(v)
		check(fmt.Sprintf("pay-failure-%s-%s", code, l), v)
	}
}

// slack is for rounding: text is measured in fractions of a pixel.
const slack = 1.5

func TestScreens_NothingIsCutOrCovered(t *testing.T) {
	b := newBench(t, theme.Calm())
	everyScreen(b, func(name string, v kiosk.View) {
		nothingIsCut(t, b, name)
		labelsAreWhole(t, b, name)
	})
}

func nothingIsCut(t *testing.T, b *bench, name string) {
	t.Helper()
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, at fyne.Position, parents []fyne.CanvasObject) {
		if line, ok := o.(*canvas.Text); ok {
			paragraph := parents[len(parents)-1]
			width := fyne.MeasureText(line.Text, line.TextSize, line.TextStyle).Width
			assert.LessOrEqual(t, width, paragraph.Size().Width+slack, "%s: wider than its place: %q", name, line.Text)
			assert.GreaterOrEqual(t, line.TextSize, float32(24), "%s: %q", name, line.Text)
			return
		}
		if space, ok := o.(*fyne.Container); len(parents) == 0 || ok && len(space.Objects) == 0 {
			return
		}
		parent := parents[len(parents)-1]
		if _, ok := parent.(*fyne.Container); !ok {
			return
		}
		assert.LessOrEqual(t, o.Position().Y+o.Size().Height, parent.Size().Height+slack, "%s: %T hangs out of its %T: %v", name, o, parent, said(o))
		assert.LessOrEqual(t, o.Position().X+o.Size().Width, parent.Size().Width+slack, "%s: %T hangs out: %v", name, o, said(o))
		assert.GreaterOrEqual(t, at.X, float32(0), name)
		if p, ok := o.(*widget.Paragraph); ok {
			assert.LessOrEqual(t, p.HeightFor(p.Size().Width), p.Size().Height+slack, "%s: no room for %q", name, p.Text())
		}
	})
}

func said(o fyne.CanvasObject) (all []string) {
	walk(o, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		if line, ok := o.(*canvas.Text); ok {
			all = append(all, line.Text)
		}
	})
	return all
}

func TestScreens_OnlyWhatFyneDraws_IsInTheTree(t *testing.T) {
	b := newBench(t, theme.Calm())
	everyScreen(b, func(name string, _ kiosk.View) {
		walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
			switch o.(type) {
			case *fynewidget.Entry, fyne.Focusable:
				t.Errorf("%s: %T can take the focus", name, o)
			case *fyne.Container, fyne.Widget, *canvas.Text, *canvas.Rectangle, *canvas.Image:
			default:
				t.Errorf("%s: Fyne does not draw a %T", name, o)
			}
		})
	})
}

// A finger wants 20 mm: 54 pixels of 0.369 mm.
const fingertip = 54

func TestScreens_TouchTargets_AreBigEnoughAndWithinReach(t *testing.T) {
	b := newBench(t, theme.Calm())
	everyScreen(b, func(name string, v kiosk.View) {
		boxes := b.boxes()
		for id, box := range boxes {
			if id == "next" || id == "start" || id == "finish" && boxes["back"].Empty() || id == "again" && boxes["finish"].Empty() {
				assert.GreaterOrEqual(t, box.Dy(), 110, "%s: %s", name, id)
				assert.Equal(t, 984, box.Dx(), "%s: %s", name, id)
			}
		}
		reachable(t, b, name)
		for _, l := range kiosk.Languages {
			assert.Contains(t, boxes, "lang-"+string(l), "%s", name)
		}
		if v.Overlay == kiosk.OverlayNone {
			assert.Contains(t, boxes, "staff", name)
		}
	})
}

// reachable says that everything to press is big enough, within reach and alone in its place.
func reachable(t *testing.T, b *bench, name string) {
	t.Helper()
	boxes := b.boxes()
	for id, box := range boxes {
		assert.GreaterOrEqual(t, box.Dx(), fingertip, "%s: %s", name, id)
		assert.GreaterOrEqual(t, box.Dy(), fingertip, "%s: %s", name, id)
		assert.GreaterOrEqual(t, box.Min.Y, 370, "%s: %s is out of reach", name, id)
		assert.LessOrEqual(t, box.Max.Y, 1920, "%s: %s", name, id)
		for other, rect := range boxes {
			assert.True(t, id == other || !box.Overlaps(rect), "%s: %s and %s overlap", name, id, other)
		}
	}
}

func TestScreens_EveryStateWithAWayOut_ShowsIt(t *testing.T) {
	b := newBench(t, theme.Calm())
	everyScreen(b, func(name string, v kiosk.View) {
		boxes := b.boxes()
		if v.Overlay != kiosk.OverlayNone {
			if v.Overlay == kiosk.OverlayHelp {
				assert.Contains(t, boxes, "help-close", name)
				return
			}
			assert.Contains(t, boxes, "dismiss", name)
			return
		}
		if _, ends := boxes["finish"]; v.CanCancel && !ends {
			assert.Contains(t, boxes, "cancel", name)
		}
		if v.CanHelp {
			assert.Contains(t, boxes, "help", name)
		}
		if v.CanBack {
			assert.Contains(t, boxes, "back", name)
		}
		events := kiosk.Table[v.State].On
		for event, id := range map[kiosk.EventKind]string{kiosk.EvFinish: "finish", kiosk.EvAgain: "again", kiosk.EvResend: "resend",
			kiosk.EvRetake: "retake", kiosk.EvCannotSign: "cannot-sign", kiosk.EvWrongData: "wrong-data", kiosk.EvSlip: "slip"} {
			if event == kiosk.EvSlip && v.Slip == kiosk.SlipPrinted { // one is enough
				continue
			}
			if _, ok := events[event]; ok {
				assert.Contains(t, boxes, id, name)
			}
		}
		if _, ok := events[kiosk.EvNext]; ok && v.CanNext {
			assert.Contains(t, boxes, "next", name)
		}
	})
}

// labelsAreWhole says that no button breaks a word.
func labelsAreWhole(t *testing.T, b *bench, name string) {
	t.Helper()
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		if button, ok := o.(*widget.Button); ok {
			got := strings.ReplaceAll(strings.Join(said(o), " "), "- ", "-")
			assert.Equal(t, strings.Join(strings.Fields(button.Text()), " "), got, "%s: %s", name, button.ID())
		}
	})
}
