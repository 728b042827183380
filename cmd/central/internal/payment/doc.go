// Package payment stands for the payment service of РП ДРН: invoices, the payer's
// actions, refunds.
//
//	created ──scan──▶ scanned ──pay──▶ paid
//	   │                 ├──cancel──▶ cancelled
//	   │                 ├──fail────▶ failed (51, 54, 57, 61)
//	   └──time───────────┴──time────▶ expired
//
// Money is never lost and never taken twice. Whatever a payer pays is either the one
// payment of its application (late, if the invoice had ended but the application is
// still open) or a refund.
//
// # Why
//
// Expiry is not stored: an invoice carries its deadlines, and [At] says what it is at a
// moment. So there is no sweeper whose delay could decide between paid and expired.
package payment
