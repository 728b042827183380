package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"documenting.kz/terminal/kiosk/journal"
)

// journalVerify follows one chain through all files, in the order given.
func journalVerify(args []string, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("%w: one file or more", errUsage)
	}
	var after *journal.Mark
	for _, path := range args {
		s, err := verifyFile(path, after)
		if err != nil {
			return fmt.Errorf("%s: %w (%d lines before are sound)", path, err, s.Lines)
		}
		fmt.Fprintf(out, "%s: %d lines sound", path, s.Lines)
		if s.Lines > 0 {
			fmt.Fprintf(out, ", numbers %d to %d, %s to %s", s.Before.N+1, s.Head.N, s.First.Format(time.RFC3339), s.Last.Format(time.RFC3339))
			after = &s.Head
		}
		if s.Unknown > 0 {
			fmt.Fprintf(out, ", %d events unknown to this version", s.Unknown)
		}
		fmt.Fprintln(out)
	}
	if after != nil {
		fmt.Fprintf(out, "head: %d %s\n", after.N, after.Sum)
	}
	return nil
}

func verifyFile(path string, after *journal.Mark) (journal.Summary, error) {
	f, err := os.Open(path)
	if err != nil {
		return journal.Summary{}, err
	}
	defer f.Close()
	return journal.Verify(f, after)
}
