package assets

import _ "embed" // for the directive below

// Receipt is the wording of the printed receipt that pipeline/receipt lays out.
//
//go:embed receipt/wording.json
var Receipt []byte
