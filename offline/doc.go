// Package offline keeps sealed applications safe on the terminal and delivers
// them to the central service, each exactly once.
//
// # A record's life
//
//	         ┌───────────── Release ─────────────┐
//	Hold → held ── Defer → deferred ── Release → released ── Acknowledge → acknowledged
//	         └─ Discard ──────┴─ Discard → discarded
//
// The applications of one visit, an ID card and a passport, are held together or
// not at all, and from then on each goes its own way.
//
// A [Record] has one status and [Status.MayBecome] is the whole table. Every
// arrow is one durable commit. Hold comes before money, Release needs a payment
// or an exemption, Acknowledge needs the centre's receipt and its last word. At
// both ends the payload is deleted; id, number, digest and times stay, of a
// discarded one also the signed manifest, so that the chain has no gap.
//
// # Who does what
//
// [Queue] is the disk: kiosk.Safe for a session, [Queue.Recover] after one was
// interrupted, [Queue.Report], [Queue.Room] and [Queue.Stats] for the readiness
// screen and the heartbeat. [Syncer] is the wire: kiosk.Intake for a session,
// and Run, which works in the background on what sessions left behind, listens
// to the centre's changes, sends the heartbeat, polls its health, and fetches newer
// policy for whoever keeps it. The id is the idempotency key of everything, so a
// lost answer is cured by asking again.
//
// # Files in the queue's folder
//
//	queue.db                     records, mark of the chain, cursor (bbolt)
//	queue.witness                the mark once more, two checked slots
//	queue.lock                   held while the queue is open
//	NNNNNNNNNNNN-ID.sealed       one application's manifest and blobs, self-describing
//	*.damaged, queue.damaged-T   set aside, never sent
//
// Hold writes all sealed files of a visit first, then one transaction makes their
// records and moves the mark. A sealed file the mark does not cover was never
// promised to anybody and goes at the next Open; one transaction covers both or none.
//
// Damage is expected. Every value carries a hash of its key and content, every
// byte of a sealed file is hashed, the database's pages are walked by plain
// reads before it is mapped, and panics and page faults of bbolt come back as
// errors. What fails is set aside and reported, and what the sealed files can
// tell again is restored as deferred: an application too many is asked about at
// the centre, an application too few would be lost.
//
// # Why
//
// One file for each application and not blobs in bbolt: a deleted bbolt value
// stays readable in the file and the file never shrinks, a 300 KB value is
// copied through the page allocator at every commit that touches its leaf, and
// self-describing files make the database rebuildable. The price is two fsyncs
// (file, folder) beside bbolt's two and the witness's one; BenchmarkHold shows
// the ratio to one fsynced write of the same bytes.
//
// The check in front of values is a plain hash: it notices damage, not an
// attacker. An attacker with the disk is answered by the centre, which checks
// signatures, digests and the chain.
//
// A lock file and not bbolt's own lock: the walk before Open must already be alone.
package offline
