package policy_test

import "testing"

// All verdicts of a person are wanted well within a frame of the window.
func BenchmarkVerdicts(b *testing.B) {
	s, p := load(b), citizen()
	for b.Loop() {
		s.Verdicts(p, today)
	}
}
