package main

import (
	"context"
	"errors"
	"net/http"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline"
)

// needed are the systems without which no session makes sense: the person could
// not be identified or the application not be paid for.
var needed = []string{"kdp", "gbdfl", "bmg", "sms", "digital-id", "payment"}

// house says whether the terminal can serve: policy, devices, room on disk, keys, centre.
type house struct {
	id      string
	book    *book
	camera  devices.Device
	pad     devices.Device
	printer devices.Device
	queue   *offline.Queue
	syncer  *offline.Syncer
	sealer  *sealer
	lines   *http.Transport // what a session's questions go over
	journal kiosk.Journal
}

// Forget implements kiosk.House: an idle connection keeps the last answer in its buffer.
func (h *house) Forget() { h.lines.CloseIdleConnections() }

// Service implements kiosk.House. Each problem is named once, the one that closes the terminal first.
func (h *house) Service() kiosk.Service {
	s := kiosk.Service{Kiosk: h.id, Office: h.book.edition().place(today()).Name}
	add := func(bad bool, key string) {
		if bad {
			s.Problems = append(s.Problems, kiosk.Problem{Key: key})
		}
	}
	expired, ailing := h.book.Standing(today())
	add(expired, kiosk.ProblemPolicy)
	add(!h.reachable(), kiosk.ProblemCentre)
	add(h.queue.Room() != nil, kiosk.ProblemQueue)
	add(!h.camera.Status().Working(), kiosk.ProblemCamera)
	add(!h.pad.Status().Working(), kiosk.ProblemPad)
	printer := h.printer.Status()
	switch {
	case printer.Has(devices.PaperOut):
		add(true, kiosk.ProblemPrinterPaper)
	case printer.Has(devices.CoverOpen):
		add(true, kiosk.ProblemPrinterCover)
	default:
		add(!printer.Working(), kiosk.ProblemPrinter)
	}
	s.Open = len(s.Problems) == 0
	add(printer.Has(devices.PaperNearEnd), kiosk.ProblemPaperLow)
	add(ailing && s.Open, kiosk.ProblemPolicyGap) // it says that one can go on
	return s
}

func (h *house) reachable() bool {
	if !h.sealer.Ready() {
		return false
	}
	state, online := h.syncer.Health()
	return online && len(state.Down(needed...)) == 0
}

// Admit implements kiosk.House: at Start the centre is asked once more.
func (h *house) Admit(ctx context.Context) kiosk.Service {
	_ = h.syncer.Poll(ctx) // Service says what came of it
	return h.Service()
}

// Settle implements kiosk.House.
func (h *house) Settle(ctx context.Context) {
	if h.queue.Stats().Count[offline.Held] == 0 {
		return
	}
	if err := h.queue.Recover(ctx, h.syncer); err != nil && !errors.Is(err, context.Canceled) {
		h.journal.Record("queue.recover-waits", "", err.Error())
	}
}
