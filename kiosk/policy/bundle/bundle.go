package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"time"

	"documenting.kz/terminal/kiosk"
)

// MaxSize bounds a bundle in bytes. Nothing in it is compressed, so it bounds the contents too.
const MaxSize = 4 << 20

const (
	manifestName  = "bundle.json"
	signatureName = "bundle.sig"
	headName      = "set.json"

	maxManifest = 64 << 10 // bytes
	maxFiles    = 64
)

// Why a bundle is refused.
var (
	ErrForm      = errors.New("not a policy bundle")
	ErrSignature = errors.New("not signed by a key that is known here")
	ErrAltered   = errors.New("not the content that was signed")
	ErrMissing   = errors.New("a signed file is missing")
	ErrUnlisted  = errors.New("a file that was not signed")
	ErrExpired   = errors.New("out of date")
	ErrRollback  = errors.New("not newer than what there is")
	ErrUnsound   = errors.New("rightly signed, but the data are wrong")
)

// Meta says which set of policy data a bundle is.
type Meta struct {
	Version    string     `json:"version"`    // as printed on receipts
	Serial     int64      `json:"serial"`     // grows with every published set
	Created    time.Time  `json:"created"`    // UTC, whole seconds
	ValidUntil kiosk.Date `json:"validUntil"` // last day on which applications may be taken by it
}

// manifest is bundle.json, the bytes that are signed.
type manifest struct {
	Meta
	Files map[string]string `json:"files"` // name → SHA-256, lower-case hex
}

// head is set.json: what kiosk/policy knows of the set's identity.
type head struct {
	Version    string     `json:"version"`
	Serial     int64      `json:"serial"`
	ValidUntil kiosk.Date `json:"validUntil"`
}

var (
	versionPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)
	namePattern    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,47}\.json$`)
)

func (m Meta) check() error {
	switch {
	case !versionPattern.MatchString(m.Version):
		return fmt.Errorf("%w: version: want letters, digits, '.', '_' and '-', 32 at most", ErrForm)
	case m.Serial < 1:
		return fmt.Errorf("%w: serial: want 1 or more", ErrForm)
	case m.Created.IsZero():
		return fmt.Errorf("%w: created: want a time", ErrForm)
	case m.ValidUntil.IsZero():
		return fmt.Errorf("%w: validUntil: want a day", ErrForm)
	}
	return nil
}

// Build makes a signed bundle of files (name → content). set.json is written from
// m, so that the two cannot disagree; one among files is replaced. The same
// input gives the same bytes. Whether the data are sound is not asked here.
func Build(files map[string][]byte, m Meta, key ed25519.PrivateKey) ([]byte, error) {
	m.Created = m.Created.UTC().Truncate(time.Second)
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("build bundle: %w", err)
	}
	if len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("build bundle: no Ed25519 key")
	}
	files = maps.Clone(files)
	if files == nil {
		files = map[string][]byte{}
	}
	set, err := json.MarshalIndent(head{m.Version, m.Serial, m.ValidUntil}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("build bundle: %w", err)
	}
	files[headName] = append(set, '\n')
	list := manifest{Meta: m, Files: map[string]string{}}
	for name, content := range files {
		if !listable(name) {
			return nil, fmt.Errorf("build bundle: %w: a file named %q", ErrForm, name)
		}
		list.Files[name] = sum(content)
	}
	signed, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("build bundle: %w", err)
	}
	signed = append(signed, '\n')
	data, err := pack(signed, ed25519.Sign(key, signed), files, m.Created)
	if err != nil {
		return nil, fmt.Errorf("build bundle: %w", err)
	}
	// What could not be read back is not handed out.
	if _, err := Verify(data, key.Public().(ed25519.PublicKey)); err != nil {
		return nil, fmt.Errorf("build bundle: %w", err)
	}
	return data, nil
}

func pack(signed, signature []byte, files map[string][]byte, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, content []byte) error {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: at})
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return err
	}
	if err := errors.Join(add(manifestName, signed), add(signatureName, signature)); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := add(name, files[name]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// Bundle is a checked bundle. It never changes.
type Bundle struct {
	Meta
	Digest string // SHA-256 of bundle.json in hex: names the content
	names  []string
	files  *zip.Reader
	raw    []byte
}

// Files are the policy data, as a layer for policy.Load.
func (b *Bundle) Files() fs.FS { return b.files }

// Names lists the files, sorted.
func (b *Bundle) Names() []string { return slices.Clone(b.names) }

// Bytes is the bundle as it came; not to be changed.
func (b *Bundle) Bytes() []byte { return b.raw }

// Verify reads a bundle signed by one of keys. The signature is checked before
// anything that was signed is looked at, then that exactly the listed files are
// there. Age and order are the Shelf's business. data must not change afterwards.
func Verify(data []byte, keys ...ed25519.PublicKey) (*Bundle, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	by := func(k ed25519.PublicKey) bool {
		return len(k) == ed25519.PublicKeySize && ed25519.Verify(k, a.signed, a.signature)
	}
	if !slices.ContainsFunc(keys, by) {
		return nil, fmt.Errorf("%w (%d known)", ErrSignature, len(keys))
	}
	return a.bundle()
}

// Inspect reads a bundle without asking who signed it, for looking and never for use.
func Inspect(data []byte) (*Bundle, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	return a.bundle()
}

// archive is a zip of which only the form is known.
type archive struct {
	raw               []byte
	reader            *zip.Reader
	entries           map[string]*zip.File // the files beside bundle.json and bundle.sig
	signed, signature []byte
}

func openArchive(data []byte) (*archive, error) {
	wrong := func(what string) (*archive, error) { return nil, fmt.Errorf("%w: %s", ErrForm, what) }
	if len(data) > MaxSize {
		return wrong(fmt.Sprintf("more than %d bytes", MaxSize))
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return wrong("no zip, or a truncated one")
	}
	if len(z.File) > maxFiles+2 {
		return wrong(fmt.Sprintf("more than %d files", maxFiles))
	}
	a := &archive{raw: data, reader: z, entries: map[string]*zip.File{}}
	total := uint64(0)
	for i, f := range z.File {
		if f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64 {
			return wrong(fmt.Sprintf("entry %d is compressed", i))
		}
		if total += f.UncompressedSize64; f.UncompressedSize64 > MaxSize || total > MaxSize {
			return wrong("entries larger than the whole")
		}
		if _, twice := a.entries[f.Name]; twice || f.Name != manifestName && f.Name != signatureName && !listable(f.Name) {
			return wrong(fmt.Sprintf("entry %d has a name no policy file has, or one that is taken", i))
		}
		a.entries[f.Name] = f
	}
	if a.signed, err = a.take(manifestName, maxManifest); err != nil {
		return nil, err
	}
	a.signature, err = a.take(signatureName, ed25519.SignatureSize)
	return a, err
}

// take reads an entry of the bundle's own and strikes it off.
func (a *archive) take(name string, most uint64) ([]byte, error) {
	f := a.entries[name]
	if f == nil || f.UncompressedSize64 > most {
		return nil, fmt.Errorf("%w: no %s, or too large a one", ErrForm, name)
	}
	delete(a.entries, name)
	content, err := contents(f)
	if err != nil {
		return nil, fmt.Errorf("%w: %s cannot be read", ErrForm, name)
	}
	return content, nil
}

// bundle checks the files against the list.
func (a *archive) bundle() (*Bundle, error) {
	var list manifest
	dec := json.NewDecoder(bytes.NewReader(a.signed))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrForm, manifestName, err)
	}
	if err := list.check(); err != nil {
		return nil, err
	}
	for name := range a.entries {
		if _, listed := list.Files[name]; !listed {
			return nil, fmt.Errorf("%w: %s", ErrUnlisted, name)
		}
	}
	b := &Bundle{Meta: list.Meta, Digest: sum(a.signed), files: a.reader, raw: a.raw}
	var set []byte
	for _, name := range slices.Sorted(maps.Keys(list.Files)) {
		f := a.entries[name]
		if f == nil {
			return nil, fmt.Errorf("%w: %q", ErrMissing, name)
		}
		content, err := contents(f)
		if err != nil || sum(content) != list.Files[name] {
			return nil, fmt.Errorf("%w: %s", ErrAltered, name)
		}
		if name == headName {
			set = content
		}
		b.names = append(b.names, name)
	}
	if err := list.fits(set); err != nil {
		return nil, err
	}
	return b, nil
}

// fits compares bundle.json with set.json.
func (m Meta) fits(set []byte) error {
	var h head
	if set == nil {
		return fmt.Errorf("%w: %q", ErrMissing, headName)
	}
	if err := json.Unmarshal(set, &h); err != nil || h != (head{m.Version, m.Serial, m.ValidUntil}) {
		return fmt.Errorf("%w: %s: want version, serial and validUntil of %s", ErrUnsound, headName, manifestName)
	}
	return nil
}

func listable(name string) bool { return name != manifestName && namePattern.MatchString(name) }

func contents(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(io.LimitReader(r, MaxSize))
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
