// Package bundle carries policy data from the people who answer for them to the
// terminals: whole, in order, and from nobody else.
//
// # A bundle
//
// A bundle is a zip without compression or folders:
//
//	bundle.json   {"version", "serial", "created", "validUntil", "files": {name: SHA-256 in hex}}
//	bundle.sig    64 bytes: Ed25519 (RFC 8032) over the bytes of bundle.json
//	*.json        the policy data; set.json says version, serial and validUntil once more
//
// so that anyone can check one with unzip, sha256sum and openssl:
//
//	openssl pkeyutl -verify -pubin -inkey key.pub -rawin -in bundle.json -sigfile bundle.sig
//
// [Build] makes one with a key that never leaves its owner's desk; [Verify] reads
// one. The signature is checked first, then that the listed files and no others
// are there as they were signed. serial orders bundles; version is for people
// and goes onto every application and receipt; after the day validUntil no
// application may be taken by the data any more.
//
// # The shelf
//
// A [Shelf] is the folder in which a terminal, or the central service, keeps
// bundles, each under its serial:
//
//	0000000000000000012.zip   in force
//	0000000000000000011.zip   was in force before (N−1)
//	0000000000000000013.zip   waits for a moment when nobody is served
//	floor.json                serial and digest of the newest that was ever in force
//
// [Shelf.Stage] takes a bundle when it is signed, sound (it loads over the
// built-in data), not out of date, and newer than all before it. [Shelf.Turn]
// puts it in force. The built-in data count by their own serial: a release of the
// program with newer data gives them a higher one than what was published before.
// [Open] puts the newest of all in force that can be; when
// something newer has been in force before, [Shelf.Behind] says so: a damaged
// file falls back to N−1 and then to the built-in data, and is an alarm. That is
// not a rollback: nothing old comes from outside, for whatever is offered must be
// above the floor, or be the very bundle that was lost.
//
// # Power cuts
//
// A file gets its name only after its bytes are on disk, and nothing counts on
// the order of two names:
//
//   - Stage: temporary file, fsync, rename, fsync of the folder. Cut before the
//     rename, nothing has happened; after it, the next start finds one more bundle,
//     which had been found good, and puts it in force, as nobody is served then.
//   - Turn: the floor rises first, in the same way. Cut after that, the staged
//     bundle is on disk already and is the newest. Only then older ones are
//     removed; one that stays is removed by the next Turn.
//   - The floor lost with its file is read again from the bundles themselves, and
//     a lost bundle is known from the floor: one deleted file lets nothing old in.
//
// # Why
//
// The role of a bundle follows from its serial and not from a name such as
// "current" or from a pointer, so that there is no moment between two renames to
// argue about.
//
// Stored and not deflated: a set is some hundred kilobytes, the bytes of a bundle
// do not depend on a compressor's version, and there is nothing to inflate.
//
// Ed25519 over the plain bytes and not a JWS or TUF metadata: one signer, one
// kind of content, a check of three lines. The floor and validUntil are what is
// left of TUF's rollback and freeze protection. Two keys may be known at once, so
// that one can follow the other.
//
// Whoever can write the terminal's disk could remove bundles and floor alike, and
// could replace the program as well. The centre sees it: every heartbeat and every
// application name the policy they were made by.
package bundle
