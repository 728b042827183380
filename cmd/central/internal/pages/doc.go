// Package pages shows the centre to people: operators under /operator/, payers under
// /pay/. Pages are rendered here and need no script; what changes by itself reloads.
//
// The operators' SMS page plays the citizens' phones, and /operator/api is the same for
// a program that tries a terminal:
//
//	GET  people, sms?phone=, applications?phone=, decisions, settings
//	POST settings                       a JSON object with what changes
//	POST applications/{id}/decision     {"outcome", "code", "officer"}
//	POST refunds/{id}/returned
//
// # Why
//
// A strict content policy (no script, no foreign origin), and the command's cross-origin
// check, keep a page elsewhere from pressing a payer's buttons.
package pages
