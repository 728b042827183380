package policy

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// A policy file that passed through another encoding has lost letters just as a
// registry's answer can (see lettersIntact), but its sentences may ask a question.
var (
	// A "?" within a word or before one, and what is no letter of any language.
	lostLetter = regexp.MustCompile(`\?[\pL\pN]|\?\s+\p{Ll}|[\x{FFFD}\x00-\x08\x0B-\x1F\x7F-\x{9F}]`)
	// Cyrillic bytes read as Western ones: "Ñåé÷àñ".
	westernPair = regexp.MustCompile(`[À-ÖØ-öø-ÿ]{2}`)
)

// broken finds the first text of a JSON tree with letters that were destroyed, and where it stands.
func broken(node any, at []string) (path []string, text string) {
	switch v := node.(type) {
	case string:
		if !utf8.ValidString(v) || lostLetter.MatchString(v) || westernPair.MatchString(v) {
			return at, v
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if path, text = broken(v[key], append(slices.Clone(at), key)); path != nil {
				return path, text
			}
		}
	case []any:
		for i, item := range v {
			if path, text = broken(item, append(slices.Clone(at), strconv.Itoa(i))); path != nil {
				return path, text
			}
		}
	}
	return nil, ""
}
