package paperemu

import (
	"time"

	"documenting.kz/terminal/devices/devicetest/fault"
)

// sensors is what the printer knows about itself at a moment.
type sensors struct {
	paperOut, nearEnd, cover, jam, cutter, hot, off bool
}

// offline reports whether the printer can work on.
func (s sensors) offline() bool {
	return s.paperOut || s.cover || s.jam || s.cutter || s.hot || s.off
}

// statusByte is the answer to DLE EOT n.
func (s sensors) statusByte(n byte) byte {
	b := byte(0x12)
	set := func(on bool, bits byte) {
		if on {
			b |= bits
		}
	}
	switch n {
	case 1:
		set(s.offline(), 0x08)
	case 2:
		set(s.cover, 0x04)
		set(s.paperOut, 0x20)
		set(s.jam || s.cutter || s.hot, 0x40)
	case 3:
		set(s.jam, 0x04)
		set(s.cutter, 0x08)
		set(s.hot, 0x40)
	case 4:
		set(s.nearEnd, 0x0c)
		set(s.paperOut, 0x60)
	}
	return b
}

// sensors reads the mechanism; e.mu is held.
func (e *Emulator) sensors() sensors {
	modes := e.faults.Modes()
	on := func(name string) bool { return modes[name] == fault.Always || e.striking[name] }
	return sensors{
		paperOut: e.paperMM <= 0 || on(FaultPaper),
		nearEnd:  e.paperMM < e.opts.NearEndMM,
		cover:    on(FaultCover),
		jam:      on(FaultJam),
		cutter:   on(FaultCutter),
		hot:      on(FaultHot),
		off:      on(FaultOffline),
	}
}

// strike lets the faults armed for the next occasion come true once the page
// has begun; e.mu is held.
func (e *Emulator) strike() {
	if len(e.canvas) == 0 {
		return
	}
	modes := e.faults.Modes()
	for _, name := range stopping() {
		if modes[name] != fault.Next {
			continue
		}
		e.faults.Take(name)
		e.striking[name] = true
		time.AfterFunc(e.opts.Relief, func() {
			e.mu.Lock()
			defer e.mu.Unlock()
			delete(e.striking, name)
			e.notify()
		})
	}
}
