package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
)

var roles = [...]fyne.ThemeColorName{
	Ground, Ink, Primary, Surface, Muted, Line, Pressed, OnPrimary, Touched, Selected, Accent, Off, OnOff,
	Problem, OnProblem, Good, OnGood, Notice, OnNotice, Bar, OnBar, BarButton, Scrim, Transparent,
}

func rgb(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// Calm is the everyday palette: the teal and gold of Kazakhstan's state services on a light ground.
func Calm() Palette {
	return Palette{
		Ground: rgb(0xf1f5f7), Ink: rgb(0x0f2530), Primary: rgb(0x00677a), Surface: rgb(0xffffff), Muted: rgb(0x45596b),
		Line: rgb(0xb9c7d0), Pressed: rgb(0x004b59), OnPrimary: rgb(0xffffff), Touched: rgb(0xd3e7eb), Selected: rgb(0xdff1f4),
		Accent: rgb(0xf2b632), Off: rgb(0xdbe2e6), OnOff: rgb(0x55666f),
		Problem: rgb(0xfdebe7), OnProblem: rgb(0x96231a), Good: rgb(0xe2f3e7), OnGood: rgb(0x14592f),
		Notice: rgb(0xfff3d6), OnNotice: rgb(0x6b4300),
		Bar: rgb(0x0b3c49), OnBar: rgb(0xffffff), BarButton: rgb(0x1d5665),
		Scrim: color.NRGBA{R: 0x06, G: 0x1c, B: 0x24, A: 0xb8}, Transparent: color.NRGBA{},
	}
}

// Contrast is for weak eyes: white and yellow on black.
func Contrast() Palette {
	return Palette{
		Ground: rgb(0x000000), Ink: rgb(0xffffff), Primary: rgb(0xffe14d), Surface: rgb(0x121212), Muted: rgb(0xe6e6e6),
		Line: rgb(0xffffff), Pressed: rgb(0xffffff), OnPrimary: rgb(0x000000), Touched: rgb(0x404040), Selected: rgb(0x3a3300),
		Accent: rgb(0xffe14d), Off: rgb(0x2a2a2a), OnOff: rgb(0xbdbdbd),
		Problem: rgb(0x3a0000), OnProblem: rgb(0xffc9c2), Good: rgb(0x00290f), OnGood: rgb(0xa8ffc4),
		Notice: rgb(0x332500), OnNotice: rgb(0xffe9a8),
		Bar: rgb(0x000000), OnBar: rgb(0xffffff), BarButton: rgb(0x2a2a2a),
		Scrim: color.NRGBA{A: 0xd8}, Transparent: color.NRGBA{},
	}
}
