package citizen

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Choose takes what p applies for, one document or both, and answers what is asked of it.
func (c *Citizen) Choose(ctx context.Context, p Person) error {
	for _, wish := range strings.Fields(p.Choice) {
		option, answer, asked := strings.Cut(wish, "/")
		before, err := c.Find(ctx, "choose-"+option)
		if err != nil {
			return err
		}
		if err := c.Press(before, "choose-"+option); err != nil {
			return err
		}
		if asked {
			if _, err := c.On(ctx, kiosk.ScreenSpecify); err != nil {
				return err
			}
			if err := c.Touch(ctx, "sub-"+answer); err != nil {
				return err
			}
		}
		if _, err := c.Until(ctx, option+" to be chosen", func(s Seen) bool {
			return s.Screen == kiosk.ScreenChoice && s.CanNext && len(s.Chosen) == len(before.Chosen)+1
		}); err != nil {
			return err
		}
	}
	return nil
}

// Agree goes on from the choice and agrees with the registry's data.
func (c *Citizen) Agree(ctx context.Context) error {
	if _, err := c.On(ctx, kiosk.ScreenChoice); err != nil {
		return err
	}
	if _, err := c.Go(ctx, "next"); err != nil {
		return err
	}
	if _, err := c.On(ctx, kiosk.ScreenDetails); err != nil {
		return err
	}
	_, err := c.Go(ctx, "next")
	return err
}

// Find turns the choice screen's pages until the button is there.
func (c *Citizen) Find(ctx context.Context, button string) (Seen, error) {
	s, err := c.On(ctx, kiosk.ScreenChoice)
	if err != nil {
		return s, err
	}
	document := "id-card"
	if strings.Contains(button, "passport") {
		document = "passport"
	}
	shown := func(s Seen) bool {
		return slices.ContainsFunc(slices.Collect(maps.Keys(s.Buttons)), func(id string) bool {
			return (strings.HasPrefix(id, "choose-") || strings.HasPrefix(id, "why-")) && strings.Contains(id, document)
		})
	}
	if s, err = c.Turn(ctx, "tab-"+document, shown); err != nil {
		return s, err
	}
	for range 9 {
		if _, here := s.Buttons[button]; here {
			return s, nil
		}
		before := slices.Sorted(maps.Keys(s.Buttons))
		if s, err = c.Turn(ctx, "more", func(s Seen) bool {
			return !slices.Equal(before, slices.Sorted(maps.Keys(s.Buttons)))
		}); err != nil {
			return s, err
		}
	}
	return s, fmt.Errorf("%s is on no page of the choice", button)
}

// Turn presses a button that only the front knows of, such as a tab, and looks
// until what is drawn satisfies done. No View tells of it, so it looks again and again.
func (c *Citizen) Turn(ctx context.Context, button string, done func(Seen) bool) (Seen, error) {
	for range presses {
		s, err := c.Until(ctx, "button "+button, func(s Seen) bool { _, ok := s.Buttons[button]; return ok || done(s) })
		if err != nil || done(s) {
			return s, err
		}
		if err := c.Press(s, button); err != nil {
			return s, err
		}
		for deadline := time.Now().Add(unanswered); time.Now().Before(deadline); {
			c.read()
			if s, err = c.Look(ctx); err != nil || done(s) {
				return s, err
			}
		}
	}
	return c.seen, fmt.Errorf("%s turns nothing", button)
}

// read is the moment a person needs to see that something has changed.
func (c *Citizen) read() {
	defer c.acting()()
	time.Sleep(reaction)
}

// Why asks why an option is not possible; answer "" for the option itself.
func (c *Citizen) Why(ctx context.Context, button string) (Seen, error) {
	s, err := c.Look(ctx)
	if err != nil {
		return s, err
	}
	if s.Screen == kiosk.ScreenChoice {
		if _, err := c.Find(ctx, button); err != nil {
			return s, err
		}
	}
	if err := c.Touch(ctx, button); err != nil {
		return s, err
	}
	return c.On(ctx, kiosk.ScreenRefused)
}

// Slip prints the refusal on the screen and waits for the paper, asking again
// as anybody would while the printer is not ready.
func (c *Citizen) Slip(ctx context.Context) error {
	patience, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for {
		if _, err := c.Go(patience, "slip"); err != nil {
			return err
		}
		s, err := c.Until(patience, "the slip", func(s Seen) bool {
			return s.Slip == kiosk.SlipPrinted || s.Slip == kiosk.SlipFailed
		})
		if err != nil || s.Slip == kiosk.SlipPrinted {
			return err
		}
	}
}

// Help opens the help and a topic in it: two touches from any screen.
func (c *Citizen) Help(ctx context.Context, topic string) error {
	if err := c.Touch(ctx, "help"); err != nil {
		return err
	}
	if _, err := c.Until(ctx, "the help", func(s Seen) bool { return s.Overlay == kiosk.OverlayHelp }); err != nil {
		return err
	}
	_, err := c.Turn(ctx, "topic-"+topic, func(s Seen) bool { _, open := s.Buttons["help-topics"]; return open })
	return err
}

// CloseHelp goes back to what lay under the help.
func (c *Citizen) CloseHelp(ctx context.Context) error {
	if err := c.Touch(ctx, "help-close"); err != nil {
		return err
	}
	_, err := c.Until(ctx, "the screen under the help", func(s Seen) bool { return s.Overlay == kiosk.OverlayNone })
	return err
}
