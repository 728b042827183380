// Package policy is the service's rules: who may apply for what on which day,
// what it costs, when it will be ready, on which grounds an officer decides, and
// how patient the terminal is. All of it is data; this package reads the data
// strictly and evaluates it purely. Terminal and centre use the same package and
// the same data, each its own copy.
//
// # The story
//
// [Load] reads the files of [Files], holds each against its JSON Schema
// (assets/policy/schema), checks what one part says of another, and returns a
// [Set]: complete, immutable, the same for everybody. A slip is a [ShapeError]
// with file, path and what was expected; there is never a partly loaded set.
//
//	set.json          version, serial and last day of the set
//	rules.json        rules: a requirement, the sentence to whoever does not meet it, papers to bring, the ground
//	eligibility.json  which rules every person, and every choice, must meet
//	reasons.json      documents, documenting codes, the rules of each, and what is asked about them (sub-reasons)
//	duty.json         МРП by year, the tariffs in МРП, the window in which losses count
//	exemptions.json   categories that pay nothing; АИС СИК says who belongs to them
//	decisions.json    grounds on which an officer annuls an application or asks for a visit
//	calendar.json     the term of the service, holidays, moved days
//	offices.json      the registration points, their hours
//	session.json      kiosk.Limits
//	capture.json      one section for each capturing stage, in that stage's own words
//	examples.json     named people and what they must be answered: not part of the set, read by [LoadExamples]
//
// Then a person, as the registries describe them, is asked about:
//
//	Refusal   may this person be served at a terminal at all?
//	Verdicts  every possible choice, allowed or not, with price and ready date
//	Evaluate  one choice, with every rule that was asked and its outcome
//	Duty      what it costs this person, with what АИС СИК says
//
// The id of the first rule that is not met is the verdict's code: the same word
// stands in the journal, on the slip, in the centre's answer and in rules.json.
//
// # The vocabulary
//
// A requirement chooses one condition of a closed vocabulary (conditions.go) and
// parameterises it: {"condition": "age-at-least", "years": 18}. Entries have
// from and to, both days included, so that a change is loaded before it is in
// force. An id that follows itself in time does so without overlap and without
// a hole. A rule or a code is switched off by ending it; the rule "not-offered"
// answers for a code that is not in force.
//
// Layers: a file of a later layer replaces the whole file of an earlier one, so
// that an owner overlays what differs and nothing else.
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
// registry does not know fails the rule and sends the citizen to a human. A
// record that contradicts itself, a dictionary code nobody has heard of and
// letters lost on the way are no eligibility of their own but each has a rule,
// because each has another next step.
//
// Dead, missing and excluded have a rule each: who stands before the terminal
// is alive, and reads what helps to set the record right.
//
// The schema says what a file looks like, Go says what it means, and a test says
// that both list the same fields. A schema alone could not see a dangling id; Go
// alone could not be read by an editor or by whoever writes the data.
//
// The rules are stated three times: as data, as examples an official can read,
// and as a decision table (testdata/decisions.csv) that the tests evaluate in
// their own few lines. A slip in one of them is a difference between two.
//
// Whatever the law says has from, to and a ground: rules, tariffs, the term, the
// window of losses. capture.json has none: its sections are measures of a lens and
// of a net, tuned with the program that takes the photograph, and a citizen is
// refused nothing by them; they change with a version of the set, not on a day.
//
// The МРП of a year that is not in the data is an error and not a guess: the
// choice is then refused with that reason, and [Set.Gaps] says so sixty days before.
//
// The schemas, compiled at first use, and the two patterns of letters.go are the only package variables.
package policy
