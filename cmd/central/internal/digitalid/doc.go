// Package digitalid stands for the state's biometric identification (Digital-ID): it
// compares the face of a picture with the register's portrait of one person. Nothing
// of a picture is kept.
//
// # Why
//
// The nets are not safe for concurrent use and need a core each, so one goroutine
// computes and callers queue. The embedding of a portrait is computed once.
package digitalid
