// Package w8001 drives signature pads that speak Wacom W8001 (ISDv4), the
// protocol of pen digitizers on a UART.
//
// The line is 38400 baud 8N1 (19200 for the oldest pen-only models), without
// flow control. The host sends single ASCII bytes: '0' stops the reports, '*'
// asks for the 11-byte geometry reply, '1' starts the reports. The pad then sends
// a 9-byte packet for every position while the pen is near, about 133 a second,
// and nothing while it is away. The byte layouts are those of the Linux kernel's
// own driver, drivers/input/touchscreen/wacom_w8001.c.
//
// codec.go holds the layouts and nothing else: [Decoder] is fed bytes as they
// come, [AppendPen] and [AppendQueryReply] write what a pad writes. pad.go holds
// the [Pad], a devices.SignaturePad: handshake, supervision, captures.
//
// # Why
//
// Bit 7 is set in the first byte of a packet and in no other. So a byte with bit
// 7 always begins a packet, whatever the decoder thought it was reading, and one
// lost byte costs one packet. (The kernel checks the bit only where it expects
// it, and may lose two.) A good line resynchronizes almost never; more than
// [Opts.MaxResyncs] in a second means wrong baud rate, wrong parity or another
// model, and the status says devices.WrongSettings.
//
// A pad that lies there with no pen near is silent, and so is a pad whose cable
// was pulled off a UART. The driver therefore asks for the geometry again every
// two seconds of silence, stopping and restarting the reports around the
// question when a capture is running.
package w8001
