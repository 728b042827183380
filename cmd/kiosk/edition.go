package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/receipt"
	"documenting.kz/terminal/pipeline/signature"
)

// edition is one set of policy data with everything this terminal makes of it. It never changes.
type edition struct {
	set     *policy.Set
	at      press
	capture capture
	fault   error // why the folder of -policy is no part of it

	mu     sync.Mutex
	office policy.Office // of the form
	form   *receipt.Form
}

func today() kiosk.Date { return kiosk.DateOf(time.Now().In(kiosk.Almaty)) }

// place is where the terminal stands on a day.
func (e *edition) place(day kiosk.Date) kiosk.Place {
	o, _ := e.set.Office(e.at.office, day) // it is among the data, or the edition would not be
	return kiosk.Place{Name: o.Name, Address: o.Address, Hours: o.Hours}
}

// receipts lays receipts out with the address and hours of a day.
func (e *edition) receipts(day kiosk.Date) (*receipt.Form, error) {
	office, err := e.set.Office(e.at.office, day)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.form == nil || e.office != office {
		if e.form, err = receiptForm(office, e.at.id); err != nil {
			return nil, err
		}
		e.office = office
	}
	return e.form, nil
}

// press makes editions.
type press struct {
	id, office string
	overlay    string // folder over everything else, for development; may be empty
	nets       *face.Engine
}

// make is what a bundle must pass before it is kept: the data are sound, this
// terminal's office is among them, and every stage finds its limits. A folder of
// -policy that is wrong is left out and named: the rest is in force all the same.
func (p press) make(layers ...fs.FS) (*edition, error) {
	var fault error
	if p.overlay != "" {
		e, err := p.withOverlay(layers)
		if err == nil {
			return e, nil
		}
		fault = fmt.Errorf("-policy %s is left out: %w", p.overlay, err)
	}
	e, err := p.set(layers)
	if err != nil {
		return nil, err
	}
	e.fault = fault
	return e, nil
}

func (p press) withOverlay(layers []fs.FS) (*edition, error) {
	if _, err := os.ReadDir(p.overlay); err != nil {
		return nil, err
	}
	return p.set(append(slices.Clone(layers), os.DirFS(p.overlay)))
}

func (p press) set(layers []fs.FS) (_ *edition, err error) {
	e := &edition{at: p}
	if e.set, err = policy.Load(layers...); err != nil {
		return nil, err
	}
	if e.capture, err = newCapture(p.nets, e.set); err != nil {
		return nil, err
	}
	_, err = e.receipts(today())
	return e, err
}

// capture is what judges portraits and signatures, with the limits policy sets.
type capture struct {
	studio *studio
	scribe signature.Scribe
}

func newCapture(nets *face.Engine, rules *policy.Set) (capture, error) {
	c := capture{studio: &studio{nets: nets}, scribe: signature.Scribe{Print: signature.SpecimenField}}
	if err := rules.Capture("portrait", &c.studio.limits); err != nil {
		return c, err
	}
	return c, rules.Capture("signature", &c.scribe.Limits)
}

func receiptForm(office policy.Office, id string) (*receipt.Form, error) {
	regular, err := assets.Fonts.ReadFile("fonts/NotoSans-Regular.ttf")
	if err != nil {
		return nil, err
	}
	bold, err := assets.Fonts.ReadFile("fonts/NotoSans-Bold.ttf")
	if err != nil {
		return nil, err
	}
	return receipt.New(receipt.Opts{
		Regular: regular, Bold: bold, Wording: assets.Receipt,
		Point: receipt.Point{Name: office.Name, Address: office.Address, Hours: office.Hours, Kiosk: id},
	})
}

// The parts below ask for the edition in force at every use. It changes only
// while nobody is served, so a visit has one.

type studioInForce struct{ book *book }

// Sit implements kiosk.Studio.
func (s studioInForce) Sit() (kiosk.Sitting, error) { return s.book.edition().capture.studio.Sit() }

type scribeInForce struct{ book *book }

// Assess implements kiosk.Scribe.
func (s scribeInForce) Assess(strokes []kiosk.Stroke, width, height float64) *kiosk.Problem {
	return s.book.edition().capture.scribe.Assess(strokes, width, height)
}

// Finish implements kiosk.Scribe.
func (s scribeInForce) Finish(strokes []kiosk.Stroke, width, height float64) (kiosk.Signature, error) {
	return s.book.edition().capture.scribe.Finish(strokes, width, height)
}

type printerInForce struct {
	book   *book
	device devices.Printer
}

func (p printerInForce) now() (receipt.Printer, error) {
	form, err := p.book.edition().receipts(today())
	return receipt.Printer{Form: form, Device: p.device}, err
}

// Print implements kiosk.ReceiptPrinter.
func (p printerInForce) Print(ctx context.Context, r kiosk.Receipt) error {
	printer, err := p.now()
	if err != nil {
		return err
	}
	return printer.Print(ctx, r)
}

// PrintSlip implements kiosk.ReceiptPrinter.
func (p printerInForce) PrintSlip(ctx context.Context, s kiosk.Slip) error {
	printer, err := p.now()
	if err != nil {
		return err
	}
	return printer.PrintSlip(ctx, s)
}

// Status implements kiosk.ReceiptPrinter.
func (p printerInForce) Status() devices.Status { return p.device.Status() }
