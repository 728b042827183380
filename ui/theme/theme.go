package theme

import (
	"fmt"
	"image/color"
	"io/fs"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Roles of colour. The text roles (Ink, Muted, On…) keep a contrast of at least 4.5:1 on their ground, Ink 7:1.
const (
	Ground      fyne.ThemeColorName = fynetheme.ColorNameBackground
	Ink         fyne.ThemeColorName = fynetheme.ColorNameForeground
	Primary     fyne.ThemeColorName = fynetheme.ColorNamePrimary
	Surface     fyne.ThemeColorName = "surface" // cards, fields, keys
	Muted       fyne.ThemeColorName = "muted"   // text of second rank
	Line        fyne.ThemeColorName = "line"    // borders
	Pressed     fyne.ThemeColorName = "pressed" // Primary under a finger
	OnPrimary   fyne.ThemeColorName = "on-primary"
	Touched     fyne.ThemeColorName = "touched"  // Surface under a finger
	Selected    fyne.ThemeColorName = "selected" // ground of what is chosen
	Accent      fyne.ThemeColorName = "accent"
	Off         fyne.ThemeColorName = "off" // what cannot be pressed
	OnOff       fyne.ThemeColorName = "on-off"
	Problem     fyne.ThemeColorName = "problem"
	OnProblem   fyne.ThemeColorName = "on-problem" // text and signs on Problem
	Good        fyne.ThemeColorName = "good"
	OnGood      fyne.ThemeColorName = "on-good"
	Notice      fyne.ThemeColorName = "notice"
	OnNotice    fyne.ThemeColorName = "on-notice"
	Bar         fyne.ThemeColorName = "bar" // header and language bar
	OnBar       fyne.ThemeColorName = "on-bar"
	BarButton   fyne.ThemeColorName = "bar-button"
	Scrim       fyne.ThemeColorName = "scrim" // over what a dialog covers
	Transparent fyne.ThemeColorName = "transparent"
)

// Sizes of text in pixels at 1080×1920.
const (
	Body   float32 = 34
	Lead   float32 = 38
	Label  float32 = 42 // buttons
	Head   float32 = 46
	Title  float32 = 60
	Figure float32 = 76 // digits typed, amounts
)

// Radius of the corners of cards and buttons.
const Radius float32 = 18

// Palette gives every role its colour.
type Palette map[fyne.ThemeColorName]color.Color

// Theme implements fyne.Theme with a palette and our fonts.
type Theme struct {
	palette       Palette
	regular, bold fyne.Resource
}

// New reads the fonts (fonts/NotoSans-Regular.ttf and -Bold.ttf) and checks that the palette names every role.
func New(fonts fs.FS, palette Palette) (*Theme, error) {
	t := &Theme{palette: palette}
	for _, role := range roles {
		if palette[role] == nil {
			return nil, fmt.Errorf("theme: palette has no colour for %q", role)
		}
	}
	for _, font := range []struct {
		file string
		into *fyne.Resource
	}{{"NotoSans-Regular.ttf", &t.regular}, {"NotoSans-Bold.ttf", &t.bold}} {
		content, err := fs.ReadFile(fonts, "fonts/"+font.file)
		if err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		*font.into = fyne.NewStaticResource(font.file, content)
	}
	return t, nil
}

// Color implements fyne.Theme. There is no light or dark variant: which theme is shown is the citizen's choice.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := t.palette[name]; ok {
		return c
	}
	return fynetheme.DefaultTheme().Color(name, fynetheme.VariantLight)
}

// Font implements fyne.Theme.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return t.bold
	}
	return t.regular
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if name == fynetheme.SizeNameText {
		return Body
	}
	return fynetheme.DefaultTheme().Size(name)
}
