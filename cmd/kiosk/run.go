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
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/offline"
	"documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/face"
	"documenting.kz/terminal/pipeline/receipt"
	"documenting.kz/terminal/pipeline/seal"
	"documenting.kz/terminal/pipeline/signature"
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
	layers, err := policyLayers(c.policy)
	if err != nil {
		return err
	}
	rules, err := policy.Load(layers...)
	if err != nil {
		return err
	}
	office, err := policy.LoadOffice(c.office, layers...)
	if err != nil {
		return err
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
	capture, err := newCapture(nets, rules)
	if err != nil {
		return err
	}
	form, err := receiptForm(office, c.id)
	if err != nil {
		return err
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
	syncer, err := offline.NewSyncer(offline.SyncOpts{
		Queue: queue, Centre: delivery, CheckReceipt: receipts.check, Version: version, Log: slog.New(journal.Redact(slog.NewTextHandler(os.Stderr, nil))),
		Devices: func() map[string]string { return states(camera, pad, printer) },
	})
	if err != nil {
		return err
	}
	locked := &sealer{id: c.id, office: c.office, key: key}
	parts.Go(func() { locked.enrol(ctx, centre, log, func(k central.Keys) { receipts.key.Store(k.ReceiptKey) }) })
	parts.Go(func() { _ = syncer.Run(ctx) })

	engine := kiosk.NewEngine(kiosk.Deps{
		Book: kiosk.Law{Rules: rules, Limits: rules.Limits()}, Registries: centre, Safe: queue, Intake: syncer, Sealer: locked,
		Camera: camera, Pad: pad, Studio: capture.studio, Scribe: capture.scribe, Desk: centre, Journal: log, Live: live,
		Printer: receipt.Printer{Form: form, Device: printer},
		House: &house{id: c.id, office: office.Name, camera: camera, pad: pad, printer: printer,
			queue: queue, syncer: syncer, sealer: locked, lines: lines, journal: log},
		Office: c.office, Place: kiosk.Place{Name: office.Name, Address: office.Address}, Kiosk: c.id, Show: show,
	})
	started(func(ev kiosk.Event) { engine.Send(ctx, ev) })
	engine.Run(ctx)
	return nil
}

// policyLayers are the built-in data, and above them the files of a folder.
func policyLayers(folder string) ([]fs.FS, error) {
	builtIn, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		return nil, err
	}
	if folder == "" {
		return []fs.FS{builtIn}, nil
	}
	return []fs.FS{builtIn, os.DirFS(folder)}, nil
}

// capture is what judges portraits and signatures, with the limits policy sets.
type capture struct {
	studio *studio
	scribe signature.Scribe
}

func newCapture(nets *face.Engine, rules *policy.Set) (capture, error) {
	c := capture{studio: &studio{nets: nets}, scribe: signature.Scribe{Print: signature.SpecimenField}}
	if err := rules.Capture("portrait", &c.studio.limits); err != nil {
		return c, err
	}
	return c, rules.Capture("signature", &c.scribe.Limits)
}

func receiptForm(office policy.Office, id string) (*receipt.Form, error) {
	regular, err := assets.Fonts.ReadFile("fonts/NotoSans-Regular.ttf")
	if err != nil {
		return nil, err
	}
	bold, err := assets.Fonts.ReadFile("fonts/NotoSans-Bold.ttf")
	if err != nil {
		return nil, err
	}
	return receipt.New(receipt.Opts{
		Regular: regular, Bold: bold, Wording: assets.Receipt,
		Point: receipt.Point{Name: office.Name, Address: office.Address, Kiosk: id},
	})
}

func states(all ...devices.Device) map[string]string {
	said := map[string]string{}
	for _, d := range all {
		said[string(d.Info().Kind)] = string(d.Status().State)
	}
	return said
}
