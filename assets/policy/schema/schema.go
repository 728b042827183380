// Package schema holds the JSON Schema (draft 2020-12) of each file of policy
// data, beside the data, for editors and for kiosk/policy. It is a package of its
// own so that whoever reads policy does not carry fonts and pictures.
package schema

import "embed"

// Files holds <name>.schema.json for <name>.json, and common.schema.json for all of them.
//
//go:embed *.schema.json
var Files embed.FS
