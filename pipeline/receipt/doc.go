// Package receipt lays out the two papers a citizen takes away, as pictures for
// a receipt printer: «Расписка (талон регистрации)» after an application, and
// the slip that tells a refused citizen why, and what to bring where.
//
// [New] reads the fonts and the wording once; [Form.Render] then turns one
// kiosk.Receipt, and [Form.RenderSlip] one kiosk.Slip, into pure black and white,
// in Kazakh and Russian, for any width of paper: lengths are millimetres and
// everything wraps, so 80 mm and 58 mm rolls use one layout. [Printer] does both
// steps for a session.
//
// A receipt names the person once and has a coupon for each application of the
// visit: number, document, duty, day, and a QR code in whole dots that holds the
// coupon number, or the application's id as long as there is none. An application
// without a number says first that the terminal has accepted it and the number
// comes by SMS, also beside one that has its number: the paper promises only what
// is durable.
//
// # Why
//
// A picture and not the printer's own letters: the Kazakh letters and ₸ are in
// no code page that printers share.
//
// Black and white is decided here by a threshold and not by the printer's or
// the driver's dithering, because dithered letters of 3 mm cannot be read.
//
// One paper for two documents: it cannot be torn apart by accident, the person is
// named once, and the paper is shorter than two. The codes lie at the end of their
// coupons, a hand's breadth apart, so that a reader sees one at a time.
//
// The layouts take only what kiosk.Receipt and kiosk.Slip hold: masked numbers,
// and on a slip, which may lie about, nobody's name at all. What is not there
// cannot be printed by mistake.
package receipt
