package assets

import "embed"

// Help holds what the terminal explains to who asks: help/kk.json, help/ru.json, help/en.json.
//
//go:embed help/*.json
var Help embed.FS
