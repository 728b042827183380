// Package intake is РП ДРН's side of an application: it registers what terminals
// deliver, decides what is owed, gives the coupon and keeps the feed of changes.
//
//	PUT ──▶ awaiting-payment ──paid──▶ paid ──confirm──▶ confirmed ──▶ processed
//	    ├─▶ exempt ──confirm──────────────────────────▶ confirmed
//	    ├─▶ refused
//	    └─▶ (either open state) ──close──▶ closed
//
// The application id is the key of everything and never expires; the digest of the
// manifest tells a repeat from a contradiction. The terminal's chain (gapless numbers,
// each naming the manifest before) lets the centre find what is missing by itself: a
// gap is an incident until it is filled, a fork is refused.
//
// # Why
//
// "processed" follows the coupon by itself after a while: it stands for the officer's
// check, the production and the issue, which are not part of this service.
package intake
