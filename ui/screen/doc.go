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
// All that can be touched lies in the lower two thirds: on a 32-inch panel that
// is what a person in a wheelchair reaches.
package screen
