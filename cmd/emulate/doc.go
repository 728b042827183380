// Command emulate is the terminal's hardware without hardware: a signature pad
// on a pseudo-terminal, a receipt printer on a TCP port, a camera with a person
// in front of it, and a page on which a human being plays the citizen and breaks
// things.
//
// It prints the address of each, one a line, as name=value, and "ready" when all
// of them work:
//
//	pad=/run/user/1000/terminal/pad
//	printer=127.0.0.1:9100
//	camera=http://127.0.0.1:8090/camera/stream.mjpg
//	control=http://127.0.0.1:8090/
//	ready
//
// The emulators speak the real bytes of real devices, so the terminal runs the
// same drivers against them; see devices/devicetest. It ends on SIGINT or
// SIGTERM and takes the pad's link away.
package main
