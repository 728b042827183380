package offline

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"documenting.kz/terminal/kiosk"

	bolt "go.etcd.io/bbolt"
)

func FuzzParseSealed(f *testing.F) {
	dir := f.TempDir()
	s := sealedOf(kiosk.Link{Seq: 1}, 50)
	if err := writeSealed(dir, s); err != nil {
		f.Fatal(err)
	}
	sound, err := os.ReadFile(filepath.Join(dir, sealedName(1, s.ID)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sound)
	f.Add(sound[:len(sound)-1])
	f.Add([]byte(sealedMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parseSealed(b)
		if err == nil && check(got) != nil {
			t.Fatal("gave out what does not fit its hashes")
		}
	})
}

// What checkStructure passes must be safe to map: bbolt opens and checks it
// without a panic that nobody can recover.
func FuzzCheckStructure(f *testing.F) {
	dir := memDir(f)
	path := filepath.Join(dir, dbName)
	if err := createDB(path); err != nil {
		f.Fatal(err)
	}
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		f.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for i := range 200 {
			if err := put(tx.Bucket(bucketRecords), []byte{byte(i), 'k'}, bytes.Repeat([]byte{'v'}, 60)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	db.Close()
	sound, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{})
	f.Add(uint32(4096*3+8), []byte{0xff, 0xff})
	f.Add(uint32(4096*2+16), []byte{1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		b := bytes.Clone(sound)
		if at > uint32(len(b)) { // a file cut short
			b = b[:int(at)%len(b)]
		} else {
			copy(b[at:], patch)
		}
		if _, err := checkStructure(bytes.NewReader(b), int64(len(b)), int64(os.Getpagesize())); err != nil {
			return
		}
		dir, err := os.MkdirTemp(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		if err := os.WriteFile(filepath.Join(dir, dbName), b, 0o600); err != nil {
			t.Fatal(err)
		}
		q, err := Open(Opts{Dir: dir, Reserve: 1})
		if err != nil {
			t.Fatal(err)
		}
		q.Close()
	})
}
