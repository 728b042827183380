// Package receipt lays out «Расписка (талон регистрации)», the paper a citizen
// takes away, as a picture for a receipt printer.
//
// [New] reads the fonts and the wording once; [Form.Render] then turns one
// kiosk.Receipt into pure black and white, in Kazakh and Russian, for any width
// of paper: lengths are millimetres and everything wraps, so 80 mm and 58 mm
// rolls use one layout. The QR code holds the coupon number, or the
// application's id as long as there is no coupon, drawn in whole dots.
// [Printer] does both steps for a session.
//
// A receipt without a coupon says in its first lines that the terminal has
// accepted the application and the number comes by SMS: the paper promises only
// what is durable.
//
// # Why
//
// A picture and not the printer's own letters: the Kazakh letters and ₸ are in
// no code page that printers share.
//
// Black and white is decided here by a threshold and not by the printer's or
// the driver's dithering, because dithered letters of 3 mm cannot be read.
//
// The layout takes only what kiosk.Receipt holds: masked numbers. What is not
// there cannot be printed by mistake.
package receipt
