package rig

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Process is one child of the rig. Its output goes to a log file; the lines
// "name=value" it prints before "ready" are its Addresses.
type Process struct {
	Name      string
	Addresses map[string]string

	cmd   *exec.Cmd
	log   string
	ended chan struct{}
	mu    sync.Mutex
	quiet bool // its end was asked for
}

// launch starts a program and waits for its line "ready" (or, with ready nil, not at all).
func launch(ctx context.Context, logs, name string, env []string, ready bool, path string, args ...string) (*Process, error) {
	log, err := os.OpenFile(filepath.Join(logs, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("log of %s: %w", name, err)
	}
	defer log.Close() // the child keeps its own descriptor
	p := &Process{Name: name, Addresses: map[string]string{}, log: log.Name(), ended: make(chan struct{})}
	p.cmd = exec.Command(path, args...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = log
	// A group of its own, so that Ctrl-C reaches the rig alone and the rig ends
	// its children in order; the kernel ends them if the rig itself is killed.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if !ready {
		p.cmd.Stdout = log
	}
	var out io.ReadCloser
	if ready {
		if out, err = p.cmd.StdoutPipe(); err != nil {
			return nil, fmt.Errorf("start %s: %w", name, err)
		}
	}
	if err := p.cmd.Start(); err != nil {
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%s is missing (%s): run 'make setup build'", name, path)
		}
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	up := make(chan struct{})
	drained := make(chan struct{})
	if ready {
		go func() { p.listen(out, up); close(drained) }()
	} else {
		close(up)
		close(drained)
	}
	go func() { <-drained; _ = p.cmd.Wait(); close(p.ended) }()
	select {
	case <-up:
		return p, nil
	case <-p.ended:
		return nil, fmt.Errorf("%s ended at once: %s", name, p.lastWords())
	case <-time.After(60 * time.Second):
		p.Stop()
		return nil, fmt.Errorf("%s did not become ready in a minute: %s", name, p.lastWords())
	case <-ctx.Done():
		p.Stop()
		return nil, ctx.Err()
	}
}

func (p *Process) listen(out io.Reader, up chan<- struct{}) {
	log, err := os.OpenFile(p.log, os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		defer log.Close()
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		if log != nil {
			fmt.Fprintln(log, line)
		}
		if up == nil {
			continue
		}
		if line == "ready" {
			close(up)
			up = nil
		} else if name, value, ok := strings.Cut(line, "="); ok {
			p.Addresses[name] = value
		}
	}
}

// Stop asks the process to end and waits; after five seconds it is killed.
func (p *Process) Stop() { p.end(syscall.SIGTERM) }

// Kill ends it as a power cut would.
func (p *Process) Kill() { p.end(syscall.SIGKILL) }

func (p *Process) end(sig syscall.Signal) {
	p.mu.Lock()
	p.quiet = true
	p.mu.Unlock()
	_ = syscall.Kill(-p.cmd.Process.Pid, sig)
	select {
	case <-p.ended:
	case <-time.After(5 * time.Second):
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
		<-p.ended
	}
}

// Ended is closed when the process is gone.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Pid is the process id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

func (p *Process) unexpected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.quiet
}

// lastWords is the end of the log, for one line of explanation.
func (p *Process) lastWords() string {
	text, _ := os.ReadFile(p.log)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return fmt.Sprintf("%s (log: %s)", lines[len(lines)-1], p.log)
}
