// Package control is where a person, or a script, has a hand on the emulated
// hardware: a page with buttons and a JSON interface that the page itself uses.
//
//	GET  /                               the page
//	GET  /api/state                      {"pen":…, "printer":…, "signatures":[…]}
//	POST /api/pen/play                   {"name":"signature"} or {"strokes":[[[x,y,p,t],…],…]}; answers when the pen has left
//	POST /api/pen/draw                   [{"x":mm,"y":mm,"p":0..1,"down":true,"near":true},…]: reported at once
//	POST /api/pen/fault                  {"name":"unplug","mode":"next|always|cleared"}
//	POST /api/printer/fault              {"name":"cover","mode":"always"}
//	POST /api/printer/paper              {"mm":50}: a roll of that length
//	GET  /api/printer/receipts           [{"n":1,"at":…,"height_mm":…,"bytes":…},…]
//	GET  /api/printer/receipts/N.png     its picture; N.bin its commands; "latest" is the last one
//
// An answer that is not 2xx has a line of text that says what was wrong.
package control
