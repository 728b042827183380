package ui_test

import (
	"fmt"
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
			b.show(s.View)
			check(fmt.Sprintf("%s-%s", s.Name, l), s.View)
		}
	}
}

// slack is for rounding: text is measured in fractions of a pixel.
const slack = 1.5

func TestScreens_NothingIsCutOrCovered(t *testing.T) {
	b := newBench(t, theme.Calm())
	everyScreen(b, func(name string, v kiosk.View) {
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
			assert.GreaterOrEqual(t, box.Dx(), fingertip, "%s: %s", name, id)
			assert.GreaterOrEqual(t, box.Dy(), fingertip, "%s: %s", name, id)
			assert.GreaterOrEqual(t, box.Min.Y, 370, "%s: %s is out of reach", name, id)
			assert.LessOrEqual(t, box.Max.Y, 1920, "%s: %s", name, id)
			if id == "next" || id == "start" || id == "finish" || id == "again" && boxes["finish"].Empty() {
				assert.GreaterOrEqual(t, box.Dy(), 110, "%s: %s", name, id)
				assert.Equal(t, 984, box.Dx(), "%s: %s", name, id)
			}
			for other, rect := range boxes {
				assert.True(t, id == other || !box.Overlaps(rect), "%s: %s and %s overlap", name, id, other)
			}
		}
		for _, l := range kiosk.Languages {
			assert.Contains(t, boxes, "lang-"+string(l), "%s", name)
		}
		if v.Overlay == kiosk.OverlayNone {
			assert.Contains(t, boxes, "staff", name)
		}
	})
}

func TestScreens_EveryStateWithAWayOut_ShowsIt(t *testing.T) {
	b := newBench(t, theme.Calm())
	everyScreen(b, func(name string, v kiosk.View) {
		boxes := b.boxes()
		if v.Overlay != kiosk.OverlayNone {
			assert.Contains(t, boxes, "dismiss", name)
			return
		}
		if v.CanCancel {
			assert.Contains(t, boxes, "cancel", name)
		}
		if v.CanBack {
			assert.Contains(t, boxes, "back", name)
		}
		events := kiosk.Table[v.State].On
		for event, id := range map[kiosk.EventKind]string{kiosk.EvFinish: "finish", kiosk.EvAgain: "again", kiosk.EvResend: "resend",
			kiosk.EvRetake: "retake", kiosk.EvCannotSign: "cannot-sign", kiosk.EvWrongData: "wrong-data"} {
			if _, ok := events[event]; ok {
				assert.Contains(t, boxes, id, name)
			}
		}
		if _, ok := events[kiosk.EvNext]; ok && v.CanNext {
			assert.Contains(t, boxes, "next", name)
		}
	})
}
