// Package mjpegemu is the wire of an emulated camera: motion JPEG over HTTP, as
// IP cameras speak it (multipart/x-mixed-replace), with the troubles that real
// ones have. What the camera sees is the business of a [Source]; the scene of
// cmd/emulate is one, a test's colour card another.
//
// Nothing happens while nobody watches: the clock that a Source is given runs
// only while at least one client is connected, so a person walking into the
// picture is not missed by a terminal that opens its camera later.
//
// Faults are named and are "next" (once), "always" or "cleared".
package mjpegemu
