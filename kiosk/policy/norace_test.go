//go:build !race

package policy_test

const (
	crowd = 100_000
	raced = false
)
