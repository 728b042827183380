// Kioskctl is the technician's and the staff's command line of a terminal.
//
//	kioskctl flow [-format mermaid|dot]    the journey as a diagram
//	kioskctl policy check DIR|BUNDLE|-     are policy data sound, and do they answer their examples? a folder or bundle over the built-in files, or - for those alone
//	kioskctl policy explain -person FILE   why may a person apply, or why not: every condition and its ground
//	kioskctl policy diff A B               which named examples change from A to B
//	kioskctl policy keygen                 a pair of keys for bundles
//	kioskctl policy build ...              sign a bundle of sound policy data
//	kioskctl policy verify -key K BUNDLE   is a bundle rightly signed, sound and in date?
//	kioskctl journal verify FILE...        follow a journal's chain through its files, oldest first
//	kioskctl queue list [-state DIR]       applications in the queue and where they stand
//	kioskctl portrait assess [-json] FILE  measure a photograph as the terminal does
//	kioskctl portrait match A B            how alike two faces are
//	kioskctl drivers                       forms of device addresses
//
// Everything reads, but for queue list, which opens the queue as the terminal does
// and like it sets aside what is damaged, for keygen and build, which write the
// files they are told, and for portrait assess, which writes the portrait beside the
// photograph. Nothing personal is printed: explain is given a person and speaks of
// conditions; of a face there are only measures.
//
// # How an official changes a rule
//
// Copy the file concerned into an empty folder and change it there (an amount, a
// date, a sentence). "policy diff - FOLDER" shows for whom the answer becomes
// another; where that is meant, change examples.json in the folder too. "policy
// build" signs what is sound and contradicts no example, on the machine that has the
// offline key; the bundle goes to the centre (POST /operator/api/policy), and from
// there to every terminal, which puts it in force when nobody is served.
//
// The exit code is 0 when all is well, 1 when something checked is not or cannot
// be read, 2 when the command line is not understood.
package main
