package portrait

import "math"

// Measure names what is measured. Those of ISO/IEC 29794-5:2025 bear its names.
type Measure string

// The quality components of ISO/IEC 29794-5. What this package computes of them, and
// how nearly, stands in the package comment.
const (
	UnifiedQualityScore         Measure = "UnifiedQualityScore"
	BackgroundUniformity        Measure = "BackgroundUniformity"
	IlluminationUniformity      Measure = "IlluminationUniformity"
	LuminanceMean               Measure = "LuminanceMean"
	LuminanceVariance           Measure = "LuminanceVariance"
	UnderExposurePrevention     Measure = "UnderExposurePrevention"
	OverExposurePrevention      Measure = "OverExposurePrevention"
	DynamicRange                Measure = "DynamicRange"
	SharpnessOfISO              Measure = "Sharpness"
	CompressionArtifacts        Measure = "CompressionArtifacts"
	NaturalColour               Measure = "NaturalColour"
	SingleFacePresent           Measure = "SingleFacePresent"
	EyesOpen                    Measure = "EyesOpen"
	MouthClosed                 Measure = "MouthClosed"
	EyesVisible                 Measure = "EyesVisible"
	MouthOcclusionPrevention    Measure = "MouthOcclusionPrevention"
	FaceOcclusionPrevention     Measure = "FaceOcclusionPrevention"
	InterEyeDistance            Measure = "InterEyeDistance"
	HeadSize                    Measure = "HeadSize"
	LeftwardCropOfTheFaceImage  Measure = "LeftwardCropOfTheFaceImage"
	RightwardCropOfTheFaceImage Measure = "RightwardCropOfTheFaceImage"
	MarginAboveOfTheFaceImage   Measure = "MarginAboveOfTheFaceImage"
	MarginBelowOfTheFaceImage   Measure = "MarginBelowOfTheFaceImage"
	HeadPoseYaw                 Measure = "HeadPoseYaw"
	HeadPosePitch               Measure = "HeadPosePitch"
	HeadPoseRoll                Measure = "HeadPoseRoll"
	ExpressionNeutrality        Measure = "ExpressionNeutrality"
	NoHeadCoverings             Measure = "NoHeadCoverings"
)

// Quality maps a native value to the standard's 0..100, 100 is best, with the
// functions and parameters of its reference implementation (OFIQ 1.0.3). ok is
// false for measures that are not the standard's.
func Quality(m Measure, native float64) (q int, ok bool) {
	switch m {
	case UnifiedQualityScore:
		return scalar(100 * sigmoid(native, 23, 2.6)), true
	case BackgroundUniformity:
		return scalar(190 * (1 - sigmoid(native, 10, 100))), true
	case IlluminationUniformity:
		return scalar(100 * math.Pow(native, .3)), true
	case LuminanceMean:
		return scalar(100 * sigmoid(native, .2, .05) * (1 - sigmoid(native, .8, .05))), true
	case LuminanceVariance:
		return scalar(100 * math.Sin(60*native/(60*native+1)*math.Pi)), true
	case UnderExposurePrevention:
		return scalar(120 * (.832 - sigmoid(native, .92, .05))), true
	case OverExposurePrevention:
		return scalar(1 / (native + .01)), true
	case DynamicRange:
		return scalar(12.5 * native), true
	case SharpnessOfISO:
		return scalar(115*sigmoid(native, -20, 15) - 14), true
	case CompressionArtifacts:
		return scalar(103*sigmoid(native, .3308, .092) - .0278), true
	case NaturalColour:
		return scalar(200 * (1 - sigmoid(native, 0, 10))), true
	case SingleFacePresent, EyesVisible, MouthOcclusionPrevention, FaceOcclusionPrevention:
		return scalar(100 * (1 - native)), true
	case EyesOpen:
		return scalar(100 * sigmoid(native, .02, .01)), true
	case MouthClosed:
		return scalar(100 * (1 - sigmoid(native, .2, .06))), true
	case InterEyeDistance:
		return scalar(100 * sigmoid(native, 70, 20)), true
	case HeadSize:
		return scalar(200 * (1 - sigmoid(math.Abs(native-.45), 0, .05))), true
	case LeftwardCropOfTheFaceImage, RightwardCropOfTheFaceImage:
		return scalar(100 * sigmoid(native, .9, .1)), true
	case MarginAboveOfTheFaceImage:
		return scalar(100 * sigmoid(native, 1.4, .1)), true
	case MarginBelowOfTheFaceImage:
		return scalar(100 * sigmoid(native, 1.8, .1)), true
	case HeadPoseYaw, HeadPosePitch, HeadPoseRoll:
		cos := max(0, math.Cos(native*math.Pi/180))
		return scalar(100 * cos * cos), true
	case ExpressionNeutrality:
		return scalar(100 * sigmoid(native, -5000, 5000)), true
	case NoHeadCoverings:
		const none, all = 0, .95
		low, high := sigmoid(none, .02, .1), sigmoid(all, .02, .1)
		return scalar(100 * (high - sigmoid(native, .02, .1)) / (high - low)), true
	}
	return 0, false
}

// sigmoid rises from 0 to 1, at x0 it is ½, w is its width.
func sigmoid(x, x0, w float64) float64 { return 1 / (1 + math.Exp((x0-x)/w)) }

// scalar rounds and bounds.
func scalar(q float64) int { return int(math.Round(max(0, min(100, q)))) }
