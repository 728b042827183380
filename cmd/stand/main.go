package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"documenting.kz/terminal/cmd/stand/internal/hands"
	"documenting.kz/terminal/cmd/stand/internal/rig"
	"documenting.kz/terminal/kiosk"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	commands := map[string]func(context.Context, []string) error{"run": serve, "demo": demo, "bench": bench}
	name := ""
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	command := commands[name]
	if command == nil {
		fmt.Fprintln(os.Stderr, "usage: stand run|demo|bench [flags]; stand run -h lists the flags")
		os.Exit(2)
	}
	if err := command(ctx, os.Args[2:]); err != nil && !errors.Is(err, flag.ErrHelp) && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "stand:", err)
		stop()
		os.Exit(1)
	}
}

// binaries is the folder this program was started from.
func binaries() string {
	self, err := os.Executable()
	if err != nil {
		return "bin"
	}
	return filepath.Dir(self)
}

// stateFolder is $XDG_STATE_HOME/terminal, by default below ~/.local/state: queue
// and journal in kiosk, the centre's store in central, the face models in models.
func stateFolder() string {
	root := os.Getenv("XDG_STATE_HOME")
	if root == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		root = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(root, "terminal")
}

// serve is "make run".
func serve(ctx context.Context, args []string) error {
	cfg := rig.Config{Bin: binaries(), Kiosk: "kiosk"}
	flags := flag.NewFlagSet("stand run", flag.ContinueOnError)
	flags.StringVar(&cfg.Models, "models", filepath.Join(stateFolder(), "models"), "`folder` of the face models")
	flags.StringVar(&cfg.State, "state", stateFolder(), "`folder` of everything that is kept between runs")
	flags.StringVar(&cfg.Central, "central", "127.0.0.1:8470", "`address` of the central service")
	flags.StringVar(&cfg.Control, "control", "127.0.0.1:8480", "`address` of the emulators' page")
	flags.StringVar(&cfg.Printer, "printer", "127.0.0.1:9170", "`address` of the emulated printer")
	browser := flags.String("browser", "127.0.0.1:6080", "`address` that shows the terminal when there is no display")
	if err := flags.Parse(args); err != nil {
		return err
	}
	cfg.Logs = filepath.Join(cfg.State, "logs")
	cfg.Display = display()
	if cfg.Display == "" {
		cfg.Browser = *browser
	}
	fmt.Println("starting the emulators, the central service and the terminal …")
	r, err := rig.Start(ctx, cfg)
	if err != nil {
		return err
	}
	defer r.Close()
	terminal := "the window on display " + r.Display
	if r.Web != "" {
		terminal = r.Web
	}
	fmt.Printf(`
  terminal          %s
  emulators         %s   stand before the camera, sign, take the paper away
  central service   %s/operator/   people to try, SMS codes, payments
  logs and state    %s

To sign the policy files of a folder DIR with the key of this table, and to publish them:

%s
Ctrl-C ends everything.
`, terminal, r.Control, r.Central, cfg.State, recipe(cfg.Bin, r.SigningKey, r.Central, kiosk.DateOf(time.Now().In(kiosk.Almaty))))
	return r.Wait(ctx)
}

// recipe are the shell's commands that sign a bundle and publish it.
func recipe(bin, key, central string, today kiosk.Date) string {
	quoted := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
	return fmt.Sprintf("  %s policy build -in DIR -version trial -valid-until %s -key %s -out new.bundle\n  curl --data-binary @new.bundle %s/operator/api/policy\n",
		quoted(filepath.Join(bin, "kioskctl")), today.AddDays(180), quoted(key), central)
}

// display is the X display of the user, if there is one that answers.
func display() string {
	name := os.Getenv("DISPLAY")
	if name == "" {
		return ""
	}
	h, err := hands.Open(name)
	if err != nil {
		return ""
	}
	h.Close()
	return name
}
