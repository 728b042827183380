// Package sms words the messages a citizen gets from 1414. They are data:
// texts.json has each in Kazakh, Russian and English, with places in braces.
package sms

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// Key names a message, or a sentence that goes into one.
type Key string

// What there is to say. The codes' messages have the names of their purposes: they say
// who asks and why, because the state warns people never to show such codes.
const (
	Identify             = Key(kiosk.CodeIdentify)
	Confirm              = Key(kiosk.CodeConfirm)
	Coupon           Key = "coupon"
	CouponWithoutDay Key = "coupon-without-day"
	PaymentLink      Key = "payment-link"
	Unconfirmed      Key = "exemption-unconfirmed"
	Annulled         Key = "annulled"
	ApplyAgain       Key = "apply-again"
	Refund           Key = "refund"
	NothingPaid      Key = "nothing-paid"
	NeedsVisit       Key = "needs-visit"
)

// places are what each message leaves open.
var places = map[Key][]string{
	Identify: {"code"}, Confirm: {"code"}, Coupon: {"coupon", "ready"}, CouponWithoutDay: {"coupon"}, PaymentLink: {"amount", "link"},
	Unconfirmed: nil, Annulled: {"coupon", "money", "next", "reason"}, ApplyAgain: nil, Refund: {"amount"}, NothingPaid: nil, NeedsVisit: {"coupon", "next", "reason"},
}

//go:embed texts.json
var builtIn []byte

// Texts are the messages.
type Texts map[Key]kiosk.Text

// Load reads the built-in messages.
func Load() (Texts, error) { return parse(builtIn) }

var place = regexp.MustCompile(`\{([a-z]*)\}`)

// parse wants every message, each in every language with exactly its places.
func parse(file []byte) (Texts, error) {
	var t Texts
	dec := json.NewDecoder(bytes.NewReader(file))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&t); err != nil {
		return nil, fmt.Errorf("SMS texts: %w", err)
	}
	for key, want := range places {
		for _, l := range kiosk.Languages {
			text := t[key].In(l)
			if text == "" {
				return nil, fmt.Errorf("SMS texts: %s has nothing in %s", key, l)
			}
			var found []string
			for _, m := range place.FindAllStringSubmatch(text, -1) {
				found = append(found, m[1])
			}
			if slices.Sort(found); !slices.Equal(found, want) {
				return nil, fmt.Errorf("SMS texts: %s in %s has the places %v, not %v", key, l, found, want)
			}
		}
	}
	if len(t) != len(places) {
		return nil, fmt.Errorf("SMS texts: %d of %d messages are known", len(places), len(t))
	}
	return t, nil
}

// Say is a message in a language with its places filled. What fills them is not
// looked through for places.
func (t Texts) Say(l kiosk.Language, key Key, filled map[string]string) string {
	return place.ReplaceAllStringFunc(t[key].In(l), func(p string) string { return filled[strings.Trim(p, "{}")] })
}
