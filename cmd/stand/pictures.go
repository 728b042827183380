package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"documenting.kz/terminal/kiosk"
)

func (t *tour) snap(ctx context.Context, screen kiosk.Screen) error {
	if _, err := t.c.On(ctx, screen); err != nil {
		return err
	}
	return t.snapAs(ctx, string(screen))
}

// snapAs takes what is on the screen in each language, under a name of its own.
func (t *tour) snapAs(ctx context.Context, name string) error {
	for _, language := range []kiosk.Language{kiosk.Kazakh, kiosk.English, kiosk.Russian} {
		if err := t.speak(ctx, language); err != nil {
			return fmt.Errorf("picture of %s: %w", name, err)
		}
		if err := t.keep(fmt.Sprintf("%s-%s.png", name, language)); err != nil {
			return err
		}
	}
	return nil
}

// speak changes the language and waits until it is on the glass: until the button
// of the language before looks otherwise.
func (t *tour) speak(ctx context.Context, language kiosk.Language) error {
	s, err := t.c.Look(ctx)
	if err != nil || s.Language == language {
		return err
	}
	button := s.Buttons["lang-"+string(s.Language)]
	before, err := t.c.Hands.Picture()
	if err != nil {
		return err
	}
	if err := t.c.Speak(ctx, language); err != nil {
		return err
	}
	for range 50 {
		now, err := t.c.Hands.Picture()
		if err != nil || differ(before, now, button) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("the window is not painted anew")
}

func differ(a, b *image.RGBA, in image.Rectangle) bool {
	in = in.Intersect(a.Rect).Intersect(b.Rect)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		from, to := a.PixOffset(in.Min.X, y), a.PixOffset(in.Max.X, y)
		if !bytes.Equal(a.Pix[from:to], b.Pix[from:to]) {
			return true
		}
	}
	return false
}

func (t *tour) keep(name string) error {
	time.Sleep(300 * time.Millisecond) // a drawn View reaches the glass a frame or two later
	picture, err := t.c.Picture()
	if err != nil {
		return err
	}
	t.pictures++
	return os.WriteFile(filepath.Join(t.out, name), picture, 0o644)
}

// keepPaper keeps a picture of what was printed last.
func (t *tour) keepPaper(ctx context.Context, name string) error {
	papers, err := t.c.Hardware.Receipts(ctx)
	if err != nil {
		return err
	}
	if len(papers) == 0 {
		return errors.New("nothing was printed")
	}
	picture, err := t.c.Hardware.Receipt(ctx, papers[len(papers)-1].N)
	if err != nil {
		return err
	}
	t.pictures++
	return os.WriteFile(filepath.Join(t.out, name), picture, 0o644)
}
