// Package assets holds what is data and not code: texts, fonts, policy.
//
// # Why
//
// Wording, rules and tariffs are changed by the owner of the service, not by an
// engineer, so they live in files that can be read and reviewed without Go. They
// are embedded so that the appliance is one file that cannot lose a part.
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
