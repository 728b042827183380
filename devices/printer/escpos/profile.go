package escpos

import (
	"fmt"
	"slices"
	"strings"

	"documenting.kz/terminal/devices"
)

// Profile is how a family of printers differs from the others.
type Profile struct {
	Name        string
	Paper       devices.Paper
	MMPerSecond float64 // paper speed, to know how long a page takes
	ProcessID   bool    // has GS ( H: says when a page has been printed
	ModelQuery  bool    // has GS I 67: says its name
	FixedBits   bool    // status answers carry 0xx1xx10, so other bytes are told apart
	FeedDots    int     // from the head to the knife
	Cut         []byte  // after the feed
	Clear       []byte  // throws away what is still in the buffer after a fault
}

// Profiles is the table of the printers known. "generic" asks for nothing that
// old or cheap firmware may lack.
func Profiles() []Profile {
	roll80 := devices.Paper{WidthDots: 576, DotsPerMM: 8}
	return []Profile{
		{
			Name: "epson", Paper: roll80, MMPerSecond: 150,
			ProcessID: true, ModelQuery: true, FixedBits: true,
			FeedDots: 120, Cut: []byte{gs, 'V', 1},
			Clear: []byte{dle, dc4, 8, 1, 3, 20, 1, 6, 2, 8}, // DLE DC4 8: clear buffers
		},
		{
			Name: "generic", Paper: roll80, MMPerSecond: 80,
			FeedDots: 120, Cut: []byte{gs, 'V', 1},
			Clear: []byte{dle, enq, 2}, // DLE ENQ 2: recover and clear
		},
	}
}

// ProfileByName finds a profile; the empty name is "epson".
func ProfileByName(name string) (Profile, error) {
	if name == "" {
		name = "epson"
	}
	all := Profiles()
	i := slices.IndexFunc(all, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		var names []string
		for _, p := range all {
			names = append(names, p.Name)
		}
		return Profile{}, fmt.Errorf("escpos: no profile %q: one of %s", name, strings.Join(names, ", "))
	}
	return all[i], nil
}
