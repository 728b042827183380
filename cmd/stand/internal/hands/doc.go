// Package hands touches a window as a finger would, by X events (XTEST), and
// looks at it (GetImage).
package hands
