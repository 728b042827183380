package store

import (
	"time"

	"documenting.kz/terminal/kiosk"
)

// Invoice is a demand for payment as last stored; package payment says what it is at a moment.
type Invoice struct {
	ID, Application, Token string
	Amount                 kiosk.Money
	State                  kiosk.PaymentState
	Created, ScanBy        time.Time
	ConfirmBy              time.Time     // set when scanned
	ConfirmWait            time.Duration // from the scan
	Reference              string        // unique payment code, when paid or refunded
	Paid                   time.Time
	Late                   bool
	Failure                string // card gateway code
}

const invoiceColumns = `id, application, token, amount, state, created, scan_by, confirm_by, confirm_wait, reference, paid, late, failure`

func scanInvoice(r scanner) (i Invoice, err error) {
	var wait int64
	err = r.Scan(&i.ID, &i.Application, &i.Token, &i.Amount, &i.State, instant{&i.Created}, instant{&i.ScanBy}, instant{&i.ConfirmBy}, &wait,
		text{&i.Reference}, instant{&i.Paid}, &i.Late, &i.Failure)
	i.ConfirmWait = time.Duration(wait) * time.Millisecond
	return i, err
}

// PutInvoice stores an invoice, new or changed.
func (t *Tx) PutInvoice(i Invoice) error {
	return t.exec(`INSERT OR REPLACE INTO invoice (`+invoiceColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		i.ID, i.Application, i.Token, i.Amount, i.State, millis(i.Created), millis(i.ScanBy), millis(i.ConfirmBy), i.ConfirmWait.Milliseconds(),
		nullable(i.Reference), millis(i.Paid), i.Late, i.Failure)
}

// Invoices lists an application's invoices in order of creation.
func (t *Tx) Invoices(application string) ([]Invoice, error) {
	return rows(t, scanInvoice, `SELECT `+invoiceColumns+` FROM invoice WHERE application = ? ORDER BY id`, application)
}

// InvoiceByToken returns the invoice behind a payer's page, or ErrNotFound.
func (t *Tx) InvoiceByToken(token string) (Invoice, error) {
	return one(t, scanInvoice, `SELECT `+invoiceColumns+` FROM invoice WHERE token = ?`, token)
}

// AllInvoices lists the newest first.
func (t *Tx) AllInvoices(limit int) ([]Invoice, error) {
	return rows(t, scanInvoice, `SELECT `+invoiceColumns+` FROM invoice ORDER BY id DESC LIMIT ?`, limit)
}

// Refund is money that came and is not kept.
type Refund struct {
	Reference, Application, Invoice string
	Amount                          kiosk.Money
	At                              time.Time
	Reason                          string // paid-twice, closed
}

// AddRefund records one.
func (t *Tx) AddRefund(r Refund) error {
	return t.exec(`INSERT INTO refund (reference, application, invoice, amount, at, reason) VALUES (?,?,?,?,?,?)`,
		r.Reference, r.Application, r.Invoice, r.Amount, millis(r.At), r.Reason)
}

// Refunds lists the newest first; an empty application means all.
func (t *Tx) Refunds(application string, limit int) ([]Refund, error) {
	return rows(t, func(r scanner) (f Refund, err error) {
		err = r.Scan(&f.Reference, &f.Application, &f.Invoice, &f.Amount, instant{&f.At}, &f.Reason)
		return f, err
	}, `SELECT reference, application, invoice, amount, at, reason FROM refund WHERE ? IN ('', application) ORDER BY at DESC LIMIT ?`, application, limit)
}
