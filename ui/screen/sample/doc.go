// Package sample holds prepared Views: every screen, and the states of a screen
// that look different. The gallery draws them and the golden tests guard them.
//
// The person is synthetic, with names as long as Kazakh names get and an IIN
// whose serial is 9000 or more, which no real person has.
package sample
