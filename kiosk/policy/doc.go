// Package policy is the service's rules: who may apply for what on which day,
// what it costs, when it will be ready, and how patient the terminal is. All of
// it is data; this package reads the data strictly and evaluates it purely.
//
// # The data
//
//	set.json          the version of the set
//	rules.json        rules: a requirement, the sentence for whoever does not meet it, the ground
//	eligibility.json  which rules every person, and every choice, must meet
//	reasons.json      documents, documenting codes, and the rules of each code
//	duty.json         МРП by year and the tariffs in МРП
//	calendar.json     holidays, moved days, and the term of the service
//	session.json      kiosk.Limits
//	offices.json      the registration points, read by [LoadOffice]
//	capture.json      one section for each capturing stage, in that stage's own words
//
// A requirement chooses one condition of a closed vocabulary (conditions.go)
// and parameterises it: {"condition": "age-at-least", "years": 18}. Most entries
// have from and to, both days included, so that a change can be loaded before
// it is in force; an open end is "". A reason is switched off by ending it.
//
// [Load] takes layers: a file of a later layer replaces the whole file of an
// earlier one, so that an owner overlays what differs and nothing else. A wrong
// file is an error with file, path and what was expected; there is never a
// partly loaded [Set].
//
// # Days
//
// Nothing here has a clock. A day is the calendar day in Kazakhstan
// (kiosk.Almaty: UTC+5 in the whole country since 1 March 2024), and it is the
// caller who takes it.
//
// # Why
//
// Conditions are Go and not an expression language: the vocabulary of the law
// changes far more slowly than its numbers, and a misspelt condition must be
// found when the file is loaded, not when a citizen stands there.
//
// A rule states what is required and not what is forbidden, so that a fact the
// registry does not know fails the rule and sends the citizen to a human.
//
// The МРП of a year that is not in the data is an error and not a guess: the
// choice is then refused with that reason, and [Set.Gaps] says so months before.
package policy
