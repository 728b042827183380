package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// config is the command line of the appliance.
type config struct {
	id, office    string
	central       string
	camera        string
	pad           string
	printer       string
	state, models string
	policy        string
	policyKey     string
	heartbeat     time.Duration
	fullscreen    bool
	probe         string // only in builds with the tag probe
}

func parse(args []string) (config, error) {
	var c config
	flags := flag.NewFlagSet("kiosk", flag.ContinueOnError)
	flags.StringVar(&c.id, "id", "KZ-ALA-0001", "the terminal's `id`, as the centre knows it")
	flags.StringVar(&c.office, "office", "ALA-01", "`code` of the registration point")
	flags.StringVar(&c.central, "central", "http://127.0.0.1:8470", "`address` of the central service")
	flags.StringVar(&c.camera, "camera", "opencv:v4l2:/dev/video0", "camera `address`; kioskctl drivers lists the forms")
	flags.StringVar(&c.pad, "pad", "w8001:/dev/ttyUSB0", "signature pad `address`")
	flags.StringVar(&c.printer, "printer", "escpos:tcp:127.0.0.1:9100", "receipt printer `address`")
	flags.StringVar(&c.state, "state", stateFolder("kiosk"), "`folder` of the queue, the journal and the keys")
	flags.StringVar(&c.models, "models", stateFolder("models"), "`folder` of the face models")
	flags.StringVar(&c.policy, "policy", "", "`folder` whose policy files lie over those in force, for development; a wrong one is left out")
	flags.StringVar(&c.policyKey, "policy-key", "", "PEM `file` of the public keys that may sign policy bundles; without it none is accepted")
	flags.DurationVar(&c.heartbeat, "heartbeat", time.Minute, "how often the centre hears of the terminal, and the terminal of newer policy")
	flags.BoolVar(&c.fullscreen, "fullscreen", false, "fill the screen and hide the cursor, as the appliance does")
	probeFlag(flags, &c)
	if err := flags.Parse(args); err != nil {
		return config{}, err
	}
	if flags.NArg() > 0 {
		return config{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return c, nil
}

// stateFolder is $XDG_STATE_HOME/terminal/NAME, by default below ~/.local/state.
func stateFolder(name string) string {
	root := os.Getenv("XDG_STATE_HOME")
	if root == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		root = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(root, "terminal", name)
}
