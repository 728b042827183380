package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/cmd/stand/internal/rig"
	"documenting.kz/terminal/kiosk"
)

// hasty are settings of a centre that no officer sits at: it is soon done with an
// application, so that its person may come again.
const hasty = `{"processSeconds": 1}`

// quiet starts a rig nobody operates by hand: free ports, a display of its own, fresh state.
func quiet(ctx context.Context, models, state string) (*rig.Rig, error) {
	return rig.Start(ctx, rig.Config{
		Bin: binaries(), Kiosk: "kiosk-probe", Models: models, State: state, Logs: filepath.Join(state, "logs"),
		Settings: hasty, Central: "127.0.0.1:0", Control: "127.0.0.1:0", Printer: "127.0.0.1:0",
	})
}

// demo is "make demo": one timed visit, then a tour that leaves a picture of
// every screen in three languages.
func demo(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("stand demo", flag.ContinueOnError)
	models := flags.String("models", filepath.Join(stateFolder(), "models"), "`folder` of the face models")
	out := flags.String("out", "out/demo", "`folder` for the pictures and timings.json")
	if err := flags.Parse(args); err != nil {
		return err
	}
	state, err := os.MkdirTemp("", "terminal-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(state)
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	r, err := quiet(ctx, *models, state)
	if err != nil {
		return err
	}
	defer r.Close()
	c, err := citizen.At(r)
	if err != nil {
		return err
	}
	defer c.Close()

	t := &tour{c: c, out: *out}
	if err := t.show(ctx); err != nil {
		if ctx.Err() == nil {
			_ = t.keep("failed.png")
		}
		return err
	}
	// What the centre received of the tour's first application: portrait and signature.
	r.StopCentral()
	if err := r.OpenApplication(ctx, t.application, filepath.Join(*out, "application")); err != nil {
		return err
	}
	fmt.Printf("%d pictures, timings.json and what the centre received in %s\n", t.pictures, *out)
	return nil
}

func (t *tour) show(ctx context.Context) error {
	fmt.Println("a visit from Start to receipt …")
	steps, err := visit(ctx, t.c, expired)
	if err != nil {
		return err
	}
	if err := writeTimings(filepath.Join(t.out, "timings.json"), steps); err != nil {
		return err
	}
	fmt.Println("a tour of every screen in three languages …")
	return t.all(ctx)
}

// visit is one whole visit with the times of its steps.
func visit(ctx context.Context, c *citizen.Citizen, p citizen.Person) (steps []citizen.Step, err error) {
	if err := c.Hardware.Person(ctx, p.Face, "right"); err != nil {
		return nil, err
	}
	pay := func() error {
		if err := c.ScanAndPay(ctx, "pay"); err != nil {
			return err
		}
		_, err := c.On(ctx, kiosk.ScreenDone)
		return err
	}
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"start and consent", func() error { return c.Start(ctx, kiosk.Russian) }},
		{"IIN, phone, SMS code", func() error { return c.ToIdentify(ctx, p) }},
		{"identification", func() error { _, err := c.On(ctx, kiosk.ScreenChoice); return err }},
		{"document, reason, data", func() error {
			return run(func() error { return c.Choose(ctx, p) }, func() error { return c.Agree(ctx) })
		}},
		{"portrait", func() error { return c.PickShot(ctx) }},
		{"signature", func() error { return c.Sign(ctx, c.Hand) }},
		{"summary and confirmation", func() error { return c.Confirm(ctx, p) }},
		{"hold, registration, payment, receipt", pay},
		{"rating and end", func() error {
			if err := c.Touch(ctx, "rate-5"); err != nil {
				return err
			}
			return c.Leave(ctx)
		}},
	} {
		if err := c.Timed(step.name, &steps, step.do); err != nil {
			return steps, err
		}
	}
	return steps, nil
}

func writeTimings(path string, steps []citizen.Step) error {
	var report struct {
		Steps   []citizen.Step `json:"steps"`
		Machine float64        `json:"machineSeconds"`
		Human   float64        `json:"humanSeconds"`
	}
	report.Steps = steps
	for _, s := range steps {
		report.Machine += float64(s.Machine) / 1000
		report.Human += float64(s.Human) / 1000
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	fmt.Printf("machine time of the whole journey: %.1f s\n", report.Machine)
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// tour brings the terminal to every screen and takes its picture in each language.
type tour struct {
	c           *citizen.Citizen
	out         string
	pictures    int
	application string // id of the application that was paid for
}

func (t *tour) all(ctx context.Context) error {
	for _, part := range []func(context.Context) error{t.identity, t.capture, t.money, t.choices, t.both, t.ends} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// run does one thing after another until one fails.
func run(steps ...func() error) error {
	for _, do := range steps {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tour) identity(ctx context.Context) error {
	c, p := t.c, soonExpired
	snap := func(s kiosk.Screen) func() error { return func() error { return t.snap(ctx, s) } }
	press := func(id string) func() error { return func() error { _, err := c.Go(ctx, id); return err } }
	return run(
		snap(kiosk.ScreenAttract),
		func() error { return c.Start(ctx, kiosk.Russian) },
		snap(kiosk.ScreenConsent), press("next"),
		func() error { return c.Type(ctx, p.IIN[:8]) }, snap(kiosk.ScreenIIN),
		func() error { return c.Type(ctx, p.IIN[8:]) }, press("next"),
		func() error { return c.Type(ctx, p.Phone) }, snap(kiosk.ScreenPhone), press("next"),
		snap(kiosk.ScreenCode),
		func() error { return c.Hardware.Person(ctx, p.Face, "far") },
		func() error { return c.Code(ctx, p.Phone) },
		snap(kiosk.ScreenIdentify),
		func() error { return c.Hardware.Person(ctx, "astronaut", "right") },
		snap(kiosk.ScreenAgain),
		func() error { return c.Hardware.Person(ctx, p.Face, "right") },
		func() error {
			return c.Centre.Set(ctx, map[string]any{"services": map[string]string{"gbdfl": "silent"}})
		},
		press("again"),
		snap(kiosk.ScreenWait),
		func() error { return c.Centre.Set(ctx, map[string]any{"services": map[string]string{"gbdfl": "up"}}) },
	)
}

func (t *tour) capture(ctx context.Context) error {
	c, p := t.c, soonExpired
	snap := func(s kiosk.Screen) func() error { return func() error { return t.snap(ctx, s) } }
	press := func(id string) func() error { return func() error { _, err := c.Go(ctx, id); return err } }
	return run(
		snap(kiosk.ScreenChoice),
		func() error { return c.Choose(ctx, p) }, press("next"),
		snap(kiosk.ScreenDetails),
		func() error { return c.Hardware.Person(ctx, p.Face, "left") }, press("next"),
		snap(kiosk.ScreenPortrait),
		func() error { return c.Hardware.Person(ctx, p.Face, "right") },
		snap(kiosk.ScreenPick), press("next"),
		func() error { return c.Write(ctx, citizen.Handwriting) },
		func() error {
			_, err := c.Until(ctx, "an accepted signature", func(s citizen.Seen) bool { return s.CanNext })
			return err
		},
		snap(kiosk.ScreenSign), press("next"),
		snap(kiosk.ScreenSummary),
		func() error { return c.Confirm(ctx, p) },
	)
}

func (t *tour) money(ctx context.Context) error {
	c := t.c
	snap := func(s kiosk.Screen) func() error { return func() error { return t.snap(ctx, s) } }
	press := func(id string) func() error { return func() error { _, err := c.Go(ctx, id); return err } }
	return run(
		snap(kiosk.ScreenPay),
		func() error { s, err := c.Look(ctx); t.application = s.Application; return err },
		func() error { return c.ScanAndPay(ctx, "cancel") },
		snap(kiosk.ScreenPayAgain), press("again"),
		func() error { return c.Hardware.Paper(ctx, 0) },
		func() error { return c.ScanAndPay(ctx, "pay") },
		snap(kiosk.ScreenPrintFault),
		func() error { return c.Hardware.Paper(ctx, 80_000) },
		snap(kiosk.ScreenPrint),
		snap(kiosk.ScreenDone),
		func() error { return t.keepPaper(ctx, "receipt.png") },
		func() error { return c.Leave(ctx) },
	)
}

// choices shows what the screen of documents and reasons says to different people.
func (t *tour) choices(ctx context.Context) error {
	c := t.c
	for _, who := range []struct {
		name string
		p    citizen.Person
	}{{"nothing", nothing}, {"exempt", exempt}, {"late", late}} {
		if err := run(
			func() error { return c.ToChoice(ctx, who.p) },
			func() error { return t.snapAs(ctx, "choice-"+who.name) },
		); err != nil {
			return err
		}
		if who.name != "late" {
			if err := c.Cancel(ctx); err != nil {
				return err
			}
		}
	}
	return run( // the last one asks why
		func() error { _, err := c.Why(ctx, "why-18-id-card"); return err },
		func() error { return t.snapAs(ctx, "why-not") },
		func() error { return c.Slip(ctx) },
		func() error { return t.keepPaper(ctx, "slip.png") },
		func() error { return c.Leave(ctx) },
	)
}

// both is a visit for an ID card and a passport.
func (t *tour) both(ctx context.Context) error {
	c, p := t.c, everything
	return run(
		func() error { return c.ToChoice(ctx, p) },
		func() error { return t.snapAs(ctx, "choice-everything") },
		func() error { return c.Help(ctx, "photo") },
		func() error { return t.snapAs(ctx, "help") },
		func() error { return c.CloseHelp(ctx) },
		func() error { return t.ask(ctx, "choose-09-id-card") },
		func() error { return c.Choose(ctx, p) },
		func() error { return t.keep("choice-both-ru.png") },
		func() error { return c.Agree(ctx) },
		func() error { return c.PickShot(ctx) },
		func() error { return c.Sign(ctx, c.Hand) },
		func() error { return c.Confirm(ctx, p) },
		func() error { _, err := c.ReadQR(ctx); return err },
		func() error { return t.keep("pay-both-ru.png") },
		func() error { return c.ScanAndPay(ctx, "pay") },
		func() error { _, err := c.On(ctx, kiosk.ScreenDone); return err },
		func() error { return t.keep("done-both-ru.png") },
		func() error { return t.keepPaper(ctx, "receipt-both.png") },
		func() error { return c.Leave(ctx) },
	)
}

// ask opens the question behind a reason, takes its picture and goes back.
func (t *tour) ask(ctx context.Context, button string) error {
	s, err := t.c.Find(ctx, button)
	if err != nil {
		return err
	}
	if err := t.c.Press(s, button); err != nil {
		return err
	}
	if err := t.snap(ctx, kiosk.ScreenSpecify); err != nil {
		return err
	}
	_, err = t.c.Go(ctx, "back")
	return err
}

func (t *tour) ends(ctx context.Context) error {
	c := t.c
	snap := func(s kiosk.Screen) func() error { return func() error { return t.snap(ctx, s) } }
	return run(
		func() error { return c.ToPayment(ctx, passport) },
		func() error { _, err := c.On(ctx, kiosk.ScreenPay); return err },
		func() error { return c.Cancel(ctx) },
		snap(kiosk.ScreenCancelled),
		func() error { return c.Leave(ctx) },

		func() error { return c.Hardware.Person(ctx, dead.Face, "right") },
		func() error { return c.Start(ctx, kiosk.Russian) },
		func() error { return c.ToIdentify(ctx, dead) },
		snap(kiosk.ScreenRefused),
		func() error { return c.Leave(ctx) },

		func() error { return c.Start(ctx, kiosk.Russian) },
		func() error { _, err := c.Go(ctx, "next"); return err },
		func() error { return c.Number(ctx, kiosk.ScreenIIN, expired.IIN) },
		func() error { return c.Centre.Set(ctx, map[string]any{"services": map[string]string{"sms": "down"}}) },
		func() error { return c.Number(ctx, kiosk.ScreenPhone, expired.Phone) },
		snap(kiosk.ScreenUnavailable),
		func() error { return c.Centre.Set(ctx, map[string]any{"services": map[string]string{"sms": "up"}}) },
		func() error { return c.Leave(ctx) },
	)
}
