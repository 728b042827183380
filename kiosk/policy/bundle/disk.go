package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// disk is what a Shelf does to its folder; tests cut the power in it.
type disk interface {
	// replace gives name this content. After a power cut the file has either its old
	// content or all of the new; once replace has returned nil, the new.
	replace(name string, data []byte) error
	remove(name string) error
}

// temporary is written before it gets its name; what a power cut leaves of it is swept by the next Open.
const temporary = "incoming.tmp"

type folder string

func (d folder) replace(name string, data []byte) error {
	temp := filepath.Join(string(d), temporary)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, d.remove(temporary)) // a full disk gets its room back
	}
	if err := os.Rename(temp, filepath.Join(string(d), name)); err != nil {
		return err
	}
	return d.sync()
}

func (d folder) remove(name string) error {
	err := os.Remove(filepath.Join(string(d), name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (d folder) sync() error {
	f, err := os.Open(string(d))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
