// Package penemu is a Wacom W8001 signature pad made of a pseudo-terminal: the
// other end of the wire for the driver in devices/sigpad/w8001.
//
// It publishes the terminal's slave under a stable link, as udev does for a real
// adapter, answers the host's commands, and reports the pen at the pad's rate
// while a signature is played ([Emulator.Play]) or drawn live ([Emulator.Draw]).
// It looks at the line settings the host chose: at another baud rate or parity
// it sends what a UART would receive then, rubbish.
//
// Unplugging closes the terminal, so that the host sees a hang-up; plugging in
// makes a new terminal with another number behind the same link. The emulator
// keeps the slave open itself, because a master without a slave reads EIO, and
// makes it raw before publishing it, because a fresh terminal echoes.
package penemu
