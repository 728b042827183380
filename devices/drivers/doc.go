// Package drivers is the one table of the hardware this binary can drive.
//
// A device is chosen by an address whose first word is the driver's name:
//
//	w8001:/dev/serial/by-id/usb-…            signature pad, 38400 baud
//	w8001:/dev/ttyS1?baud=19200              … an old pen-only one
//	escpos:tcp:192.168.1.20:9100             receipt printer on the network
//	escpos:serial:/dev/ttyUSB0?baud=19200    … on a serial line
//	escpos:tcp:192.168.1.20:9100?profile=generic
//	opencv:v4l2:/dev/video0                  camera
//	opencv:url:http://127.0.0.1:8090/camera/stream.mjpg
//
// To add a driver: write it in a folder of its own named after the protocol, let
// it pass the suite of package devicetest, and add its line to [Table].
//
// # Why
//
// An explicit table instead of registration by import: what the binary contains
// is read in one place, and leaving a driver out is deleting a line. This is the
// only package through which cgo (OpenCV) enters; tests of everything else do
// not import it.
package drivers
