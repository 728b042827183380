// Package citizen is a person in front of the terminal, played by a script: it
// sees the screen's state through the probe of a test build, touches buttons by
// X events where they are drawn, stands before the emulated camera, moves the
// emulated pen, reads SMS codes off the central service's operator page, decodes
// the payment QR from the picture of the screen and pays on the payer's page.
//
// # Why
//
// The probe only tells; it cannot press. Whatever the script does goes through
// the window, so a button that is covered, too small or drawn elsewhere fails.
package citizen
