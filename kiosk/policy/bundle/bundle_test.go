package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// key is the same in every run, for the fuzzer's corpus.
var key, stranger = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32)), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, 32))

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

var created = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

func day(t testing.TB, s string) kiosk.Date {
	t.Helper()
	d, err := kiosk.ParseDate(s)
	require.NoError(t, err)
	return d
}

func meta(t testing.TB, serial int64) Meta {
	return Meta{Version: "2026-12", Serial: serial, Created: created, ValidUntil: day(t, "2027-12-31")}
}

// build makes a bundle whose rules.json says word.
func build(t testing.TB, serial int64, word string) []byte {
	t.Helper()
	data, err := Build(map[string][]byte{"rules.json": []byte(word), "duty.json": []byte("{}")}, meta(t, serial), key)
	require.NoError(t, err)
	return data
}

// entry of a zip that is made by hand.
type entry struct {
	name    string
	content []byte
	method  uint16
}

func entries(t testing.TB, data []byte) (list []entry) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	for _, f := range z.File {
		content, err := contents(f)
		require.NoError(t, err)
		list = append(list, entry{f.Name, content, zip.Store})
	}
	return list
}

func zipOf(t testing.TB, list []entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range list {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: e.method})
		require.NoError(t, err)
		_, err = f.Write(e.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func TestBuild_SameInputSameBytes(t *testing.T) {
	a, b := build(t, 7, "one"), build(t, 7, "one")
	assert.Equal(t, a, b)
	assert.NotEqual(t, a, build(t, 8, "one"))
}

func TestVerify_GivesBackWhatWasBuilt(t *testing.T) {
	b, err := Verify(build(t, 7, "one"), public(stranger), public(key))
	require.NoError(t, err, "one of two keys is enough: one may follow the other")
	assert.Equal(t, meta(t, 7), b.Meta)
	assert.Equal(t, []string{"duty.json", "rules.json", "set.json"}, b.Names())
	rules, err := fs.ReadFile(b.Files(), "rules.json")
	require.NoError(t, err)
	assert.Equal(t, "one", string(rules))
	set, err := fs.ReadFile(b.Files(), "set.json")
	require.NoError(t, err)
	assert.JSONEq(t, `{"version": "2026-12", "serial": 7, "validUntil": "2027-12-31"}`, string(set))
}

func TestVerify_OpenSSLAgrees(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	require.NoError(t, WriteKeys(key, filepath.Join(dir, "offline.pem"), filepath.Join(dir, "key.pub")))
	for _, e := range entries(t, build(t, 7, "one")) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, e.name), e.content, 0o600))
	}
	check := func() (string, error) {
		cmd := exec.Command(openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-rawin", "-in", "bundle.json", "-sigfile", "bundle.sig")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	out, err := check()
	require.NoError(t, err, out)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bundle.json"), []byte("{}"), 0o600))
	_, err = check()
	require.Error(t, err)
}

func TestVerify_RefusesWhatIsNotAsSigned(t *testing.T) {
	good := build(t, 7, "one")
	parts := entries(t, good)
	with := func(change func(*entry)) []byte {
		list := append([]entry(nil), parts...)
		for i := range list {
			list[i].content = bytes.Clone(list[i].content)
			change(&list[i])
		}
		return zipOf(t, list)
	}
	content := func(name, text string) []byte {
		return with(func(e *entry) {
			if e.name == name {
				e.content = []byte(text)
			}
		})
	}
	without := func(name string) (data []byte) {
		var list []entry
		for _, e := range parts {
			if e.name != name {
				list = append(list, e)
			}
		}
		return zipOf(t, list)
	}
	plus := func(e entry) []byte { return zipOf(t, append(append([]entry(nil), parts...), e)) }

	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":                  {nil, ErrForm},
		"no zip":                   {[]byte("policy"), ErrForm},
		"truncated":                {good[:len(good)-30], ErrForm},
		"half":                     {good[:len(good)/2], ErrForm},
		"altered file":             {content("rules.json", "two"), ErrAltered},
		"altered list":             {content("bundle.json", strings.Replace(string(parts[0].content), "2026-12", "2026-13", 1)), ErrSignature},
		"altered signature":        {content("bundle.sig", strings.Repeat("x", 64)), ErrSignature},
		"short signature":          {content("bundle.sig", "x"), ErrSignature},
		"long signature":           {content("bundle.sig", strings.Repeat("x", 65)), ErrForm},
		"missing file":             {without("rules.json"), ErrMissing},
		"no list":                  {without("bundle.json"), ErrForm},
		"no signature":             {without("bundle.sig"), ErrForm},
		"file that was not signed": {plus(entry{"offices.json", []byte("{}"), zip.Store}), ErrUnlisted},
		"same name twice":          {plus(entry{"rules.json", []byte("one"), zip.Store}), ErrForm},
		"second signature":         {plus(entry{"bundle.sig", parts[1].content, zip.Store}), ErrForm},
		"name with a folder":       {plus(entry{"../set.json", nil, zip.Store}), ErrForm},
		"absolute name":            {plus(entry{"/set.json", nil, zip.Store}), ErrForm},
		"backslashes":              {plus(entry{`..\set.json`, nil, zip.Store}), ErrForm},
		"a folder":                 {plus(entry{"more/", nil, zip.Store}), ErrForm},
		"a program":                {plus(entry{"run.sh", nil, zip.Store}), ErrForm},
		"a zip bomb":               {plus(entry{"offices.json", make([]byte, 64<<20), zip.Deflate}), ErrForm},
		"larger than allowed":      {plus(entry{"offices.json", make([]byte, MaxSize), zip.Store}), ErrForm},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Verify(c.data, public(key))
			assert.ErrorIs(t, err, c.want)
			assert.NotContains(t, err.Error(), "..", "names from outside are not repeated")
		})
	}

	many := append([]entry(nil), parts...)
	for i := range maxFiles {
		many = append(many, entry{"f" + strings.Repeat("x", i%40) + string(rune('a'+i/40)) + ".json", nil, zip.Store})
	}
	_, err := Verify(zipOf(t, many), public(key))
	assert.ErrorIs(t, err, ErrForm)
}

// Entries that share their bytes make a small file large.
func TestVerify_RefusesEntriesThatLieOverEachOther(t *testing.T) {
	one := zipOf(t, []entry{{"a.json", make([]byte, MaxSize/3), zip.Store}})
	const endLen = 22
	end := bytes.Clone(one[len(one)-endLen:])
	at := binary.LittleEndian.Uint32(end[16:])
	directory := one[at : len(one)-endLen]
	all := bytes.Clone(one[:at])
	for _, name := range []string{"a.json", "b.json", "c.json", "d.json"} {
		all = append(all, bytes.Replace(directory, []byte("a.json"), []byte(name), 1)...)
	}
	binary.LittleEndian.PutUint16(end[8:], 4)
	binary.LittleEndian.PutUint16(end[10:], 4)
	binary.LittleEndian.PutUint32(end[12:], uint32(4*len(directory)))
	_, err := Verify(append(all, end...), public(key))
	assert.ErrorIs(t, err, ErrForm)
	assert.ErrorContains(t, err, "larger than the whole")
}

func TestVerify_RefusesAnotherSigner(t *testing.T) {
	data, err := Build(nil, meta(t, 7), stranger)
	require.NoError(t, err)
	_, err = Verify(data, public(key))
	assert.ErrorIs(t, err, ErrSignature)
	_, err = Verify(build(t, 7, "one"))
	assert.ErrorIs(t, err, ErrSignature, "no key, no bundle")
	_, err = Verify(build(t, 7, "one"), ed25519.PublicKey("short"))
	assert.ErrorIs(t, err, ErrSignature)
	b, err := Inspect(data)
	require.NoError(t, err, "looking is allowed")
	assert.EqualValues(t, 7, b.Serial)
}

// sign makes a bundle of whatever the signer was led to sign.
func sign(t testing.TB, list any, files ...entry) []byte {
	t.Helper()
	signed, err := json.Marshal(list)
	require.NoError(t, err)
	return zipOf(t, append([]entry{{manifestName, signed, zip.Store}, {signatureName, ed25519.Sign(key, signed), zip.Store}}, files...))
}

func TestVerify_RefusesASignedListThatMakesNoSense(t *testing.T) {
	set := []byte(`{"version": "1", "serial": 1, "validUntil": "2027-12-31"}`)
	list := func(change map[string]any) map[string]any {
		l := map[string]any{"version": "1", "serial": 1, "created": created, "validUntil": "2027-12-31", "files": map[string]string{headName: sum(set)}}
		for k, v := range change {
			l[k] = v
		}
		return l
	}
	head := entry{headName, set, zip.Store}
	_, err := Verify(sign(t, list(nil), head), public(key))
	require.NoError(t, err)
	for name, change := range map[string]map[string]any{
		"no version":    {"version": ""},
		"a long one":    {"version": strings.Repeat("1", 33)},
		"a line break":  {"version": "1\n2"},
		"serial 0":      {"serial": 0},
		"serial text":   {"serial": "1"},
		"serial beyond": {"serial": 1e300},
		"no day":        {"validUntil": ""},
		"no such day":   {"validUntil": "2027-02-30"},
		"no creation":   {"created": "0001-01-01T00:00:00Z"},
		"unknown field": {"format": 2},
		"files a list":  {"files": []string{}},
	} {
		_, err := Verify(sign(t, list(change), head), public(key))
		assert.ErrorIs(t, err, ErrForm, name)
	}
	_, err = Verify(sign(t, list(map[string]any{"files": map[string]string{}})), public(key))
	assert.ErrorIs(t, err, ErrMissing, "set.json is always there")
	_, err = Verify(sign(t, list(map[string]any{"serial": 2}), head), public(key))
	assert.ErrorIs(t, err, ErrUnsound, "set.json must say the same")
}

func TestBuild_RefusesWhatCouldNotBeReadBack(t *testing.T) {
	ok := meta(t, 7)
	for name, files := range map[string]map[string][]byte{
		"a folder":      {"a/rules.json": nil},
		"upper case":    {"Rules.json": nil},
		"its own list":  {"bundle.json": nil},
		"no json":       {"rules.txt": nil},
		"more than fit": {"rules.json": make([]byte, MaxSize)},
	} {
		_, err := Build(files, ok, key)
		assert.ErrorIs(t, err, ErrForm, name)
	}
	for _, m := range []Meta{
		{Serial: 1, Created: created, ValidUntil: ok.ValidUntil}, {Version: "1", Created: created, ValidUntil: ok.ValidUntil},
		{Version: "1", Serial: 1, ValidUntil: ok.ValidUntil}, {Version: "1", Serial: 1, Created: created},
	} {
		_, err := Build(nil, m, key)
		assert.ErrorIs(t, err, ErrForm)
	}
	_, err := Build(nil, ok, nil)
	assert.Error(t, err)
}

func TestKeys_AreReadAsWrittenAndNeverWrittenOver(t *testing.T) {
	dir := t.TempDir()
	secret, open := filepath.Join(dir, "offline.pem"), filepath.Join(dir, "key.pub")
	require.NoError(t, WriteKeys(key, secret, open))
	got, err := ReadPrivateKey(secret)
	require.NoError(t, err)
	assert.Equal(t, key, got)
	keys, err := ReadPublicKeys(open)
	require.NoError(t, err)
	assert.Equal(t, []ed25519.PublicKey{public(key)}, keys)
	info, err := os.Stat(secret)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())
	assert.ErrorIs(t, WriteKeys(stranger, secret, filepath.Join(dir, "other.pub")), fs.ErrExist)

	other := filepath.Join(dir, "other.pub")
	require.NoError(t, WriteKeys(stranger, filepath.Join(dir, "other.pem"), other))
	a, _ := os.ReadFile(open)
	b, _ := os.ReadFile(other)
	both := filepath.Join(dir, "both.pub")
	require.NoError(t, os.WriteFile(both, append(append(a, "and the next:\n"...), b...), 0o600))
	keys, err = ReadPublicKeys(both)
	require.NoError(t, err)
	assert.Len(t, keys, 2)

	none, err := ReadPublicKeys("")
	require.NoError(t, err)
	assert.Empty(t, none)
	empty := filepath.Join(dir, "empty.pub")
	require.NoError(t, os.WriteFile(empty, []byte("nothing"), 0o600))
	for _, path := range []string{secret, empty, filepath.Join(dir, "absent")} {
		_, err := ReadPublicKeys(path)
		assert.ErrorContains(t, err, "policy key", path)
	}
	for _, path := range []string{open, empty, filepath.Join(dir, "absent")} {
		_, err := ReadPrivateKey(path)
		assert.ErrorContains(t, err, "signing key", path)
	}
}

// Whatever comes: no panic, and what is accepted holds exactly what was signed.
func FuzzVerify(f *testing.F) {
	good := build(f, 7, "one")
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(zipOf(f, entries(f, good)))
	f.Add(zipOf(f, entries(f, good)[1:]))
	f.Add(sign(f, map[string]any{"files": map[string]string{"a.json": ""}}, entry{"a.json", nil, zip.Deflate}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = Inspect(data)
		b, err := Verify(data, public(key))
		if err != nil {
			assert.Nil(t, b)
			return
		}
		assert.Equal(t, meta(t, 7), b.Meta)
		assert.Equal(t, []string{"duty.json", "rules.json", "set.json"}, b.Names())
		rules, err := fs.ReadFile(b.Files(), "rules.json")
		assert.NoError(t, err)
		assert.Equal(t, "one", string(rules))
	})
}
