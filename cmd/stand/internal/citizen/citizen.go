package citizen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"documenting.kz/terminal/cmd/stand/internal/hands"
	"documenting.kz/terminal/cmd/stand/internal/rig"
	"documenting.kz/terminal/kiosk"
)

// Patience is how long the script waits for one screen.
const Patience = 45 * time.Second

// reaction is how long a person needs to move a finger to a new screen; touches
// that come sooner are taken for the second half of a double tap.
const reaction = 300 * time.Millisecond

// repeat is how fast a person presses one key twice; what comes sooner is a trembling finger.
const repeat = 200 * time.Millisecond

// unanswered is how long a person looks at a field that does not change before
// pressing the key again; presses is how often.
const (
	unanswered = 4 * time.Second
	presses    = 3
)

// Citizen plays one person after another at one rig.
type Citizen struct {
	Hands    *hands.Hands
	Hardware Hardware
	Centre   Centre
	// Looked is told every new screen once, when it is drawn; nil: nobody.
	Looked func(Seen) error
	// Hand is the handwriting on the pad; At sets Handwriting.
	Hand string
	// Touches collects how long each touch took to bring the next screen.
	Touches []time.Duration
	// Printing is how long the last receipt took on the screen "print".
	Printing time.Duration

	probe web
	seen  Seen
	since time.Time     // when the screen or overlay seen appeared
	human time.Duration // spent on fingers and pen

	pressed string // the last button, and when the finger left it
	lifted  time.Time
}

// At puts a citizen in front of a rig whose terminal is the build with the probe.
func At(r *rig.Rig) (*Citizen, error) {
	h, err := hands.Open(r.Display)
	if err != nil {
		return nil, err
	}
	c := &Citizen{Hands: h, Hardware: Hardware{web{r.Control}}, Centre: Centre{web{r.Central}}, Hand: Handwriting}
	c.Meet(r)
	return c, nil
}

// Meet finds the probe of a terminal that was started anew.
func (c *Citizen) Meet(r *rig.Rig) { c.probe = web{r.Kiosk.Addresses["probe"]}; c.seen = Seen{} }

// Close takes the hands away.
func (c *Citizen) Close() { c.Hands.Close() }

// Look asks for the View that is drawn now.
func (c *Citizen) Look(ctx context.Context) (Seen, error) { return c.look(ctx, 0) }

func (c *Citizen) look(ctx context.Context, after int) (Seen, error) {
	var s Seen
	if err := c.probe.get(ctx, "/?after="+strconv.Itoa(after), &s); err != nil {
		return s, fmt.Errorf("look: %w", err)
	}
	before := c.seen.Screen
	if s.State != c.seen.State && c.seen.State == kiosk.Print {
		c.Printing = time.Since(c.since)
	}
	if s.Entered != c.seen.Entered || s.Overlay != c.seen.Overlay {
		c.since = time.Now()
	}
	c.seen = s
	if c.Looked != nil && s.Screen != before {
		if err := c.Looked(s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// Until waits for a View that satisfies ok. what is for the error.
func (c *Citizen) Until(ctx context.Context, what string, ok func(Seen) bool) (Seen, error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	s, err := c.look(ctx, 0)
	for err == nil && !ok(s) {
		s, err = c.look(ctx, s.Drawn)
	}
	if err != nil {
		return s, fmt.Errorf("waited for %s, saw %s (problem %v, advice %q, refusal %q, service %v): %w", what, c.seen.State, c.seen.Problem, c.seen.Advice, c.seen.Refusal, c.seen.Problems, err)
	}
	return s, nil
}

// On waits for a screen.
func (c *Citizen) On(ctx context.Context, screen kiosk.Screen) (Seen, error) {
	return c.Until(ctx, "screen "+string(screen), func(s Seen) bool { return s.Screen == screen })
}

// Touch presses the button with the given id once it is drawn.
func (c *Citizen) Touch(ctx context.Context, button string) error {
	s, err := c.Until(ctx, "button "+button, func(s Seen) bool { _, ok := s.Buttons[button]; return ok })
	if err != nil {
		return err
	}
	return c.Press(s, button)
}

// Press presses a button that is seen.
func (c *Citizen) Press(s Seen, button string) error {
	defer c.acting()()
	wait := reaction - time.Since(c.since)
	if strings.HasPrefix(button, "digit-") {
		wait = 0
		if button == c.pressed {
			wait = repeat - time.Since(c.lifted)
		}
	}
	if wait > 0 {
		time.Sleep(wait)
	}
	defer func() { c.pressed, c.lifted = button, time.Now() }()
	return c.Hands.Tap(middle(s.Buttons[button]))
}

// acting measures what a person does, so that the rest is the machine's time.
func (c *Citizen) acting() func() {
	began := time.Now()
	return func() { c.human += time.Since(began) }
}

// Go touches a button and waits for a change of state; the time from the finger's
// leaving to the drawn screen is kept in Touches.
func (c *Citizen) Go(ctx context.Context, button string) (Seen, error) {
	before, err := c.Until(ctx, "button "+button, func(s Seen) bool { _, ok := s.Buttons[button]; return ok })
	if err != nil {
		return before, err
	}
	if err := c.Press(before, button); err != nil {
		return before, err
	}
	lifted := time.Now()
	s, err := c.Until(ctx, "what comes after "+button, func(s Seen) bool { return s.Entered != before.Entered })
	c.Touches = append(c.Touches, time.Since(lifted))
	return s, err
}

// Type presses digits on the keypad and looks after each whether it is in the
// field. A digit that did not arrive is pressed again, as anybody would.
func (c *Citizen) Type(ctx context.Context, digits string) error {
	for _, d := range digits {
		if err := c.digit(ctx, "digit-"+string(d)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Citizen) digit(ctx context.Context, button string) error {
	before, err := c.Until(ctx, "button "+button, func(s Seen) bool { _, ok := s.Buttons[button]; return ok })
	if err != nil {
		return err
	}
	for range presses {
		if err = c.Press(before, button); err != nil {
			return err
		}
		glance, cancel := context.WithTimeout(ctx, unanswered)
		_, err = c.Until(glance, "a digit", func(s Seen) bool { return s.Typed != before.Typed })
		cancel()
		c.lifted = time.Now() // a busy terminal may have noticed the finger late
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// Picture is the screen as PNG.
func (c *Citizen) Picture() ([]byte, error) {
	img, err := c.Hands.Picture()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ReadQR decodes the QR on the screen, as a phone would.
func (c *Citizen) ReadQR(ctx context.Context) (string, error) {
	if _, err := c.Until(ctx, "a QR", func(s Seen) bool { return s.QR }); err != nil {
		return "", err
	}
	var last error
	for range 10 { // the View is drawn a frame before the pixels are there
		picture, err := c.Picture()
		if err != nil {
			return "", err
		}
		cmd := exec.CommandContext(ctx, "zbarimg", "-q", "--raw", "png:-")
		cmd.Stdin = bytes.NewReader(picture)
		out, err := cmd.Output()
		if text := strings.TrimSpace(string(out)); err == nil && text != "" {
			return text, nil
		}
		last = err
		time.Sleep(100 * time.Millisecond)
	}
	return "", fmt.Errorf("no QR can be read from the screen (zbarimg): %w", last)
}

// Pay opens the page behind the QR, as the payer's phone would, and presses pay, cancel or fail there.
func (c *Citizen) Pay(ctx context.Context, page, how string) error {
	u, err := url.Parse(page)
	if err != nil || u.Hostname() != "127.0.0.1" {
		return errors.New("the QR leads somewhere else")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return err
	}
	rsp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	rsp.Body.Close()
	return web{page}.post(ctx, "/"+how, map[string]any{}, nil)
}

func middle(r image.Rectangle) image.Point { return r.Min.Add(r.Size().Div(2)) }
