package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

// desk is where an official makes bundles: keys, and a folder with changes.
type desk struct {
	t                             *testing.T
	folder, private, public, made string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{t, filepath.Join(dir, "change"), filepath.Join(dir, "offline.pem"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "made.zip")}
	require.NoError(t, os.Mkdir(d.folder, 0o700))
	code, out, errOut := kioskctl("policy", "keygen", "-out", d.private, "-pub", d.public)
	require.Zero(t, code, errOut)
	assert.Contains(t, out, "offline")
	return d
}

// change replaces text in a copy of a built-in file.
func (d *desk) change(name, from, to string) {
	d.t.Helper()
	text, err := fs.ReadFile(assets.Policy, "policy/"+name)
	require.NoError(d.t, err)
	require.Contains(d.t, string(text), from)
	require.NoError(d.t, os.WriteFile(filepath.Join(d.folder, name), bytes.ReplaceAll(text, []byte(from), []byte(to)), 0o600))
}

func (d *desk) build(more ...string) (code int, out, errOut string) {
	return kioskctl(append([]string{
		"policy", "build", "-in", d.folder, "-version", "2026-12", "-valid-until", "2036-12-31", "-key", d.private, "-out", d.made,
	}, more...)...)
}

func (d *desk) verify() (code int, out, errOut string) {
	return kioskctl("policy", "verify", "-key", d.public, d.made)
}

func TestPolicyBuild_IsWhatVerifyTakes(t *testing.T) {
	d := newDesk(t)
	d.change("session.json", `"shots": 3`, `"shots": 4`)
	before := time.Now().UTC().Format("20060102150405")
	code, out, errOut := d.build()
	require.Zero(t, code, errOut)
	assert.Contains(t, out, "examples are answered as expected")
	code, out, errOut = d.verify()
	require.Zero(t, code, errOut)
	assert.Contains(t, out, "policy 2026-12, serial "+before[:8])
	assert.Contains(t, out, "valid until 2036-12-31")
	assert.Contains(t, out, "rules.json", "every file is in it")
	code, out, _ = kioskctl("policy", "check", d.made)
	assert.Zero(t, code)
	assert.Contains(t, out, "policy 2026-12+")
}

func TestPolicyBuild_SameInputSameSerialDiffersInItsTimeAlone(t *testing.T) {
	d := newDesk(t)
	code, _, errOut := d.build("-serial", "12")
	require.Zero(t, code, errOut)
	_, out, _ := d.verify()
	assert.Contains(t, out, "serial 12, made "+time.Now().UTC().Format("2006"))
	_, diff, _ := kioskctl("policy", "diff", "-", d.made)
	assert.Contains(t, diff, "files that differ: set.json\n")
	assert.Contains(t, diff, "examples that change: 0 of")
}

func TestPolicyBuild_SignsNothingUnsound(t *testing.T) {
	d := newDesk(t)
	d.change("rules.json", `"age-at-least"`, `"age-at-lest"`)
	code, _, errOut := d.build()
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "rules.json: ")
	assert.NoFileExists(t, d.made)

	require.NoError(t, os.Rename(filepath.Join(d.folder, "rules.json"), filepath.Join(d.folder, "rule.json")))
	code, _, errOut = d.build()
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "rule.json: no policy file has this name")

	require.NoError(t, os.Remove(filepath.Join(d.folder, "rule.json")))
	d.change("capture.json", `"dotMM"`, `"pointMM"`)
	code, _, errOut = d.build()
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "capture.json")
	assert.NoFileExists(t, d.made)
}

func TestPolicyBuild_AnExampleThatContradictsIsToldAndNotSigned(t *testing.T) {
	d := newDesk(t)
	d.change("duty.json", `"tenge": 4325`, `"tenge": 4400`)
	code, out, errOut := d.build()
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "госпошлина")
	assert.Contains(t, errOut, "not signed: ")
	assert.NoFileExists(t, d.made)
	code, out, errOut = kioskctl("policy", "check", d.folder)
	assert.Equal(t, 1, code, "sound, but not what the examples say")
	assert.Contains(t, out, "is sound")
	assert.Contains(t, out, "\nexample «")
	assert.Contains(t, errOut, "answered otherwise")
	code, _, errOut = d.build("-examples=false")
	require.Zero(t, code, errOut)
	code, _, errOut = d.verify()
	assert.Zero(t, code, errOut)
}

func TestPolicyBuild_WritesOverNothingUnasked(t *testing.T) {
	d := newDesk(t)
	code, _, errOut := d.build("-serial", "12")
	require.Zero(t, code, errOut)
	first, err := os.ReadFile(d.made)
	require.NoError(t, err)
	code, _, errOut = d.build("-serial", "13")
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "made.zip exists")
	same, err := os.ReadFile(d.made)
	require.NoError(t, err)
	assert.Equal(t, first, same)
	code, _, errOut = d.build("-serial", "13", "-force")
	require.Zero(t, code, errOut)
	_, out, _ := d.verify()
	assert.Contains(t, out, "serial 13")
}

func TestPolicyCheck_RefusesAndWarns(t *testing.T) {
	for name, c := range map[string]struct {
		file, from, to string
		code           int
		says           string
	}{
		"Kazakh is Russian": {"rules.json", "Сізге бұрын паспорт берілген.", "Паспорт вам уже выдавался.", 0,
			"warning: rules.json: the Kazakh sentence is the Russian one: «Паспорт вам уже выдавался.»"},
		"letters":           {"offices.json", "Алматы қаласы, № 1 ХҚКО", "Алматы ?аласы, № 1 Х?КО", 1, "offices[0].name.kk: want text whose letters are whole"},
		"work on a holiday": {"calendar.json", `"workDays": ["2025-01-05"]`, `"workDays": ["2025-03-08"]`, 1, "workDays[0]: want "},
		"holiday twice":     {"calendar.json", `"day": "2025-01-02"`, `"day": "2025-01-01"`, 1, "each holiday once"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.change(c.file, c.from, c.to)
			code, out, errOut := kioskctl("policy", "check", d.folder)
			assert.Equal(t, c.code, code)
			assert.Contains(t, out+errOut, c.says)
		})
	}
	d := newDesk(t)
	require.NoError(t, os.WriteFile(filepath.Join(d.folder, "offices.json"), []byte(`{"offices": []}`), 0o600))
	code, _, errOut := kioskctl("policy", "check", d.folder)
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "offices: want 1 or more")
	_, out, _ := kioskctl("policy", "check", "-")
	assert.NotContains(t, out, "the Kazakh sentence is")
}

func TestPolicyBuild_CommandLine(t *testing.T) {
	d := newDesk(t)
	for _, wrong := range [][]string{
		{"-version", ""}, {"-in", ""}, {"-out", ""}, {"-key", ""}, {"-valid-until", ""}, {"-valid-until", "tomorrow"}, {"-serial", "0"},
		{"-serial", "-1"}, {"-serial", "x"}, {"-examples=perhaps"}, {"now"},
	} {
		code, _, errOut := d.build(wrong...)
		assert.Equal(t, 2, code, "%v", wrong)
		assert.Contains(t, errOut, "usage: kioskctl policy build", "%v", wrong)
	}
	for want, wrong := range map[string][]string{
		"2026-11-20 is in the past": {"-valid-until", "2026-11-20"},
		"version: want":             {"-version", "a b"},
		"signing key: ":             {"-key", d.public},
		"no such file":              {"-in", filepath.Join(d.folder, "absent")},
	} {
		code, _, errOut := d.build(wrong...)
		assert.Equal(t, 1, code, "%v", wrong)
		assert.Contains(t, errOut, want)
		assert.NoFileExists(t, d.made)
	}
	code, _, errOut := kioskctl("policy", "keygen", "-out", d.private, "-pub", filepath.Join(t.TempDir(), "p"))
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "exists", "a key is never written over")
}

func TestPolicyVerify_SaysWhatIsWrong(t *testing.T) {
	d := newDesk(t)
	code, _, errOut := d.build()
	require.Zero(t, code, errOut)
	good, err := os.ReadFile(d.made)
	require.NoError(t, err)
	for want, data := range map[string][]byte{
		"no zip, or a truncated one":                    good[:len(good)/2],
		"not the content that was signed: session.json": bytes.Replace(good, []byte(`"shots": 3`), []byte(`"shots": 9`), 1),
		"bundle.json cannot be read":                    bytes.Replace(good, []byte(`"version": "2026-12",`), []byte(`"version": "2026-13",`), 1),
	} {
		require.NoError(t, os.WriteFile(d.made, data, 0o600))
		code, out, errOut := d.verify()
		assert.Equal(t, 1, code, want)
		assert.Contains(t, errOut, want)
		assert.Empty(t, out, want)
	}

	require.NoError(t, os.WriteFile(d.made, good, 0o600))
	d.public = newDesk(t).public
	code, _, errOut = d.verify()
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "not signed by a key that is known here")
	for _, args := range [][]string{{}, {"-key", d.public}, {d.made}, {"-key", d.public, d.made, d.made}} {
		code, _, _ = kioskctl(append([]string{"policy", "verify"}, args...)...)
		assert.Equal(t, 2, code, "%v", args)
	}
}

func TestPolicyVerify_UnsoundOrOldThoughRightlySigned(t *testing.T) {
	d := newDesk(t)
	key, err := bundle.ReadPrivateKey(d.private)
	require.NoError(t, err)
	m := bundle.Meta{Version: "1", Serial: 5, Created: time.Now(), ValidUntil: today()}
	write := func(files map[string][]byte) {
		data, err := bundle.Build(files, m, key)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(d.made, data, 0o600))
	}
	write(nil)
	code, _, errOut := d.verify()
	assert.Zero(t, code, errOut, "today counts")
	write(map[string][]byte{"rules.json": []byte(`{"rules": []}`)})
	code, _, errOut = d.verify()
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "rightly signed, but ")
	m.ValidUntil = today().AddDays(-1)
	write(nil)
	code, _, errOut = d.verify()
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "out of date: valid until "+m.ValidUntil.String())
}

func TestPolicyDiff_NamesTheExamplesThatChange(t *testing.T) {
	d := newDesk(t)
	d.change("duty.json", `"tenge": 4325`, `"tenge": 4400`)
	code, text, errOut := kioskctl("policy", "diff", "-", d.folder)
	require.Zero(t, code, errOut)
	assert.Contains(t, text, "files that differ: duty.json\n")
	code, out, errOut := kioskctl("policy", "diff", "-json", "-", d.folder)
	require.Zero(t, code, errOut)
	var c struct {
		From, To string
		Files    []string
		Examples int
		Changed  []struct {
			Name    string
			What    []string
			Was, Is []struct{ DutyTiyn int64 }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &c))
	assert.NotEqual(t, c.From, c.To)
	assert.Equal(t, []string{"duty.json"}, c.Files)
	require.NotEmpty(t, c.Changed)
	assert.Less(t, len(c.Changed), c.Examples, "whoever is refused or applied in another year is not concerned")
	for _, e := range c.Changed {
		assert.Equal(t, []string{"duty"}, e.What, e.Name)
		dearer := slices.IndexFunc(e.Was, func(a struct{ DutyTiyn int64 }) bool { return a.DutyTiyn > 0 })
		assert.Greater(t, e.Is[dearer].DutyTiyn, e.Was[dearer].DutyTiyn, e.Name)
		assert.Contains(t, text, "«"+e.Name+"»")
	}
	assert.Equal(t, len(c.Changed), strings.Count(text, "\n  was "))

	code, back, _ := kioskctl("policy", "diff", "-json", d.folder, "-")
	assert.Zero(t, code)
	assert.Contains(t, back, c.Changed[0].Name, "and the other way round")
}

func TestPolicyDiff_ListsWhatReadsOtherwise(t *testing.T) {
	for name, c := range map[string]struct {
		file, from, to string
		what           string
		says           []string
		not            []string
	}{
		"Kazakh alone": {"rules.json", "Сізге бұрын паспорт берілген.", "Паспортыңыз бұрын берілген.", "texts",
			[]string{"kk was: ", "Сізге бұрын паспорт берілген.", "kk is:  ", "Паспортыңыз бұрын берілген."}, []string{"ru was: ", "en was: "}},
		"English alone": {"rules.json", "A passport has already been issued to you.", "You had a passport.", "texts", []string{"en is:  ", "You had a passport."}, []string{"kk was: "}},
		"a paper":       {"rules.json", "айыппұлдың төленгені туралы түбіртек", "айыппұл түбіртегі", "texts", []string{"kk is:  ", "айыппұл түбіртегі"}, []string{"ru was: "}},
		"a title":       {"reasons.json", `"kk": "жоғалттым"`, `"kk": "жоғалды"`, "texts", []string{"kk is:  ", "жоғалды"}, []string{"ru was: "}},
		"a tariff's":    {"duty.json", "жеке куәлік беру", "жеке куәлікті беру", "texts", []string{"kk is:  ", "жеке куәлікті беру"}, []string{"ru was: "}},
		"ground alone":  {"rules.json", `"РП ДРН; код документирования 17"`, `"РП ДРН; приказ № 1"`, "ground", []string{"ground was: РП ДРН; код", "ground is:  РП ДРН; приказ № 1"}, []string{"kk was: "}},
		"duty's ground": {"duty.json", ": государственная пошлина за документы, удостоверяющие личность", ", статья 700", "ground", []string{"ground is:  ", ", статья 700"}, []string{"ru was: "}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.change(c.file, c.from, c.to)
			code, out, errOut := kioskctl("policy", "diff", "-", d.folder)
			require.Zero(t, code, errOut)
			assert.NotContains(t, out, "examples that change: 0 of")
			assert.Contains(t, out, ": "+c.what+"\n")
			assert.NotContains(t, out, "\n  was ", "no decision is another")
			for _, part := range c.says {
				assert.Contains(t, out, part)
			}
			for _, part := range c.not {
				assert.NotContains(t, out, part)
			}
		})
	}
}

func TestPolicyDiff_WarnsOfTerminalsThatWouldRefuse(t *testing.T) {
	d := newDesk(t)
	d.change("offices.json", "SHY-01", "SHY-02")
	_, out, _ := kioskctl("policy", "diff", "-", d.folder)
	assert.Contains(t, out, "warning: no registration point SHY-01 any more")
	assert.Contains(t, out, "files that differ: offices.json\n")
}

func TestPolicyDiff_CommandLine(t *testing.T) {
	for _, args := range [][]string{{}, {"-"}, {"-", "-", "-"}, {"-xml", "-", "-"}} {
		code, _, errOut := kioskctl(append([]string{"policy", "diff"}, args...)...)
		assert.Equal(t, 2, code, "%v", args)
		assert.Contains(t, errOut, "usage: ")
	}
	code, out, _ := kioskctl("policy", "diff", "-", "-")
	assert.Zero(t, code)
	assert.Contains(t, out, "files that differ: none\n")
	code, _, errOut := kioskctl("policy", "diff", "-", filepath.Join(t.TempDir(), "absent"))
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "absent")
}
