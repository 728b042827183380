package kiosk

import (
	"context"
	"image"
	"time"

	"documenting.kz/terminal/devices"
)

// camera, pad and printer stand for the hardware.
type fakeCamera struct{ w *world }

func (c fakeCamera) Info() devices.Info         { return devices.Info{Kind: devices.KindCamera} }
func (c fakeCamera) Open(context.Context) error { return nil }
func (c fakeCamera) Close() error               { return nil }
func (c fakeCamera) Start() error               { return nil }
func (c fakeCamera) Stop()                      {}
func (c fakeCamera) Status() devices.Status {
	defer c.w.lock()()
	return devices.Status{State: c.w.camera}
}
func (c fakeCamera) Read(ctx context.Context, f *devices.Frame) error {
	select {
	case <-time.After(33 * time.Millisecond):
	case <-ctx.Done():
		return ctx.Err()
	}
	defer c.w.lock()()
	c.w.reads++
	if c.w.camera != devices.Ready || c.w.mishap(50) {
		return devices.ErrGone
	}
	if f.Image == nil {
		f.Image = image.NewRGBA(image.Rect(0, 0, 4, 4))
	}
	f.Seq++
	return nil
}

type fakePad struct{ w *world }

func (p fakePad) Info() devices.Info         { return devices.Info{Kind: devices.KindSignaturePad} }
func (p fakePad) Open(context.Context) error { return nil }
func (p fakePad) Close() error               { return nil }
func (p fakePad) Status() devices.Status {
	defer p.w.lock()()
	return devices.Status{State: p.w.pad}
}
func (p fakePad) Geometry() devices.PadGeometry {
	defer p.w.lock()()
	if p.w.pad != devices.Ready {
		return devices.PadGeometry{}
	}
	return devices.PadGeometry{MaxX: 10000, MaxY: 6000, MaxPressure: 1023, UnitsPerMM: 100}
}
func (p fakePad) Capture(ctx context.Context, on func(devices.PenSample)) error {
	for x := 0; ; x++ {
		select {
		case <-time.After(8 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
		p.w.mu.Lock()
		gone := p.w.pad != devices.Ready || p.w.mishap(300)
		p.w.mu.Unlock()
		if gone {
			return devices.ErrGone
		}
		if x < 60 { // a signature, then the pen rests
			on(devices.PenSample{X: 1000 + 50*x, Y: 3000, Pressure: 500, Down: x%30 != 29, Near: true, At: time.Duration(x) * 8 * time.Millisecond})
		}
	}
}

type fakePrinter struct{ w *world }

func (p fakePrinter) Print(_ context.Context, r Receipt) error {
	defer p.w.lock()()
	if p.w.printErr != nil {
		if err := p.w.printErr(); err != nil {
			return err
		}
	}
	if p.w.mishap(4) {
		return &devices.Fault{Kind: devices.KindPrinter, Condition: devices.PaperOut}
	}
	p.w.judge(r)
	p.w.prints = append(p.w.prints, r)
	return nil
}

// judge wants on paper what is on disk only.
func (w *world) judge(r Receipt) {
	if len(r.Items) == 0 {
		w.faults = append(w.faults, "an empty receipt")
	}
	for _, item := range r.Items {
		if !w.held[item.ID] || w.dropped[item.ID] || item.Coupon != nil && w.released[item.ID] == (PaymentRef{}) {
			w.faults = append(w.faults, "printed what is not durable")
		}
	}
}

func (p fakePrinter) PrintSlip(ctx context.Context, s Slip) error {
	if p.w.printTime > 0 {
		if p.w.printing.Add(1) > 1 {
			p.w.faults = append(p.w.faults, "two papers at once")
		}
		defer p.w.printing.Add(-1)
		select {
		case <-time.After(p.w.printTime):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	defer p.w.lock()()
	if p.w.printErr != nil {
		if err := p.w.printErr(); err != nil {
			return err
		}
	}
	if p.w.mishap(4) {
		return &devices.Fault{Kind: devices.KindPrinter, Condition: devices.CoverOpen}
	}
	p.w.slips = append(p.w.slips, s)
	return nil
}
func (p fakePrinter) Status() devices.Status {
	defer p.w.lock()()
	if p.w.mishap(3) {
		return devices.Status{State: devices.Failed}
	}
	return devices.Status{State: devices.Ready}
}
