package paperemu

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
	"time"
)

// Paper of 80 mm: what the head can print.
const (
	headBytes   = 72 // 576 dots
	dotsPerMM   = 8
	lineDots    = 30 // height of a line of text
	sliceDots   = 16 // the mechanism looks at its sensors every 2 mm
	bufferLimit = 4 << 20
)

// task is a command with the line that has to hear its answer.
type task struct {
	command command
	answer  io.Writer
	epoch   int // of the buffer when it was received
}

// run is the mechanism: it executes the buffer in order, at the paper's speed.
func (e *Emulator) run(ctx context.Context) {
	defer close(e.stopped)
	for {
		t, ok := e.next(ctx)
		if !ok {
			return
		}
		e.execute(ctx, t)
	}
}

// next waits for a command.
func (e *Emulator) next(ctx context.Context) (task, bool) {
	for {
		e.mu.Lock()
		if len(e.buffer) > 0 {
			t := e.buffer[0]
			e.buffer = e.buffer[1:]
			e.buffered -= len(t.command.bytes)
			e.mu.Unlock()
			return t, true
		}
		changed := e.changed
		e.mu.Unlock()
		select {
		case <-ctx.Done():
			return task{}, false
		case <-changed:
		}
	}
}

func (e *Emulator) execute(ctx context.Context, t task) {
	c := t.command
	b := c.bytes
	switch {
	case c.text:
		e.keep(b)
		if b[0] == '\n' {
			e.advance(ctx, t.epoch, blank(lineDots))
		} else {
			e.mu.Lock()
			e.text = append(e.text, b[0])
			e.mu.Unlock()
		}
	case c.is(gs, 'v'):
		if e.advance(ctx, t.epoch, e.raster(b)) {
			e.keep(b)
		}
	case c.is(esc, 'J'):
		e.keep(b)
		e.advance(ctx, t.epoch, blank(int(b[2])))
	case c.is(esc, 'd'):
		e.keep(b)
		e.advance(ctx, t.epoch, blank(int(b[2])*lineDots))
	case c.is(gs, 'V'):
		feed := 0
		if len(b) == 4 {
			feed = int(b[3])
		}
		if e.advance(ctx, t.epoch, blank(feed)) && e.waitAble(ctx, t.epoch) {
			e.keep(b)
			e.cut()
		}
	case c.is(esc, 'i'), c.is(esc, 'm'):
		if e.waitAble(ctx, t.epoch) {
			e.keep(b)
			e.cut()
		}
	case c.is(gs, '(') && b[2] == 'H':
		if len(b) == 11 && e.waitAble(ctx, t.epoch) {
			_, _ = t.answer.Write(append(append([]byte{0x37, 0x22}, b[7:11]...), 0))
		}
	case c.is(gs, 'I'):
		if b[2] >= 65 {
			_, _ = t.answer.Write(append(append([]byte{0x5f}, e.opts.Model...), 0))
		} else {
			_, _ = t.answer.Write([]byte{0x20})
		}
	default: // a mode: nothing moves
		e.keep(b)
	}
}

// raster unpacks the rows of a GS v 0 command to the width of the head.
func (e *Emulator) raster(b []byte) [][]byte {
	width := int(b[4]) | int(b[5])<<8
	height := int(b[6]) | int(b[7])<<8
	if width > headBytes {
		e.record(fmt.Sprintf("raster of %d bytes a row on a head of %d", width, headBytes))
	}
	if b[3] != 0 {
		e.record(fmt.Sprintf("raster mode %d is not emulated", b[3]))
	}
	rows := make([][]byte, height)
	for y := range rows {
		rows[y] = make([]byte, headBytes)
		copy(rows[y], b[8+y*width:8+(y+1)*width])
	}
	return rows
}

func blank(dots int) [][]byte {
	rows := make([][]byte, dots)
	for i := range rows {
		rows[i] = make([]byte, headBytes)
	}
	return rows
}

// advance moves the paper, printing rows, at its speed. It stops while the
// mechanism cannot work, and returns false when the buffer was cleared meanwhile.
func (e *Emulator) advance(ctx context.Context, epoch int, rows [][]byte) bool {
	for len(rows) > 0 {
		if !e.waitAble(ctx, epoch) {
			return false
		}
		n := min(len(rows), sliceDots)
		e.mu.Lock()
		speed := e.opts.MMPerSecond
		e.mu.Unlock()
		if speed > 0 {
			mm := float64(n) / dotsPerMM
			select {
			case <-ctx.Done():
				return false
			case <-time.After(time.Duration(mm / speed * float64(time.Second))):
			}
		}
		e.mu.Lock()
		e.canvas = append(e.canvas, rows[:n]...)
		e.paperMM = max(0, e.paperMM-float64(n)/dotsPerMM)
		e.notify()
		e.mu.Unlock()
		rows = rows[n:]
	}
	return true
}

// waitAble waits until the mechanism can work. A fault that is armed for the
// next occasion strikes here and stays for Opts.Relief. It returns false when
// the command waiting is no longer in the buffer.
func (e *Emulator) waitAble(ctx context.Context, epoch int) bool {
	for {
		e.mu.Lock()
		e.strike()
		able, same, changed := !e.sensors().offline(), e.epoch == epoch, e.changed
		e.mu.Unlock()
		switch {
		case !same:
			return false
		case able:
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-changed:
		}
	}
}

// keep adds the bytes of an executed command to the receipt.
func (e *Emulator) keep(b []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.raw = append(e.raw, b...)
}

// picture paints rows of dots.
func picture(rows [][]byte) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, headBytes*8, max(1, len(rows))))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y, row := range rows {
		if len(bytes.Trim(row, "\x00")) == 0 {
			continue
		}
		for x := range headBytes * 8 {
			if row[x/8]&(0x80>>(x%8)) != 0 {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	return img
}
