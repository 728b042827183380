// Package intake is РП ДРН's side of an application: it registers what terminals
// deliver, decides what is owed, gives the coupon, takes the officer's decision and
// keeps the feed of changes.
//
//	PUT ──▶ awaiting-payment ──paid──▶ paid ──confirm──▶ confirmed ──approve──▶ processed
//	    ├─▶ exempt ──confirm──────────────────────────▶ confirmed ──annul────▶ annulled
//	    ├─▶ refused                                       └─needs-visit─▶ approve or annul
//	    └─▶ (either open state) ──close──▶ closed
//
// The application id is the key of everything and never expires; the digest of the
// manifest tells a repeat from a contradiction. The terminal's chain (gapless numbers,
// each naming the manifest before) lets the centre find what is missing by itself: a
// gap is an incident until it is filled, a fork is refused.
//
// The centre judges every application by the same rules as the terminal (kiosk/policy),
// its own copy of the data and its own record of the person, on the day of the capture.
// Where both find something different the centre's word counts, and that they differ is
// an incident for people to look at.
//
// # Why
//
// "processed" follows the coupon by itself after a while when no officer has decided:
// it stands for the check, the production and the issue, which are not part of this
// service. How long the officer has is a setting.
//
// A silent АИС СИК does not hold an application up, because the citizen stands there:
// the whole duty is asked for, and the terminal says that an exemption can be shown at
// the ЦОН instead.
package intake
