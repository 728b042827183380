package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Limits of one upload.
const (
	MaxPart = 256 << 10
	MaxBlob = 16 << 20
)

// What an upload can meet.
var (
	ErrOffset   = errors.New("the part does not begin where the stored bytes end")
	ErrTooLong  = errors.New("the part is longer than allowed or passes the announced length")
	ErrContents = errors.New("the bytes do not have the announced SHA-256; the upload begins anew")
)

// Blobs are files named by the SHA-256 of their contents; an unfinished upload lies in partial/.
type Blobs struct {
	dir   string
	locks [16]sync.Mutex // by the first digit of the name: one writer a blob
}

func openBlobs(dir string) (*Blobs, error) {
	if err := os.MkdirAll(filepath.Join(dir, "partial"), dirMode); err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	b := &Blobs{dir: dir}
	return b, b.recover()
}

// recover gives a name to uploads whose last byte was stored just before the service
// was killed: nobody would send another part of them.
func (b *Blobs) recover() error {
	unfinished, err := os.ReadDir(filepath.Join(b.dir, "partial"))
	if err != nil {
		return fmt.Errorf("recover blobs: %w", err)
	}
	for _, f := range unfinished {
		sum, err := sumOf(b.partial(f.Name()))
		if err != nil {
			return err
		}
		if sum == f.Name() {
			if err := b.name(sum); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Blobs) whole(name string) string   { return filepath.Join(b.dir, name[:2], name) }
func (b *Blobs) partial(name string) string { return filepath.Join(b.dir, "partial", name) }

// Stat says how many bytes of the blob are stored and whether it is whole.
func (b *Blobs) Stat(name string) (size int64, complete bool, err error) {
	for _, path := range []string{b.whole(name), b.partial(name)} {
		info, err := os.Stat(path)
		if err == nil {
			return info.Size(), path == b.whole(name), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return 0, false, fmt.Errorf("stat blob: %w", err)
		}
	}
	return 0, false, nil
}

// Append adds a part at offset to the blob of length bytes. When it returns nil the
// part is on the disk. A blob that is whole already stays as it is. Errors:
// ErrOffset, ErrTooLong, ErrContents (the upload was thrown away).
func (b *Blobs) Append(name string, offset, length int64, part []byte) (size int64, complete bool, err error) {
	if len(name) != 2*sha256.Size {
		return 0, false, fmt.Errorf("append blob: name of %d characters", len(name))
	}
	lock := &b.locks[int(name[0])%len(b.locks)]
	lock.Lock()
	defer lock.Unlock()
	size, complete, err = b.Stat(name)
	switch {
	case err != nil || complete:
		return size, complete, err
	case size == length: // the upload's last part was stored, and then something failed
		return b.finish(name, size)
	case offset != size:
		return size, false, ErrOffset
	case len(part) > MaxPart, length > MaxBlob, offset+int64(len(part)) > length:
		return size, false, ErrTooLong
	}
	if err := b.write(name, offset, part); err != nil {
		return size, false, err
	}
	size += int64(len(part))
	if size < length {
		return size, false, nil
	}
	return b.finish(name, size)
}

func (b *Blobs) write(name string, offset int64, part []byte) error {
	path := b.partial(name)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, secretMode)
	if err != nil {
		return fmt.Errorf("append blob: %w", err)
	}
	_, err = f.WriteAt(part, offset)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("append blob: %w", err)
	}
	if offset == 0 {
		return syncDir(filepath.Dir(path))
	}
	return nil
}

// finish checks the contents and names the file.
func (b *Blobs) finish(name string, size int64) (int64, bool, error) {
	sum, err := sumOf(b.partial(name))
	if err != nil {
		return 0, false, err
	}
	if sum != name {
		if err := os.Remove(b.partial(name)); err != nil {
			return 0, false, fmt.Errorf("drop damaged upload: %w", err)
		}
		return 0, false, ErrContents
	}
	return size, true, b.name(name)
}

// name moves a checked upload to its lasting place.
func (b *Blobs) name(name string) error {
	dir := filepath.Dir(b.whole(name))
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return fmt.Errorf("finish blob: %w", err)
	}
	if err := os.Rename(b.partial(name), b.whole(name)); err != nil {
		return fmt.Errorf("finish blob: %w", err)
	}
	return errors.Join(syncDir(dir), syncDir(b.dir))
}

// Read returns a whole blob, or ErrNotFound.
func (b *Blobs) Read(name string) ([]byte, error) {
	data, err := os.ReadFile(b.whole(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("blob: %w", ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	return data, nil
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("check blob: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("check blob: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync directory: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync directory: %w", err)
	}
	return nil
}
