package store

import (
	"database/sql"
	"embed"
	"errors"
	"fmt"
)

//go:embed schema/*.sql
var schema embed.FS

// versions is how many steps the schema has. A step that has been delivered never changes.
const versions = 2

// ErrNewer says that a later release has written the database.
var ErrNewer = errors.New("the database is of a newer release")

// migrate takes the database from whatever step it is at to the last one. Each step
// is one transaction together with its number, so that a power cut leaves it whole.
func migrate(db *sql.DB) error {
	var at int
	if err := db.QueryRow("PRAGMA user_version").Scan(&at); err != nil {
		return fmt.Errorf("open store: schema: %w", err)
	}
	if at > versions {
		return ErrNewer
	}
	for step := at + 1; step <= versions; step++ {
		text, err := schema.ReadFile(fmt.Sprintf("schema/%d.sql", step))
		if err != nil {
			return fmt.Errorf("open store: schema: %w", err)
		}
		if err := inOne(db, string(text), fmt.Sprintf("PRAGMA user_version = %d", step)); err != nil {
			return fmt.Errorf("open store: schema step %d: %w", step, err)
		}
	}
	return nil
}

func inOne(db *sql.DB, statements ...string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, s := range statements {
		if _, err := tx.Exec(s); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}
