package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
)

// The panel's pixels: 32 inch, upright.
const (
	panelWidth  = 1080
	panelHeight = 1920
)

// window is the one window, and the front in it.
type window struct {
	win   fyne.Window
	front *ui.Front
}

// open shows the window and serves until ctx is done or the window is closed.
// Fyne wants the main goroutine; run has its own.
func open(ctx context.Context, c config) error {
	catalogue, err := text.Load(assets.Text)
	if err != nil {
		return err
	}
	book, err := help.Load(assets.Help)
	if err != nil {
		return err
	}
	look, err := theme.New(assets.Fonts, theme.Calm())
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	a := app.NewWithID("kz.documenting.terminal")
	a.Settings().SetTheme(look)
	w := &window{win: a.NewWindow("Құжаттандыру терминалы")}
	w.win.SetPadded(false)
	tell, err := w.probe(ctx, c.probe)
	if err != nil {
		return err
	}

	var send atomic.Pointer[func(kiosk.Event)]
	live := &kiosk.Live{}
	w.front = ui.New(ui.Fyne{}, catalogue, live, func(ev kiosk.Event) {
		if s := send.Load(); s != nil {
			(*s)(ev)
		}
	}, ui.Options{HideCursor: c.fullscreen, Help: book})
	w.win.SetContent(w.front.Content())
	w.win.Resize(fyne.NewSize(panelWidth, panelHeight))
	w.win.SetFullScreen(c.fullscreen)
	w.win.SetCloseIntercept(func() { stop() })

	ended := make(chan error, 1)
	a.Lifecycle().SetOnStarted(func() {
		fmt.Println("ready")
		go func() {
			ended <- run(ctx, c, live,
				func(v kiosk.View) { w.front.Show(v); tell(v) },
				func(s func(kiosk.Event)) { send.Store(&s) })
			// Fyne ends by itself on a signal. After its loop nothing may touch a window,
			// as App.Quit would; the driver's Quit only ends the loop, once.
			fyne.Do(a.Driver().Quit)
		}()
	})
	if err := w.show(); err != nil {
		return err
	}
	a.Run()
	stop()
	return <-ended
}

// show opens the window. GLFW panics when there is no display to open it on.
func (w *window) show() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("no window on display %q (%v): set DISPLAY, or start everything with 'make run', which brings a display", os.Getenv("DISPLAY"), p)
		}
	}()
	w.win.Show()
	return nil
}
