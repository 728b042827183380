package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	_ "modernc.org/sqlite" // the database driver "sqlite"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = errors.New("not found")

// ErrInUse says that another process has the directory open.
var ErrInUse = errors.New("the state directory is in use by another central service: stop it or choose another with -state")

// ErrClosed is returned by Write after Close.
var ErrClosed = errors.New("store closed")

const (
	batchMax   = 256 // closures in one transaction
	readers    = 4
	dirMode    = 0o700
	secretMode = 0o600
)

// Store is the rows and the blobs. Open it, Close it.
type Store struct {
	Blobs *Blobs

	lock   *os.File
	write  *sql.DB
	read   *sql.DB
	jobs   chan job
	done   chan struct{} // closed when the writer has ended
	closed chan struct{} // closed by Close

	mu      sync.Mutex
	changed chan struct{} // closed and replaced after every commit
	once    sync.Once
}

type job struct {
	ctx    context.Context
	fn     func(*Tx) error
	answer chan error
}

// Open makes dir (0700) if needed, opens or creates the database in it and starts the writer.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	s, err := openIn(dir)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s.lock = lock
	go s.writer()
	return s, nil
}

// lockDir keeps a second process out of dir. The lock ends with the process.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, secretMode)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(ErrInUse, f.Close())
	}
	return f, nil
}

func openIn(dir string) (*Store, error) {
	blobs, err := openBlobs(filepath.Join(dir, "blobs"))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "central.db")
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, secretMode); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	} else if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	pragmas := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "foreign_keys(1)"}}
	dsn := (&url.URL{Scheme: "file", Opaque: path, RawQuery: pragmas.Encode()}).String()
	write, err := sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(write); err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open store: %w", err)
	}
	read.SetMaxOpenConns(readers)
	return &Store{
		Blobs: blobs, write: write, read: read,
		jobs: make(chan job), done: make(chan struct{}), closed: make(chan struct{}), changed: make(chan struct{}),
	}, nil
}

// Close waits for the writes under way and closes the files.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closed) })
	<-s.done
	return errors.Join(s.read.Close(), s.write.Close(), s.lock.Close())
}

// Write runs fn inside a transaction and returns after the commit is on the disk.
// An error of fn rolls back what fn did, and only that. When ctx ends first, Write
// returns its error although the commit may still succeed.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	j := job{ctx: context.WithoutCancel(ctx), fn: fn, answer: make(chan error, 1)}
	select {
	case s.jobs <- j:
	case <-s.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Read runs fn on one consistent snapshot.
func (s *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // a snapshot has nothing to keep
	return fn(&Tx{ctx: ctx, sql: tx})
}

// Changed is closed after the next commit. Take it before reading, so that no change is missed.
func (s *Store) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

func (s *Store) announce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Store) writer() {
	defer close(s.done)
	for {
		select {
		case <-s.closed:
			return
		case first := <-s.jobs:
			batch := []job{first}
		gather:
			for len(batch) < batchMax {
				select {
				case j := <-s.jobs:
					batch = append(batch, j)
				default:
					break gather
				}
			}
			s.commit(batch)
		}
	}
}

// commit runs a batch in one transaction and answers every job of it.
func (s *Store) commit(batch []job) {
	answers := make([]error, len(batch))
	err := func() error {
		tx, err := s.write.BeginTx(context.Background(), nil)
		if err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		for i, j := range batch {
			if _, err := tx.Exec("SAVEPOINT job"); err != nil {
				return errors.Join(fmt.Errorf("savepoint: %w", err), tx.Rollback())
			}
			end := "RELEASE job"
			if answers[i] = j.fn(&Tx{ctx: j.ctx, sql: tx}); answers[i] != nil {
				end = "ROLLBACK TO job; RELEASE job"
			}
			if _, err := tx.Exec(end); err != nil {
				return errors.Join(fmt.Errorf("savepoint: %w", err), tx.Rollback())
			}
		}
		if err := tx.Commit(); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
		return nil
	}()
	if err == nil {
		s.announce()
	}
	for i, j := range batch {
		if err != nil {
			answers[i] = err
		}
		j.answer <- answers[i]
	}
}
