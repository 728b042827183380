// Package portrait gets a good document portrait from a person who stands alone
// before the terminal: it tells them where to stand and what to change, one thing at a
// time ([Coach]; Watch advises by the criteria that a shot is accepted by), chooses among the
// shots of a burst ([Sharpness]), measures the chosen one and says what is wrong with
// it ([Assess]), cuts 35×45 mm out of it ([CropHead], or [Crop] where only the
// detector's points are known) and writes it as JPEG that knows its resolution
// ([EncodeJPEG]). Pure Go, no state but the coach's, no camera, no net: what the nets
// found comes in as [Face] and [Subject].
//
// # Geometry
//
// All sizes follow from T, the distance from the middle of the eyes to the chin.
// The detector gives eyes and mouth, not the chin and not the crown, therefore T is
// estimated: the mean of 1.76 × eyes-to-mouth and 1.83 × eye distance, proportions
// of adult faces. Chins marked by hand in the four test portraits lie within 10 %
// of the estimate (beards counted, the oldest face is the worst). Two measures and
// not one, because a nod shortens the first and a turn the second.
// The crown of the skull is T above the eyes, so that the head is L = 2T high. Hair
// above the skull is not seen by Crop; the free space of 10 % of the picture above the
// estimated crown is meant for it. CropHead knows better: the chin is a landmark, the
// crown is where the person's outline ends (but not higher than T: hair is no skull),
// and hair gets its room; it turns eyes level that are out of level by more than 1°.
//
// The crop follows ISO/IEC 39794-5 D.1 and ICAO Doc 9303: L is 75 % of the picture's
// height (allowed 60–90 %, many states 70–80 %), the eyes are in the middle and at
// 47.5 % from the top (allowed 30–50 %).
//
// # Measures
//
// [Quality] maps native values to 0..100 as ISO/IEC 29794-5 and its reference
// implementation OFIQ do; all 28 mappings are held to OFIQ's published table. Native
// values are computed
//
//	by the standard's formula, from other landmarks than OFIQ's: IlluminationUniformity,
//	LuminanceMean, LuminanceVariance, DynamicRange, NaturalColour, SingleFacePresent,
//	EyesOpen, MouthClosed, InterEyeDistance, HeadSize, Leftward- and RightwardCrop,
//	MarginAbove, MarginBelow; and the three HeadPose angles by an estimator of our own
//	approximately: BackgroundUniformity (another net's outline), Under- and
//	OverExposurePrevention (what hides the face is not known)
//	not at all, because OFIQ's nets are not to be had: UnifiedQualityScore, Sharpness,
//	CompressionArtifacts, EyesVisible, MouthOcclusionPrevention, FaceOcclusionPrevention,
//	ExpressionNeutrality, NoHeadCoverings
//
// and the measures in own.go are ours alone: their numbers compare with nobody else's.
// OFIQ's models and images are not public, so that no conformance is claimed.
//
// # Limits
//
// They are policy (assets/policy/capture.json, "assessment"); these are the reasons for
// the numbers there, from four photographs of three people and defects made of them:
//
//	FaceSeen .5              the portraits 1.000
//	InterEyeDistance 90 px   ICAO's least; below it a portrait of 300 dpi is enlarged
//	yaw, roll ±8°, pitch ±10°  ISO/IEC 39794-5 wants ±5°, ±8°, ±5°; the estimator's
//	                         noise is 2°, and the zero of pitch is known to 2°
//	EyesOpen .035            open .060–.099, painted closed .021–.036; glasses are the
//	                         hard case, therefore EyesShut warns besides
//	MouthClosed .05          closed .010–.016, a smile with teeth .10, open .06–.19
//	EyeSharpness 70          the portraits 165–413, blurred over a tenth of the eye
//	                         distance 32–54
//	OverExposure .05         the portraits at most .0016; burnt out .16–.93
//	Glare .08                reflections in glasses .02–.06, a spot on the lens .16–.19
//	IlluminationUniformity .2  even light .70–.74, a studio's side light .24, half of the
//	                         face in shadow below .10
//	Glasses .18              with .29–.37, without .054
//	BackgroundUniformity 110   a plain wall with boxes 93, flags 138, a pattern > 1500
//
// Not used as limits although measured: HeadSize and the margins (a correct portrait
// scores badly, they contradict each other), all statistics of the skin's luminance
// (they depend on skin tone: judge by clipping), Smile (one picture of a stranger does
// not tell a smile from a wide mouth).
//
// The portraits in skin steps (the skin's linear light times 0.15, 0.3, 0.5, 0.75, 1.25)
// are rejected for nothing that the portraits themselves are not rejected for; a second
// opinion on the eyes (EyesShut) warned once, at 0.15. Three faces are no proof of
// fairness.
//
// # Why
//
// Assess does not give one score. A person can act on "open your eyes", not on 63.
//
// A shot is never enlarged: pixels that the camera did not see are not evidence.
// Crop and CropHead refuse instead ([ErrTooSmall], [ErrOutOfFrame]), and the coach's limits are
// such that it need not.
//
// Left and right in a Face are the picture's; the coach's "left" and "right" are
// the person's own, because that is where they are told to step. The preview is
// shown mirrored, the stored picture never is.
package portrait
