// Package paperemu is a receipt printer on a network port: the other end of the
// wire for the driver in devices/printer/escpos.
//
// parser.go cuts the stream into commands; a command it does not know is
// recorded as an error, because a real printer would print its bytes as text.
// Real-time commands (DLE EOT, DLE ENQ, DLE DC4) are executed where a real
// printer executes them, which is everywhere: inside another command's data too,
// and there they are an error of the sender as well.
//
// engine.go is the mechanism: it takes commands from the buffer at the speed of
// the paper, stops when there is none, when the cover is open or when something
// is jammed, and answers GS ( H only when everything before it is on paper.
//
// Every cut piece of paper becomes a [Receipt]: the bytes that made it and its
// picture, written to a folder when there is one.
package paperemu
