package journal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
)

// Mark is a place in the chain: after line N, whose sum is Sum.
type Mark struct {
	N   int64
	Sum string
}

// Summary is what a verified file holds.
type Summary struct {
	Lines       int
	First, Last time.Time
	Before      Mark // what the file's first line follows
	Head        Mark
	Unknown     int // events that the catalogue lacks
}

// ErrTorn says that a file ends in the middle of a line, as after a power cut.
// Everything before is sound.
var ErrTorn = errors.New("the last line is torn")

// BrokenError names the first line that does not fit.
type BrokenError struct {
	Line   int // of the file, from 1
	Reason string
}

// Error implements error.
func (e *BrokenError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Verify reads one file and follows its chain. With after the first line must
// follow that mark; nil accepts any beginning, because the files before may have
// been rotated away. The error is a *BrokenError, ErrTorn, or of reading;
// Summary tells about the sound lines in any case.
func Verify(r io.Reader, after *Mark) (s Summary, err error) {
	in := bufio.NewReaderSize(r, maxLine+1)
	for {
		line, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0:
			return s, nil
		case errors.Is(err, io.EOF):
			return s, ErrTorn
		case errors.Is(err, bufio.ErrBufferFull):
			return s, &BrokenError{s.Lines + 1, "too long"}
		case err != nil:
			return s, err
		}
		if err := s.follow(bytes.TrimSuffix(line, []byte("\n")), after); err != nil {
			return s, err
		}
	}
}

func (s *Summary) follow(raw []byte, after *Mark) error {
	broken := func(format string, a ...any) error {
		return &BrokenError{s.Lines + 1, fmt.Sprintf(format, a...)}
	}
	l, sum, err := parse(raw)
	if err != nil {
		return broken("%v", err)
	}
	expect := Mark{l.N - 1, l.Prev}
	if s.Lines > 0 {
		expect = s.Head
	} else if after != nil {
		expect = *after
	}
	if l.N != expect.N+1 {
		return broken("number %d where %d was expected: lines were removed or added", l.N, expect.N+1)
	}
	if l.Prev != expect.Sum {
		return broken("does not follow the line before")
	}
	if l.N < 1 || (l.N == 1) != (l.Prev == "") {
		return broken("not a beginning of a journal")
	}
	if s.Lines == 0 {
		s.Before, s.First = expect, l.At
	}
	if _, known := Lookup(l.Code); !known {
		s.Unknown++
	}
	s.Lines++
	s.Last, s.Head = l.At, Mark{l.N, sum}
	return nil
}
