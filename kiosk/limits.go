package kiosk

import "time"

// Limits are the times and counts of a session. They are policy data
// (assets/policy/session.json), because the owner of the service will change them.
type Limits struct {
	Dwell         map[Dwell]Seconds `json:"dwell"`         // patience by class, all of Dwells
	Warning       Seconds           `json:"warning"`       // how long the idle warning counts down before a dwell ends
	Query         Seconds           `json:"query"`         // one question to a registry, with its repeats
	DeviceWait    Seconds           `json:"deviceWait"`    // how long a step waits for a device that is away
	PaymentSilent Seconds           `json:"paymentSilent"` // how long a silent centre is asked during a payment before the queue takes over
	Register      Seconds           `json:"register"`      // how long registration may take before the queue takes over
	Print         Seconds           `json:"print"`         // one receipt
	Shots         int               `json:"shots"`         // portraits offered to the citizen
	Attempts      Attempts          `json:"attempts"`      // how often something may be tried
	ConsentText   string            `json:"consentText"`   // version of the consent's wording
}

// Attempts are counted by the centre, for each application and purpose; a terminal shows what is left.
type Attempts struct {
	Codes     int `json:"codes"`     // SMS codes that are sent
	CodeTries int `json:"codeTries"` // wrong entries of one code
	Face      int `json:"face"`      // comparisons of a face by Digital-ID
}

// Seconds is a duration in policy data.
type Seconds float64

// Duration converts for the clock.
func (s Seconds) Duration() time.Duration { return time.Duration(float64(s) * float64(time.Second)) }
