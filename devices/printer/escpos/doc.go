// Package escpos prints on receipt printers that speak ESC/POS, over TCP (port
// 9100) or a serial line.
//
// commands.go holds the few commands a kiosk needs, raster.go turns a page into
// raster bands (GS v 0), replies.go reads what the printer says, profile.go is
// the table of differences between printers, and printer.go with session.go is
// the [Printer], a devices.Printer.
//
// One goroutine owns the line. While idle it asks for the printer's status every
// two seconds (DLE EOT 1 to 4), which is also what keeps a TCP connection alive.
// A page is sent in bands of at most 128 rows (fewer on a slow
// serial line, so that a band takes two seconds at most); after every band the status is
// asked again, so that no more than one band is under way when the paper ends,
// and the printer's answer is the flow control that a three-wire serial line
// does not have. After the cut the printer is asked to answer when everything
// before has been printed (GS ( H); printers that lack the command are given the
// time that the paper takes.
//
// After a fault the rest of the page may still be in the printer's buffer. It is
// cleared, and the torn piece is cut off, before the next page.
//
// # Why
//
// Raster only: the code tables of most printers have no Kazakh letters, and a
// picture prints the same everywhere.
//
// Polling instead of automatic status (GS a): one request has one answer, so
// printers whose answers do not carry the documented fixed bits work too.
//
// Printers execute real-time commands (DLE EOT, DLE ENQ, DLE DC4) wherever their
// bytes occur, in the middle of image data as well. A status request is therefore
// sent between commands only, and the raster encoder never emits the bytes: it
// makes one lone dot one dot wider (see [AppendBand]).
package escpos
