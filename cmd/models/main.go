package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, fetcher{run: runProgram}); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "models:", err)
		}
		os.Exit(1)
	}
}

// run executes one command line.
func run(ctx context.Context, args []string, out io.Writer, ft fetcher) error {
	if len(args) == 0 {
		return errors.New("usage: models fetch|verify [-dir DIR]")
	}
	flags := flag.NewFlagSet("models "+args[0], flag.ContinueOnError)
	dir := flags.String("dir", "", "where the files are (default $XDG_STATE_HOME/terminal/models)")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if *dir == "" {
		root := os.Getenv("XDG_STATE_HOME")
		if root == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return fmt.Errorf("state folder: %w: say where with -dir", err)
			}
			root = filepath.Join(home, ".local", "state")
		}
		*dir = filepath.Join(root, "terminal", "models")
	}
	s, files := store{*dir}, catalogue()
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	switch args[0] {
	case "fetch":
		if err := ft.fetch(ctx, s, files, say); err != nil {
			return err
		}
	case "verify":
		if err := verify(s, files); err != nil {
			return err
		}
	default:
		return fmt.Errorf("unknown command %q: use fetch or verify", args[0])
	}
	say("%d files in %s are the pinned ones", len(files), s.dir)
	return nil
}

// verify checks every file and returns all that is wrong, one a line.
func verify(s store, files []file) error {
	var wrong []error
	for _, f := range files {
		if err := s.check(f); err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w\nrun: models fetch -dir %s", errors.Join(wrong...), s.dir)
	}
	return nil
}
