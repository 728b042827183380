package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// flow prints kiosk.Table, so that the diagram is the program.
func flow(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl flow", flag.ContinueOnError)
	format := flags.String("format", "mermaid", "mermaid or dot")
	rest, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("%w: unexpected %q", errUsage, rest[0])
	}
	switch *format {
	case "mermaid":
		mermaid(out)
	case "dot":
		dot(out)
	default:
		return fmt.Errorf("%w: no format %q", errUsage, *format)
	}
	return nil
}

// arrow joins all events that lead from one state to another.
type arrow struct {
	to     kiosk.State
	events []string
}

const leaving = "leave" // Cancel, or the end of patience

// arrows lists a row's ways, the most advanced step last, then by name.
func arrows(row kiosk.Row) []arrow {
	to := map[kiosk.State][]string{}
	for event, state := range row.On {
		to[state] = append(to[state], string(event))
	}
	if row.Leave != "" {
		to[row.Leave] = append(to[row.Leave], leaving)
	}
	var all []arrow
	for state, events := range to {
		slices.Sort(events)
		all = append(all, arrow{state, events})
	}
	slices.SortFunc(all, func(a, b arrow) int {
		if by := kiosk.Table[a.to].Step - kiosk.Table[b.to].Step; by != 0 {
			return by
		}
		return strings.Compare(string(a.to), string(b.to))
	})
	return all
}

// states lists the journey from the attract screen on, and whatever cannot be reached at the end.
func states() []kiosk.State {
	order := []kiosk.State{kiosk.Attract}
	for i := 0; i < len(order); i++ {
		for _, a := range arrows(kiosk.Table[order[i]]) {
			if !slices.Contains(order, a.to) {
				order = append(order, a.to)
			}
		}
	}
	for _, s := range slices.Sorted(maps.Keys(kiosk.Table)) {
		if !slices.Contains(order, s) {
			order = append(order, s)
		}
	}
	return order
}

func mermaid(out io.Writer) {
	id := func(s kiosk.State) string { return strings.ReplaceAll(string(s), "-", "_") }
	fmt.Fprintln(out, "stateDiagram-v2")
	fmt.Fprintf(out, "  [*] --> %s\n", id(kiosk.Attract))
	for _, s := range states() {
		fmt.Fprintf(out, "  state \"%s\" as %s\n", strings.Join(label(s), "<br>"), id(s))
	}
	for _, s := range states() {
		for _, a := range arrows(kiosk.Table[s]) {
			fmt.Fprintf(out, "  %s --> %s : %s\n", id(s), id(a.to), strings.Join(a.events, ", "))
		}
	}
}

func dot(out io.Writer) {
	fmt.Fprint(out, "digraph journey {\n  node [shape=box, style=rounded, fontname=\"sans-serif\"]\n  edge [fontname=\"sans-serif\", fontsize=10]\n")
	for _, s := range states() {
		fmt.Fprintf(out, "  %q [label=\"%s\"]\n", s, strings.Join(label(s), `\n`))
	}
	for _, s := range states() {
		for _, a := range arrows(kiosk.Table[s]) {
			style := ""
			if slices.Equal(a.events, []string{leaving}) {
				style = ", style=dashed"
			}
			fmt.Fprintf(out, "  %q -> %q [label=%q%s]\n", s, a.to, strings.Join(a.events, ", "), style)
		}
	}
	fmt.Fprintln(out, "}")
}

// label is a state with its step and its effect.
func label(s kiosk.State) []string {
	row := kiosk.Table[s]
	lines := []string{string(s)}
	if row.Step > 0 {
		lines[0] = fmt.Sprintf("%d. %s", row.Step, s)
	}
	if row.Effect != kiosk.NoEffect {
		lines = append(lines, "("+string(row.Effect)+")")
	}
	return lines
}
