package assets

import "embed"

// Policy holds the rules, tariffs, calendar and limits that kiosk/policy reads: policy/*.json.
//
//go:embed policy/*.json
var Policy embed.FS
