// Package theme is how the terminal looks: colours by their role, sizes, and our
// own font.
//
// A widget never names a colour, it names a role ([Ink], [Primary], [Problem]…)
// and asks Fyne's current theme for it, so that another [Palette], the
// high-contrast one, changes the whole window at once.
//
// # Why
//
// Fyne brings Noto Sans 2.000, which draws the Kazakh letter і without its dot
// ("куәлık"), so the font is ours: Noto Sans 2.004. A golden picture guards it.
//
// Sizes are for 1080×1920 on 32 inches (0.369 mm a pixel) read from 60–70 cm by
// somebody without their glasses: nothing to be read is smaller than [Body].
package theme
