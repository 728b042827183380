package offline

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// mark is the last place of the chain that was given away.
type mark struct {
	Seq  int64  `json:"seq"`
	Head string `json:"head"` // digest of that application's manifest
}

// witness is the mark in a file of its own beside the database: a database
// that lost its last commit, or all of them, is noticed and the chain goes on
// without giving a number twice. Two slots are written in turn, so that a torn
// write leaves the older one.
type witness struct {
	f    *os.File
	slot int64
}

const (
	witnessName = "queue.witness"
	slotLen     = 512 // one sector
)

// openWitness gives the newest readable mark; found is false when there was none.
func openWitness(dir string) (w *witness, m mark, found bool, err error) {
	path := filepath.Join(dir, witnessName)
	_, err = os.Stat(path)
	fresh := errors.Is(err, os.ErrNotExist)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, mark{}, false, err
	}
	w = &witness{f: f}
	if fresh {
		return w, mark{}, false, syncDir(dir)
	}
	for slot := range int64(2) {
		var got mark
		if b := readSlot(f, slot); b != nil && decode([]byte(witnessName), b, &got) == nil && (!found || got.Seq > m.Seq) {
			m, found, w.slot = got, true, 1-slot
		}
	}
	return w, m, found, nil
}

func readSlot(f *os.File, slot int64) []byte {
	b := make([]byte, slotLen)
	if n, _ := f.ReadAt(b, slot*slotLen); n < slotLen || int(b[0])<<8+int(b[1]) > slotLen-2 {
		return nil
	}
	return b[2 : 2+int(b[0])<<8+int(b[1])]
}

// write makes m durable.
func (w *witness) write(m mark) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	value := append(tag([]byte(witnessName), text), text...)
	b := make([]byte, slotLen)
	b[0], b[1] = byte(len(value)>>8), byte(len(value))
	copy(b[2:], value)
	if _, err := w.f.WriteAt(b, w.slot*slotLen); err != nil {
		return err
	}
	if err := w.f.Sync(); err != nil {
		return err
	}
	w.slot = 1 - w.slot
	return nil
}
