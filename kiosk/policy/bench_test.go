package policy_test

import (
	"testing"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// One choice with every trial: at most 100 µs.
func BenchmarkEvaluate(b *testing.B) {
	s, p, c := load(b), citizen(expires(kiosk.IDCard, today)), choose(kiosk.IDCard, "18")
	b.ReportAllocs()
	for b.Loop() {
		s.Evaluate(p, c, today)
	}
}

// A choice that asks for one of five sub-reasons.
func BenchmarkEvaluate_SubReasons(b *testing.B) {
	s, p, c := load(b), citizen(), choose(kiosk.Passport, "07")
	b.ReportAllocs()
	for b.Loop() {
		s.Evaluate(p, c, today)
	}
}

// All verdicts of a person are wanted well within a frame of the window.
func BenchmarkVerdicts(b *testing.B) {
	s, p := load(b), citizen()
	b.ReportAllocs()
	for b.Loop() {
		s.Verdicts(p, today)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := policy.Load(shipped); err != nil {
			b.Fatal(err)
		}
	}
}
