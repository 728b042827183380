package penemu

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// terminal is one pseudo-terminal: the wire between two plug events.
type terminal struct {
	master *os.File // in the runtime's poller: deadlines work, Close ends a Read
	slave  *os.File
}

// plug makes a raw terminal and points link at its slave.
func plug(link string) (*terminal, error) {
	blocking, slave, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("pseudo-terminal: %w", err)
	}
	defer func() { _ = blocking.Close() }()
	fail := func(err error) (*terminal, error) {
		_ = slave.Close()
		return nil, err
	}
	fd, err := unix.FcntlInt(blocking.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return fail(fmt.Errorf("pseudo-terminal: %w", err))
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return fail(fmt.Errorf("pseudo-terminal: %w", err))
	}
	t := &terminal{master: os.NewFile(uintptr(fd), "pad"), slave: slave}
	raw := unix.Termios{Cflag: unix.CREAD | unix.CLOCAL | unix.CS8 | unix.B9600}
	raw.Cc[unix.VMIN] = 1
	if err := unix.IoctlSetTermios(int(slave.Fd()), unix.TCSETS, &raw); err != nil {
		t.unplug()
		return nil, fmt.Errorf("pseudo-terminal: raw mode: %w", err)
	}
	if err := publish(link, slave.Name()); err != nil {
		t.unplug()
		return nil, err
	}
	return t, nil
}

// publish points link at node in one step, so that nobody sees it missing. It
// refuses to replace anything that is not a link.
func publish(link, node string) error {
	if info, err := os.Lstat(link); err == nil && info.Mode()&os.ModeSymlink == 0 {
		return fmt.Errorf("%s exists and is no symbolic link: choose another path", link)
	}
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		return fmt.Errorf("publish pad: %w", err)
	}
	next := fmt.Sprintf("%s.%d", link, os.Getpid())
	_ = os.Remove(next)
	if err := os.Symlink(node, next); err != nil {
		return fmt.Errorf("publish pad: %w", err)
	}
	if err := os.Rename(next, link); err != nil {
		return fmt.Errorf("publish pad: %w", err)
	}
	return nil
}

// unplug hangs the line up.
func (t *terminal) unplug() {
	_ = t.master.Close()
	_ = t.slave.Close()
}

// send writes b; what a host that does not read leaves no room for is lost, as
// on a UART.
func (t *terminal) send(b []byte) error {
	_ = t.master.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	_, err := t.master.Write(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	return err
}

// settings reads the line settings the host chose. A Linux pseudo-terminal
// clears PARENB, but leaves the rate and PARODD readable.
func (t *terminal) settings() (rate uint32, odd bool, err error) {
	conn, err := t.master.SyscallConn()
	if err != nil {
		return 0, false, err
	}
	var termios *unix.Termios
	var ioctlErr error
	if err := conn.Control(func(fd uintptr) {
		termios, ioctlErr = unix.IoctlGetTermios(int(fd), unix.TCGETS)
	}); err != nil {
		return 0, false, err
	}
	if ioctlErr != nil {
		return 0, false, ioctlErr
	}
	return termios.Cflag & unix.CBAUD, termios.Cflag&unix.PARODD != 0, nil
}

// rates are the line rates a W8001 pad is made for.
var rates = map[int]uint32{
	9600: unix.B9600, 19200: unix.B19200, 38400: unix.B38400, 115200: unix.B115200,
}
