package supervise

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"documenting.kz/terminal/devices"
)

// Backoff is the pause between two attempts to connect.
type Backoff struct {
	First, Last time.Duration // the first pause and the longest; each doubles the one before
}

// DefaultBackoff is gentle to a bus and still brings a device back while the
// citizen in front of it is reading what went wrong.
func DefaultBackoff() Backoff { return Backoff{First: 250 * time.Millisecond, Last: 5 * time.Second} }

// Trouble is why a session ended, in the words of a Status. Any other error of a
// session counts as devices.Unplugged.
type Trouble struct {
	State     devices.State
	Condition devices.Condition
	Err       error
}

// Error implements error.
func (t *Trouble) Error() string { return string(t.Condition) + ": " + t.Err.Error() }

// Unwrap gives the cause.
func (t *Trouble) Unwrap() error { return t.Err }

// Keeper is the supervisor of one device.
type Keeper struct {
	backoff Backoff

	mu      sync.Mutex
	status  devices.Status
	cancel  context.CancelFunc // nil while closed
	stopped chan struct{}
}

// New returns a Keeper in state Absent.
func New(b Backoff) *Keeper {
	if b.First <= 0 || b.Last < b.First {
		b = DefaultBackoff()
	}
	return &Keeper{
		backoff: b,
		status:  devices.Status{State: devices.Absent, Hint: "not opened", Since: time.Now()},
	}
}

// Open starts the supervisor; session connects, calls Set(Ready), serves and
// returns when the line is dead or ctx is done. Opening an open device does nothing.
func (k *Keeper) Open(ctx context.Context, session func(context.Context) error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cancel != nil {
		return
	}
	ctx, k.cancel = context.WithCancel(ctx)
	k.stopped = make(chan struct{})
	go k.run(ctx, session, k.stopped)
}

func (k *Keeper) run(ctx context.Context, session func(context.Context) error, stopped chan struct{}) {
	defer close(stopped)
	pause := k.backoff.First
	for {
		err := session(ctx)
		if ctx.Err() != nil {
			k.Set(devices.Absent, "closed")
			return
		}
		if k.Status().Working() {
			pause = k.backoff.First // it had worked: the cable may be back any moment
		}
		state, condition := devices.Absent, devices.Unplugged
		var trouble *Trouble
		if errors.As(err, &trouble) {
			state, condition = trouble.State, trouble.Condition
		}
		k.Set(state, hint(err), condition)
		select {
		case <-ctx.Done():
			k.Set(devices.Absent, "closed")
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, k.backoff.Last)
	}
}

func hint(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Set records the device's status; Since moves only when the state changes.
func (k *Keeper) Set(state devices.State, hint string, conditions ...devices.Condition) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.status.State != state {
		k.status.State, k.status.Since = state, time.Now()
	}
	k.status.Hint = hint
	if !slices.Equal(k.status.Conditions, conditions) {
		k.status.Conditions = conditions
	}
}

// Status returns the device as it stands now.
func (k *Keeper) Status() devices.Status {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.status
	s.Conditions = slices.Clone(s.Conditions)
	return s
}

// Close stops the supervisor and waits for its session, but for less than a second.
func (k *Keeper) Close() error {
	k.mu.Lock()
	cancel, stopped := k.cancel, k.stopped
	k.cancel = nil
	k.mu.Unlock()
	if cancel == nil {
		return nil
	}
	cancel()
	select {
	case <-stopped:
	case <-time.After(900 * time.Millisecond):
	}
	return nil
}
