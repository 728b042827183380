// Package kiosk says what a session at the documenting terminal is: the words of
// the domain, the table of the journey, the engine that runs it, the effects
// that touch the world, and the View that a screen draws.
//
// # The data's way
//
// One [ApplicationID], made at Start, is the key of the queue record, the
// idempotency key at the central service and at the payment service, the number
// on the receipt until the coupon comes, and the attribute in the log. Follow
// the ID and you have followed the program.
//
// [Table] in flow.go is the whole journey: state → screen, entry effect, event →
// next state, dwell. [Engine] runs it: one goroutine, one select. An effect is
// started on entering a state, is cancelled on leaving it, and answers with an
// [Event]; whatever it learned travels in the event and is stored by the engine,
// so session data has one owner and needs no lock. The engine publishes a [View]
// after every event; a front (the window, or a test) draws it and sends events
// back. A front never decides.
//
// # Money
//
// The order is seal, hold, register, pay, release, confirm. Hold (one durable
// transaction) comes before the amount is even known, so money is never taken
// for an application that is not safe on disk, and nothing is released that was
// neither paid for nor exempt.
//
// # Why
//
// The table is data and not code because an official, a tester and a new
// engineer must be able to read the journey in one place (kioskctl flow prints
// it as a diagram), and because "every state has a way out" is then a property a
// test can check on all of it instead of a hope.
package kiosk
