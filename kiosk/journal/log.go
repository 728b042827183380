package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Opts say where a journal lies and how large it may become.
type Opts struct {
	Dir      string           // made with mode 0700 when absent
	MaxBytes int64            // of one file; 8 MB by default
	Keep     int              // older files kept; 30 by default
	Now      func() time.Time // time.Now by default
}

// current is the file that is written; older ones are journal-<first number>.jsonl.
const current = "journal.jsonl"

// Log writes a journal. It is safe for concurrent use by one process.
type Log struct {
	o Opts

	mu    sync.Mutex
	file  *os.File
	size  int64
	first int64 // number of the current file's first line
	head  Mark
	err   error
}

var _ kiosk.Journal = (*Log)(nil)

// Open continues the journal in o.Dir, or begins one.
func Open(o Opts) (*Log, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = 8 << 20
	}
	if o.Keep == 0 {
		o.Keep = 30
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &Log{o: o}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	event, detail, err := l.resume()
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	if event != "" {
		l.Record(event, "", detail)
	}
	l.Record("journal.opened", "", fmt.Sprintf("%d lines before", l.head.N))
	return l, l.Err()
}

// resume opens the current file at its end. It says what was found wrong with it.
func (l *Log) resume() (event, detail string, err error) {
	l.file, err = os.OpenFile(filepath.Join(l.o.Dir, current), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return "", "", err
	}
	found, err := Verify(l.file, nil)
	if found.Lines > 0 {
		l.head, l.first = found.Head, found.Before.N+1
	} else if before, ok := l.lastOfOlder(); ok {
		l.head = before
	}
	var broken *BrokenError
	switch {
	case errors.Is(err, ErrTorn):
		if err := l.cut(found.Lines); err != nil {
			return "", "", err
		}
		event = "journal.torn"
	case errors.As(err, &broken):
		aside := fmt.Sprintf("damaged-%s.jsonl", l.o.Now().UTC().Format("20060102T150405.000"))
		if err := l.turn(aside); err != nil {
			return "", "", err
		}
		event, detail = "journal.damaged", fmt.Sprintf("%s, %v", aside, broken)
	case err != nil:
		return "", "", err
	}
	l.size, err = l.file.Seek(0, io.SeekEnd)
	return event, detail, err
}

// cut removes what follows the n-th line.
func (l *Log) cut(n int) error {
	data, err := os.ReadFile(l.file.Name())
	if err != nil {
		return err
	}
	keep := 0
	for range n {
		keep += strings.IndexByte(string(data[keep:]), '\n') + 1
	}
	return l.file.Truncate(int64(keep))
}

// lastOfOlder finds the end of the newest older file, for the moment after a rotation.
func (l *Log) lastOfOlder() (Mark, bool) {
	older, err := l.older()
	if err != nil || len(older) == 0 {
		return Mark{}, false
	}
	f, err := os.Open(older[len(older)-1])
	if err != nil {
		return Mark{}, false
	}
	defer f.Close()
	s, err := Verify(f, nil)
	return s.Head, err == nil && s.Lines > 0
}

func (l *Log) older() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(l.o.Dir, "journal-*.jsonl"))
	slices.Sort(files) // the numbers have leading zeros
	return files, err
}

// Files lists the journal's files from the oldest to the one being written.
func (l *Log) Files() ([]string, error) {
	files, err := l.older()
	return append(files, filepath.Join(l.o.Dir, current)), err
}

// Record implements kiosk.Journal. It cannot fail a session; what went wrong is kept for Err.
func (l *Log) Record(event string, id kiosk.ApplicationID, detail string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry, _ := Lookup(event)
	detail = shorten(Scrub(detail))
	line := Line{
		N: l.head.N + 1, At: l.o.Now().UTC(), Code: shorten(Scrub(event)), Level: entry.Level, App: id, Detail: detail, Prev: l.head.Sum,
	}
	l.err = l.write(line)
}

func (l *Log) write(line Line) error {
	if l.file == nil {
		return fmt.Errorf("journal: %w", os.ErrClosed)
	}
	raw, sum, err := line.seal()
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if l.size > 0 && l.size+int64(len(raw)) > l.o.MaxBytes {
		if err := l.rotate(); err != nil {
			return fmt.Errorf("journal: rotate: %w", err)
		}
	}
	n, err := l.file.Write(append(raw, '\n'))
	if err != nil {
		_ = l.file.Truncate(l.size) // half a line would break the chain
		return fmt.Errorf("journal: %w", err)
	}
	if l.size == 0 {
		l.first = line.N
	}
	l.size += int64(n)
	l.head = Mark{line.N, sum}
	if line.Level.durable() {
		if err := l.file.Sync(); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	return nil
}

// rotate begins a new file and removes the oldest beyond Keep.
func (l *Log) rotate() error {
	if err := l.turn(fmt.Sprintf("journal-%012d.jsonl", l.first)); err != nil {
		return err
	}
	older, err := l.older()
	if err != nil {
		return err
	}
	for len(older) > l.o.Keep {
		if err := os.Remove(older[0]); err != nil {
			return err
		}
		older = older[1:]
	}
	return nil
}

// turn gives the current file another name and begins an empty one.
func (l *Log) turn(name string) error {
	path := filepath.Join(l.o.Dir, current)
	if err := errors.Join(l.file.Sync(), l.file.Close(), os.Rename(path, filepath.Join(l.o.Dir, name))); err != nil {
		return err
	}
	var err error
	l.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	l.size = 0
	return err
}

// Head is the place the chain has reached; the centre that knows it can tell any change before it.
func (l *Log) Head() Mark {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head
}

// Err is what went wrong with the last Record, nil when it is written.
func (l *Log) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Close puts everything on disk.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := errors.Join(l.file.Sync(), l.file.Close())
	l.file = nil
	return err
}

// shorten keeps a line within bounds; a detail is a hint, not a dump.
func shorten(s string) string {
	const most = 512
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
