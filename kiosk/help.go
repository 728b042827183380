package kiosk

import "context"

// MayHelp reports whether help can be opened: on every screen but from the seal to
// the receipt. Whoever was refused, gave up or met a failure may read it too.
func (r Row) MayHelp() bool {
	switch r.Screen {
	case ScreenAttract, ScreenConsent, ScreenRefused, ScreenUnavailable, ScreenCancelled:
		return true
	}
	return 0 < r.Step && r.Step < Steps
}

// captures reports whether the state takes pictures without being asked. Behind
// the help nothing is photographed: there its effect rests.
func (r Row) captures() bool { return r.Effect == RecogniseFace || r.Effect == CapturePortrait }

// openHelp lays the help over the screen. The citizen's patience runs on; the
// attract screen, where none runs, gets some, so that help is not left open for the next.
func (e *Engine) openHelp() {
	row := Table[e.state]
	if !row.MayHelp() {
		return
	}
	e.overlay, e.help = OverlayHelp, true
	if row.captures() {
		e.leave()
	}
	e.touch()
}

// dismiss takes the topmost thing off the screen. When the help is gone, an
// effect that rested starts anew.
func (e *Engine) dismiss(ctx context.Context) {
	switch {
	case e.help && e.overlay != OverlayHelp:
		e.overlay = OverlayHelp
	case e.help:
		e.overlay, e.help = OverlayNone, false
		if Table[e.state].captures() {
			e.enter(ctx, e.state)
		}
	default:
		e.overlay = OverlayNone
	}
}

// cover is the overlay that lies below a warning that was answered.
func (e *Engine) cover() Overlay {
	if e.help {
		return OverlayHelp
	}
	return OverlayNone
}
