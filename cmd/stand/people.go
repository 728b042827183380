package main

import "documenting.kz/terminal/cmd/stand/internal/citizen"

// People of the central service's synthetic registry; its page "people" says
// which rule each of them shows.
var (
	expired     = citizen.Person{IIN: "850615390015", Phone: "7010009001", Face: "pair", Choice: "choose-18-id-card"}
	soonExpired = citizen.Person{IIN: "911224390046", Phone: "7010009004", Face: "pair", Choice: "choose-18-id-card"}
	passport    = citizen.Person{IIN: "961008490087", Phone: "7010009008", Face: "hopper", Choice: "choose-17-passport-36"}
	exempt      = citizen.Person{IIN: "660323390266", Phone: "7010009025", Face: "pair", Choice: "choose-18-id-card"}
	dead        = citizen.Person{IIN: "400217490184", Phone: "7010009017", Face: "hopper"}
	woman       = citizen.Person{IIN: "880719490062", Phone: "7010009006", Face: "astronaut", Choice: "choose-18-passport-48"}
	older       = citizen.Person{IIN: "710127490070", Phone: "7010009007", Face: "hopper", Choice: "choose-18-passport-36"}
	married     = citizen.Person{IIN: "940505490092", Phone: "7010009009", Face: "astronaut", Choice: "choose-04-id-card"}
	oldDesign   = citizen.Person{IIN: "750821490119", Phone: "7010009011", Face: "hopper", Choice: "choose-16-id-card"}
	damaged     = citizen.Person{IIN: "861102390131", Phone: "7010009012", Face: "pair", Choice: "choose-07-id-card"}
	lost        = citizen.Person{IIN: "920601390143", Phone: "7010009013", Face: "pair", Choice: "choose-09-id-card"}
	lostOften   = citizen.Person{IIN: "870914390153", Phone: "7010009014", Face: "pair", Choice: "choose-09-id-card"}
	lostPass    = citizen.Person{IIN: "821212490167", Phone: "7010009015", Face: "astronaut", Choice: "choose-13-passport-36"}
	mother      = citizen.Person{IIN: "781118490275", Phone: "7010009026", Face: "hopper", Choice: "choose-18-id-card"}
	noPhone     = citizen.Person{IIN: "690606390253", Phone: "7010009024", Face: "pair"}
)
