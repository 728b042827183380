// Package tariff decides the state duty (госпошлина): the monthly calculation index
// (МРП) of the year times the rate of the document, both from duty.json. What this
// package answers is what the citizen pays; the terminal's own table only shows a
// price early.
package tariff
