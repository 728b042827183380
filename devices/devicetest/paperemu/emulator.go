package paperemu

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"time"

	"documenting.kz/terminal/devices/devicetest/fault"
)

// Faults of the emulated printer. The first six stop the paper; armed for
// "next" they strike in the middle of the next page and pass after Opts.Relief.
const (
	FaultPaper   = "paper" // the roll has ended, whatever the millimetres say
	FaultCover   = "cover"
	FaultJam     = "jam"
	FaultCutter  = "cutter"
	FaultHot     = "hot"
	FaultOffline = "offline"
	FaultSlow    = "slow"    // reads 4 KB a second
	FaultMute    = "mute"    // does not answer status requests
	FaultGarbage = "garbage" // noise before a status answer
	FaultUnplug  = "unplug"  // connection and port are gone
)

func stopping() []string {
	return []string{FaultPaper, FaultCover, FaultJam, FaultCutter, FaultHot, FaultOffline}
}

// Opts describe the emulated printer. Zero fields take the defaults.
type Opts struct {
	Address     string        // host:port to listen on; empty: only Attach
	Out         string        // folder for receipt-N.bin and receipt-N.png; empty: none
	Model       string        // answer to GS I: "TM-T88V"
	PaperMM     float64       // on the roll: 80 m
	NearEndMM   float64       // the near-end sensor sees less than this: 4 m
	MMPerSecond float64       // speed of the paper; 0 prints in no time
	Relief      time.Duration // how long a fault armed for "next" lasts: 3 s
}

// State is the printer for a person who looks at it from outside.
type State struct {
	Address   string                `json:"address"`
	Connected bool                  `json:"connected"`
	PaperMM   float64               `json:"paper_mm"`
	NearEnd   bool                  `json:"near_end"`
	PaperOut  bool                  `json:"paper_out"`
	Offline   bool                  `json:"offline"`
	Buffered  int                   `json:"buffered_bytes"`
	Receipts  int                   `json:"receipts"` // cut since the start
	Errors    []string              `json:"errors"`   // the sender's mistakes, oldest first
	Faults    map[string]fault.Mode `json:"faults"`
}

// Emulator is a running printer.
type Emulator struct {
	opts    Opts
	faults  *fault.Set
	cancel  context.CancelFunc
	ctx     context.Context // of everything the emulator runs
	stopped chan struct{}   // the mechanism has ended

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced when something below changes
	listener net.Listener
	address  string // as first listened on, so that it comes back there
	conn     io.ReadWriteCloser
	buffer   []task
	buffered int
	epoch    int // grows when the buffer is cleared
	paperMM  float64
	striking map[string]bool // "next" faults in force
	canvas   [][]byte
	raw      []byte
	text     []byte
	receipts []Receipt // the latest
	cuts     int       // all there were
	errs     []string
}

// Start loads the paper and listens.
func Start(opts Opts) (*Emulator, error) {
	if opts.Model == "" {
		opts.Model = "TM-T88V"
	}
	if opts.PaperMM == 0 {
		opts.PaperMM = 80_000
	}
	if opts.NearEndMM == 0 {
		opts.NearEndMM = 4_000
	}
	if opts.Relief == 0 {
		opts.Relief = 3 * time.Second
	}
	if opts.Out != "" {
		if err := os.MkdirAll(opts.Out, 0o755); err != nil {
			return nil, fmt.Errorf("printer emulator: %w", err)
		}
	}
	e := &Emulator{
		opts:     opts,
		faults:   fault.NewSet(append(stopping(), FaultSlow, FaultMute, FaultGarbage, FaultUnplug)...),
		stopped:  make(chan struct{}),
		changed:  make(chan struct{}),
		address:  opts.Address,
		paperMM:  opts.PaperMM,
		striking: map[string]bool{},
	}
	e.ctx, e.cancel = context.WithCancel(context.Background())
	if opts.Address != "" {
		if err := e.Plug(); err != nil {
			e.cancel()
			return nil, err
		}
	}
	go e.run(e.ctx)
	return e, nil
}

// Address is where the printer listens, host:port.
func (e *Emulator) Address() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.address
}

// Plug puts the cable in: the port opens where it was.
func (e *Emulator) Plug() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.listener != nil || e.address == "" || e.ctx.Err() != nil {
		return nil
	}
	l, err := net.Listen("tcp", e.address)
	if err != nil {
		return fmt.Errorf("printer emulator: %w", err)
	}
	e.listener, e.address = l, l.Addr().String()
	go e.accept(l)
	return nil
}

// Unplug closes the port and the connection.
func (e *Emulator) Unplug() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.listener != nil {
		_ = e.listener.Close()
		e.listener = nil
	}
	if e.conn != nil {
		_ = e.conn.Close()
	}
}

// accept serves one host at a time, as most printers do.
func (e *Emulator) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			if err := e.Attach(conn); err != nil {
				_ = conn.Close()
			}
		}()
	}
}

// errBusy is returned for a second host.
var errBusy = errors.New("the emulated printer has a host already")

// Attach serves one host over rw until it leaves; rw is closed then.
func (e *Emulator) Attach(rw io.ReadWriteCloser) error {
	e.mu.Lock()
	if e.conn != nil {
		e.mu.Unlock()
		return errBusy
	}
	e.conn = rw
	e.notify()
	e.mu.Unlock()
	defer func() {
		_ = rw.Close()
		e.mu.Lock()
		e.conn = nil
		e.notify()
		e.mu.Unlock()
	}()
	p := parser{sink: sink{
		command:  func(c command) { e.enqueue(c, rw) },
		realTime: func(b []byte) { e.realTime(b, rw) },
		fault:    e.record,
	}}
	buf := make([]byte, 4096)
	for e.ctx.Err() == nil {
		room := len(buf)
		if e.faults.Armed(FaultSlow) {
			room = 400
			select {
			case <-e.ctx.Done():
			case <-time.After(100 * time.Millisecond):
			}
		}
		n, err := rw.Read(buf[:room])
		for _, c := range buf[:n] {
			p.feed(c)
		}
		if err != nil {
			return nil
		}
	}
	return nil
}

func (e *Emulator) enqueue(c command, answer io.Writer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.buffered > bufferLimit {
		e.errs = append(e.errs, "the buffer is full: the host does not look at the status")
		return
	}
	e.buffer = append(e.buffer, task{command: c, answer: answer, epoch: e.epoch})
	e.buffered += len(c.bytes)
	e.notify()
}

// realTime executes DLE EOT, DLE ENQ and DLE DC4.
func (e *Emulator) realTime(b []byte, answer io.Writer) {
	switch {
	case b[1] == 0x04:
		if e.faults.Take(FaultMute) {
			return
		}
		if e.faults.Take(FaultGarbage) {
			noise := make([]byte, 16)
			for i := range noise {
				noise[i] = 0x80 | byte(rand.IntN(128)) // no status byte has bit 7
			}
			_, _ = answer.Write(noise)
		}
		e.mu.Lock()
		s := e.sensors()
		e.mu.Unlock()
		_, _ = answer.Write([]byte{s.statusByte(b[2])})
	case b[1] == 0x05 && b[2] == 2, b[1] == 0x14 && b[2] == 8:
		e.mu.Lock()
		defer e.mu.Unlock()
		e.buffer, e.buffered = nil, 0
		e.epoch++
		e.notify()
	}
}

// record notes a mistake of the sender.
func (e *Emulator) record(what string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.errs) < 100 {
		e.errs = append(e.errs, what)
	}
}

// notify wakes who waits for a change; e.mu is held.
func (e *Emulator) notify() {
	close(e.changed)
	e.changed = make(chan struct{})
}

// SetSpeed changes the speed of the paper; 0 prints in no time.
func (e *Emulator) SetSpeed(mmPerSecond float64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.opts.MMPerSecond = mmPerSecond
}

// SetPaper puts a roll of that length in.
func (e *Emulator) SetPaper(mm float64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.paperMM = max(0, mm)
	e.notify()
}

// Fault arms or clears a fault.
func (e *Emulator) Fault(name string, mode fault.Mode) error {
	if err := e.faults.Arm(name, mode); err != nil {
		return err
	}
	if name == FaultUnplug {
		if mode == fault.Cleared {
			return e.Plug()
		}
		e.Unplug()
		if mode == fault.Next {
			time.AfterFunc(e.opts.Relief, func() {
				e.faults.Take(FaultUnplug)
				_ = e.Plug()
			})
		}
		return nil
	}
	if name == FaultSlow && mode == fault.Next {
		time.AfterFunc(e.opts.Relief, func() { e.faults.Take(FaultSlow) })
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if mode == fault.Cleared {
		delete(e.striking, name)
	}
	e.notify()
	return nil
}

// State returns how the printer stands.
func (e *Emulator) State() State {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.sensors()
	return State{
		Address: e.address, Connected: e.conn != nil,
		PaperMM: e.paperMM, NearEnd: s.nearEnd, PaperOut: s.paperOut, Offline: s.offline(),
		Buffered: e.buffered, Receipts: e.cuts,
		Errors: append([]string{}, e.errs...), Faults: e.faults.Modes(),
	}
}

// Close switches the printer off.
func (e *Emulator) Close() error {
	e.cancel()
	e.Unplug()
	<-e.stopped
	return nil
}
