package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/cmd/central/internal/api"
	"documenting.kz/terminal/cmd/central/internal/digitalid"
	"documenting.kz/terminal/cmd/central/internal/identify"
	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/pages"
	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/publish"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/sms"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

type config struct {
	addr, public, state, models string
	policyKey                   string
}

func main() {
	var c config
	flag.StringVar(&c.addr, "addr", "127.0.0.1:8470", "address to listen on")
	flag.StringVar(&c.public, "public", "", "URL at which payers reach this service (default http://ADDR)")
	flag.StringVar(&c.state, "state", stateDir(), "directory of database, blobs and keys")
	flag.StringVar(&c.models, "models", "", "directory of the face models; without it Digital-ID is down")
	flag.StringVar(&c.policyKey, "policy-key", "", "PEM `file` of the public keys that may sign policy bundles; without it none is accepted")
	id := flag.String("open", "", "write what the application with this `id` was delivered with into -out, and end")
	folder := flag.String("out", "application", "`folder` for -open")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	err := error(nil)
	if *id != "" {
		err = openApplication(ctx, c, *id, *folder, os.Stdout)
	} else {
		err = run(ctx, c, os.Stdout, log)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "central:", err)
		os.Exit(1)
	}
}

// stateDir is terminal/central in the XDG state directory.
func stateDir() string {
	base := os.Getenv("XDG_STATE_HOME")
	if base == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		base = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(base, "terminal", "central")
}

// processEvery is how often confirmed applications are looked through.
const processEvery = 500 * time.Millisecond

// run serves until ctx ends.
func run(ctx context.Context, c config, out io.Writer, log *slog.Logger) (err error) {
	listener, err := net.Listen("tcp", c.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use: stop the other program or choose another port with -addr", c.addr)
	}
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer listener.Close()
	url := "http://" + listener.Addr().String()
	if c.public == "" {
		c.public = url
	}

	st, err := store.Open(c.state)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	office, desk, err := build(c, st, clock)
	if err != nil {
		return err
	}
	for _, fault := range office.Policy.Faults() {
		log.Warn("published policy", "fault", fault)
	}
	if c.models == "" {
		log.Info("no -models: Digital-ID is down")
	} else {
		faces, err := digitalid.Open(c.models)
		if err != nil {
			return err
		}
		defer faces.Close()
		desk.Faces = faces
	}
	handler, err := handler(st, office, desk, log)
	if err != nil {
		return err
	}
	return serve(ctx, listener, handler, office, func() { fmt.Fprintf(out, "central=%s\nready\n", url) })
}

// clock is the time as the store keeps it: in milliseconds.
func clock() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// build wires what answers questions about people and applications.
func build(c config, st *store.Store, now func() time.Time) (*intake.Office, *identify.Desk, error) {
	keys, err := intake.OpenKeys(filepath.Join(c.state, "keys"))
	if err != nil {
		return nil, nil, err
	}
	people, err := registry.Load(now)
	if err != nil {
		return nil, nil, err
	}
	published, err := openPolicy(c)
	if err != nil {
		return nil, nil, err
	}
	texts, err := sms.Load()
	if err != nil {
		return nil, nil, err
	}
	settings := setting.New()
	office := &intake.Office{
		Store: st, People: people, Policy: published, Settings: settings, Payments: payment.New(st, settings, now),
		Keys: keys, Texts: texts, PublicURL: c.public, Now: now,
	}
	return office, &identify.Desk{Store: st, People: people, Settings: settings, Policy: published, Texts: texts, Now: now}, nil
}

// openPolicy opens the shelf of published policy over the built-in data.
func openPolicy(c config) (*publish.Shelf, error) {
	builtIn, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		return nil, err
	}
	keys, err := bundle.ReadPublicKeys(c.policyKey)
	if err != nil {
		return nil, err
	}
	return publish.New(filepath.Join(c.state, "policy"), keys, builtIn)
}

// handler joins the terminals' paths and the people's. A page of another origin can press none of the buttons.
func handler(st *store.Store, o *intake.Office, d *identify.Desk, log *slog.Logger) (http.Handler, error) {
	terminals := &api.Server{Store: st, Desk: d, Office: o, Payments: o.Payments, Settings: o.Settings, Log: log, Now: o.Now}
	site := &pages.Site{Store: st, People: o.People, Office: o, Payments: o.Payments, Settings: o.Settings, Log: log, Now: o.Now}
	people, err := site.Handler()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", terminals.Handler())
	mux.HandleFunc("POST /operator/api/policy", terminals.PublishPolicy)
	mux.Handle("/", people)
	return http.NewCrossOriginProtection().Handler(mux), nil
}

const shutdownWait = 3 * time.Second

// serve answers until ctx ends, then lets the requests under way finish. Long polls and
// silent systems end at once: their contexts descend from ctx.
func serve(ctx context.Context, l net.Listener, h http.Handler, o *intake.Office, ready func()) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	failed := make(chan error, 2)
	go func() { failed <- srv.Serve(l) }()
	working, stop := context.WithCancel(ctx)
	processed := make(chan struct{})
	go func() {
		defer close(processed)
		if err := o.Process(working, processEvery); err != nil {
			failed <- fmt.Errorf("process: %w", err)
		}
	}()
	ready()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	stop()
	<-processed
	last, cancel := context.WithTimeout(context.Background(), shutdownWait)
	defer cancel()
	if e := srv.Shutdown(last); e != nil {
		err = errors.Join(err, srv.Close())
	}
	return err
}
