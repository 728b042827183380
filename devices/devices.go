package devices

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"
)

// Kind is what a device is for.
type Kind string

// The kinds of hardware this terminal knows.
const (
	KindCamera       Kind = "camera"
	KindSignaturePad Kind = "signature-pad"
	KindPrinter      Kind = "printer"
)

// State is the one-word condition of a device.
type State string

// The states of a device. Only Ready can work; Busy is Ready with work in hand.
const (
	Absent  State = "absent"  // nothing answers at the address
	Opening State = "opening" // connected, handshake not finished
	Ready   State = "ready"
	Busy    State = "busy"
	Failed  State = "failed" // answers, but a Condition stops it
)

// Condition names one circumstance a person or a supervisor can act on.
type Condition string

// Conditions. NearEnd is a warning: the device still works.
const (
	Unplugged     Condition = "unplugged"      // the line is dead or the node is gone
	Stalled       Condition = "stalled"        // connected, but nothing arrives
	WrongSettings Condition = "wrong-settings" // baud, parity or model do not fit what arrives
	InUse         Condition = "in-use"         // another process holds it
	PaperOut      Condition = "paper-out"
	PaperNearEnd  Condition = "paper-near-end"
	PaperJam      Condition = "paper-jam"
	CoverOpen     Condition = "cover-open"
	CutterError   Condition = "cutter-error"
	HeadHot       Condition = "head-hot" // recovers by itself
	Unrecoverable Condition = "unrecoverable"
	Offline       Condition = "off-line" // says it is off-line and not why
)

// Blocks reports whether the condition keeps a device from working.
func (c Condition) Blocks() bool { return c != PaperNearEnd && c != "" }

// Status is a device as it stands at a moment.
type Status struct {
	State      State
	Conditions []Condition // most severe first; empty when all is well
	Hint       string      // for the technician: which address, what to try; never personal data
	Since      time.Time   // when State was entered
}

// Working reports whether the device can take work now.
func (s Status) Working() bool { return s.State == Ready || s.State == Busy }

// Has reports whether c is among the conditions.
func (s Status) Has(c Condition) bool {
	for _, have := range s.Conditions {
		if have == c {
			return true
		}
	}
	return false
}

// Info identifies a device to a technician.
type Info struct {
	Kind    Kind
	Driver  string // name in the driver table, e.g. "w8001"
	Address string // e.g. "/dev/serial/by-id/…", "tcp:127.0.0.1:9100", "url:http://…"
	Model   string // what the device itself answered, empty until it did
}

// Device is what every piece of hardware has in common.
type Device interface {
	Info() Info
	// Open starts the supervisor. It returns an error only for an address the
	// driver cannot understand, never for absent hardware.
	Open(ctx context.Context) error
	// Status is cheap and never touches the wire.
	Status() Status
	// Close releases the hardware within a second. Calls in flight return ErrGone.
	Close() error
}

// ErrGone is returned by a call whose line died under it. The supervisor is
// reconnecting; wait for Status().Working() and repeat the call.
var ErrGone = errors.New("device gone")

// Fault is the error of a call that a device refused for a reason a person can remove.
type Fault struct {
	Kind      Kind
	Condition Condition
	Hint      string // for the technician
}

// Error implements error.
func (f *Fault) Error() string {
	if f.Hint == "" {
		return fmt.Sprintf("%s: %s", f.Kind, f.Condition)
	}
	return fmt.Sprintf("%s: %s: %s", f.Kind, f.Condition, f.Hint)
}

// Frame is one picture of a camera. It belongs to the caller of Camera.Read.
type Frame struct {
	Image *image.RGBA // 8 bit, opaque, as the sensor saw it (never mirrored); nil before the first Read
	Seq   uint64      // grows by at least one a frame; gaps are frames nobody asked for
	At    time.Time   // when the frame arrived on this machine
}

// Camera delivers the newest picture.
type Camera interface {
	Device
	// Start begins capture; Read fails until it was called. Idempotent.
	Start() error
	// Stop ends capture and zeroes the driver's buffers. While stopped the
	// supervisor only looks now and then whether the camera is still there.
	Stop()
	// Read waits for a frame newer than f.Seq and copies it into f, reusing
	// f.Image when its size fits. It returns ctx.Err(), or ErrGone when the
	// camera was unplugged or stalls for longer than the driver's limit.
	Read(ctx context.Context, f *Frame) error
}

// PenSample is one position report of a signature pad, in pad units with the
// origin at the top left.
type PenSample struct {
	X, Y     int
	Pressure int // 0..PadGeometry.MaxPressure
	Down     bool
	Near     bool          // pen in proximity
	At       time.Duration // since the beginning of the Capture, monotonic
}

// PadGeometry is the range of a pad's reports.
type PadGeometry struct {
	MaxX, MaxY  int // pad units, inclusive
	MaxPressure int
	UnitsPerMM  float64
}

// SignaturePad reports pen movements.
type SignaturePad interface {
	Device
	// Geometry is zero until the pad has answered its query.
	Geometry() PadGeometry
	// Capture tells the pad to report and calls on for every sample, in order,
	// from one goroutine, until ctx is done (then it returns ctx.Err()) or the
	// line dies (ErrGone). Damaged packets are dropped, never delivered.
	Capture(ctx context.Context, on func(PenSample)) error
}

// Paper is what a printer can print on.
type Paper struct {
	WidthDots int     // printable width
	DotsPerMM float64 // usually 8 (203 dpi)
}

// Printer prints raster images on a roll.
type Printer interface {
	Device
	Paper() Paper
	// Print prints the page (black where Gray < 128; no wider than
	// Paper.WidthDots), feeds, cuts, and waits until the printer says that the
	// paper has been printed. It returns a *Fault when the printer refuses or
	// stops (nothing is resumed: a repeated Print prints the whole page again),
	// or ErrGone.
	Print(ctx context.Context, page *image.Gray) error
}
