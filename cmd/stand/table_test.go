package main

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/cmd/stand/internal/rig"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
	"documenting.kz/terminal/pipeline/receipt"
)

// table is the one rig these tests share: real processes, a real window, real
// wires. Every test leaves the terminal at the attract screen.
type table struct {
	*citizen.Citizen
	rig    *rig.Rig
	dir    string
	key    ed25519.PrivateKey // signs policy bundles for this table
	policy string             // version in force
	serial int64              // and its serial
	form   *receipt.Form      // what the terminal's papers look like
}

var shared struct {
	sync.Once
	table *table
	err   error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if t := shared.table; t != nil {
		t.Close()
		t.rig.Close()
		if code == 0 {
			os.RemoveAll(t.dir)
		} else {
			fmt.Println("logs and state are kept in", t.dir)
		}
	}
	os.Exit(code)
}

// sit gives a test the table, with everything in order.
func sit(t *testing.T) (*table, context.Context) {
	t.Helper()
	if testing.Short() {
		t.Skip("whole programs on a virtual display; not with -short")
	}
	shared.Do(func() { shared.table, shared.err = build() })
	require.NoError(t, shared.err)
	table := shared.table
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(cancel)
	t.Cleanup(func() {
		if t.Failed() {
			if picture, err := table.Picture(); err == nil {
				name := filepath.Join(table.dir, t.Name()+".png")
				_ = os.WriteFile(name, picture, 0o600)
				t.Log("the screen at the end:", name)
			}
		}
		table.tidy(t)
	})
	return table, ctx
}

func build() (*table, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	models := os.Getenv("TERMINAL_MODELS")
	if models == "" {
		models = filepath.Join(stateFolder(), "models")
	}
	dir, err := os.MkdirTemp("", "terminal-test-")
	if err != nil {
		return nil, err
	}
	bin := filepath.Join(dir, "bin")
	for _, args := range [][]string{
		{"build", "-o", bin + "/", "../central", "../emulate"},
		{"build", "-tags", "probe,x11,gles,migrated_fynedo,no_emoji", "-o", filepath.Join(bin, "kiosk-probe"), "../kiosk"},
	} {
		if err := os.MkdirAll(bin, 0o755); err != nil {
			return nil, err
		}
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go %v: %w\n%s", args, err, out)
		}
	}
	hurry := filepath.Join(dir, "policy")
	if err := impatient(filepath.Join(root, "assets", "policy", "session.json"), hurry); err != nil {
		return nil, err
	}
	state := filepath.Join(dir, "state")
	r, err := rig.Start(context.Background(), rig.Config{
		Bin: bin, Kiosk: "kiosk-probe", Models: models, State: state, Logs: filepath.Join(dir, "logs"), Policy: hurry, Heartbeat: 3 * time.Second,
		Settings: hasty, Central: "127.0.0.1:0", Control: "127.0.0.1:0", Printer: "127.0.0.1:0",
	})
	if err != nil {
		return nil, err
	}
	c, err := citizen.At(r)
	if err != nil {
		r.Close()
		return nil, err
	}
	c.Hand = citizen.Initials
	key, err := bundle.ReadPrivateKey(r.SigningKey)
	if err != nil {
		return nil, err
	}
	form, err := form()
	if err != nil {
		return nil, err
	}
	rules, err := policy.Load(builtIn(), os.DirFS(hurry))
	if err != nil {
		return nil, err
	}
	return &table{Citizen: c, rig: r, dir: dir, key: key, form: form, policy: rules.Version(), serial: rules.Serial()}, nil
}

// form lays papers out as the terminal of this table does.
func form() (*receipt.Form, error) {
	rules, err := policy.Load(builtIn())
	if err != nil {
		return nil, err
	}
	office, err := rules.Office("ALA-01", kiosk.DateOf(time.Now().In(kiosk.Almaty)))
	if err != nil {
		return nil, err
	}
	o := receipt.Opts{Wording: assets.Receipt, Point: receipt.Point{Name: office.Name, Address: office.Address, Hours: office.Hours, Kiosk: "KZ-ALA-0001"}}
	if o.Regular, err = assets.Fonts.ReadFile("fonts/NotoSans-Regular.ttf"); err != nil {
		return nil, err
	}
	if o.Bold, err = assets.Fonts.ReadFile("fonts/NotoSans-Bold.ttf"); err != nil {
		return nil, err
	}
	return receipt.New(o)
}

// builtIn are the policy data of the program.
func builtIn() fs.FS {
	sub, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		panic(err) // embedded at build time
	}
	return sub
}

// impatient writes a session policy whose waits a test can sit out.
func impatient(from, folder string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var file struct {
		Sessions []map[string]any `json:"sessions"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return err
	}
	session := file.Sessions[len(file.Sessions)-1]
	for name, seconds := range map[string]float64{"warning": 4, "query": 8, "deviceWait": 8, "paymentSilent": 6, "register": 6, "print": 15} {
		session[name] = seconds
	}
	session["dwell"] = map[string]float64{"read": 30, "type": 8, "code": 30, "camera": 40, "sign": 40, "pay": 40, "farewell": 20}
	if text, err = json.Marshal(file); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "session.json"), text, 0o644)
}

// tidy takes every fault away and brings the terminal back to the attract screen.
func (t *table) tidy(tt *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	for _, fault := range []string{"stall", "unplug", "black", "drop"} {
		_ = t.Hardware.Camera(ctx, fault, "cleared")
	}
	for _, fault := range []string{"silence", "unplug"} {
		_ = t.Hardware.Pen(ctx, fault, "cleared")
	}
	for _, fault := range []string{"paper", "cover", "offline", "unplug"} {
		_ = t.Hardware.Printer(ctx, fault, "cleared")
	}
	_ = t.Hardware.Paper(ctx, 80_000)
	_ = t.Centre.Set(ctx, map[string]any{"smsTTLSeconds": 180, "scanWaitSeconds": 300, "confirmWaitSeconds": 120, "basket": true, "processSeconds": 1, "services": map[string]string{
		"kdp": "up", "gbdfl": "up", "bmg": "up", "sms": "up", "digital-id": "up", "zags": "up", "aissik": "up", "payment": "up"}})
	_, err := t.Until(ctx, "an open terminal", func(s citizen.Seen) bool {
		switch {
		case s.State == kiosk.Attract:
			return s.Open
		case s.Buttons["help-close"].Dx() > 0:
			_ = t.Press(s, "help-close")
		case s.Buttons["finish"].Dx() > 0:
			_ = t.Press(s, "finish")
		case s.Buttons["cancel-yes"].Dx() > 0:
			_ = t.Press(s, "cancel-yes")
		case s.Buttons["dismiss"].Dx() > 0 && s.Overlay != kiosk.OverlayNone:
			_ = t.Press(s, "dismiss")
		case s.Buttons["cancel"].Dx() > 0:
			_ = t.Press(s, "cancel")
		}
		return false
	})
	if err != nil {
		tt.Log("the terminal did not come back to the attract screen:", err)
	}
}

// problem waits until the screen names a problem.
func (t *table) problem(ctx context.Context, tt *testing.T, key string) citizen.Seen {
	tt.Helper()
	s, err := t.Until(ctx, "problem "+key, func(s citizen.Seen) bool { return s.Problem != nil && s.Problem.Key == key })
	require.NoError(tt, err)
	return s
}

func (t *table) on(ctx context.Context, tt *testing.T, screen kiosk.Screen) citizen.Seen {
	tt.Helper()
	s, err := t.On(ctx, screen)
	require.NoError(tt, err)
	return s
}
