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
// # One visit, one or two documents
//
// An ID card and a passport may be applied for together: two applications, two
// ids and two places in the chain, but one photo, one signature, one
// confirmation. Each is a [Filing] with a [Stage] of its own. The first one's id
// is the visit's: under it the registries are asked, and it stands in the journal.
// They are held in one durable step. After that the centre decides about each by
// itself, and the journey asks after every answer what they need next (onward):
// first whatever is decided is written down, then what is owed is paid, by one
// invoice where the provider can, then the coupons are fetched, and one receipt
// names what was accepted.
//
// # What is not possible
//
// The policy's no is never a dead end. An option that is not possible can be
// touched and explains itself (WhyNot), names the rule, the ground, the papers to
// bring and the ЦОН, prints all that on a slip and leads back to the choice.
//
// # Money
//
// The order is seal, hold, register, pay, release, confirm. Hold (one durable
// transaction) comes before the amount is even known, so money is never taken
// for an application that is not safe on disk, and nothing is released that was
// neither paid for nor exempt. Where the provider takes one application at a time,
// the first payment is released before the second is asked for.
//
// # Why
//
// The table is data and not code because an official, a tester and a new
// engineer must be able to read the journey in one place (kioskctl flow prints
// it as a diagram), and because "every state has a way out" is then a property a
// test can check on all of it instead of a hope.
//
// Two applications share the states instead of having a state for each pair of
// fates: there would be some forty, most of them never tested by a visit. So the
// Table says what is done, and the stages say for which application; the price is
// that the effects loop, and that random visits, not the Table, are the judge of pairs.
//
// The help pauses an effect that takes pictures by itself, and leaves all others
// running: a registry's answer does not become stale because somebody reads.
package kiosk
