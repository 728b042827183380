// Command stand puts a whole terminal on one machine: hardware emulators, the
// central service, a display if there is none, and the terminal.
//
//	stand run      serves until Ctrl-C; prints the addresses for a person
//	stand demo     a scripted citizen goes through the window and leaves pictures and timings
//	stand bench    measures and prints the table of figures
//
// Ctrl-C ends everything and leaves nothing running.
package main
