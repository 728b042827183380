package portrait

import "image"

// place is what a measure looks at.
type place int

const (
	whole place = iota
	head
	features // brows to chin
	eyes
	mouth
	other // the second face
)

// place is where that is in the picture.
func (v *view) place(p place) image.Rectangle {
	box := func(m Point, across, up, down float64) image.Rectangle {
		return image.Rect(int(m.X-across), int(m.Y-up), int(m.X+across), int(m.Y+down)).Intersect(v.Picture.Rect)
	}
	switch p {
	case head:
		return box(v.mid, v.t, 1.2*v.t, 1.1*v.t)
	case features:
		return box(v.mid, .75*v.t, .4*v.t, v.t)
	case eyes:
		return box(v.mid, v.ied, .35*v.ied, .35*v.ied)
	case mouth:
		width := distance(v.Landmarks.mesh(meshMouthLeft), v.Landmarks.mesh(meshMouthRight))
		return box(between(v.Landmarks.mesh(meshLipUpper), v.Landmarks.mesh(meshLipLower)), .7*width, .45*width, .45*width)
	case other:
		if len(v.Faces) > 1 {
			return v.Faces[1].Box.Intersect(v.Picture.Rect)
		}
	}
	return v.Picture.Rect
}

// meter is one line of the table of measures.
type meter struct {
	measure     Measure
	unit        string
	approximate bool
	at          place
	of          func(*view) float64
}

// liveMeters need points alone.
func liveMeters() []meter {
	return []meter{
		{SingleFacePresent, "", false, other, (*view).singleFacePresent},
		{InterEyeDistance, "px", false, head, (*view).interEyeDistance},
		{HeadSize, "", false, head, (*view).headSize},
		{LeftwardCropOfTheFaceImage, "", false, head, (*view).leftwardCrop},
		{RightwardCropOfTheFaceImage, "", false, head, (*view).rightwardCrop},
		{MarginAboveOfTheFaceImage, "", false, head, (*view).marginAbove},
		{MarginBelowOfTheFaceImage, "", false, head, (*view).marginBelow},
		{HeadPoseYaw, "°", false, head, (*view).headPoseYaw},
		{HeadPosePitch, "°", false, head, (*view).headPosePitch},
		{HeadPoseRoll, "°", false, head, (*view).headPoseRoll},
		{EyesOpen, "", false, eyes, (*view).eyesOpen},
		{MouthClosed, "", false, mouth, (*view).mouthClosed},
		{FaceSeen, "", false, head, (*view).faceSeen},
		{EyesShut, "", false, eyes, (*view).eyesShut},
		{Gaze, "", false, eyes, (*view).gaze},
		{Smile, "", false, mouth, (*view).smile},
		{EyeLevel, "°", false, eyes, (*view).eyeLevel},
	}
}

// meters are all of them.
func meters() []meter {
	return append(liveMeters(), []meter{
		{IlluminationUniformity, "", false, features, (*view).illuminationUniformity},
		{LuminanceMean, "", false, features, (*view).luminanceMean},
		{LuminanceVariance, "", false, features, (*view).luminanceVariance},
		{DynamicRange, "bit", false, features, (*view).dynamicRange},
		{NaturalColour, "", false, features, (*view).naturalColour},
		{UnderExposurePrevention, "", true, features, (*view).underExposurePrevention},
		{OverExposurePrevention, "", true, features, (*view).overExposurePrevention},
		{BackgroundUniformity, "", true, whole, (*view).backgroundUniformity},

		{EyeSharpness, "", false, features, (*view).eyeSharpness},
		{Glasses, "", false, eyes, (*view).glasses},
		{Glare, "", false, eyes, (*view).glare},
		{RedEye, "", false, eyes, (*view).redEye},
		{Clipping, "", false, features, (*view).clipping},
		{FaceShadow, "", false, features, (*view).faceShadow},
		{HeadAtTop, "", false, head, (*view).headAtTop},
		{HeadAtSides, "", false, head, (*view).headAtSides},
		{BackgroundLightness, "L*", false, whole, (*view).backgroundLightness},
		{BackgroundColour, "C*", false, whole, (*view).backgroundColour},
		{BackgroundSpread, "ΔE", false, whole, (*view).backgroundSpread},
	}...)
}
