package escpos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/devices"
)

// coolLimit is how long a page waits for a hot print head, which recovers alone.
const coolLimit = 30 * time.Second

// print does one job: it refuses at once what the printer cannot do, sends the
// page band by band, cuts, and waits until the paper has been printed.
func (s *session) print(ctx context.Context, j *job) error {
	p := s.printer
	if err := s.pollAll(ctx, p.opts.Answer); err != nil {
		return err
	}
	if c, blocked := blocking(conditions(s.answers)); blocked {
		return s.fault(c)
	}
	s.report(true)
	if err := s.clearTorn(); err != nil {
		return err
	}
	p.setTorn(true)
	if err := s.page(ctx, j); err != nil {
		return s.giveUp(ctx, err)
	}
	p.setTorn(false)
	return nil
}

// giveUp throws the rest of a page away, so that it does not come out when the
// paper is back, and returns why. The answer to a status request afterwards says
// that the printer has obeyed.
func (s *session) giveUp(ctx context.Context, why error) error {
	if errors.Is(why, errLine) {
		return why
	}
	if err := s.send(s.printer.profile.Clear, commandLimit); err != nil {
		return err
	}
	if err := s.pollAll(ctx, s.printer.opts.Answer); err != nil {
		return err
	}
	return why
}

// clearTorn cuts off what a page that was given up has left on the paper.
func (s *session) clearTorn() error {
	p := s.printer
	if !p.isTorn() {
		return nil
	}
	b := append([]byte(nil), p.profile.Clear...)
	b = appendInit(b)
	b = appendFeed(b, p.profile.FeedDots)
	return s.send(append(b, p.profile.Cut...), p.opts.BandTime)
}

// page sends the page and waits for it.
func (s *session) page(ctx context.Context, j *job) error {
	p := s.printer
	height := j.page.Bounds().Dy()
	begun := time.Now()
	if err := s.send(appendInit(nil), p.opts.BandTime); err != nil {
		return err
	}
	var band []byte
	for y := 0; y < height; y += p.bandRows {
		if err := j.ctx.Err(); err != nil {
			return err
		}
		band = AppendBand(band[:0], j.page, y, min(y+p.bandRows, height))
		if err := s.send(band, p.opts.BandTime); err != nil {
			return err
		}
		if err := s.goOn(ctx, j.ctx); err != nil {
			return err
		}
	}
	p.mu.Lock()
	p.last++
	id := processID(p.last)
	p.mu.Unlock()
	s.heard = false
	end := appendFeed(band[:0], p.profile.FeedDots)
	end = append(end, p.profile.Cut...)
	if p.profile.ProcessID {
		end = appendProcessID(end, id)
	}
	if err := s.send(end, p.opts.BandTime); err != nil {
		return err
	}
	dots := float64(height + p.profile.FeedDots)
	paperTime := time.Duration(dots / p.profile.Paper.DotsPerMM / p.profile.MMPerSecond * float64(time.Second))
	return s.waitPrinted(ctx, j.ctx, id, begun.Add(paperTime))
}

// goOn returns nil when the printer can take the next band. A hot head is waited
// for; every other condition ends the page.
func (s *session) goOn(ctx, jobCtx context.Context) error {
	hot := time.Time{}
	for {
		c, blocked, err := s.check(ctx, s.printer.opts.BandTime)
		if err != nil {
			return err
		}
		s.report(true)
		switch {
		case !blocked:
			return nil
		case c != devices.HeadHot:
			return s.fault(c)
		case hot.IsZero():
			hot = time.Now()
		case time.Since(hot) > coolLimit:
			return s.fault(c)
		}
		if err := s.pause(ctx, jobCtx, s.printer.opts.Watch); err != nil {
			return err
		}
	}
}

// waitPrinted waits until the printer has said that job id is on paper or, for a
// printer that cannot say it, until the paper's time is over; it watches the
// status all the while.
func (s *session) waitPrinted(ctx, jobCtx context.Context, id [4]byte, expected time.Time) error {
	p := s.printer
	for {
		if s.heard && s.printed == id {
			return nil
		}
		if err := s.goOn(ctx, jobCtx); err != nil {
			return err
		}
		switch {
		case !p.profile.ProcessID && time.Now().After(expected):
			return nil
		case time.Now().After(expected.Add(p.opts.Overtime)):
			return &devices.Fault{Kind: devices.KindPrinter, Condition: devices.Stalled,
				Hint: fmt.Sprintf("%s: no word that the page was printed (GS ( H): try profile=generic", p.address)}
		}
		if err := s.pause(ctx, jobCtx, p.opts.Watch); err != nil {
			return err
		}
	}
}

// pause listens to the line for a while, or until a page is reported printed.
func (s *session) pause(ctx, jobCtx context.Context, d time.Duration) error {
	timeout := time.NewTimer(d)
	defer timeout.Stop()
	for {
		select {
		case <-ctx.Done():
			return s.lost(ctx.Err())
		case <-jobCtx.Done():
			return jobCtx.Err()
		case <-timeout.C:
			return nil
		case chunk, open := <-s.line.Chunks():
			if !open {
				return s.lost(s.line.Err())
			}
			before := s.heard
			s.sort(chunk.Data, false)
			if s.heard && !before {
				return nil
			}
		}
	}
}

// fault is the error of a page that a person has to help with.
func (s *session) fault(c devices.Condition) error {
	s.report(false)
	return &devices.Fault{Kind: devices.KindPrinter, Condition: c,
		Hint: fmt.Sprintf("%s: status bytes % X", s.printer.address, s.answers)}
}

func (p *Printer) setTorn(torn bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.torn = torn
}

func (p *Printer) isTorn() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.torn
}
