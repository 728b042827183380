package w8001

import (
	"context"
	"errors"
	"sync"
	"time"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/internal/supervise"
	"documenting.kz/terminal/devices/serialport"
)

// Opts are what a pad may need beyond its path. Zero fields take the defaults.
type Opts struct {
	Baud       int               // 38400
	MaxResyncs int               // damaged packets a second before the settings are blamed: 10
	Silence    time.Duration     // how long the line may be silent before the pad is asked: 2 s
	Answer     time.Duration     // how long an answer may take: 1 s
	Settle     time.Duration     // pause after the stop command, as the kernel makes it: 250 ms
	Backoff    supervise.Backoff // pauses between attempts to connect
	Parity     serialport.Parity // none
}

func (o Opts) withDefaults() Opts {
	if o.Baud == 0 {
		o.Baud = 38400
	}
	if o.MaxResyncs == 0 {
		o.MaxResyncs = 10
	}
	if o.Silence == 0 {
		o.Silence = 2 * time.Second
	}
	if o.Answer == 0 {
		o.Answer = time.Second
	}
	if o.Settle == 0 {
		o.Settle = 250 * time.Millisecond
	}
	return o
}

// Pad is a W8001 signature pad; it implements devices.SignaturePad.
type Pad struct {
	path   string
	opts   Opts
	keeper *supervise.Keeper

	captures chan *capture // to the running session

	mu       sync.Mutex
	geometry devices.PadGeometry
}

var _ devices.SignaturePad = (*Pad)(nil)

// capture is one call of Capture in the session's hands.
type capture struct {
	samples chan devices.PenSample // written by the session only
	gone    chan struct{}          // closed by the session when the line died
	left    <-chan struct{}        // closed when the caller no longer listens
	begun   time.Time
}

// New wires a driver to the device node or stable link at path.
func New(path string, opts Opts) *Pad {
	opts = opts.withDefaults()
	return &Pad{
		path:     path,
		opts:     opts,
		keeper:   supervise.New(opts.Backoff),
		captures: make(chan *capture),
	}
}

// Info identifies the pad. W8001 has no model name to ask for.
func (p *Pad) Info() devices.Info {
	return devices.Info{Kind: devices.KindSignaturePad, Driver: "w8001", Address: p.path}
}

// Open starts the supervisor.
func (p *Pad) Open(ctx context.Context) error {
	if p.path == "" {
		return errors.New("w8001: empty path")
	}
	p.keeper.Open(ctx, p.session)
	return nil
}

// Status tells how the pad stands now.
func (p *Pad) Status() devices.Status { return p.keeper.Status() }

// Close releases the line; a running Capture returns devices.ErrGone.
func (p *Pad) Close() error { return p.keeper.Close() }

// Geometry is zero until the pad has answered for the first time.
func (p *Pad) Geometry() devices.PadGeometry {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.geometry
}

// refusal says why a pad in this status cannot capture.
func refusal(s devices.Status) error {
	if s.State == devices.Failed && len(s.Conditions) > 0 {
		return &devices.Fault{Kind: devices.KindSignaturePad, Condition: s.Conditions[0], Hint: s.Hint}
	}
	return devices.ErrGone
}

// Capture reports the pen until ctx is done or the line dies. One capture runs
// at a time; a second one waits for the first.
func (p *Pad) Capture(ctx context.Context, on func(devices.PenSample)) error {
	if s := p.Status(); !s.Working() {
		return refusal(s)
	}
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	c := &capture{
		samples: make(chan devices.PenSample, 256),
		gone:    make(chan struct{}),
		left:    ctx.Done(),
		begun:   time.Now(),
	}
	if err := p.hand(ctx, c); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s := <-c.samples:
			on(s)
		case <-c.gone:
			for { // what had arrived before the line died
				select {
				case s := <-c.samples:
					on(s)
				default:
					return devices.ErrGone
				}
			}
		}
	}
}

// hand gives c to the session, or finds that there is none.
func (p *Pad) hand(ctx context.Context, c *capture) error {
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case p.captures <- c:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
			if s := p.Status(); !s.Working() {
				return refusal(s)
			}
		}
	}
}
