// Package rig puts a whole terminal on a table: the hardware emulators, the
// central service, a display, and the terminal itself, each a process of its
// own, talking over real wires. Closing the rig leaves nothing running.
//
// # Why
//
// Processes and not goroutines: what is tested and shown is then the very
// binaries that stand in a public service centre, and "kill the central service
// now" is a signal and not a simulation of one.
package rig
