package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/drivers"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/journal"
	"documenting.kz/terminal/kiosk/policy/bundle"
	"documenting.kz/terminal/offline"
	"documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/seal"
)

// version is set by the linker for a release.
var version = "dev"

// run builds every part, starts it, and returns after everything has ended. show
// draws a View; started is told how to send a citizen's events.
func run(ctx context.Context, c config, live *kiosk.Live, show func(kiosk.View), started func(send func(kiosk.Event))) (err error) {
	ctx, stop := context.WithCancel(ctx)
	var parts sync.WaitGroup
	defer parts.Wait()
	defer stop()

	if err := os.MkdirAll(c.state, 0o700); err != nil {
		return fmt.Errorf("state folder: %w", err)
	}
	log, err := journal.Open(journal.Opts{Dir: filepath.Join(c.state, "journal")})
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	nets, err := face.Open(c.models)
	if err != nil {
		return fmt.Errorf("face models in %s: %w (run 'make models')", c.models, err)
	}
	defer func() { _ = nets.Close() }()
	builtIn, err := builtInPolicy()
	if err != nil {
		return err
	}
	signers, err := bundle.ReadPublicKeys(c.policyKey)
	if err != nil {
		return err
	}
	pages := press{id: c.id, office: c.office, overlay: c.policy, nets: nets}
	law, err := openBook(bundle.Opts[*edition]{
		Dir: filepath.Join(c.state, "policy"), Keys: signers, BuiltIn: builtIn, Load: pages.make,
	}, log)
	if err != nil {
		return err
	}
	if fault := law.edition().fault; fault != nil {
		fmt.Fprintln(os.Stderr, "kiosk:", fault)
	}

	key, err := seal.LoadOrCreateKey(filepath.Join(c.state, "terminal-key.pem"))
	if err != nil {
		return err
	}
	queue, err := offline.Open(offline.Opts{Dir: filepath.Join(c.state, "queue")})
	if err != nil {
		return err
	}
	defer func() { _ = queue.Close() }()
	if report := queue.Report(); !report.Clean() {
		log.Record("queue.repaired", "", fmt.Sprintf("database set aside: %q, commits lost: %v, rebuilt: %d, set aside: %d",
			report.Quarantined, report.LostCommits, report.Restored, len(report.Damaged)))
	}
	// A session's questions have lines of their own: they are dropped with it,
	// while the queue's carry ciphertext only and stay.
	lines := http.DefaultTransport.(*http.Transport).Clone()
	centre, err := central.Dial(c.central, c.id, central.Opts{Transport: lines})
	if err != nil {
		return err
	}
	delivery, err := central.Dial(c.central, c.id, central.Opts{})
	if err != nil {
		return err
	}

	camera, err := drivers.OpenCamera(ctx, c.camera)
	if err != nil {
		return err
	}
	defer func() { _ = camera.Close() }()
	pad, err := drivers.OpenPad(ctx, c.pad)
	if err != nil {
		return err
	}
	defer func() { _ = pad.Close() }()
	printer, err := drivers.OpenPrinter(ctx, c.printer)
	if err != nil {
		return err
	}
	defer func() { _ = printer.Close() }()

	receipts := &receiptCheck{}
	syncing := offline.SyncOpts{
		Queue: queue, Centre: delivery, CheckReceipt: receipts.check, Version: version, Log: slog.New(journal.Redact(slog.NewTextHandler(os.Stderr, nil))),
		Devices: func() map[string]string { return states(camera, pad, printer) }, PolicyInForce: law.InForce,
		HeartbeatEvery: c.heartbeat,
	}
	if len(signers) > 0 {
		syncing.Policy = law
	}
	syncer, err := offline.NewSyncer(syncing)
	if err != nil {
		return err
	}
	locked := &sealer{id: c.id, office: c.office, key: key}
	parts.Go(func() { locked.enrol(ctx, centre, log, func(k central.Keys) { receipts.key.Store(k.ReceiptKey) }) })
	parts.Go(func() { _ = syncer.Run(ctx) })

	engine := kiosk.NewEngine(kiosk.Deps{
		Book: law, Registries: centre, Safe: queue, Intake: syncer, Sealer: locked,
		Camera: camera, Pad: pad, Studio: studioInForce{law}, Scribe: scribeInForce{law}, Desk: centre, Journal: log, Live: live,
		Printer: printerInForce{law, printer},
		House: &house{id: c.id, book: law, camera: camera, pad: pad, printer: printer,
			queue: queue, syncer: syncer, sealer: locked, lines: lines, journal: log},
		Office: c.office, Kiosk: c.id, Show: show,
	})
	started(func(ev kiosk.Event) { engine.Send(ctx, ev) })
	engine.Run(ctx)
	return nil
}

// builtInPolicy are the data this program brings along.
func builtInPolicy() (fs.FS, error) { return fs.Sub(assets.Policy, "policy") }

func states(all ...devices.Device) map[string]string {
	said := map[string]string{}
	for _, d := range all {
		said[string(d.Info().Kind)] = string(d.Status().State)
	}
	return said
}
