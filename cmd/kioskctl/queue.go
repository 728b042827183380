package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"documenting.kz/terminal/offline"
)

// queueList shows statuses; payloads are sealed to the centre.
func queueList(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl queue list", flag.ContinueOnError)
	state := flags.String("state", defaultState(), "the terminal's state `folder`")
	rest, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("%w: unexpected %q", errUsage, rest[0])
	}
	dir := filepath.Join(*state, "queue")
	if _, err := os.Stat(dir); err != nil { // Open would make a new one
		return fmt.Errorf("no queue in %s", *state)
	}
	queue, err := offline.Open(offline.Opts{Dir: dir})
	if errors.Is(err, offline.ErrInUse) {
		return fmt.Errorf("the terminal is running and has the queue open: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { _ = queue.Close() }()

	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SEQ\tAPPLICATION\tSTATUS\tHELD AT")
	for _, r := range queue.Pending() {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", r.Seq, r.ID, r.Status, r.HeldAt.Local().Format(time.DateTime))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	stats := queue.Stats()
	for _, s := range offline.Statuses {
		fmt.Fprintf(out, "%s %d, ", s, stats.Count[s])
	}
	fmt.Fprintf(out, "damaged %d\n", stats.Damaged)
	if report := queue.Report(); !report.Clean() {
		fmt.Fprintf(out, "warning: the queue was damaged: %+v\n", report)
	}
	return nil
}

// defaultState is where the terminal keeps its state unless it is told otherwise:
// $XDG_STATE_HOME/terminal/kiosk, by default below ~/.local/state.
func defaultState() string {
	root := os.Getenv("XDG_STATE_HOME")
	if root == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		root = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(root, "terminal", "kiosk")
}
