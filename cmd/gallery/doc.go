// Command gallery draws every screen in every language, from prepared Views,
// into PNG files and a page that shows them side by side. It needs no display:
// Fyne's software painter draws.
//
//	go run ./cmd/gallery -out out/gallery
//	go run ./cmd/gallery -out out/gallery -only choice,pay -contrast
//
// The same Views feed the golden tests of package ui.
package main
