package main

import (
	"net/http"
	"testing"
)

// What one delivery costs at the centre: a form and a portrait of 320 KB in two parts,
// then the manifest; every answer after an fsync. One terminal, one delivery after the other.
func BenchmarkDelivery(b *testing.B) {
	c := newCentre(b)
	c.set(`{"processSeconds": 0}`)
	b.SetBytes(320_000)
	for b.Loop() {
		b.StopTimer()
		s := c.citizen(disabled).sealed(idCard18)
		b.StartTimer()
		c.upload(s)
		if answer := c.put(s, false); answer.StatusCode() != http.StatusCreated {
			b.Fatal(string(answer.Body))
		}
	}
}

// A repeated registration: what a lost answer costs.
func BenchmarkRepeat(b *testing.B) {
	c := newCentre(b)
	s := c.citizen(disabled).sealed(idCard18)
	c.upload(s)
	c.put(s, false)
	for b.Loop() {
		if answer := c.put(s, false); answer.JSON200 == nil {
			b.Fatal(string(answer.Body))
		}
	}
}
