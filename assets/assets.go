package assets

import "embed"

// Text holds one message catalogue for each language: text/kk.json, text/ru.json, text/en.json.
//
//go:embed text/*.json
var Text embed.FS

// Fonts holds Noto Sans 2.004 (fonts/NotoSans-Regular.ttf, fonts/NotoSans-Bold.ttf), SIL OFL 1.1.
// The version matters: 2.000 draws the Kazakh і without its dot.
//
//go:embed fonts/*.ttf
var Fonts embed.FS
