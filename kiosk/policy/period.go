package policy

import (
	"fmt"
	"slices"
)

// spans are the periods of one thing (a rule, a code, a tariff …) and where they stand.
type spans []span

type span struct {
	at string
	period
}

// check refuses periods of one thing that end before they begin, overlap, or
// leave days between them: such a hole is a slip far more often than a wish,
// and what is switched off and on again can have another id.
func (s spans) check(file, what string) error {
	in := slices.Clone(s)
	slices.SortStableFunc(in, func(a, b span) int { return a.From.Time().Compare(b.From.Time()) })
	for i, p := range in {
		if !p.To.IsZero() && p.From.DaysUntil(p.To) < 0 {
			return &ShapeError{file, p.at + ".to", fmt.Sprintf("a day not before %s", p.From)}
		}
		if i == 0 {
			continue
		}
		before := in[i-1]
		switch next := before.To.AddDays(1); {
		case before.To.IsZero() || p.From.DaysUntil(before.To) >= 0:
			return &ShapeError{file, p.at + ".from", fmt.Sprintf("a period of %s that does not overlap %s", what, before.at)}
		case next != p.From:
			return &ShapeError{file, p.at + ".from", fmt.Sprintf("%s, the day after %s ends: no gap in %s", next, before.at, what)}
		}
	}
	return nil
}

// years refuses a year that stands twice or is left out.
func years(file, list string, all []int) error {
	for i, y := range all {
		at := fmt.Sprintf("%s[%d].year", list, i)
		if i > 0 && y != all[i-1]+1 {
			if slices.Contains(all[:i], y) {
				return &ShapeError{file, at, "each year once"}
			}
			return &ShapeError{file, at, fmt.Sprintf("%d: years follow each other without a gap", all[i-1]+1)}
		}
	}
	return nil
}
