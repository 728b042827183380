//go:build probe

package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui"
)

// The probe tells a scripted citizen which View is drawn and where its buttons
// are. It only tells; it cannot press. It exists in builds with the tag probe.
type probe struct {
	w *window

	mu      sync.Mutex
	view    kiosk.View
	drawn   int
	entered int           // how often the state has changed
	moved   chan struct{} // closed and renewed with every View
}

func probeFlag(flags *flag.FlagSet, c *config) {
	flags.StringVar(&c.probe, "probe", "", "`host:port` that tells a scripted citizen where the buttons are")
}

// probe serves on address and returns what must be told every View.
func (w *window) probe(ctx context.Context, address string) (func(kiosk.View), error) {
	if address == "" {
		return func(kiosk.View) {}, nil
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	p := &probe{w: w, moved: make(chan struct{})}
	server := &http.Server{Handler: http.HandlerFunc(p.serve), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(l) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Printf("probe=http://%s\n", l.Addr())
	return p.tell, nil
}

func (p *probe) tell(v kiosk.View) {
	fyne.Do(func() { // behind the drawing of the View itself
		p.mu.Lock()
		defer p.mu.Unlock()
		if v.State != p.view.State {
			p.entered++
		}
		p.view, p.drawn = v, p.drawn+1
		close(p.moved)
		p.moved = make(chan struct{})
	})
}

// serve answers GET /?after=N: the View, as soon as more than N were drawn, or after two seconds.
func (p *probe) serve(rw http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	p.mu.Lock()
	for deadline := time.After(2 * time.Second); p.drawn <= after; {
		moved := p.moved
		p.mu.Unlock()
		select {
		case <-moved:
			p.mu.Lock()
			continue
		case <-deadline:
		case <-r.Context().Done():
		}
		p.mu.Lock()
		break
	}
	v, drawn, entered := p.view, p.drawn, p.entered
	p.mu.Unlock()
	var buttons map[string]image.Rectangle
	var frames int64
	fyne.DoAndWait(func() { buttons, frames = ui.Hitboxes(p.w.win.Canvas()), p.w.front.Frames() })
	options := []map[string]any{}
	for _, o := range v.Options {
		option := map[string]any{"choice": o.Choice, "allowed": o.Allowed, "code": o.Code, "why": o.Why.RU, "title": o.Title}
		if len(o.SubReasons) > 0 {
			option["subReasons"] = answers(o)
		}
		options = append(options, option)
	}
	asking, denied := []answer{}, ""
	if v.Asking != nil {
		asking = answers(*v.Asking)
	}
	if v.Denied != nil {
		denied = v.Denied.Code
	}
	refusal := ""
	if v.Refusal != nil {
		refusal = v.Refusal.Code
	}
	_ = json.NewEncoder(rw).Encode(map[string]any{
		"drawn": drawn, "entered": entered, "buttons": buttons, "state": v.State, "screen": v.Screen, "language": v.Language, "overlay": v.Overlay,
		"problem": v.Problem, "problems": v.Service.Problems, "open": v.Service.Open, "canNext": v.CanNext, "typed": v.Input.Len,
		"advice": v.Camera.Advice, "shots": len(v.Shots), "ink": v.Sign.HasInk, "padAway": v.Sign.Waiting, "payment": v.Pay.State,
		"qr": v.Pay.QR != "", "application": v.Receipt.QR, "receipt": v.Receipt, "refusal": refusal, "options": options, "frames": frames,
		"chosen": v.Chosen, "asking": asking, "denied": denied, "slip": v.Slip, "wait": v.Wait, "earlier": len(v.Earlier), "canHelp": v.CanHelp,
		"number": v.Number, "told": v.Refusal, "option": v.Denied, // what a slip is made of
		"pay": v.Pay, "payItems": v.Pay.Items, "receiptItems": v.Receipt.Items,
	})
}

// answer is one sub-reason a citizen can be asked for.
type answer struct {
	ID      string `json:"id"`
	Allowed bool   `json:"allowed"`
}

func answers(v kiosk.Verdict) []answer {
	out := []answer{}
	for _, sub := range v.SubReasons {
		out = append(out, answer{sub.Choice.SubReason, sub.Allowed})
	}
	return out
}
