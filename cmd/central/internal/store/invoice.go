package store

import (
	"time"

	"documenting.kz/terminal/kiosk"
)

// Invoice is a demand for payment as last stored; package payment says what it is at a moment.
type Invoice struct {
	ID, Token       string
	Shares          []Share // what it asks, for each application it covers, in the order they were named
	Amount          kiosk.Money
	State           kiosk.PaymentState
	Created, ScanBy time.Time
	ConfirmBy       time.Time     // set when scanned
	ConfirmWait     time.Duration // from the scan
	Reference       string        // unique payment code, when paid or refunded
	Paid            time.Time
	Late            bool
	Failure         string // card gateway code
}

// Share is what an invoice asks for one application.
type Share struct {
	Application string
	Amount      kiosk.Money
	Paid        bool // the invoice's money is the payment of this application
}

// ShareOf returns what the invoice asks for an application; the zero Share when it does not cover it.
func (i Invoice) ShareOf(application string) Share {
	for _, s := range i.Shares {
		if s.Application == application {
			return s
		}
	}
	return Share{}
}

const invoiceColumns = `id, token, amount, state, created, scan_by, confirm_by, confirm_wait, reference, paid, late, failure`

func scanInvoice(r scanner) (i Invoice, err error) {
	var wait int64
	err = r.Scan(&i.ID, &i.Token, &i.Amount, &i.State, instant{&i.Created}, instant{&i.ScanBy}, instant{&i.ConfirmBy}, &wait,
		text{&i.Reference}, instant{&i.Paid}, &i.Late, &i.Failure)
	i.ConfirmWait = time.Duration(wait) * time.Millisecond
	return i, err
}

// PutInvoice stores an invoice with its shares, new or changed.
func (t *Tx) PutInvoice(i Invoice) error {
	if err := t.exec(`INSERT OR REPLACE INTO invoice (`+invoiceColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
		i.ID, i.Token, i.Amount, i.State, millis(i.Created), millis(i.ScanBy), millis(i.ConfirmBy), i.ConfirmWait.Milliseconds(),
		nullable(i.Reference), millis(i.Paid), i.Late, i.Failure); err != nil {
		return err
	}
	for _, s := range i.Shares {
		if err := t.exec(`INSERT INTO share (invoice, application, amount, paid) VALUES (?,?,?,?)
 ON CONFLICT DO UPDATE SET paid = excluded.paid`, i.ID, s.Application, s.Amount, s.Paid); err != nil {
			return err
		}
	}
	return nil
}

// Invoices lists the invoices that cover an application in order of creation.
func (t *Tx) Invoices(application string) ([]Invoice, error) {
	list, err := rows(t, scanInvoice, `SELECT `+invoiceColumns+` FROM invoice WHERE id IN (SELECT invoice FROM share WHERE application = ?) ORDER BY id`, application)
	return t.withShares(list, err)
}

// InvoiceByToken returns the invoice behind a payer's page, or ErrNotFound.
func (t *Tx) InvoiceByToken(token string) (Invoice, error) {
	i, err := one(t, scanInvoice, `SELECT `+invoiceColumns+` FROM invoice WHERE token = ?`, token)
	if err != nil {
		return i, err
	}
	i.Shares, err = t.shares(i.ID)
	return i, err
}

// AllInvoices lists the newest first.
func (t *Tx) AllInvoices(limit int) ([]Invoice, error) {
	list, err := rows(t, scanInvoice, `SELECT `+invoiceColumns+` FROM invoice ORDER BY id DESC LIMIT ?`, limit)
	return t.withShares(list, err)
}

func (t *Tx) withShares(list []Invoice, err error) ([]Invoice, error) {
	for i := range list {
		if err != nil {
			return nil, err
		}
		list[i].Shares, err = t.shares(list[i].ID)
	}
	return list, err
}

func (t *Tx) shares(invoice string) ([]Share, error) {
	return rows(t, func(r scanner) (s Share, err error) {
		err = r.Scan(&s.Application, &s.Amount, &s.Paid)
		return s, err
	}, `SELECT application, amount, paid FROM share WHERE invoice = ? ORDER BY rowid`, invoice)
}

// Refund is money that came and is not kept: the whole of what an invoice asked for an application.
type Refund struct {
	ID, Reference, Application, Invoice string // Reference is the payment's
	Amount                              kiosk.Money
	At                                  time.Time
	Reason                              string // paid-twice, closed, annulled
	State                               string // requested, returned
	Returned                            time.Time
}

const refundColumns = `id, reference, application, invoice, amount, at, reason, state, returned`

func scanRefund(r scanner) (f Refund, err error) {
	err = r.Scan(&f.ID, &f.Reference, &f.Application, &f.Invoice, &f.Amount, instant{&f.At}, &f.Reason, &f.State, instant{&f.Returned})
	return f, err
}

// PutRefund stores a refund, new or changed.
func (t *Tx) PutRefund(r Refund) error {
	return t.exec(`INSERT OR REPLACE INTO refund (`+refundColumns+`) VALUES (?,?,?,?,?,?,?,?,?)`,
		r.ID, r.Reference, r.Application, r.Invoice, r.Amount, millis(r.At), r.Reason, r.State, millis(r.Returned))
}

// Refund returns one, or ErrNotFound.
func (t *Tx) Refund(id string) (Refund, error) {
	return one(t, scanRefund, `SELECT `+refundColumns+` FROM refund WHERE id = ?`, id)
}

// Refunds lists the newest first; an empty application means all.
func (t *Tx) Refunds(application string, limit int) ([]Refund, error) {
	return rows(t, scanRefund, `SELECT `+refundColumns+` FROM refund WHERE ? IN ('', application) ORDER BY id DESC LIMIT ?`, application, limit)
}
