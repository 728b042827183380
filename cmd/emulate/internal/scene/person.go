package scene

import (
	"fmt"
	"image"
	"slices"
)

// point is a position in pixels.
type point struct{ x, y float64 }

// ellipse is an upright one, for drawing seeds.
type ellipse struct{ centre, axes image.Point }

// person is a pinned portrait and what a hand had to say about it.
type person struct {
	name, file string
	eyes       point   // middle between the eyes, portrait pixels
	apart      float64 // distance of the eyes, portrait pixels
	tilt       float64 // degrees the eye line rises to the right, undone when drawn

	// Seeds of the cut-out: everything outside may is wall, everything inside
	// must is person, GrabCut decides on the rest.
	mayRound, mustRound   []ellipse
	mayCorner, mustCorner []image.Point
}

// Pair is the person whose live picture and registry portrait are two different
// photographs of one man; the others stand for strangers.
const (
	Pair      = "pair"
	Astronaut = "astronaut"
	Hopper    = "hopper"
)

// People names everybody who can stand before the camera.
func People() []string { return []string{Pair, Astronaut, Hopper} }

func corners(xy ...int) []image.Point {
	var ps []image.Point
	for pair := range slices.Chunk(xy, 2) {
		ps = append(ps, image.Pt(pair[0], pair[1]))
	}
	return ps
}

func round(x, y, rx, ry int) ellipse { return ellipse{image.Pt(x, y), image.Pt(rx, ry)} }

func findPerson(name string) (person, error) {
	switch name {
	case Pair:
		return person{name: name, file: "face.jpg", eyes: point{352, 244.5}, apart: 80,
			mayRound:   []ellipse{round(355, 178, 130, 118), round(356, 262, 101, 146)},
			mayCorner:  corners(283, 360, 440, 350, 505, 376, 570, 393, 603, 425, 622, 479, 115, 479, 165, 420, 262, 380),
			mustRound:  []ellipse{round(352, 262, 84, 140), round(350, 150, 85, 55)},
			mustCorner: corners(300, 400, 430, 395, 550, 420, 590, 479, 170, 479, 220, 430)}, nil
	case Astronaut:
		return person{name: name, file: "astronaut.png", eyes: point{226, 103}, apart: 45.5, tilt: -2,
			mayRound:   []ellipse{round(230, 97, 80, 90)},
			mayCorner:  corners(115, 155, 310, 170, 350, 280, 368, 345, 430, 340, 511, 430, 511, 511, 15, 511, 30, 390, 40, 290, 85, 240),
			mustRound:  []ellipse{round(228, 118, 45, 62), round(230, 62, 50, 30)},
			mustCorner: corners(150, 200, 280, 220, 330, 330, 400, 380, 470, 430, 480, 511, 60, 511, 90, 300)}, nil
	case Hopper:
		return person{name: name, file: "grace_hopper.jpg", eyes: point{269, 193}, apart: 84, tilt: 2,
			mayRound:   []ellipse{round(263, 185, 113, 178)},
			mayCorner:  corners(200, 320, 330, 315, 420, 360, 495, 410, 511, 599, 10, 599, 35, 430, 110, 350),
			mustRound:  []ellipse{round(268, 230, 75, 95), round(262, 85, 85, 45)},
			mustCorner: corners(215, 360, 320, 350, 430, 420, 470, 599, 60, 599, 80, 450)}, nil
	}
	return person{}, fmt.Errorf("nobody is named %q: %v", name, People())
}
