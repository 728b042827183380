// Package api answers terminals: the operations of offline/central/openapi.yaml, each a
// few lines that call the desk, the office or the payment service and translate.
//
// Whatever goes wrong inside leaves as an RFC 9457 problem; problem.go holds the one
// table from errors to problems. Titles are for technicians and name no person.
package api
