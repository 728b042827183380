// Package portrait gets a good document portrait from a person who stands alone
// before the terminal: it tells them where to stand ([Coach]), chooses among the
// shots of a burst ([Sharpness]), cuts 35×45 mm out of the chosen one ([Crop]) and
// writes it as JPEG that knows its resolution ([EncodeJPEG]). Pure Go, no state
// but the coach's, no camera, no net: faces come in as [Face].
//
// # Geometry
//
// All sizes follow from T, the distance from the middle of the eyes to the chin.
// The detector gives eyes and mouth, not the chin and not the crown, therefore T is
// estimated: the mean of 1.76 × eyes-to-mouth and 1.83 × eye distance, proportions
// of adult faces. Chins marked by hand in the four test portraits lie within 10 %
// of the estimate (beards counted, the oldest face is the worst). Two measures and
// not one, because a nod shortens the first and a turn the second.
// The crown of the skull is T above the eyes, so that the head is L = 2T high.
// Hair above the skull is not seen; the free space of 10 % of the picture above
// the estimated crown is meant for it. A person mask will replace the estimate.
//
// The crop follows ISO/IEC 39794-5 D.1 and ICAO Doc 9303: L is 75 % of the picture's
// height (allowed 60–90 %, many states 70–80 %), the eyes are in the middle and at
// 47.5 % from the top (allowed 30–50 %).
//
// # Why
//
// A shot is never enlarged: pixels that the camera did not see are not evidence.
// Crop refuses instead ([ErrTooSmall], [ErrOutOfFrame]), and the coach's limits are
// such that it need not.
//
// Left and right in a Face are the picture's; the coach's "left" and "right" are
// the person's own, because that is where they are told to step. The preview is
// shown mirrored, the stored picture never is.
package portrait
