package offline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"documenting.kz/terminal/kiosk"

	bolt "go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// Opts of a Queue.
type Opts struct {
	Dir     string           // made with mode 0700 when absent
	Reserve int64            // bytes that must stay free; 200 MB by default
	Now     func() time.Time // time.Now by default
}

// DefaultReserve is what stays free on disk so that a queue that is full can still be worked off.
const DefaultReserve = 200 << 20

// Report says what Open found, for the readiness screen and the journal.
type Report struct {
	Quarantined string   // name of the damaged database, empty when it was sound
	LostCommits bool     // the database knows, or may know, less than it had promised
	Restored    int      // records rebuilt from their sealed files
	Damaged     []string // names of sealed files and records set aside, never sent
}

// Clean reports whether there is nothing to tell.
func (r Report) Clean() bool {
	return r.Quarantined == "" && !r.LostCommits && r.Restored == 0 && len(r.Damaged) == 0
}

const (
	dbName   = "queue.db"
	lockName = "queue.lock"
)

var (
	bucketRecords = []byte("records") // id → Record
	bucketMeta    = []byte("meta")    // mark, cursor
	bucketDamaged = []byte("damaged") // id → value that failed its check
	keyMark       = []byte("mark")
	keyCursor     = []byte("cursor")
)

// Open opens or makes the queue in o.Dir. Damage is not an error: what is
// damaged is set aside, what can be rebuilt is, and Report says so. An error
// (ErrInUse among them) means that the terminal cannot serve.
func Open(o Opts) (*Queue, error) {
	if o.Reserve == 0 {
		o.Reserve = DefaultReserve
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	q := &Queue{o: o, index: map[kiosk.ApplicationID]entry{}, kick: make(chan struct{}, 1)}
	if err := q.open(); err != nil {
		q.Close()
		return nil, fmt.Errorf("open queue: %w", err)
	}
	return q, nil
}

func (q *Queue) open() (err error) {
	if err := os.MkdirAll(q.o.Dir, 0o700); err != nil {
		return err
	}
	if q.lock, err = lockDir(q.o.Dir); err != nil {
		return err
	}
	var witnessed mark
	if q.witness, witnessed, _, err = openWitness(q.o.Dir); err != nil {
		return err
	}
	err = q.openAndReconcile(witnessed)
	if errors.Is(err, ErrDamaged) {
		if err = q.quarantine(); err == nil {
			err = q.openAndReconcile(witnessed)
		}
	}
	return err
}

func (q *Queue) openAndReconcile(witnessed mark) error {
	oneMeta, err := q.openSound()
	if err != nil {
		return err
	}
	return q.reconcile(witnessed, oneMeta)
}

// lockDir waits a second for the other process: a restarted terminal may
// overlap the one before. The kernel frees the lock of a dead process.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for range 20 {
		if err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err == nil {
			return f, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	f.Close()
	return nil, ErrInUse
}

// openSound opens the database and reads all of it. ErrDamaged means: set it aside.
func (q *Queue) openSound() (oneMeta bool, err error) {
	path := filepath.Join(q.o.Dir, dbName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := createDB(path); err != nil {
			return false, err
		}
	} else if err != nil {
		return false, err
	}
	if oneMeta, err = checkFile(path); err != nil {
		return false, err
	}
	err = guarded(func() error {
		if q.db, err = bolt.Open(path, 0o600, boltOptions()); err != nil {
			return err
		}
		return q.db.View(func(tx *bolt.Tx) error { return q.load(tx, oneMeta) })
	})
	return oneMeta, err
}

func boltOptions() *bolt.Options {
	return &bolt.Options{Timeout: time.Second, FreelistType: bolt.FreelistMapType, PreLoadFreelist: true, NoStatistics: true, MaxSize: 1 << 30}
}

// createDB builds the database under another name first: a torn first
// initialisation makes bbolt panic (its issue 567), and an existing file of 0
// bytes would be taken for a new database.
func createDB(path string) error {
	temp := path + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	db, err := bolt.Open(temp, 0o600, boltOptions())
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bucketRecords, bucketMeta, bucketDamaged} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, db.Sync(), db.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func checkFile(path string) (oneMeta bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	state, err := f.Stat()
	if err != nil {
		return false, err
	}
	return checkStructure(f, state.Size(), int64(os.Getpagesize()))
}

// guarded turns a panic of bbolt, or a fault of the mapped file, into ErrDamaged.
func guarded(work func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return work()
}

// load checks the tree and every value, and fills the index. Records that fail
// their own check are left for reconcile. bbolt's own check counts a lost meta
// page as damage; the next commit writes that page anew, so with one meta page
// the walk before has to do.
func (q *Queue) load(tx *bolt.Tx, oneMeta bool) error {
	if !oneMeta {
		var damaged error
		for err := range tx.Check() {
			damaged = err
		}
		if damaged != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, damaged)
		}
	}
	records, meta := tx.Bucket(bucketRecords), tx.Bucket(bucketMeta)
	if records == nil || meta == nil || tx.Bucket(bucketDamaged) == nil {
		return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
	}
	clear(q.index)
	q.bad = nil
	if v := meta.Get(keyMark); v != nil && decode(keyMark, v, &q.mark) != nil {
		q.report.LostCommits = true
	}
	return records.ForEach(func(k, v []byte) error {
		r, err := decodeRecord(k, v)
		if err != nil {
			q.bad = append(q.bad, string(k))
			return nil
		}
		q.index[r.ID] = entryOf(r)
		return nil
	})
}

// quarantine sets the database aside. It holds ciphertext and ids only: it is
// safe to keep, and a technician may still read it.
func (q *Queue) quarantine() error {
	q.db = nil // left open: after a panic bbolt may still hold the lock that Close waits for
	name := "queue.damaged-" + q.o.Now().UTC().Format("20060102T150405.000")
	if err := os.Rename(filepath.Join(q.o.Dir, dbName), filepath.Join(q.o.Dir, name)); err != nil {
		return err
	}
	q.report = Report{Quarantined: name}
	q.mark, q.bad, q.broken = mark{}, nil, nil
	clear(q.index)
	return syncDir(q.o.Dir)
}

// Close waits for the write under way and frees the folder.
func (q *Queue) Close() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	var errs []error
	if q.db != nil && !errors.Is(q.broken, ErrDamaged) { // after a panic Close might wait for ever
		errs = append(errs, guarded(q.db.Close))
	}
	q.db = nil
	if q.witness != nil {
		errs = append(errs, q.witness.f.Close())
		q.witness = nil
	}
	if q.lock != nil {
		errs = append(errs, q.lock.Close())
		q.lock = nil
	}
	return errors.Join(errs...)
}

// Verify reads every open application's sealed file and the whole database, for
// the technician. It sets nothing aside; the queue may be in use meanwhile.
func (q *Queue) Verify(ctx context.Context) error {
	var errs []error
	for _, r := range q.Pending() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := q.Load(r.ID); err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, q.read(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			errs = append(errs, err)
		}
		return nil
	}))
	return errors.Join(errs...)
}
