package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"documenting.kz/terminal/cmd/emulate/internal/control"
	"documenting.kz/terminal/cmd/emulate/internal/scene"
	"documenting.kz/terminal/devices/devicetest/paperemu"
	"documenting.kz/terminal/devices/devicetest/penemu"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout); {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "emulate:", err)
		os.Exit(1)
	}
}

// config is the command line.
type config struct {
	pad        string
	printer    string
	control    string
	out        string
	portraits  string
	printSpeed float64
	paperMM    float64
}

func parse(args []string) (config, error) {
	var c config
	flags := flag.NewFlagSet("emulate", flag.ContinueOnError)
	flags.StringVar(&c.pad, "pad", defaultPad(), "`path` of the signature pad's link")
	flags.StringVar(&c.printer, "printer", "127.0.0.1:9100", "printer's `host:port`; port 0 takes a free one")
	flags.StringVar(&c.control, "control", "127.0.0.1:8090", "`host:port` of the page, the API and the camera; port 0 takes a free one")
	flags.StringVar(&c.out, "out", "", "`folder` for receipt-N.bin and receipt-N.png; empty: only on the page")
	flags.StringVar(&c.portraits, "portraits", "", "`folder` with the fetched portraits; empty: no camera")
	flags.Float64Var(&c.printSpeed, "print-speed", 150, "speed of the paper in `mm/s`; 0 prints in no time")
	flags.Float64Var(&c.paperMM, "paper", 80_000, "paper on the roll in `mm`")
	if err := flags.Parse(args); err != nil {
		return config{}, err
	}
	if flags.NArg() > 0 {
		return config{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return c, nil
}

// defaultPad is a place of the user's own that disappears with the session.
func defaultPad() string {
	folder := os.Getenv("XDG_RUNTIME_DIR")
	if folder == "" {
		folder = filepath.Join(os.TempDir(), fmt.Sprintf("terminal-%d", os.Getuid()))
	}
	return filepath.Join(folder, "terminal", "pad")
}

// run starts everything, says where it is, and takes it down when ctx is done.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	c, err := parse(args)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.control)
	if err != nil {
		return explain("control", c.control, err)
	}
	defer func() { _ = listener.Close() }()
	printer, err := paperemu.Start(paperemu.Opts{
		Address: c.printer, Out: c.out, MMPerSecond: c.printSpeed, PaperMM: c.paperMM,
	})
	if err != nil {
		return explain("printer", c.printer, err)
	}
	defer func() { _ = printer.Close() }()
	pen, err := penemu.Start(penemu.Opts{Path: c.pad})
	if err != nil {
		return fmt.Errorf("%w: choose another place with -pad", err)
	}
	defer func() { _ = pen.Close() }()

	mux := http.NewServeMux()
	control.Register(mux, pen, printer)
	url := "http://" + listener.Addr().String()
	addresses := [][2]string{{"pad", c.pad}, {"printer", printer.Address()}}
	if c.portraits != "" {
		camera, err := scene.New(scene.Opts{Portraits: c.portraits})
		if err != nil {
			return err
		}
		defer camera.Close()
		camera.Register(mux)
		addresses = append(addresses, [2]string{"camera", url + "/camera/stream.mjpg"})
	}
	addresses = append(addresses, [2]string{"control", url + "/"})

	// A web page from elsewhere must not be able to press the buttons.
	server := &http.Server{
		Handler:           http.NewCrossOriginProtection().Handler(mux),
		ReadHeaderTimeout: 10 * time.Second,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	for _, a := range addresses {
		fmt.Fprintf(stdout, "%s=%s\n", a[0], a[1])
	}
	fmt.Fprintln(stdout, "ready")

	select {
	case err := <-served:
		return fmt.Errorf("control: %w", err)
	case <-ctx.Done():
		return server.Close() // a camera stream never ends by itself
	}
}

// explain turns a port that is taken into what to do about it.
func explain(what, address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: %s is in use: stop the program that holds it, or choose another port with -%s (port 0 takes a free one)",
			what, address, what)
	}
	return fmt.Errorf("%s: %w", what, err)
}
