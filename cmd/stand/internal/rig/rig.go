package rig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The terminal's panel: 32 inch, upright.
const (
	Width  = 1080
	Height = 1920
)

// Config says what to start and where. Addresses are host:port; port 0 takes a free one.
type Config struct {
	Bin     string // folder of the binaries
	Kiosk   string // name of the terminal's binary: kiosk, or kiosk-probe which tells where its buttons are
	Models  string
	State   string // state of terminal and centre, kept between runs
	Logs    string
	Policy  string // overlay of policy files, may be empty
	Central string
	Control string
	Printer string
	Paper   float64 // speed of the emulated printer in mm/s; 0: an ordinary 150
	Browser string  // where the display is served when there is none; empty: a display nobody sees
	Display string  // an X display to use; empty: make one
	Wait    bool    // do not start the terminal yet
	// Settings are the operators' settings of the central service as JSON, made at every
	// start of it; empty: its own.
	Settings string
	// Heartbeat is how often the terminal talks to the centre by itself; 0: as an appliance does.
	Heartbeat time.Duration
}

// Rig is a running table.
type Rig struct {
	cfg       Config
	processes []*Process
	died      chan *Process

	Display string // X display the window is on
	Web     string // address of the display in a browser, empty when there is a real one
	Central string // http://host:port
	Control string // http://host:port of the emulators
	// SigningKey is the file of the private key that signs policy bundles for this table.
	SigningKey string
	Kiosk      *Process
	policyKey  string // the public one
	centre     *Process
	hard       *Process
}

// Start starts everything and returns when the terminal's window is up.
func Start(ctx context.Context, cfg Config) (_ *Rig, err error) {
	r := &Rig{cfg: cfg, died: make(chan *Process, 16)}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	for _, dir := range []string{cfg.State, cfg.Logs, filepath.Join(cfg.State, "receipts")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("state folder: %w", err)
		}
	}
	if r.SigningKey, r.policyKey, err = policyKeys(cfg.State); err != nil {
		return nil, err
	}
	for what, address := range map[string]string{
		"-central (central service)": cfg.Central, "-control (emulators)": cfg.Control,
		"-printer (emulated printer)": cfg.Printer, "-browser (terminal in the browser)": cfg.Browser,
	} {
		if err := portFree(what, address); err != nil {
			return nil, err
		}
	}
	if err := r.display(ctx); err != nil {
		return nil, err
	}
	if err := r.StartHardware(ctx); err != nil {
		return nil, err
	}
	if err := r.StartCentral(ctx); err != nil {
		return nil, err
	}
	if cfg.Wait {
		return r, nil
	}
	return r, r.StartKiosk(ctx)
}

func (r *Rig) display(ctx context.Context) (err error) {
	switch {
	case r.cfg.Display != "":
		r.Display = r.cfg.Display
	case r.cfg.Browser != "":
		r.Display, r.Web, err = r.browserDisplay(ctx)
	default:
		r.Display, err = r.virtualDisplay(ctx)
	}
	return err
}

// StartHardware starts the emulators.
func (r *Rig) StartHardware(ctx context.Context) error {
	if r.cfg.Paper == 0 {
		r.cfg.Paper = 150
	}
	p, err := launch(ctx, r.cfg.Logs, "emulate", nil, true, filepath.Join(r.cfg.Bin, "emulate"),
		"-print-speed", strconv.FormatFloat(r.cfg.Paper, 'f', -1, 64), "-pad", r.padLink(), "-printer", r.cfg.Printer, "-control", r.cfg.Control, "-out", filepath.Join(r.cfg.State, "receipts"),
		"-portraits", filepath.Join(r.cfg.Models, "portraits"))
	if err != nil {
		return err
	}
	r.hard, r.Control = p, p.Addresses["control"]
	r.add(p)
	return nil
}

// StartCentral starts the central service, or starts it again at the same address.
func (r *Rig) StartCentral(ctx context.Context) error {
	p, err := launch(ctx, r.cfg.Logs, "central", nil, true, filepath.Join(r.cfg.Bin, "central"),
		"-addr", r.cfg.Central, "-state", filepath.Join(r.cfg.State, "central"), "-models", r.cfg.Models, "-policy-key", r.policyKey)
	if err != nil {
		return err
	}
	r.centre, r.Central = p, p.Addresses["central"]
	if u := r.Central; len(u) > len("http://") {
		r.cfg.Central = u[len("http://"):]
	}
	r.add(p)
	return r.settle(ctx)
}

// settle makes the settings of the table.
func (r *Rig) settle(ctx context.Context) error {
	if r.cfg.Settings == "" {
		return nil
	}
	ask, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Central+"/operator/api/settings", strings.NewReader(r.cfg.Settings))
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("settings: %s", answer.Status)
	}
	return nil
}

// StopCentral ends the central service in order.
func (r *Rig) StopCentral() { r.centre.Stop() }

// OpenApplication writes what the centre received of an application into a
// folder. The central service must be stopped.
func (r *Rig) OpenApplication(ctx context.Context, id, folder string) error {
	out, err := exec.CommandContext(ctx, filepath.Join(r.cfg.Bin, "central"),
		"-state", filepath.Join(r.cfg.State, "central"), "-open", id, "-out", folder).CombinedOutput()
	if err != nil {
		return fmt.Errorf("open the application at the centre: %s", bytes.TrimSpace(out))
	}
	return nil
}

// KillCentral ends the central service as a power cut would.
func (r *Rig) KillCentral() { r.centre.Kill() }

// StartKiosk starts the terminal, or starts it again on the same state.
func (r *Rig) StartKiosk(ctx context.Context) error {
	name := r.cfg.Kiosk
	args := []string{
		"-central", r.Central, "-camera", "opencv:url:" + r.hard.Addresses["camera"], "-pad", "w8001:" + r.padLink(),
		"-printer", "escpos:tcp:" + r.hard.Addresses["printer"], "-state", filepath.Join(r.cfg.State, "kiosk"), "-models", r.cfg.Models,
		"-policy-key", r.policyKey,
	}
	if r.cfg.Display == "" {
		args = append(args, "-fullscreen")
	}
	if r.cfg.Policy != "" {
		args = append(args, "-policy", r.cfg.Policy)
	}
	if r.cfg.Heartbeat > 0 {
		args = append(args, "-heartbeat", r.cfg.Heartbeat.String())
	}
	if name == "kiosk-probe" {
		args = append(args, "-probe", "127.0.0.1:0")
	}
	p, err := launch(ctx, r.cfg.Logs, "kiosk", []string{"DISPLAY=" + r.Display}, true, filepath.Join(r.cfg.Bin, name), args...)
	if err != nil {
		return err
	}
	r.Kiosk = p
	r.add(p)
	return nil
}

func (r *Rig) padLink() string { return filepath.Join(r.cfg.State, "pad") }

func (r *Rig) add(p *Process) {
	r.processes = append(r.processes, p)
	go func() {
		<-p.ended
		if p.unexpected() {
			r.died <- p
		}
	}()
}

// Wait returns when ctx is done (nil) or a part ended that should not have.
func (r *Rig) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case p := <-r.died:
		if p == r.Kiosk && p.cmd.ProcessState.Success() {
			return nil // somebody closed the window
		}
		return fmt.Errorf("%s ended: %s", p.Name, p.lastWords())
	}
}

// Close ends everything, last started first.
func (r *Rig) Close() {
	for i := len(r.processes) - 1; i >= 0; i-- {
		r.processes[i].Stop()
	}
	r.processes = nil
}

func portFree(what, address string) error {
	if address == "" {
		return nil
	}
	l, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use: stop what listens there, or choose another address with %s", address, what)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return l.Close()
}
