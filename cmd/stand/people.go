package main

import "documenting.kz/terminal/cmd/stand/internal/citizen"

// People of the central service's synthetic registry; its page "people" says
// which rule each of them shows.
var (
	expired     = citizen.Person{IIN: "850615390015", Phone: "7010009001", Face: "pair", Choice: "18-id-card"}
	soonExpired = citizen.Person{IIN: "911224390046", Phone: "7010009004", Face: "pair", Choice: "18-id-card"}
	passport    = citizen.Person{IIN: "961008490087", Phone: "7010009008", Face: "hopper", Choice: "17-passport-36"}
	exempt      = citizen.Person{IIN: "660323390266", Phone: "7010009025", Face: "pair", Choice: "18-id-card"}
	dead        = citizen.Person{IIN: "400217490184", Phone: "7010009017", Face: "hopper"}
	woman       = citizen.Person{IIN: "880719490062", Phone: "7010009006", Face: "astronaut", Choice: "18-passport-48"}
	older       = citizen.Person{IIN: "710127490070", Phone: "7010009007", Face: "hopper", Choice: "18-passport-36"}
	married     = citizen.Person{IIN: "940505490092", Phone: "7010009009", Face: "astronaut", Choice: "04-id-card"}
	oldDesign   = citizen.Person{IIN: "750821490119", Phone: "7010009011", Face: "hopper", Choice: "16-id-card"}
	damaged     = citizen.Person{IIN: "861102390131", Phone: "7010009012", Face: "pair", Choice: "07-id-card/damage"}
	lost        = citizen.Person{IIN: "920601390143", Phone: "7010009013", Face: "pair", Choice: "09-id-card/lost"}
	lostOften   = citizen.Person{IIN: "870914390153", Phone: "7010009014", Face: "pair", Choice: "09-id-card/lost"}
	lostPass    = citizen.Person{IIN: "821212490167", Phone: "7010009015", Face: "astronaut", Choice: "13-passport-36/lost"}
	mother      = citizen.Person{IIN: "781118490275", Phone: "7010009026", Face: "hopper", Choice: "18-id-card"}
	everything  = citizen.Person{IIN: "840512390281", Phone: "7010009028", Face: "pair", Choice: "18-id-card 18-passport-36"}
	oldPair     = citizen.Person{IIN: "750821490119", Phone: "7010009011", Face: "hopper", Choice: "16-id-card 16-passport-36"}
	nothing     = citizen.Person{IIN: "880203390299", Phone: "7010009029", Face: "pair"}
	late        = citizen.Person{IIN: "810909390313", Phone: "7010009031", Face: "pair"}
	child       = citizen.Person{IIN: "120304690170", Phone: "7010009016", Face: "astronaut"}
	veteran     = citizen.Person{IIN: "590410390332", Phone: "7010009033", Face: "pair", Choice: "18-id-card"}
	noPhone     = citizen.Person{IIN: "690606390253", Phone: "7010009024", Face: "pair"}
)
