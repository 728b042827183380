package escpos

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"documenting.kz/terminal/devices/serialport"
)

// line is the wire to a printer. Chunks is closed when it died.
type line interface {
	Chunks() <-chan serialport.Chunk
	Err() error
	Write(b []byte, limit time.Duration) error
	Close() error
}

// dialer connects to the printer's address.
type dialer func(ctx context.Context) (line, error)

// target is what an address says.
type target struct {
	dial     dialer
	profile  Profile
	bandRows int // so that a band takes no longer than two seconds on the line
}

// parseAddress understands tcp:host:port and serial:/dev/path?baud=19200; both
// may carry ?profile=name.
func parseAddress(address string) (target, error) {
	fail := func(why string) (target, error) {
		return target{}, fmt.Errorf("escpos: address %q: %s", address, why)
	}
	kind, rest, ok := strings.Cut(address, ":")
	if !ok {
		return fail("want tcp:host:port or serial:/dev/path?baud=19200")
	}
	place, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return fail(err.Error())
	}
	profile, err := ProfileByName(values.Get("profile"))
	if err != nil {
		return target{}, err
	}
	switch kind {
	case "tcp":
		if _, _, err := net.SplitHostPort(place); err != nil {
			return fail("want tcp:host:port")
		}
		return target{dial: dialTCP(place), profile: profile, bandRows: BandRows}, nil
	case "serial":
		baud := 19200
		if text := values.Get("baud"); text != "" {
			if baud, err = strconv.Atoi(text); err != nil || baud <= 0 {
				return fail("baud is a number")
			}
		}
		if place == "" {
			return fail("empty path")
		}
		const bitsPerByte, seconds = 10, 2
		rows := baud / bitsPerByte * seconds / (profile.Paper.WidthDots / 8)
		return target{
			dial: func(context.Context) (line, error) {
				return serialport.Open(serialport.Config{Path: place, Baud: baud})
			},
			profile:  profile,
			bandRows: max(1, min(rows, BandRows)),
		}, nil
	}
	return fail("unknown transport " + strconv.Quote(kind))
}

const dialLimit = 3 * time.Second

func dialTCP(place string) dialer {
	return func(ctx context.Context) (line, error) {
		conn, err := (&net.Dialer{Timeout: dialLimit}).DialContext(ctx, "tcp", place)
		if err != nil {
			return nil, err
		}
		l := &tcpLine{conn: conn, chunks: make(chan serialport.Chunk, 16), closed: make(chan struct{})}
		go l.read()
		return l, nil
	}
}

// tcpLine is a network printer's connection.
type tcpLine struct {
	conn      net.Conn
	chunks    chan serialport.Chunk
	closed    chan struct{}
	closeOnce sync.Once
	err       error // written before chunks is closed
}

func (l *tcpLine) Chunks() <-chan serialport.Chunk { return l.chunks }

// Err may be asked once Chunks is closed.
func (l *tcpLine) Err() error { return l.err }

func (l *tcpLine) Write(b []byte, limit time.Duration) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	_, err := l.conn.Write(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%w (%w)", serialport.ErrWriteTimeout, err)
	}
	return err
}

func (l *tcpLine) Close() error {
	l.closeOnce.Do(func() { close(l.closed) })
	return l.conn.Close()
}

func (l *tcpLine) read() {
	defer close(l.chunks)
	buf := make([]byte, 512)
	for {
		n, err := l.conn.Read(buf)
		if n > 0 {
			select {
			case l.chunks <- serialport.Chunk{Data: append([]byte(nil), buf[:n]...), At: time.Now()}:
			case <-l.closed:
				l.err = net.ErrClosed
				return
			}
		}
		if err != nil {
			l.err = err
			return
		}
	}
}
