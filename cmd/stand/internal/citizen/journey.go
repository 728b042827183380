package citizen

import (
	"context"
	"fmt"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Person is whom the script plays. IIN, phone and face fit together in the
// central service's synthetic registry.
type Person struct {
	IIN   string
	Phone string // ten digits after +7
	Face  string // who stands before the camera
	// Choice is what to apply for: reason and document as in the buttons' ids, and
	// after a slash the answer to the question that follows: "18-id-card",
	// "13-passport-36/lost", and "18-id-card 17-passport-36" for both documents.
	Choice string
}

// Step is how long one step of a visit took.
type Step struct {
	Name    string `json:"step"`
	Machine int64  `json:"machineMs"` // the terminal, the centre, the devices
	Human   int64  `json:"humanMs"`   // fingers and pen; nobody thinks in a script
}

// Timed runs one step and adds its times to steps.
func (c *Citizen) Timed(name string, steps *[]Step, do func() error) error {
	began, human := time.Now(), c.human
	err := do()
	acted := c.human - human
	*steps = append(*steps, Step{Name: name, Machine: (time.Since(began) - acted).Milliseconds(), Human: acted.Milliseconds()})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Start presses Start and agrees.
func (c *Citizen) Start(ctx context.Context, language kiosk.Language) error {
	if _, err := c.Until(ctx, "an open terminal", func(s Seen) bool { return s.State == kiosk.Attract && s.Open }); err != nil {
		return err
	}
	if err := c.Speak(ctx, language); err != nil {
		return err
	}
	if _, err := c.Go(ctx, "start"); err != nil {
		return err
	}
	_, err := c.On(ctx, kiosk.ScreenConsent)
	return err
}

// Speak changes the language.
func (c *Citizen) Speak(ctx context.Context, language kiosk.Language) error {
	if err := c.Touch(ctx, "lang-"+string(language)); err != nil {
		return err
	}
	_, err := c.Until(ctx, "language "+string(language), func(s Seen) bool { return s.Language == language })
	return err
}

// Number types an IIN or a phone and goes on.
func (c *Citizen) Number(ctx context.Context, screen kiosk.Screen, digits string) error {
	if _, err := c.On(ctx, screen); err != nil {
		return err
	}
	if err := c.Type(ctx, digits); err != nil {
		return err
	}
	_, err := c.Go(ctx, "next")
	return err
}

// Code reads the newest SMS to the number, types it and goes on.
func (c *Citizen) Code(ctx context.Context, phone string) error {
	if _, err := c.On(ctx, kiosk.ScreenCode); err != nil {
		return err
	}
	code, err := c.ReadSMS(ctx, phone)
	if err != nil {
		return err
	}
	if err := c.Type(ctx, code); err != nil {
		return err
	}
	_, err = c.Go(ctx, "next")
	return err
}

// ReadSMS is the code of the newest message to the number.
func (c *Citizen) ReadSMS(ctx context.Context, phone string) (string, error) {
	messages, err := c.Centre.Messages(ctx, "+7"+phone)
	if err != nil {
		return "", err
	}
	for _, m := range messages {
		if m.Code != "" {
			return m.Code, nil
		}
	}
	return "", fmt.Errorf("no SMS code was sent to the number")
}

// ToIdentify goes from the consent to the moment when the camera looks for a face.
func (c *Citizen) ToIdentify(ctx context.Context, p Person) error {
	if _, err := c.Go(ctx, "next"); err != nil {
		return err
	}
	if err := c.Number(ctx, kiosk.ScreenIIN, p.IIN); err != nil {
		return err
	}
	if err := c.Number(ctx, kiosk.ScreenPhone, p.Phone); err != nil {
		return err
	}
	return c.Code(ctx, p.Phone)
}

// PickShot waits for the shots and takes one.
func (c *Citizen) PickShot(ctx context.Context) error {
	if _, err := c.On(ctx, kiosk.ScreenPick); err != nil {
		return err
	}
	if err := c.Touch(ctx, "pick-1"); err != nil {
		return err
	}
	_, err := c.Go(ctx, "next")
	return err
}

// Sign writes on the pad and goes on.
func (c *Citizen) Sign(ctx context.Context, handwriting string) error {
	if err := c.Write(ctx, handwriting); err != nil {
		return err
	}
	if _, err := c.Until(ctx, "an accepted signature", func(s Seen) bool { return s.CanNext }); err != nil {
		return err
	}
	_, err := c.Go(ctx, "next")
	return err
}

// Write moves the pen; the strokes are on the screen when the last one is lifted.
func (c *Citizen) Write(ctx context.Context, handwriting string) error {
	if _, err := c.Until(ctx, "the pad", func(s Seen) bool { return s.Screen == kiosk.ScreenSign && !s.PadAway }); err != nil {
		return err
	}
	defer c.acting()()
	return c.Hardware.Write(ctx, handwriting)
}

// Confirm agrees with the summary and confirms by SMS.
func (c *Citizen) Confirm(ctx context.Context, p Person) error {
	if _, err := c.On(ctx, kiosk.ScreenSummary); err != nil {
		return err
	}
	if _, err := c.Go(ctx, "next"); err != nil {
		return err
	}
	return c.Code(ctx, p.Phone)
}

// ScanAndPay reads the QR off the screen and does what is said on the payer's page: pay, cancel or fail.
func (c *Citizen) ScanAndPay(ctx context.Context, how string) error {
	if _, err := c.On(ctx, kiosk.ScreenPay); err != nil {
		return err
	}
	page, err := c.ReadQR(ctx)
	if err != nil {
		return err
	}
	return c.Pay(ctx, page, how)
}

// ToChoice comes in and is identified.
func (c *Citizen) ToChoice(ctx context.Context, p Person) error {
	if err := c.Hardware.Person(ctx, p.Face, "right"); err != nil {
		return err
	}
	if err := c.Start(ctx, kiosk.Russian); err != nil {
		return err
	}
	if err := c.ToIdentify(ctx, p); err != nil {
		return err
	}
	_, err := c.On(ctx, kiosk.ScreenChoice)
	return err
}

// ToSignature goes the whole happy way up to the signature.
func (c *Citizen) ToSignature(ctx context.Context, p Person) error {
	if err := c.ToChoice(ctx, p); err != nil {
		return err
	}
	if err := c.Choose(ctx, p); err != nil {
		return err
	}
	if err := c.Agree(ctx); err != nil {
		return err
	}
	if err := c.PickShot(ctx); err != nil {
		return err
	}
	_, err := c.On(ctx, kiosk.ScreenSign)
	return err
}

// ToPayment goes the whole happy way up to the QR (or to the end, when exempt).
func (c *Citizen) ToPayment(ctx context.Context, p Person) error {
	if err := c.ToSignature(ctx, p); err != nil {
		return err
	}
	if err := c.Sign(ctx, c.Hand); err != nil {
		return err
	}
	return c.Confirm(ctx, p)
}

// The emulator's handwritings that can serve: a believable signature of four
// seconds, and initials of one for whoever is in a hurry.
const (
	Handwriting = "signature"
	Initials    = "initials"
)

// Cancel gives the visit up, and says so twice.
func (c *Citizen) Cancel(ctx context.Context) error {
	if err := c.Touch(ctx, "cancel"); err != nil {
		return err
	}
	_, err := c.Go(ctx, "cancel-yes")
	return err
}

// Leave ends the visit from the last screen.
func (c *Citizen) Leave(ctx context.Context) error {
	if _, err := c.Go(ctx, "finish"); err != nil {
		return err
	}
	_, err := c.On(ctx, kiosk.ScreenAttract)
	return err
}
