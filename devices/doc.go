// Package devices says what the terminal's hardware can do, in the hardware's
// own words. A driver knows pixels, pen positions and paper; it has never heard
// of a citizen, a document or a duty.
//
// # Life of a device
//
// A driver's constructor (camera.New, w8001.New, escpos.New) only wires. Open
// starts one supervisor goroutine that connects, watches and reconnects with
// back-off for as long as the device is open; Open does not wait for the
// hardware and does not fail when it is absent: absence is a [Status], not an
// error, because a terminal with one dead device must still say so on its
// screen. Close stops the supervisor and releases the line; it never blocks for
// more than a second.
//
// Two kinds of trouble are told apart. A [Status] describes the device as it
// stands now and can be read at any time without touching the wire. An error
// from a call says that this call did not do its work: [ErrGone] when the line
// is dead (the supervisor is already reconnecting, the caller may wait and try
// again), or a [*Fault] naming the [Condition] that a person has to remove.
//
// # Why
//
// Interfaces are small and pull-based (the caller owns every buffer), so that a
// frame on screen is never overwritten by the next one and so that the owner of
// a session can zero what it held.
package devices
