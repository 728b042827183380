package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"documenting.kz/terminal/devices/drivers"
)

// driversList prints the table of what this build can drive.
func driversList(args []string, out io.Writer) error {
	if len(args) > 0 {
		return fmt.Errorf("%w: unexpected %q", errUsage, args[0])
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, d := range drivers.Table() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", d.Kind, d.Example, d.Summary)
	}
	return table.Flush()
}
