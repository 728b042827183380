package ui_test

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/screen/sample"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// queue is a loop whose closures run when the test says so, on the test's goroutine.
type queue struct{ waiting chan func() }

func (q *queue) Do(f func()) { q.waiting <- f }

// run runs all that waits and reports how much that was.
func (q *queue) run() (n int) {
	for {
		select {
		case f := <-q.waiting:
			f()
			n++
		default:
			return n
		}
	}
}

// bench is a front in a window of the terminal's size.
type bench struct {
	t      testing.TB
	front  *ui.Front
	window fyne.Window
	loop   *queue
	live   *kiosk.Live
	clock  time.Time
	sent   []kiosk.Event
	book   *help.Book
}

func newBench(t testing.TB, palette theme.Palette) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	look, err := theme.New(assets.Fonts, palette)
	require.NoError(t, err)
	app.Settings().SetTheme(look)
	catalogue, err := text.Load(assets.Text)
	require.NoError(t, err)
	b := &bench{t: t, loop: &queue{make(chan func(), 1000)}, live: &kiosk.Live{}, clock: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	book, err := help.Load(assets.Help)
	require.NoError(t, err)
	b.book = book
	b.front = ui.New(b.loop, catalogue, b.live, func(e kiosk.Event) { b.sent = append(b.sent, e) },
		ui.Options{HideCursor: true, Help: book, Now: func() time.Time { return b.clock }})
	b.window = test.NewTempWindow(t, b.front.Content())
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(1080, 1920))
	return b
}

// show draws v and lets the screen settle.
func (b *bench) show(v kiosk.View) {
	b.front.Show(v)
	b.loop.run()
	b.clock = b.clock.Add(time.Second)
}

// showSample begins anew, as after another visit, and draws s with what is pressed for it.
func (b *bench) showSample(s sample.Named) {
	b.t.Helper()
	b.show(kiosk.View{State: kiosk.Attract, Screen: kiosk.ScreenAttract, Language: s.View.Language})
	b.show(s.View)
	for _, id := range s.Press {
		b.press(id)
	}
	b.sent = nil
}

func (b *bench) boxes() map[string]image.Rectangle { return ui.Hitboxes(b.window.Canvas()) }

// press puts a finger on what has that id, and lifts it, where a script would.
func (b *bench) press(id string) {
	b.t.Helper()
	box, ok := b.boxes()[id]
	require.True(b.t, ok, "nothing to press is called %s", id)
	at := fyne.NewPos(float32(box.Min.X+box.Max.X)/2, float32(box.Min.Y+box.Max.Y)/2)
	b.touch(at)
}

func (b *bench) touch(at fyne.Position) {
	o := hit(b.window.Canvas().Content(), at)
	require.NotNil(b.t, o)
	o.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{})
	o.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{})
	if tappable, ok := o.(fyne.Tappable); ok {
		tappable.Tapped(&fyne.PointEvent{})
	}
}

// hit finds the topmost object under at that feels the finger, as the window does.
func hit(root fyne.CanvasObject, at fyne.Position) (found fyne.CanvasObject) {
	walk(root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, pos fyne.Position, _ []fyne.CanvasObject) {
		if _, ok := o.(desktop.Mouseable); ok && at.X >= pos.X && at.Y >= pos.Y && at.X < pos.X+o.Size().Width && at.Y < pos.Y+o.Size().Height {
			found = o
		}
	})
	return found
}

// walk visits everything visible, also inside widgets, parents first.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(o fyne.CanvasObject, at fyne.Position, parents []fyne.CanvasObject)) {
	descend(o, at, nil, visit)
}

func descend(o fyne.CanvasObject, at fyne.Position, parents []fyne.CanvasObject, visit func(fyne.CanvasObject, fyne.Position, []fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at, parents)
	parents = append(parents, o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			descend(child, at, parents, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			descend(child, at, parents, visit)
		}
	}
}

// words is all the text on the screen.
func (b *bench) words() (all []string) {
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		if line, ok := o.(*canvas.Text); ok && line.Text != "" {
			all = append(all, line.Text)
		}
	})
	return all
}

var _ widget.Touchable = (*widget.Button)(nil)
