package rig

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// novnc is where Debian's novnc puts its page.
const novnc = "/usr/share/novnc"

// xserver starts an X server on a free display; it tells its number through a pipe.
func (r *Rig) xserver(ctx context.Context, path string, args ...string) (display string, err error) {
	if _, err := exec.LookPath(path); err != nil {
		return "", fmt.Errorf("%s is missing: run 'make setup'", path)
	}
	tell, child, err := os.Pipe()
	if err != nil {
		return "", fmt.Errorf("display: %w", err)
	}
	defer tell.Close()
	p := &Process{Name: path, log: filepath.Join(r.cfg.Logs, path+".log"), ended: make(chan struct{})}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("display: %w", err)
	}
	defer log.Close()
	p.cmd = exec.Command(path, append([]string{"-displayfd", "3", "-nolisten", "tcp", "+extension", "GLX"}, args...)...)
	p.cmd.ExtraFiles = []*os.File{child}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if err := p.cmd.Start(); err != nil {
		child.Close()
		return "", fmt.Errorf("display: %w", err)
	}
	child.Close()
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	r.add(p)
	_ = tell.SetReadDeadline(time.Now().Add(30 * time.Second))
	// The server writes the number and the line's end apart, and gives up when nobody reads the second.
	line, err := bufio.NewReader(tell).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("display: %s did not start: %s", path, p.lastWords())
	}
	number := strings.TrimSpace(line)
	if _, err := strconv.Atoi(number); err != nil {
		return "", fmt.Errorf("display: %s told the number %q", path, number)
	}
	return ":" + number, nil
}

func (r *Rig) virtualDisplay(ctx context.Context) (string, error) {
	return r.xserver(ctx, "Xvfb", "-screen", "0", fmt.Sprintf("%dx%dx24", Width, Height))
}

// browserDisplay starts a display and serves it to a browser.
func (r *Rig) browserDisplay(ctx context.Context) (display, url string, err error) {
	vnc, err := freePort()
	if err != nil {
		return "", "", err
	}
	display, err = r.xserver(ctx, "Xtigervnc", "-geometry", fmt.Sprintf("%dx%d", Width, Height), "-depth", "24",
		"-SecurityTypes", "None", "-localhost", "-AlwaysShared", "-rfbport", strconv.Itoa(vnc))
	if err != nil {
		return "", "", err
	}
	if _, err := os.Stat(novnc); err != nil {
		return "", "", fmt.Errorf("%s is missing: run 'make setup'", novnc)
	}
	web, err := launch(ctx, r.cfg.Logs, "websockify", nil, false, "websockify", "--web", novnc,
		r.cfg.Browser, net.JoinHostPort("127.0.0.1", strconv.Itoa(vnc)))
	if err != nil {
		return "", "", err
	}
	r.add(web)
	return display, "http://" + r.cfg.Browser + "/vnc.html?autoconnect=1&resize=scale", nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("no free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
