// Package camera drives a camera through OpenCV: a UVC camera at a V4L2 path,
// or a network camera that sends motion JPEG over HTTP.
//
// # Addresses
//
//	v4l2:/dev/v4l/by-id/usb-…-video-index0   a stable link is better than /dev/video0
//	url:http://192.168.1.10/stream.mjpg      multipart/x-mixed-replace
//	file:/path/film.avi                      for trials: repeats, at the film's pace
//	images:/path/img_%03d.jpg                for trials: repeats, at Opts.FPS
//
// # Life
//
// The supervisor started by Open only looks now and then whether the camera is
// there (stat of the node, or an HTTP HEAD). Start lets it open a session: one
// goroutine that reads without pause, so that the queue of the driver below never
// holds an old picture, converts BGR to RGBA, and publishes; the latest frame
// wins and Read copies it. When OpenCV returns false, the session ends and the
// next one begins after 250 ms, later up to 5 s.
//
// # Why
//
// The backend is always named: "any" would try half a dozen libraries and fall
// into one that waits for minutes. OpenCV's isOpened is never asked: it stays true
// after an unplug, and a second read after it may even succeed, so one false read
// ends the session.
//
// A watchdog outside the reading goroutine decides that a camera has stalled,
// because a read inside OpenCV cannot be interrupted. The session is then
// abandoned: it publishes nothing any more, and frees its own handle and buffers
// whenever its read returns. Time limits inside OpenCV (see Open) make that
// seconds, not for ever.
//
// A camera that somebody else has opened and one that is not there give the same
// answer to OpenCV; the node tells which: it exists or it does not.
//
// Presence of a network camera is asked by HEAD rather than by a bare TCP
// connection, because a gateway or an emulator accepts connections for a camera
// that is not there. Any HTTP answer counts as "there": many cameras know only GET.
//
// Stop zeroes the buffers of this package. The decoder's own (FFmpeg, kernel) are
// freed but cannot be reached from here.
package camera
