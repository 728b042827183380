// Package journal is the terminal's memory of what happened: an append-only log
// of catalogued events that shows when it was tampered with, and a filter that
// keeps personal data out of the program's other logs.
//
// # The log
//
// A journal is a folder of JSON lines: journal.jsonl, and the older files it was
// before it grew too large. Every line carries its number, its time, a code of
// the [Catalogue], the application's id, a detail for the technician, the sum of
// the line before it, and its own sum:
//
//	{"n":7,"at":"…","code":"staff.called","level":"notice","app":"…","detail":"pay","prev":"<sum of 6>","sum":"<SHA-256>"}
//
// sum is the SHA-256 of the line's bytes before the last field. [Verify] follows
// the chain through any number of files and names the first line that does not
// fit.
//
// [Log] implements kiosk.Journal. Events that matter after a power cut (level
// notice and above) are on disk when Record returns; the others follow with the
// next of them. A line torn by a power cut is cut off at the next Open, which is
// itself an event; a file that fails verification is set aside, never repaired.
//
// # Personal data
//
// Callers write none. As a second line of defence everything that has the shape
// of an IIN or of a Kazakh telephone number is replaced in details here, and in
// messages and attributes of slog by [Redact].
//
// # Why
//
// A hash chain and not signatures: the terminal's key lies on the same disk, so
// a signature would prove no more. Whoever can write the file can also make a
// whole new chain; [Log.Head] is therefore meant to be told to the centre, and
// from then on everything before it is fixed.
//
// The sum stands inside the line and not in a file of its own, so that one file
// copied to a USB stick is enough to check it.
package journal
