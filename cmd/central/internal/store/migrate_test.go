package store

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asOfStepOne makes the database that the first release wrote.
func asOfStepOne(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "central.db"))
	require.NoError(t, err)
	text, err := schema.ReadFile("schema/1.sql")
	require.NoError(t, err)
	for _, s := range append([]string{string(text)}, statements...) {
		_, err = db.Exec(s)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
}

func TestOpen_DatabaseOfTheFirstRelease_KeepsEverything(t *testing.T) {
	dir := t.TempDir()
	asOfStepOne(t, dir,
		`INSERT INTO application (id, kiosk, office, seq, prev, digest, manifest, captured, received, central_seq, receipt, iin, phone, language,
  document, pages, reason, state, amount, exemption, refusal, deferred, coupon, ready, confirmed, processed) VALUES
 ('a', 'KZ-ALA-0001', 'ALA-01', 1, '', 'd1', x'01', 1000, 2000, 1, 'r', '850615390015', '+77010009001', 'kk', 'id-card', 0, '18', 'confirmed', 86500, '', '', 0, 'ALA-2026-000001', '2026-12-11', 3000, 4000),
 ('b', 'KZ-ALA-0001', 'ALA-01', 2, 'd1', 'd2', x'02', 1000, 2000, 2, 'r', '850615390015', '+77010009001', 'kk', 'passport', 36, '18', 'closed', 3460000, '', '', 1, NULL, '', NULL, NULL)`,
		`INSERT INTO invoice (id, application, token, amount, state, created, scan_by, confirm_by, confirm_wait, reference, paid, late) VALUES
 ('INV-000000001', 'a', 't1', 86500, 'paid', 1, 2, 3, 4, 'PAY-2026-000000001', 5, 1),
 ('INV-000000002', 'b', 't2', 3460000, 'refund', 1, 2, 3, 4, 'PAY-2026-000000002', 5, 1)`,
		`INSERT INTO refund VALUES ('PAY-2026-000000002', 'b', 'INV-000000002', 3460000, 6000, 'closed')`,
	)
	for range 2 { // and opening it again changes nothing
		s, err := Open(dir)
		require.NoError(t, err)
		require.NoError(t, s.Write(t.Context(), func(tx *Tx) error {
			a, err := tx.Application("a")
			require.NoError(t, err)
			assert.Equal(t, kiosk.Confirmed, a.State)
			assert.Equal(t, "ALA-2026-000001", a.Coupon)
			assert.EqualValues(t, 86500, a.Amount)
			assert.False(t, a.Processed.IsZero())
			b, err := tx.Application("b")
			require.NoError(t, err)
			assert.True(t, b.Deferred)
			assert.Empty(t, b.Coupon)

			paid, err := tx.Invoices("a")
			require.NoError(t, err)
			require.Len(t, paid, 1)
			assert.Equal(t, []Share{{"a", 86500, true}}, paid[0].Shares)
			assert.True(t, paid[0].Late)
			returned, err := tx.InvoiceByToken("t2")
			require.NoError(t, err)
			assert.Equal(t, []Share{{"b", 3460000, false}}, returned.Shares)
			refunds, err := tx.Refunds("", 10)
			require.NoError(t, err)
			require.Len(t, refunds, 1)
			assert.Equal(t, "RET-000000001", refunds[0].ID)
			assert.Equal(t, "requested", refunds[0].State)
			var next int64
			require.NoError(t, tx.row(`SELECT value FROM counter WHERE name = 'refund'`, nil, &next))
			assert.EqualValues(t, 1, next, "the next refund is the second")
			return nil
		}))
		require.NoError(t, s.Close())
	}
}

func TestOpen_DatabaseOfALaterRelease_IsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	asOfStepOne(t, dir, `PRAGMA user_version = 99`)
	before, err := os.ReadFile(filepath.Join(dir, "central.db"))
	require.NoError(t, err)
	_, err = Open(dir)
	require.ErrorIs(t, err, ErrNewer)
	after, err := os.ReadFile(filepath.Join(dir, "central.db"))
	require.NoError(t, err)
	assert.Equal(t, len(before), len(after))
}
