package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/pipeline/portrait"
	"documenting.kz/terminal/pipeline/signature"
)

// ahead is how long before a gap in the data its owner is warned.
const ahead = 60 // days

// policyCheck loads a set exactly as the terminal does.
func policyCheck(args []string, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("%w: one folder, or -", errUsage)
	}
	builtIn, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		return err
	}
	layers := []fs.FS{builtIn}
	if args[0] != "-" {
		if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
			return fmt.Errorf("%s is no folder", args[0])
		}
		layers = append(layers, os.DirFS(args[0]))
	}
	set, err := policy.Load(layers...)
	if err != nil {
		return err
	}
	for section, limits := range map[string]any{"portrait": new(portrait.Limits), "signature": new(signature.Limits)} {
		if err := set.Capture(section, limits); err != nil {
			return err
		}
	}
	offices, err := policy.Offices(layers...)
	if err != nil {
		return err
	}
	today := kiosk.DateOf(time.Now().In(kiosk.Almaty))
	fmt.Fprintf(out, "policy %s is sound\n", set.Version())
	fmt.Fprintf(out, "today, %s: %d choices, ready on %s; %d registration points\n",
		today, len(set.Verdicts(kiosk.Person{}, today)), set.ReadyDate(today), len(offices))
	for _, days := range []int{0, ahead} {
		for _, gap := range set.Gaps(today.AddDays(days)) {
			fmt.Fprintf(out, "warning: on %s: %s\n", today.AddDays(days), gap)
		}
	}
	return nil
}
