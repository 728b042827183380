// Package devicetest is what every driver has to pass: one suite for each kind
// of device, [TestCamera], [TestPad] and [TestPrinter], that hold a driver to the
// contract of package devices: it works, it is opened before its hardware is
// there, the plug is pulled in the middle of a call, it comes back by itself, it
// closes within a second, it says what is wrong and survives noise on the line.
//
// A driver's test gives a harness: the driver, and the hands that plug, unplug
// and disturb the hardware at the other end. With an emulator (penemu, paperemu)
// those hands are methods; with real hardware on a bench they could be a person.
package devicetest
