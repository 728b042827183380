// Package text looks up what the terminal says, in the citizen's language.
//
// The words are data: assets/text/{kk,ru,en}.json, flat, key → message, with
// plural forms where a message counts (kk and en: one, other; ru: one, few,
// many, other). Keys are grouped by a prefix: title., lead., wait., problem.,
// advice., button., overlay., consent., step., pay., done. and one per screen.
//
// # Why
//
// go-i18n with a bundle of our own, because Fyne's lang package cannot change
// the language while the program runs. One file for each language, because the
// Kazakh of the whole terminal is read and corrected by one person at a time.
package text
