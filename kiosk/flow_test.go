package kiosk

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTable_EveryStateIsReachableFromAttract(t *testing.T) {
	reached := map[State]bool{Attract: true}
	for grew := true; grew; {
		grew = false
		for s := range reached {
			for _, next := range exits(Table[s]) {
				if !reached[next] {
					reached[next], grew = true, true
				}
			}
		}
	}
	for s := range Table {
		assert.True(t, reached[s], "no way leads to %s", s)
	}
	assert.Len(t, reached, len(Table), "a row leads to a state without a row")
}

func TestTable_EveryStateHasAWayBackToAttract(t *testing.T) {
	for s := range Table {
		seen, queue := map[State]bool{s: true}, []State{s}
		for len(queue) > 0 && !seen[Attract] {
			here := queue[0]
			queue = queue[1:]
			for _, next := range exits(Table[here]) {
				if !seen[next] {
					seen[next] = true
					queue = append(queue, next)
				}
			}
		}
		assert.True(t, seen[Attract], "%s is a trap", s)
	}
}

func TestTable_NobodyWaitsForever(t *testing.T) {
	for s, row := range Table {
		if s == Attract {
			continue
		}
		if row.Dwell == NoDwell {
			assert.NotEqual(t, NoEffect, row.Effect, "%s has neither patience nor an effect that ends it", s)
		} else {
			assert.NotEmpty(t, row.Leave, "%s ends its patience nowhere", s)
		}
	}
}

func TestTable_EveryEffectExistsAndEveryScreenIsShown(t *testing.T) {
	shown := map[Screen]bool{}
	for s, row := range Table {
		shown[row.Screen] = true
		if row.Effect != NoEffect {
			assert.Contains(t, effects, row.Effect, "state %s", s)
		}
	}
	for _, screen := range Screens {
		assert.True(t, shown[screen], "no state shows %s", screen)
	}
	assert.Len(t, shown, len(Screens))
}

// From the moment an application is on disk, leaving goes through a state that asks the centre.
func TestTable_AfterTheHold_LeavingAsksTheCentre(t *testing.T) {
	for _, s := range []State{Register, Pay, PayAgain, Release, FetchCoupon} {
		for event, next := range Table[s].On {
			assert.NotEqual(t, Attract, next, "%s --%s-->", s, event)
		}
		if leave := Table[s].Leave; leave != "" {
			assert.Equal(t, Abandon, leave, "%s", s)
		}
	}
}

func exits(r Row) []State {
	var next []State
	for _, s := range r.On {
		next = append(next, s)
	}
	if r.Leave != "" {
		next = append(next, r.Leave)
	}
	return next
}
