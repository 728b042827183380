// Package screen holds the terminal's screens, one file each.
//
// A screen builds its parts once and then only changes what they say:
// [Screen.Update] takes a View, updates the body, and returns the [Frame], what
// the [Chrome] around it must show: title, lead, the buttons. The chrome stays
// the same for all screens, so the way on, the way back, the end, the languages
// and the call for staff are always in the same places.
//
// # Why
//
// Going to another screen must be fast, and typing a digit must not build
// anything: widgets live as long as a visit. They are thrown away after it, so
// that no text of one citizen stays for the next.
//
// Nothing that can be touched lies in the topmost 370 pixels, and the way on is at
// the bottom: with the lower edge of the panel 65 cm above the floor all of it is
// below 1.22 m, which a person in a wheelchair reaches.
package screen
