package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
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
	dir := flags.String("dir", "", "where the files are (default .cache/models in the module's root)")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if *dir == "" {
		root, err := moduleRoot()
		if err != nil {
			return err
		}
		*dir = filepath.Join(root, ".cache", "models")
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

// moduleRoot looks upwards for go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("find the module: %w", err)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("not inside the module: give -dir")
		}
		dir = parent
	}
}
