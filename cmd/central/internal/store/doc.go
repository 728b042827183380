// Package store keeps what the central service has promised: an SQLite file for
// rows and a directory of content-addressed files for sealed blobs.
//
// A nil error from [Store.Write] or [Blobs.Append] means that the data is on the
// disk and survives a power cut. Nothing is acknowledged to a terminal before.
//
// # Why
//
// One goroutine writes. Callers hand it closures; it runs whatever waits in one
// transaction (a savepoint each, so that one caller's error does not harm the
// others) and answers after the commit. One fsync then serves many callers, and
// nobody ever meets SQLITE_BUSY. A commit is never cancelled: a caller who gives
// up waiting has only given up waiting.
//
// A repeated request is answered by a write, too (its row counts how often it was
// seen). If the answer "stored before" came from a mere read, it could speak of a
// row whose commit has not reached the disk yet.
//
// Blobs are files because a photo in the row costs more than half of the rate.
package store
