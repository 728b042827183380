package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Tx is one transaction: a snapshot in Read, a change in Write.
type Tx struct {
	ctx context.Context
	sql *sql.Tx
}

func (t *Tx) exec(query string, args ...any) error {
	if _, err := t.sql.ExecContext(t.ctx, query, args...); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

func (t *Tx) row(query string, args []any, dest ...any) error {
	err := t.sql.QueryRowContext(t.ctx, query, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// scanner is a row under the cursor.
type scanner interface{ Scan(dest ...any) error }

func rows[T any](t *Tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rs, err := t.sql.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rs.Close()
	var all []T
	for rs.Next() {
		one, err := scan(rs)
		if err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		all = append(all, one)
	}
	if err := rs.Err(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return all, nil
}

func one[T any](t *Tx, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	all, err := rows(t, scan, query, args...)
	if err != nil || len(all) == 0 {
		var none T
		return none, errors.Join(err, whenEmpty(err))
	}
	return all[0], nil
}

func whenEmpty(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return nil
}

// Next raises a named counter and returns its new value. No number is ever skipped:
// the counter rolls back with the transaction that asked.
func (t *Tx) Next(counter string) (n int64, err error) {
	err = t.row(`INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`, []any{counter}, &n)
	return n, err
}

// millis stores the zero time as NULL.
func millis(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UnixMilli()
}

// instant reads what millis wrote.
type instant struct{ to *time.Time }

func (i instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i.to = time.Time{}
	case int64:
		*i.to = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("a time is a %T", src)
	}
	return nil
}

// text reads NULL as the empty string.
type text struct{ to *string }

func (x text) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*x.to = ""
	case string:
		*x.to = v
	default:
		return fmt.Errorf("a text is a %T", src)
	}
	return nil
}

// document reads what marshal wrote.
type document struct{ to any }

func (d document) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("a document is a %T", src)
	}
	return json.Unmarshal([]byte(s), d.to)
}

func marshal(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}
