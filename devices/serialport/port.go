package serialport

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/tarm/serial"
	"golang.org/x/sys/unix"
)

// Conditions of a line that callers act on.
var (
	ErrAbsent       = errors.New("no such serial device")
	ErrInUse        = errors.New("serial device is held by another process")
	ErrUnplugged    = errors.New("serial device unplugged")
	ErrWriteTimeout = errors.New("serial device does not take data")
	ErrClosed       = errors.New("serial port closed")
)

// Parity of a character.
type Parity byte

// Parities that tarm/serial can set on Linux.
const (
	ParityNone Parity = 'N'
	ParityOdd  Parity = 'O'
	ParityEven Parity = 'E'
)

// Config describes a line of eight data bits and one stop bit.
type Config struct {
	Path   string // a device node or a stable link to one, e.g. /dev/serial/by-id/…
	Baud   int    // one of the standard rates
	Parity Parity // zero means none
}

// Chunk is what one read delivered.
type Chunk struct {
	Data []byte
	At   time.Time // arrival on this machine, with the monotonic clock
}

const (
	pieceBytes   = 512                    // most a Write hands to the kernel at once
	pollInterval = 200 * time.Millisecond // longest time until Close is noticed
	closeLimit   = time.Second
)

// Port is an open line.
type Port struct {
	control int // non-blocking descriptor: lock, poll, write
	line    *serial.Port
	chunks  chan Chunk
	closing chan struct{} // closed by Close
	done    chan struct{} // closed when the reader has released everything

	closeOnce sync.Once
	mu        sync.Mutex // guards control against release while Write uses it
	released  bool

	errMu sync.Mutex
	err   error
}

// Open locks the device, sets the line up, discards what was waiting in it and
// starts the reader. It returns ErrAbsent or ErrInUse where they apply.
func Open(cfg Config) (*Port, error) {
	path, err := filepath.EvalSymlinks(cfg.Path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("open %s: %w", cfg.Path, ErrAbsent)
		}
		return nil, fmt.Errorf("open %s: %w", cfg.Path, err)
	}
	control, err := openControl(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", cfg.Path, err)
	}
	parity := serial.ParityNone
	if cfg.Parity != 0 {
		parity = serial.Parity(cfg.Parity)
	}
	line, err := serial.OpenPort(&serial.Config{
		Name: path, Baud: cfg.Baud, Parity: parity, ReadTimeout: pollInterval,
	})
	if err != nil {
		_ = unix.Close(control)
		return nil, fmt.Errorf("open %s at %d baud: %w", cfg.Path, cfg.Baud, err)
	}
	p := &Port{
		control: control,
		line:    line,
		chunks:  make(chan Chunk, 64),
		closing: make(chan struct{}),
		done:    make(chan struct{}),
	}
	if err := line.Flush(); err != nil {
		p.release()
		return nil, fmt.Errorf("open %s: discard old input: %w", cfg.Path, err)
	}
	go p.read()
	return p, nil
}

// openControl opens the second descriptor and takes the lock on it.
func openControl(path string) (int, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	switch {
	case errors.Is(err, unix.ENOENT), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV), errors.Is(err, unix.EIO):
		return -1, fmt.Errorf("%w (%w)", ErrAbsent, err)
	case errors.Is(err, unix.EBUSY):
		return -1, ErrInUse
	case err != nil:
		return -1, err
	}
	if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = unix.Close(fd)
		if errors.Is(err, unix.EWOULDBLOCK) {
			return -1, ErrInUse
		}
		return -1, fmt.Errorf("lock: %w", err)
	}
	return fd, nil
}

// Chunks delivers what arrives, in order. It is closed when the line is dead or
// closed; Err then tells which.
func (p *Port) Chunks() <-chan Chunk { return p.chunks }

// Err returns nil while the port works, then ErrUnplugged, ErrClosed or the
// error that ended it.
func (p *Port) Err() error {
	p.errMu.Lock()
	defer p.errMu.Unlock()
	return p.err
}

// Write sends b or fails: ErrWriteTimeout when the peer has not taken all of it
// within the limit, ErrUnplugged when the line died. What part of b left is then
// unknown. Calls must not overlap.
func (p *Port) Write(b []byte, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for len(b) > 0 {
		n, err := p.writePiece(b[:min(len(b), pieceBytes)])
		if err != nil {
			return fmt.Errorf("write: %w", err)
		}
		b = b[n:]
		if n == 0 && time.Now().After(deadline) {
			return fmt.Errorf("write: %d bytes left after %s: %w", len(b), limit, ErrWriteTimeout)
		}
	}
	return nil
}

// writePiece waits a little for room and writes what fits.
func (p *Port) writePiece(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.released {
		if err := p.Err(); err != nil {
			return 0, err
		}
		return 0, ErrClosed
	}
	events, err := pollOne(p.control, unix.POLLOUT, 20*time.Millisecond)
	if err != nil {
		return 0, err
	}
	if events&(unix.POLLHUP|unix.POLLERR) != 0 {
		return 0, ErrUnplugged
	}
	if events&unix.POLLOUT == 0 {
		return 0, nil
	}
	n, err := unix.Write(p.control, b)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return 0, nil
	case errors.Is(err, unix.EIO), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV):
		return 0, ErrUnplugged
	case err != nil:
		return 0, err
	}
	return n, nil
}

// Close releases the line. It waits for the reader, but never longer than a
// second; the kernel gets the descriptors back when the reader is through.
func (p *Port) Close() error {
	p.closeOnce.Do(func() { close(p.closing) })
	select {
	case <-p.done:
	case <-time.After(closeLimit):
	}
	return nil
}

// read is the reader goroutine; it ends by releasing both descriptors.
func (p *Port) read() {
	defer close(p.done)
	err := p.readUntilDead()
	p.errMu.Lock()
	p.err = err
	p.errMu.Unlock()
	p.release()
	close(p.chunks)
}

func (p *Port) readUntilDead() error {
	buf := make([]byte, 4096)
	for {
		select {
		case <-p.closing:
			return ErrClosed
		default:
		}
		events, err := pollOne(p.control, unix.POLLIN, pollInterval)
		if err != nil {
			return err
		}
		if events&(unix.POLLHUP|unix.POLLERR|unix.POLLNVAL) != 0 {
			return ErrUnplugged
		}
		if events&unix.POLLIN == 0 {
			continue // silence
		}
		n, err := p.line.Read(buf)
		if n > 0 {
			select {
			case p.chunks <- Chunk{Data: append([]byte(nil), buf[:n]...), At: time.Now()}:
			case <-p.closing:
				return ErrClosed
			}
			continue
		}
		// Nothing although poll promised something: either the line is dying,
		// then the next poll says so, or someone else flushed the input.
		if err != nil && errors.Is(err, unix.EIO) {
			return ErrUnplugged
		}
	}
}

// release closes both descriptors, once.
func (p *Port) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.released {
		return
	}
	p.released = true
	// Without this the last close of a UART waits up to 30 s for output that
	// nobody takes any more.
	_ = unix.IoctlSetInt(p.control, unix.TCFLSH, unix.TCIOFLUSH)
	_ = p.line.Close()
	_ = unix.Close(p.control)
}

// pollOne waits for events on one descriptor; an interrupted wait is a wait
// that saw nothing.
func pollOne(fd int, events int16, limit time.Duration) (int16, error) {
	fds := []unix.PollFd{{Fd: int32(fd), Events: events}}
	if _, err := unix.Poll(fds, int(limit.Milliseconds())); err != nil && !errors.Is(err, unix.EINTR) {
		return 0, fmt.Errorf("poll: %w", err)
	}
	return fds[0].Revents, nil
}
