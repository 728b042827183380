// Command kiosk is the appliance: it reads its flags, builds every part, shows
// one window and serves citizens until it is told to stop (SIGTERM, SIGINT, or
// the window closed).
//
// The policy it serves by is the newest signed bundle the centre has sent, or what
// the program brings along; book.go puts a newer one in force between two visits,
// and everything made from policy data (edition.go) changes with it.
//
// It prints "ready" when the window is drawn. Its exit code is 0 after an
// ordinary end, 1 with one line of explanation otherwise.
package main
