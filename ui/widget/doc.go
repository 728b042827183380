// Package widget holds the parts screens are made of: text that wraps, big
// buttons, the keypad, the camera preview, ink, QR codes.
//
// Layout goes top down and by width: every part can say how high it is at a
// given width ([HeightFor]), and [Column], [Row], [Panel] put parts together.
// What can be touched carries a stable ID (see [Touchable]) by which scripts
// find it on the canvas.
//
// # Why
//
// Fyne's own labels learn their height only after they were laid out, and its
// buttons, entries and scrollers are made for a mouse. A terminal has one size,
// no mouse and no keyboard, and wants touch targets of 20 mm (54 pixels) and
// more: fewer parts, bigger, that do only what a citizen needs. There is no
// Entry anywhere: digits come from the View, so no typed secret is kept in an
// undo stack and no clipboard menu can be opened.
package widget
