// Package identify is the centre's side of a session before anything is captured:
// consent (КДП), the phone (БМГ), SMS codes, the face (Digital-ID), the person.
//
// Every query carries the consent's token, which is bound to one application and one
// IIN. The person is told only to an application whose face was matched: a terminal
// cannot be used to look people up.
//
// # Why
//
// Tries and attempts are counted in the store before the answer is computed, so that
// neither a restart nor two requests at once give an extra try.
package identify
