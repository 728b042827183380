// Kioskctl is the technician's and the staff's command line of a terminal.
//
//	kioskctl flow [-format mermaid|dot]    the journey as a diagram
//	kioskctl policy check DIR|-            check policy data: a folder over the built-in files, or - for those alone
//	kioskctl journal verify FILE...        follow a journal's chain through its files, oldest first
//	kioskctl queue list [-state DIR]       applications in the queue and where they stand
//	kioskctl drivers                       forms of device addresses
//
// Everything reads; nothing is changed, but for queue list, which opens the queue
// as the terminal does and like it sets aside what is damaged. Nothing personal is
// printed, because nothing personal can be read here.
//
// The exit code is 0 when all is well, 1 when something checked is not or cannot
// be read, 2 when the command line is not understood.
package main
