package central

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"documenting.kz/terminal/kiosk"
)

// What the centre can refuse. They are final for the request; asking again will not help.
var (
	// ErrUnknownApplication says that no manifest with this id was ever accepted.
	ErrUnknownApplication = errors.New("the centre does not know the application")
	// ErrConflict says that the centre holds other content under the same id, or that the operation does not fit its state.
	ErrConflict = errors.New("it does not fit what the centre holds")
	// ErrRejected says that the centre finds a manifest or blob wrong.
	ErrRejected = errors.New("the centre rejects the content")
	// ErrOffset says that the centre has another number of bytes of a blob than assumed; ask BlobOffset.
	ErrOffset = errors.New("the blob continues at another offset")
)

// MissingBlobsError lists the addresses the centre still needs before it accepts a manifest.
type MissingBlobsError struct{ SHA256 []string }

func (e *MissingBlobsError) Error() string {
	return fmt.Sprintf("%d blobs are missing at the centre", len(e.SHA256))
}

// MalformedError says that a system answered what the contract does not allow.
type MalformedError struct {
	System string // e.g. gbdfl
	Field  string // e.g. documents[1].issued
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("%s: malformed answer: %s", e.System, e.Field)
}

// ProblemError is an answer other than success (RFC 9457). It carries codes only, never text.
type ProblemError struct {
	System string
	Status int
	Type   string        // stable code, e.g. registry-silent
	Pause  time.Duration // from Retry-After; 0 when the centre named none
	means  error         // sentinel, or nil
}

func (e *ProblemError) Error() string {
	if e.means != nil {
		return fmt.Sprintf("%s: %d %s: %v", e.System, e.Status, e.Type, e.means)
	}
	return fmt.Sprintf("%s: %d %s", e.System, e.Status, e.Type)
}

// Unwrap gives the sentinel.
func (e *ProblemError) Unwrap() error { return e.means }

// FailedSystem names who is to blame, such as gbdfl, for what the citizen is told.
func (e *ProblemError) FailedSystem() string { return e.System }

// FailedSystem names who is to blame.
func (e *MalformedError) FailedSystem() string { return e.System }

// silence says that a system could not be reached, or not in time.
type silence struct {
	system string
	why    error
}

func (e *silence) Error() string { return fmt.Sprintf("%s: %v: %v", e.system, kiosk.ErrSilent, e.why) }

// Unwrap gives kiosk.ErrSilent and what the network said.
func (e *silence) Unwrap() []error { return []error{kiosk.ErrSilent, e.why} }

// FailedSystem names who was silent.
func (e *silence) FailedSystem() string { return e.system }

// RetryAfter is the pause the centre asked for; 0 when it named none.
func RetryAfter(err error) time.Duration {
	var p *ProblemError
	if errors.As(err, &p) {
		return p.Pause
	}
	return 0
}

// meanings maps statuses of one operation to sentinels.
type meanings map[int]error

var codePattern = regexp.MustCompile(`^[a-z][a-z-]{0,63}$`) // no digits: they could be a person's

// maxPause bounds Retry-After: a typo at the centre must not silence a terminal for a day.
const maxPause = 15 * time.Minute

// problem reads a refusal. Codes that do not look like codes are not repeated,
// because an error must not carry text from outside.
func problem(system string, rsp *http.Response, body []byte, means meanings) error {
	e := &ProblemError{System: system, Status: rsp.StatusCode, Type: "unspecified", means: means[rsp.StatusCode]}
	var p Problem
	if json.Unmarshal(body, &p) == nil {
		if codePattern.MatchString(p.Type) {
			e.Type = p.Type
		}
		if p.Service != nil && codePattern.MatchString(*p.Service) {
			e.System = *p.Service
		}
	}
	if s, err := strconv.Atoi(rsp.Header.Get("Retry-After")); err == nil && s > 0 {
		e.Pause = min(time.Duration(s)*time.Second, maxPause)
	}
	if e.means == nil && (e.Status == http.StatusTooManyRequests || e.Status >= 500) {
		e.means = kiosk.ErrSilent
	}
	return e
}
