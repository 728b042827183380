package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// errUsage says that the command line is not understood.
var errUsage = errors.New("usage")

// command is one line of the usage.
type command struct {
	name  string // words before the flags
	args  string
	about string
	run   func(args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"flow", "[-format mermaid|dot]", "the journey as a diagram", flow},
		{"policy check", "DIR|BUNDLE|-", "are policy data sound, and do they answer their examples? a folder or bundle over the built-in files, or - for those alone", policyCheck},
		{"policy explain", "-person FILE|-example NAME [-day DAY] [-document D] [-reason CODE] ...", "why may a person apply, or why not: every condition and its ground", policyExplain},
		{"policy diff", "[-json] A B", "which named examples change from A to B, each a folder, a bundle or -", policyDiff},
		{"policy keygen", "[-out FILE] [-pub FILE]", "a new pair of keys for bundles", policyKeygen},
		{"policy build", "-in DIR|- -version V -valid-until DAY -key FILE -out FILE [-force]", "sign a bundle of sound policy data", policyBuild},
		{"policy verify", "-key FILE BUNDLE", "is a bundle rightly signed, sound and in date?", policyVerify},
		{"journal verify", "FILE...", "follow a journal's chain through its files, oldest first", journalVerify},
		{"queue list", "[-state DIR]", "applications in the queue and where they stand", queueList},
		{"portrait assess", "[-json] [-models DIR] FILE", "measure a photograph as the terminal does, write the portrait beside it", portraitAssess},
		{"portrait match", "[-models DIR] A B", "how alike two faces are", portraitMatch},
		{"drivers", "", "forms of device addresses", driversList},
	}
}

func run(args []string, out, errOut io.Writer) int {
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) < len(words) || strings.Join(args[:len(words)], " ") != c.name {
			continue
		}
		err := c.run(args[len(words):], out)
		switch {
		case err == nil || errors.Is(err, flag.ErrHelp):
			return 0
		case errors.Is(err, errUsage):
			fmt.Fprintf(errOut, "%v\nusage: kioskctl %s %s\n", err, c.name, c.args)
			return 2
		default:
			fmt.Fprintf(errOut, "kioskctl %s: %v\n", c.name, err)
			return 1
		}
	}
	usage(errOut)
	return 2
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "usage:")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-40s %s\n", strings.TrimSpace("kioskctl "+c.name+" "+c.args), c.about)
	}
}

// parse reads a command's flags and leaves the arguments.
func parse(flags *flag.FlagSet, args []string, out io.Writer) ([]string, error) {
	flags.SetOutput(out)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %w", errUsage, err)
	}
	return flags.Args(), nil
}
