//go:build !probe

package main

import (
	"context"
	"flag"

	"documenting.kz/terminal/kiosk"
)

// The appliance is built without the probe: there is nothing to ask it from outside.
func probeFlag(*flag.FlagSet, *config) {}

func (w *window) probe(context.Context, string) (func(kiosk.View), error) {
	return func(kiosk.View) {}, nil
}
