// Command kiosk is the appliance: it reads its flags, builds every part, shows
// one window and serves citizens until it is told to stop (SIGTERM, SIGINT, or
// the window closed).
//
// It prints "ready" when the window is drawn. Its exit code is 0 after an
// ordinary end, 1 with one line of explanation otherwise.
package main
