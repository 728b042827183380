// Package serialport opens a serial line for a device driver and tells the
// three things apart that a driver must not confuse: silence, a pulled plug and
// a line that somebody else already holds.
//
// A [Port] has one reader goroutine that delivers what arrives as [Chunk]s with
// the time of arrival. The channel is closed when the line dies, and [Port.Err]
// then says why. [Port.Write] has a deadline. [Port.Close] never blocks for
// longer than a second, whatever the hardware does.
//
// # Why
//
// github.com/tarm/serial sets the line up and reads it. Everything it does not
// offer is done on a second, non-blocking "control" descriptor of the same node;
// line settings and hang-up belong to the terminal, not to a descriptor:
//
//   - a timed-out read and a read from an unplugged device are the same
//     "0, io.EOF" in tarm/serial: poll(2) on the control descriptor reports HUP
//     for the second only, and at once;
//   - opening a port twice is allowed by the kernel and the second opener rewrites
//     the first one's baud rate: flock(2) on the control descriptor refuses it
//     before the settings are touched;
//   - a blocking write to a peer that does not read never returns: writing through
//     the control descriptor turns that into poll(2) with a deadline, in pieces of
//     at most 512 bytes, without a goroutine that could be left behind.
//
// The path is resolved through symbolic links once, at Open, so that both
// descriptors are the same device even if udev (or an emulator) moves the link
// in between; a reopened port follows the link to the new node.
package serialport
