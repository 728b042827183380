// Package payment stands for the payment service of РП ДРН: invoices, the payer's
// actions, refunds.
//
//	created ──scan──▶ scanned ──pay──▶ paid
//	   │                 ├──cancel──▶ cancelled
//	   │                 ├──fail────▶ failed (51, 54, 57, 61)
//	   └──time───────────┴──time────▶ expired
//
// One invoice may ask for both applications of a visit; each has a share. Money is
// never lost and never taken twice: share by share, whatever a payer pays is either the
// one payment of the application (late, if the invoice had ended but the application is
// still open) or a refund. Closing one application of a shared invoice ends the invoice;
// the other is still owed, by a new one.
//
// # Why
//
// Expiry is not stored: an invoice carries its deadlines, and [At] says what it is at a
// moment. So there is no sweeper whose delay could decide between paid and expired.
//
// An application is paid when a share of it is, not when an invoice that covers it is:
// of a shared invoice one part may be a payment and the other a refund.
package payment
