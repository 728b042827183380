package main

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

// An official publishes new rules while somebody is being served: this visit ends
// by the rules it began with, and the next one begins with the new.
func TestPolicy_PublishedInTheMiddleOfAVisit_CountsFromTheNextOn(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToChoice(ctx, late))

	_, stranger, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	next := table.serial + 1
	err = table.Centre.Publish(ctx, table.bundle(t, next, stranger))
	require.ErrorContains(t, err, "bundle-signature")

	require.NoError(t, table.Centre.Publish(ctx, table.bundle(t, next, table.key)))
	require.ErrorContains(t, table.Centre.Publish(ctx, table.bundle(t, next, table.key)), "bundle-not-newer")
	_, err = table.Until(ctx, "the bundle at the terminal", func(citizen.Seen) bool { return table.has(next) })
	require.NoError(t, err)
	_, err = table.Why(ctx, "why-18-id-card")
	require.NoError(t, err)
	table.slipSaysWhatTheScreenSays(ctx, t) // with the version it began with
	require.NoError(t, table.Leave(ctx))

	table.inForce(t, next)
	require.NoError(t, table.ToChoice(ctx, late))
	_, err = table.Why(ctx, "why-18-id-card")
	require.NoError(t, err)
	table.slipSaysWhatTheScreenSays(ctx, t)
}

// The centre judges by rules that came after the citizen had chosen: what it
// refuses is told with its reason, on the screen and on paper, and nothing is paid.
func TestPolicy_TheCentreKnowsNewerRules_ItsRefusalIsExplained(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToSignature(ctx, damaged))
	next := table.serial + 1
	rules := files(t)
	older := bytes.Replace(rules["rules.json"], []byte(`"years": 18`), []byte(`"years": 99`), 1)
	require.NotEqual(t, rules["rules.json"], older)
	rules["rules.json"] = older
	require.NoError(t, table.Centre.Publish(ctx, signed(t, rules, next, table.key)))

	require.NoError(t, table.Sign(ctx, table.Hand))
	require.NoError(t, table.Confirm(ctx, damaged))
	s := table.on(ctx, t, kiosk.ScreenRefused)
	require.NotNil(t, s.Told)
	require.Equal(t, "under-age", s.Told.Code)
	require.NotEmpty(t, s.Told.Why.RU)
	require.NotNil(t, s.Option, "which document it is about")
	table.slipSaysWhatTheScreenSays(ctx, t)
	require.NoError(t, table.Leave(ctx))

	next++
	require.NoError(t, table.Centre.Publish(ctx, table.bundle(t, next, table.key)))
	_, err := table.Until(ctx, "the shipped rules again", func(citizen.Seen) bool { return table.has(next) })
	require.NoError(t, err)
	table.inForce(t, next)
}

// Rules that are out of date take no applications; the terminal says why, and opens by itself when newer ones come.
func TestPolicy_OutOfDate_ClosesTheTerminal_UntilNewerCome(t *testing.T) {
	table, ctx := sit(t)
	overlay := filepath.Join(table.dir, "policy", "set.json")
	yesterday := kiosk.DateOf(time.Now().In(kiosk.Almaty)).AddDays(-1)
	require.NoError(t, os.WriteFile(overlay, fmt.Appendf(nil, `{"version": "old", "serial": 1, "validUntil": %q}`, yesterday), 0o644))
	t.Cleanup(func() { _ = os.Remove(overlay) })
	table.rig.Kiosk.Stop()
	require.NoError(t, table.rig.StartKiosk(ctx))
	table.Meet(table.rig)
	_, err := table.Until(ctx, "a closed terminal", func(s citizen.Seen) bool {
		return s.State == kiosk.Attract && !s.Open && has(s.Problems, kiosk.ProblemPolicy)
	})
	require.NoError(t, err)

	require.NoError(t, os.Remove(overlay))
	next := table.serial + 1
	require.NoError(t, table.Centre.Publish(ctx, table.bundle(t, next, table.key)))
	_, err = table.Until(ctx, "an open terminal", func(s citizen.Seen) bool { return s.Open })
	require.NoError(t, err)
	table.inForce(t, next)
}

// files are the program's policy data under another number.
func files(tt *testing.T) map[string][]byte {
	tt.Helper()
	names, err := fs.Glob(builtIn(), "*.json")
	require.NoError(tt, err)
	all := map[string][]byte{}
	for _, name := range names {
		all[name], err = fs.ReadFile(builtIn(), name)
		require.NoError(tt, err)
	}
	return all
}

// bundle signs them, valid for a month.
func (t *table) bundle(tt *testing.T, serial int64, key ed25519.PrivateKey) []byte {
	tt.Helper()
	return signed(tt, files(tt), serial, key)
}

func signed(tt *testing.T, files map[string][]byte, serial int64, key ed25519.PrivateKey) []byte {
	tt.Helper()
	now := time.Now()
	data, err := bundle.Build(files, bundle.Meta{
		Version: version(serial), Serial: serial, Created: now, ValidUntil: kiosk.DateOf(now.In(kiosk.Almaty)).AddDays(30),
	}, key)
	require.NoError(tt, err)
	return data
}

func version(serial int64) string { return fmt.Sprintf("test-%d", serial) }

// inForce notes what the next visit is decided by: the bundle, and over it the waits of this table.
func (t *table) inForce(tt *testing.T, serial int64) {
	tt.Helper()
	b, err := bundle.Verify(t.bundle(tt, serial, t.key), t.key.Public().(ed25519.PublicKey))
	require.NoError(tt, err)
	set, err := policy.Load(builtIn(), b.Files(), os.DirFS(filepath.Join(t.dir, "policy")))
	require.NoError(tt, err)
	t.serial, t.policy = serial, set.Version()
}

// has tells whether the terminal has fetched a bundle.
func (t *table) has(serial int64) bool {
	_, err := os.Stat(filepath.Join(t.dir, "state", "kiosk", "policy", fmt.Sprintf("%019d.zip", serial)))
	return err == nil
}
