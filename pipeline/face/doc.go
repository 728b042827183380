// Package face finds faces in pictures and tells whether two faces look like
// one person. It is a leaf: nets run in OpenCV (gocv's dnn), but pictures come
// in as image.Image and results leave as plain Go values.
//
// # Nets
//
// Detection is BlazeFace (Bazarevsky et al. 2019; MediaPipe's graphs): the
// "front" net of 128 pixels for the live picture, the "back" net of 256 pixels for
// stills, which places the points more exactly (use it before cutting a portrait
// and before comparing) and finds smaller faces. Comparison is an ArcFace-like net
// with 512 values. cmd/models fetches the files; NOTICE names origin and licence.
//
// A call on a picture of 1280×720 costs, on two shared cores of an AMD EPYC:
// DetectLive 4 ms, DetectStill 18 ms, Embed 10 ms (BenchmarkEngine).
//
// # Landmarks
//
// An [Examiner] looks closer at a face that was found: 468 points of MediaPipe's face
// mesh, lids and irises, the person's outline, and two opinions of weaker nets (eyes
// closed, print or screen). On the same machine with others at work, 1280×720
// (BenchmarkExaminer): DetectLive with LandmarksLive (mesh and both irises) 28 ms,
// LandmarksStill 24 ms, Person 17 ms, Liveness 11 ms, EyesClosed 1 ms. Everything run
// 10 000 times left no Mat open (go test -tags matprofile -args -frames 10000).
//
// The mesh net draws every eye as open; whether lids are closed is seen by the iris net
// only. It knows one eye, therefore the other one is shown to it mirrored.
//
// [Landmarks.Pose] turns a mean face onto the mesh's rigid points. The mean face was
// computed from this net's answers to the four test portraits and their mirror images,
// turned so that their mean pitch is zero: the net's own bias of about ten degrees
// upwards is contained in it. Three people are a narrow base: the zero of pitch
// is known to two degrees or so. Mirroring a portrait changes the sign of yaw and roll
// to within 2° and 1.5°; turning it by ±15° is measured to 1.5°.
//
// # How alike is alike
//
// Measured with this package, faces found by DetectStill:
//
//	one man, two photographs of different cameras and days      .85
//	the same through the emulated camera (JPEG, noise, scaling) .85 … .87
//	the same after JPEG quality 30, half size, gamma 0.6 and 1.6 .84 … .86
//	324 pairs of 26 faces counted as strangers     mean .04, sd .11, 99 % below .32
//	the largest two of them                                     .61 and below .40
//
// The .61 comes from a series of party photographs where one person may appear
// twice; it is counted as a stranger all the same. Hence [Likely] = .65 and
// [Unlike] = .40, with "cannot say" between. One genuine pair is no calibration:
// whoever decides about a person (the Digital-ID service) uses its own figures,
// this comparison is a pre-check and has to be labelled so.
//
// # Why
//
// The detector gives the middle of the mouth, not its corners, therefore a face is
// aligned by four points and not by ArcFace's five: least squares of rotation,
// scale and shift. A second detection on the cut-out face, tried for better points,
// gained nothing (.851 and .837 instead of .852).
//
// Candidates of one face are averaged by score instead of taking the best one, as
// MediaPipe does: less jitter in the live picture.
//
// Outputs of the detectors are told apart by their size and channel order is fixed
// by golden vectors (see the tests, computed by another runtime), because a mistake
// in either gives plausible nonsense without any error.
package face
