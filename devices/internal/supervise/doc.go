// Package supervise keeps one device connected: it runs a driver's session, and
// when the session ends it waits, doubling the pause from 250 ms to 5 s, and
// runs it again, until the device is closed. It also keeps the device's
// [devices.Status], so that reading a status never touches the wire.
//
// Signature pads and printers share this life; what they say on the line is
// their session's business alone.
package supervise
