package sms

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
)

func TestLoad_EveryMessageInEveryLanguageWithItsPlaces(t *testing.T) {
	texts, err := Load()
	require.NoError(t, err)
	for key, names := range places {
		filled := map[string]string{}
		for _, name := range names {
			filled[name] = "{" + strings.ToUpper(name) + "}"
		}
		said := map[string]bool{}
		for _, l := range kiosk.Languages {
			text := texts.Say(l, key, filled)
			for _, value := range filled {
				assert.Contains(t, text, value)
			}
			assert.NotRegexp(t, `\{[a-z]`, text)
			said[text] = true
		}
		assert.Len(t, said, len(kiosk.Languages), "%s is translated", key)
	}
}

func TestParse_WhatIsMissingOrTooMuch_IsNamed(t *testing.T) {
	for name, x := range map[string]struct{ old, new, says string }{
		"a language":      {`"en": "No state duty was taken."`, `"en": ""`, "nothing-paid has nothing in en"},
		"a place":         {`код входа {code}`, `код входа`, "identify in ru has the places [], not [code]"},
		"another place":   {`State duty {amount}`, `State duty {sum}`, "payment-link in en"},
		"a message":       {`"refund"`, `"refunds"`, "refund has nothing in kk"},
		"another message": {`"refund": {`, `"x": {"kk": "", "ru": "", "en": ""}, "refund": {`, "11 of 12"},
		"another field":   {`"en": "No state`, `"de": "", "en": "No state`, "unknown field"},
		"an end":          {`"needs-visit": {`, `"needs-visit" {`, "SMS texts"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, string(builtIn), x.old)
			_, err := parse([]byte(strings.Replace(string(builtIn), x.old, x.new, 1)))
			assert.ErrorContains(t, err, x.says)
		})
	}
}
