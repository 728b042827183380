package widget

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
)

// PhotoArts are the drawings that explain the rules of a document photo: how it
// should be, and one mistake each.
var PhotoArts = []string{"right", "scarf", "far", "near", "turned", "smile", "eyes", "hair", "glare", "hat", "busy", "shadow"}

// PhotoArt draws one of PhotoArts, 35 by 45 as the photo is, with a green tick or
// a red cross in its corner; nil for a name it does not know. The figure is nobody.
func PhotoArt(name string) fyne.Resource {
	draw, ok := photoArts[name]
	if !ok {
		return nil
	}
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 350 450">`)
	draw(&b)
	if name == "right" || name == "scarf" {
		b.WriteString(`<rect x="3" y="3" width="344" height="444" rx="16" ry="16" fill="none" stroke="#14783a" stroke-width="6"/>` +
			`<circle cx="296" cy="396" r="44" fill="#14783a"/><path d="M289 421 L266 398 L276 388 L289 401 L316 372 L326 382 Z" fill="#ffffff"/>`)
	} else {
		b.WriteString(`<rect x="3" y="3" width="344" height="444" rx="16" ry="16" fill="none" stroke="#b3261e" stroke-width="6"/>` +
			`<circle cx="296" cy="396" r="44" fill="#b3261e"/><path d="M283 373 L296 386 L309 373 L319 383 L306 396 L319 409 L309 419 L296 406 L283 419 L273 409 L286 396 L273 383 Z" fill="#ffffff"/>`)
	}
	b.WriteString(`</svg>`)
	return fyne.NewStaticResource("photo-"+name+".svg", []byte(b.String()))
}

var photoArts = map[string]func(*strings.Builder){
	"right":  func(b *strings.Builder) { plain(b); person(b, look{}) },
	"scarf":  func(b *strings.Builder) { plain(b); person(b, look{scarf: true}) },
	"far":    func(b *strings.Builder) { plain(b); person(b, look{scale: 0.5, down: 100}) },
	"near":   func(b *strings.Builder) { plain(b); person(b, look{scale: 1.55, down: -60}) },
	"turned": func(b *strings.Builder) { plain(b); person(b, look{turn: 40}) },
	"smile":  func(b *strings.Builder) { plain(b); person(b, look{smile: true}) },
	"eyes":   func(b *strings.Builder) { plain(b); person(b, look{shut: true}) },
	"hair":   func(b *strings.Builder) { plain(b); person(b, look{fringe: true}) },
	"glare":  func(b *strings.Builder) { plain(b); person(b, look{glare: true}) },
	"hat":    func(b *strings.Builder) { plain(b); person(b, look{hat: true}) },
	"busy":   func(b *strings.Builder) { plain(b); busy(b); person(b, look{}) },
	"shadow": func(b *strings.Builder) { plain(b); person(b, look{shade: true}) },
}

func plain(b *strings.Builder) {
	b.WriteString(`<rect x="3" y="3" width="344" height="444" rx="16" ry="16" fill="#e9eef1"/>`)
}

// busy is a room with a window, a picture and somebody behind.
func busy(b *strings.Builder) {
	b.WriteString(`<rect x="12" y="24" width="92" height="120" fill="#8fc3dd"/><path d="M58 24 L58 144 M12 84 L104 84" fill="none" stroke="#7a5a3a" stroke-width="9"/>` +
		`<rect x="256" y="30" width="82" height="64" fill="#d9a441"/><rect x="266" y="40" width="62" height="44" fill="#5d8a4e"/>` +
		`<rect x="10" y="200" width="60" height="200" fill="#b98d5f"/><rect x="16" y="214" width="48" height="30" fill="#8f3f3a"/><rect x="16" y="254" width="48" height="30" fill="#3a5e8f"/><rect x="16" y="294" width="48" height="30" fill="#8f7d3a"/>` +
		`<circle cx="312" cy="190" r="30" fill="#b98262"/><path d="M268 300 C268 240 356 240 344 300 L344 340 L268 340 Z" fill="#6a6f7a"/>`)
}

// look is what differs between the drawings.
type look struct {
	scale, down, turn                             float64
	smile, shut, fringe, glare, hat, scarf, shade bool
}

// person draws head and shoulders; all numbers are for a head whose middle is at 175, 205.
func person(b *strings.Builder, l look) {
	if l.scale == 0 {
		l.scale = 1
	}
	x := func(v float64) string { return fmt.Sprintf("%.1f", 175+(v-175)*l.scale) }
	y := func(v float64) string { return fmt.Sprintf("%.1f", 205+(v-205)*l.scale+l.down) }
	n := func(v float64) string { return fmt.Sprintf("%.1f", v*l.scale) }
	// path writes points given as pairs of numbers after each letter.
	path := func(fill, stroke string, width float64, parts ...any) {
		d, across := "", true
		for _, part := range parts {
			switch part := part.(type) {
			case string:
				d, across = d+" "+part, true
			case float64:
				if across {
					d += " " + x(part)
				} else {
					d += " " + y(part)
				}
				across = !across
			}
		}
		fmt.Fprintf(b, `<path d="%s" fill="%s"`, strings.TrimSpace(d), fill)
		if stroke != "" {
			fmt.Fprintf(b, ` stroke="%s" stroke-width="%s"`, stroke, n(width))
		}
		b.WriteString(`/>`)
	}
	oval := func(cx, cy, rx, ry float64, fill string) {
		fmt.Fprintf(b, `<ellipse cx="%s" cy="%s" rx="%s" ry="%s" fill="%s"/>`, x(cx), y(cy), n(rx), n(ry), fill)
	}
	const skin, dark, hair, coat = "#d8b094", "#2c2422", "#3b2c26", "#354f63"
	bottom := 447.0
	if l.scale > 1 || l.down != 0 { // shoulders end where the photo ends
		bottom = 205 + (447-l.down-205)/l.scale
	}
	if l.scarf {
		oval(175, 205, 128, 160, "#7b4f8c")
	} else {
		oval(175, 180, 112, 126, hair)
	}
	edge := 175 - 160/l.scale
	edge = max(edge, 20)
	path(coat, "", 0, "M", edge, bottom, "C", edge, 370.0, 110.0, 352.0, 175.0, 352.0, "C", 240.0, 352.0, 350-edge, 370.0, 350-edge, bottom, "Z")
	if l.scarf {
		path("#6a4179", "", 0, "M", 70.0, 270.0, "C", 90.0, 400.0, 260.0, 400.0, 280.0, 270.0, "L", 262.0, 420.0, "L", 88.0, 420.0, "Z")
	} else {
		path("#c79c80", "", 0, "M", 138.0, 290.0, "L", 138.0, 366.0, "C", 150.0, 386.0, 200.0, 386.0, 212.0, 366.0, "L", 212.0, 290.0, "Z")
	}
	oval(175, 205, 96, 122, skin)
	switch {
	case l.scarf:
		path("#7b4f8c", "", 0, "M", 76.0, 190.0, "C", 90.0, 110.0, 260.0, 110.0, 274.0, 190.0, "C", 284.0, 60.0, 66.0, 60.0, 76.0, 190.0, "Z")
	case l.fringe:
		path(hair, "", 0, "M", 74.0, 230.0, "C", 60.0, 40.0, 290.0, 40.0, 276.0, 230.0, "C", 250.0, 190.0, 240.0, 180.0, 232.0, 224.0, "C", 210.0, 190.0, 190.0, 190.0, 176.0, 222.0, "C", 150.0, 190.0, 130.0, 190.0, 118.0, 224.0, "C", 110.0, 190.0, 90.0, 190.0, 74.0, 230.0, "Z")
	default:
		path(hair, "", 0, "M", 78.0, 190.0, "C", 70.0, 50.0, 280.0, 50.0, 272.0, 190.0, "C", 258.0, 120.0, 92.0, 120.0, 78.0, 190.0, "Z")
	}
	t := l.turn
	for _, ex := range []float64{135 + t, 215 + t*0.75} {
		switch {
		case l.fringe:
		case l.shut:
			path("none", dark, 7, "M", ex-18, 198.0, "C", ex-10, 210.0, ex+10, 210.0, ex+18, 198.0)
		default:
			oval(ex, 198, 17, 11, "#ffffff")
			oval(ex+t*0.2, 198, 9, 10, dark)
		}
		if !l.fringe {
			path("none", hair, 8, "M", ex-22, 174.0, "C", ex-10, 164.0, ex+10, 164.0, ex+22, 174.0)
		}
	}
	path("none", "#b98262", 7, "M", 172+t*1.3, 208.0, "L", 164+t*1.5, 244.0, "L", 182+t*1.2, 246.0)
	if l.smile {
		path("#ffffff", "#9c5a50", 7, "M", 128.0, 266.0, "C", 150.0, 312.0, 200.0, 312.0, 222.0, 266.0, "Z")
	} else {
		path("none", "#9c5a50", 9, "M", 148+t, 278.0, "C", 165+t, 283.0, 185+t, 283.0, 202+t, 278.0)
	}
	if l.glare {
		for _, ex := range []float64{132, 218} {
			oval(ex, 200, 40, 32, "#2a3a44")
			oval(ex, 200, 33, 25, "#f4fbff")
			path("none", "#9fc4d6", 7, "M", ex-14, 212.0, "L", ex+10, 186.0)
		}
		path("none", "#2a3a44", 7, "M", 172.0, 198.0, "L", 178.0, 198.0)
	}
	if l.hat {
		path("#7a2f2a", "", 0, "M", 66.0, 160.0, "C", 66.0, 20.0, 284.0, 20.0, 284.0, 160.0, "Z")
		path("#5c211d", "", 0, "M", 50.0, 142.0, "L", 300.0, 142.0, "L", 316.0, 178.0, "L", 34.0, 178.0, "Z")
	}
	if l.shade {
		path("#7d5f4e", "", 0, "M", 175.0, 84.0, "C", 300.0, 90.0, 300.0, 320.0, 175.0, 327.0, "C", 200.0, 250.0, 200.0, 150.0, 175.0, 84.0, "Z")
		oval(215, 198, 17, 11, "#b8a89e")
		oval(215, 198, 9, 10, dark)
		path("none", hair, 8, "M", 193.0, 174.0, "C", 205.0, 164.0, 225.0, 164.0, 237.0, 174.0)
	}
}
