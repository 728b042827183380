// Package scene is what the emulated camera sees: a plain light wall and, in
// front of it, a person who comes in, stands too far away, beside the middle,
// and then right, never quite still, with the noise of a sensor over all.
//
// People are cut out of the fetched portraits (GrabCut, seeded by hand-drawn
// outlines, because the portraits are pinned) when they are first needed; the
// cut-outs are kept as PNG beside the portraits.
//
// # Why
//
// A scene and not a still, because the terminal's guidance, hold-still and
// choice of the best shot have nothing to do on a still. A steady act is a loop
// of four seconds whose frames are rendered and encoded once and then only sent
// again, so that a person standing still costs next to nothing on the two cores
// that everything shares; consecutive frames always differ.
package scene
