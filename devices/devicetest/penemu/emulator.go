package penemu

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/sigpad/w8001"
)

// Faults of the emulated pad.
const (
	FaultDrop    = "drop"    // a byte of a packet is lost
	FaultFlip    = "flip"    // a bit of a packet is wrong
	FaultGarbage = "garbage" // a burst of noise before a packet
	FaultHalf    = "half"    // a packet ends in its middle
	FaultSilence = "silence" // nothing is sent, commands are not answered
	FaultUnplug  = "unplug"  // the cable is out; "next" puts it back after Opts.Replug
)

// Opts describe the emulated pad. Zero fields take the defaults.
type Opts struct {
	Path          string  // the stable link to the terminal; required
	Baud          int     // what the host has to choose: 38400
	WidthMM       float64 // writing surface: 100 x 60 mm
	HeightMM      float64
	MaxPressure   int           // 1023
	ReportsPerSec float64       // 133
	Replug        time.Duration // length of an "unplug next": 1.5 s
}

// State is the pad for a person who looks at it from outside.
type State struct {
	Path      string                `json:"path"`
	Plugged   bool                  `json:"plugged"`
	Reporting bool                  `json:"reporting"` // the host has asked for reports
	Playing   bool                  `json:"playing"`
	Sent      int                   `json:"sent"`       // packets since the start
	Commands  string                `json:"commands"`   // the last ones of the host, newest last
	SettingOK bool                  `json:"setting_ok"` // baud rate and parity at the last command
	WidthMM   float64               `json:"width_mm"`
	HeightMM  float64               `json:"height_mm"`
	Faults    map[string]fault.Mode `json:"faults"`
}

// Emulator is a running pad.
type Emulator struct {
	opts     Opts
	geometry devices.PadGeometry
	faults   *fault.Set

	playing chan struct{} // holds a token while a signature is played: one at a time

	mu        sync.Mutex
	line      *terminal // nil while unplugged
	reporting bool
	busy      bool
	sent      int
	commands  []byte
	settingOK bool
	closed    bool
	replug    *time.Timer
}

// ErrUnplugged is returned to a pen that writes on a pad whose cable is out.
var ErrUnplugged = errors.New("the emulated pad is unplugged")

// Start plugs the pad in.
func Start(opts Opts) (*Emulator, error) {
	if opts.Baud == 0 {
		opts.Baud = 38400
	}
	if opts.WidthMM == 0 || opts.HeightMM == 0 {
		opts.WidthMM, opts.HeightMM = 100, 60
	}
	if opts.MaxPressure == 0 {
		opts.MaxPressure = w8001.MaxLevel
	}
	if opts.ReportsPerSec == 0 {
		opts.ReportsPerSec = 133
	}
	if opts.Replug == 0 {
		opts.Replug = 1500 * time.Millisecond
	}
	if opts.Path == "" || rates[opts.Baud] == 0 {
		return nil, fmt.Errorf("pad emulator: path %q, baud %d", opts.Path, opts.Baud)
	}
	e := &Emulator{
		opts: opts,
		geometry: devices.PadGeometry{
			MaxX:        int(opts.WidthMM * w8001.UnitsPerMM),
			MaxY:        int(opts.HeightMM * w8001.UnitsPerMM),
			MaxPressure: opts.MaxPressure,
			UnitsPerMM:  w8001.UnitsPerMM,
		},
		playing: make(chan struct{}, 1),
		faults:  fault.NewSet(FaultDrop, FaultFlip, FaultGarbage, FaultHalf, FaultSilence, FaultUnplug),
	}
	if err := e.Plug(); err != nil {
		return nil, err
	}
	return e, nil
}

// Geometry is what the pad answers to a query.
func (e *Emulator) Geometry() devices.PadGeometry { return e.geometry }

// Plug puts the cable in; a plugged pad stays as it is.
func (e *Emulator) Plug() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.line != nil || e.closed {
		return nil
	}
	line, err := plug(e.opts.Path)
	if err != nil {
		return err
	}
	e.line, e.reporting = line, false
	go e.listen(line)
	return nil
}

// Unplug pulls the cable: the host sees a hang-up and the link is gone.
func (e *Emulator) Unplug() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.line == nil {
		return
	}
	if node, err := os.Readlink(e.opts.Path); err == nil && node == e.line.slave.Name() {
		_ = os.Remove(e.opts.Path)
	}
	e.line.unplug()
	e.line, e.reporting = nil, false
}

// Fault arms or clears a fault.
func (e *Emulator) Fault(name string, mode fault.Mode) error {
	if err := e.faults.Arm(name, mode); err != nil {
		return err
	}
	if name != FaultUnplug {
		return nil
	}
	if mode == fault.Cleared {
		return e.Plug()
	}
	e.Unplug()
	if mode == fault.Next {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.replug = time.AfterFunc(e.opts.Replug, func() {
			e.faults.Take(FaultUnplug)
			_ = e.Plug()
		})
	}
	return nil
}

// State returns how the pad stands.
func (e *Emulator) State() State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return State{
		Path: e.opts.Path, Plugged: e.line != nil, Reporting: e.reporting, Playing: e.busy,
		Sent: e.sent, Commands: string(e.commands), SettingOK: e.settingOK,
		WidthMM: e.opts.WidthMM, HeightMM: e.opts.HeightMM, Faults: e.faults.Modes(),
	}
}

// Close pulls the cable for good.
func (e *Emulator) Close() error {
	e.mu.Lock()
	e.closed = true
	if e.replug != nil {
		e.replug.Stop()
	}
	e.mu.Unlock()
	e.Unplug()
	return nil
}

// listen obeys the host until the terminal is closed.
func (e *Emulator) listen(line *terminal) {
	buf := make([]byte, 64)
	for {
		n, err := line.master.Read(buf)
		if err != nil {
			return
		}
		for _, c := range buf[:n] {
			e.obey(line, c)
		}
	}
}

func (e *Emulator) obey(line *terminal, c byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.line != line {
		return
	}
	e.settingOK = e.fits(line)
	e.commands = append(e.commands, c)
	if len(e.commands) > 32 {
		e.commands = e.commands[len(e.commands)-32:]
	}
	if !e.settingOK {
		if c == w8001.CommandQuery {
			_ = line.send(misread(w8001.AppendQueryReply(nil, e.geometry, 0x0102)))
		}
		return
	}
	if e.faults.Armed(FaultSilence) {
		return
	}
	switch c {
	case w8001.CommandStop:
		e.reporting = false
	case w8001.CommandStart:
		e.reporting = true
	case w8001.CommandQuery:
		_ = line.send(e.damage(w8001.AppendQueryReply(nil, e.geometry, 0x0102)))
	}
}

// fits reports whether the host's line settings are the pad's.
func (e *Emulator) fits(line *terminal) bool {
	rate, odd, err := line.settings()
	return err == nil && rate == rates[e.opts.Baud] && !odd
}

// Play lets the pen write the strokes at the pad's rate and returns when it has
// left. Reports that the host did not ask for are not sent, as on a real pad.
func (e *Emulator) Play(ctx context.Context, strokes []Stroke) error {
	select {
	case e.playing <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-e.playing }()
	e.setBusy(true)
	defer e.setBusy(false)
	period := time.Duration(float64(time.Second) / e.opts.ReportsPerSec)
	tick := time.NewTicker(period)
	defer tick.Stop()
	for _, s := range resample(strokes, e.opts.ReportsPerSec) {
		select {
		case <-ctx.Done():
			_ = e.Draw(Sample{X: s.X, Y: s.Y}) // the hand is taken away
			return ctx.Err()
		case <-tick.C:
		}
		if err := e.Draw(s); err != nil {
			return err
		}
	}
	return nil
}

func (e *Emulator) setBusy(busy bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.busy = busy
}

// Draw reports the pen once, now.
func (e *Emulator) Draw(s Sample) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.line == nil {
		return ErrUnplugged
	}
	if !e.reporting || e.faults.Take(FaultSilence) {
		return nil
	}
	clamp := func(v float64, most int) int { return max(0, min(most, int(v+0.5))) }
	packet := w8001.AppendPen(nil, w8001.Pen{
		X:        clamp(s.X*w8001.UnitsPerMM, e.geometry.MaxX),
		Y:        clamp(s.Y*w8001.UnitsPerMM, e.geometry.MaxY),
		Pressure: clamp(s.Pressure*float64(e.geometry.MaxPressure), e.geometry.MaxPressure),
		Near:     s.Near || s.Down,
		Tip:      s.Down,
	})
	e.sent++
	return e.line.send(e.damage(packet))
}

// damage applies the faults of the wire to one packet.
func (e *Emulator) damage(packet []byte) []byte {
	if e.faults.Take(FaultDrop) {
		i := rand.IntN(len(packet))
		packet = append(packet[:i:i], packet[i+1:]...)
	}
	if e.faults.Take(FaultFlip) {
		packet[rand.IntN(len(packet))] ^= 1 << rand.IntN(8)
	}
	if e.faults.Take(FaultHalf) {
		packet = packet[:len(packet)/2]
	}
	if e.faults.Take(FaultGarbage) {
		packet = append(noise(make([]byte, 64)), packet...)
	}
	return packet
}

// misread is what a UART at the wrong rate makes of a packet.
func misread(b []byte) []byte {
	for i := range b {
		b[i] = ^b[i]
	}
	return b
}

// noise replaces every byte by a random one.
func noise(b []byte) []byte {
	for i := range b {
		b[i] = byte(rand.IntN(256))
	}
	return b
}
