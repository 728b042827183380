// Package fault is how an emulated device is told to misbehave: a fault has a
// name and is armed for the next occasion, for always, or cleared.
package fault
