package paperemu

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const receiptsKept = 32

// Receipt is one cut piece of paper.
type Receipt struct {
	Number int         // from 1
	At     time.Time   // of the cut
	Raw    []byte      // the commands that made it, the cut included; no status requests
	Image  *image.Gray // 576 dots wide, one pixel a dot
	Text   string      // what was sent as text; it is not drawn
}

// HeightMM is the length of the paper.
func (r Receipt) HeightMM() float64 { return float64(r.Image.Bounds().Dy()) / dotsPerMM }

// PNG encodes the picture.
func (r Receipt) PNG() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, r.Image); err != nil {
		return nil, fmt.Errorf("receipt %d: %w", r.Number, err)
	}
	return b.Bytes(), nil
}

// cut ends the receipt and files it.
func (e *Emulator) cut() {
	e.mu.Lock()
	e.cuts++
	r := Receipt{
		Number: e.cuts, At: time.Now(),
		Raw: e.raw, Image: picture(e.canvas), Text: string(e.text),
	}
	e.raw, e.canvas, e.text = nil, nil, nil
	e.receipts = append(e.receipts, r)
	if len(e.receipts) > receiptsKept {
		e.receipts = slices.Delete(e.receipts, 0, 1)
	}
	e.notify()
	e.mu.Unlock()
	if e.opts.Out == "" {
		return
	}
	if err := r.write(e.opts.Out); err != nil {
		e.record(err.Error())
	}
}

func (r Receipt) write(folder string) error {
	picture, err := r.PNG()
	if err != nil {
		return err
	}
	name := filepath.Join(folder, fmt.Sprintf("receipt-%d", r.Number))
	if err := os.WriteFile(name+".bin", r.Raw, 0o644); err != nil {
		return fmt.Errorf("receipt %d: %w", r.Number, err)
	}
	if err := os.WriteFile(name+".png", picture, 0o644); err != nil {
		return fmt.Errorf("receipt %d: %w", r.Number, err)
	}
	return nil
}

// Receipts returns the latest pieces of paper, oldest first, at most 32: a
// picture takes almost a megabyte.
func (e *Emulator) Receipts() []Receipt {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Receipt(nil), e.receipts...)
}

// Changed is closed when anything about the printer changes: paper moved, a
// receipt was cut, a host came or went. Ask again for the next change.
func (e *Emulator) Changed() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.changed
}
