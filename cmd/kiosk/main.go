package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// environment is what the process must have been started with. Freed memory is
// overwritten and pictures leave Fyne's caches at once, so that the last citizen
// leaves no trace.
var environment = map[string]string{
	"GODEBUG":                    "clobberfree=1",
	"FYNE_CACHE":                 "10s",
	"FYNE_DISABLE_DPI_DETECTION": "1",
	"FYNE_PLATFORM":              "x11",
	// The decoder's threads come and go with every camera step; without a limit
	// glibc keeps an arena of freed frames for each of them.
	"MALLOC_ARENA_MAX": "2",
	// OpenCV reads these once; they bound a read from a camera that hangs.
	"OPENCV_FFMPEG_CAPTURE_OPTIONS":     "timeout;2000000",
	"OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
}

func main() {
	if err := begin(); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "kiosk:", err)
		os.Exit(1)
	}
}

func begin() error {
	c, err := parse(os.Args[1:])
	if err != nil {
		return err
	}
	if err := inEnvironment(scale(c.fullscreen)); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return open(ctx, c)
}

// inEnvironment starts the program anew when its environment lacks something
// that is only read at the start.
func inEnvironment(scale string) error {
	missing := map[string]string{}
	if os.Getenv("FYNE_SCALE") == "" {
		missing["FYNE_SCALE"] = scale
	}
	for name, want := range environment {
		switch have := os.Getenv(name); {
		case have == "":
			missing[name] = want
		case name == "GODEBUG" && !strings.Contains(have, want):
			missing[name] = have + "," + want
		}
	}
	if len(missing) == 0 {
		return nil
	}
	env := slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return missing[name] != ""
	})
	for name, value := range missing {
		env = append(env, name+"="+value)
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start anew: %w", err)
	}
	return fmt.Errorf("start anew: %w", syscall.Exec(self, os.Args, env))
}
