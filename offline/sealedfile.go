package offline

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"documenting.kz/terminal/kiosk"

	"github.com/google/uuid"
)

// A sealed file holds one application's manifest and blobs and describes
// itself, so that the queue can be rebuilt from these files alone:
//
//	"KQ1\n" | u32 length of header | header JSON | SHA-256 of all before | blobs in the header's order

const (
	sealedMagic  = "KQ1\n"
	sealedSuffix = ".sealed"
	maxHeader    = 1 << 20
)

type sealedHeader struct {
	ID       kiosk.ApplicationID `json:"id"`
	Link     kiosk.Link          `json:"link"`
	Manifest []byte              `json:"manifest"`
	Blobs    []sealedBlob        `json:"blobs"`
}

type sealedBlob struct {
	Kind   string `json:"kind"`
	SHA256 string `json:"sha256"`
	Length int64  `json:"length"`
}

// sealedName sorts by the place in the chain.
func sealedName(seq int64, id kiosk.ApplicationID) string {
	return fmt.Sprintf("%012d-%s%s", seq, id, sealedSuffix)
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// check wants what Seal promises, so that nothing is stored that could not be read back.
func check(s kiosk.Sealed) error {
	if u, err := uuid.Parse(string(s.ID)); err != nil || u.String() != string(s.ID) {
		return errors.New("id is not a UUID")
	}
	if s.Link.Seq < 1 || len(s.Manifest) == 0 || len(s.Blobs) == 0 || hexSum(s.Manifest) != s.Digest {
		return errors.New("manifest, digest or place in the chain is wrong")
	}
	for _, b := range s.Blobs {
		if hexSum(b.Data) != b.SHA256 {
			return fmt.Errorf("%s does not fit its address", b.Kind)
		}
	}
	return nil
}

// writeSealed makes the file durable: its bytes and its name in the folder.
func writeSealed(dir string, s kiosk.Sealed) error {
	h := sealedHeader{ID: s.ID, Link: s.Link, Manifest: s.Manifest}
	size := 0
	for _, b := range s.Blobs {
		h.Blobs = append(h.Blobs, sealedBlob{b.Kind, b.SHA256, int64(len(b.Data))})
		size += len(b.Data)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	out := make([]byte, 0, len(sealedMagic)+4+len(text)+sha256.Size+size)
	out = append(out, sealedMagic...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(text)))
	out = append(out, text...)
	sum := sha256.Sum256(out)
	out = append(out, sum[:]...)
	for _, b := range s.Blobs {
		out = append(out, b.Data...)
	}
	return writeDurable(filepath.Join(dir, sealedName(s.Link.Seq, s.ID)), out)
}

// writeDurable replaces path's content. The name is the final one from the
// start: what makes a sealed file count is the commit that follows.
func writeDurable(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// parseSealed reads a whole sealed file. Every byte of it is covered by a hash;
// whatever does not fit is ErrDamaged.
func parseSealed(b []byte) (kiosk.Sealed, error) {
	prefix := len(sealedMagic) + 4
	if len(b) < prefix+sha256.Size || string(b[:len(sealedMagic)]) != sealedMagic {
		return kiosk.Sealed{}, ErrDamaged
	}
	n := int(binary.BigEndian.Uint32(b[len(sealedMagic):prefix]))
	if n > maxHeader || len(b) < prefix+n+sha256.Size {
		return kiosk.Sealed{}, ErrDamaged
	}
	sum := sha256.Sum256(b[:prefix+n])
	rest := b[prefix+n:]
	var h sealedHeader
	if !bytes.Equal(sum[:], rest[:sha256.Size]) || json.Unmarshal(b[prefix:prefix+n], &h) != nil {
		return kiosk.Sealed{}, ErrDamaged
	}
	rest = rest[sha256.Size:]
	s := kiosk.Sealed{ID: h.ID, Link: h.Link, Manifest: h.Manifest, Digest: hexSum(h.Manifest)}
	for _, ref := range h.Blobs {
		if ref.Length < 0 || ref.Length > int64(len(rest)) {
			return kiosk.Sealed{}, ErrDamaged
		}
		s.Blobs = append(s.Blobs, kiosk.Blob{Kind: ref.Kind, SHA256: ref.SHA256, Data: rest[:ref.Length:ref.Length]})
		rest = rest[ref.Length:]
	}
	if len(rest) != 0 || check(s) != nil {
		return kiosk.Sealed{}, ErrDamaged
	}
	return s, nil
}

func readSealed(path string) (kiosk.Sealed, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return kiosk.Sealed{}, err
	}
	s, err := parseSealed(b)
	if err == nil && sealedName(s.Link.Seq, s.ID) != filepath.Base(path) {
		return kiosk.Sealed{}, ErrDamaged
	}
	return s, err
}

// listSealed gives the sealed files' names in the chain's order.
func listSealed(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), sealedSuffix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}
