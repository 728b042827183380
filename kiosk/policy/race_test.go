//go:build race

package policy_test

// The race detector makes the people ten times as slow, and finds nothing new in most of them.
const (
	crowd = 10_000
	raced = true
)
