package escpos

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"time"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/internal/supervise"
)

// Opts are the times a printer is given. Zero fields take the defaults.
type Opts struct {
	Poll     time.Duration     // between status requests while idle: 2 s
	Watch    time.Duration     // between status requests while the paper moves: 250 ms
	Answer   time.Duration     // for the answer to a status request: 1 s
	BandTime time.Duration     // for a raster band to be taken and the printer to answer again: 10 s
	Overtime time.Duration     // after the time the paper takes, until "printed" is missed: 10 s
	Backoff  supervise.Backoff // pauses between attempts to connect
}

func (o Opts) withDefaults() Opts {
	set := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	set(&o.Poll, 2*time.Second)
	set(&o.Watch, 250*time.Millisecond)
	set(&o.Answer, time.Second)
	set(&o.BandTime, 10*time.Second)
	set(&o.Overtime, 10*time.Second)
	return o
}

// Printer is an ESC/POS receipt printer; it implements devices.Printer.
type Printer struct {
	address string
	opts    Opts
	target
	badAddr error
	keeper  *supervise.Keeper
	jobs    chan *job // to the running session

	mu    sync.Mutex
	model string
	torn  bool   // a page was given up: its rest must be cleared and cut off
	last  uint32 // number of the last job
}

var _ devices.Printer = (*Printer)(nil)

// job is one Print in the session's hands.
type job struct {
	ctx  context.Context
	page *image.Gray
	done chan error // takes exactly one result
}

// New wires a driver to an address: tcp:host:port or serial:/dev/path?baud=19200,
// either with profile=name (see Profiles).
func New(address string, opts Opts) *Printer {
	opts = opts.withDefaults()
	t, err := parseAddress(address)
	return &Printer{
		address: address, opts: opts, target: t, badAddr: err,
		keeper: supervise.New(opts.Backoff),
		jobs:   make(chan *job),
	}
}

// Info identifies the printer; Model is empty until it has said its name.
func (p *Printer) Info() devices.Info {
	p.mu.Lock()
	defer p.mu.Unlock()
	return devices.Info{Kind: devices.KindPrinter, Driver: "escpos", Address: p.address, Model: p.model}
}

// Open starts the supervisor; it fails for an address it does not understand.
func (p *Printer) Open(ctx context.Context) error {
	if p.badAddr != nil {
		return p.badAddr
	}
	p.keeper.Open(ctx, p.session)
	return nil
}

// Status tells how the printer stands now.
func (p *Printer) Status() devices.Status { return p.keeper.Status() }

// Close releases the line; a running Print returns devices.ErrGone.
func (p *Printer) Close() error { return p.keeper.Close() }

// Paper is the roll of the printer's profile.
func (p *Printer) Paper() devices.Paper { return p.profile.Paper }

// Print prints, cuts, and waits until the paper has been printed. See
// devices.Printer; it also returns ctx.Err() when ctx ends before that, and what
// had been printed is then cut off before the next page.
func (p *Printer) Print(ctx context.Context, page *image.Gray) error {
	size := page.Bounds().Size()
	if size.X < 1 || size.Y < 1 || size.X > p.profile.Paper.WidthDots {
		return fmt.Errorf("escpos: page of %d x %d dots on paper of %d", size.X, size.Y, p.profile.Paper.WidthDots)
	}
	j := &job{ctx: ctx, page: page, done: make(chan error, 1)}
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		if s := p.Status(); !s.Working() {
			return refusal(s)
		}
		select {
		case p.jobs <- j:
			return <-j.done
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
}

// refusal says why a printer in this status cannot print.
func refusal(s devices.Status) error {
	if s.State == devices.Failed && len(s.Conditions) > 0 {
		return &devices.Fault{Kind: devices.KindPrinter, Condition: s.Conditions[0], Hint: s.Hint}
	}
	return devices.ErrGone
}

// errLine marks the errors after which the line is not to be used any more.
var errLine = errors.New("line to the printer lost")

// gone turns what ended a line into what Print promises.
func gone(err error) error {
	if errors.Is(err, errLine) {
		return fmt.Errorf("%w: %w", devices.ErrGone, err)
	}
	return err
}
