// Package ui is the window of the terminal: it draws a kiosk.View and sends back
// kiosk.Events. It never decides.
//
// [Front.Show] takes a View from any goroutine. The latest one wins, and at most
// one closure waits in Fyne's queue, however fast Views come: that queue is
// unbounded. Camera frames and ink do not travel in Views but in kiosk.Live; the
// [feed] mirrors and crops them on the goroutine that brought them and hands the
// window whole buffers, at most thirty a second, one at a time.
//
// What a screen looks like is in ui/screen, its parts in ui/widget, its colours
// in ui/theme, its words in ui/text and assets/text. What the help explains is in ui/help
// and assets/help.
//
// # Why
//
// Nothing here imports Fyne's app or a graphics driver, so that all of it is
// tested without a display and without a C compiler, and [Loop] stands between
// us and fyne.Do: Fyne's test driver runs closures on the goroutine that calls,
// which is a race the program does not have.
package ui
