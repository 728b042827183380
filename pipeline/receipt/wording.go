package receipt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// phrase is a wording in the two languages of the paper.
type phrase struct {
	KK string `json:"kk"`
	RU string `json:"ru"`
}

func phraseOf(t kiosk.Text) phrase { return phrase{t.KK, t.RU} }

// with fills a placeholder such as {n}.
func (p phrase) with(name, value string) phrase {
	return phrase{strings.ReplaceAll(p.KK, name, value), strings.ReplaceAll(p.RU, name, value)}
}

// wording is the file assets/receipt/wording.json.
type wording struct {
	Heading          phrase                        `json:"heading"`
	Provisional      phrase                        `json:"provisional"`
	Labels           labels                        `json:"labels"`
	Service          phrase                        `json:"service"`
	Documents        map[kiosk.DocumentKind]phrase `json:"documents"`
	Pages            phrase                        `json:"pages"`
	DutyExempt       phrase                        `json:"dutyExempt"`
	DutyOpen         phrase                        `json:"dutyOpen"`
	ReadyOpen        phrase                        `json:"readyOpen"`
	Issue            phrase                        `json:"issue"`
	IssueProvisional phrase                        `json:"issueProvisional"`
	Data             phrase                        `json:"data"`
	Help             phrase                        `json:"help"`
	Slip             slip                          `json:"slip"`
}

// slip is the wording of a refusal on paper. Heading is the sentence the service prescribes.
type slip struct {
	Heading  phrase `json:"heading"`
	Visit    phrase `json:"visit"`
	Time     phrase `json:"time"`
	Document phrase `json:"document"`
	Why      phrase `json:"why"`
	Next     phrase `json:"next"`
	Staff    phrase `json:"staff"` // what to do when the refusal does not say
	Bring    phrase `json:"bring"`
	Ground   phrase `json:"ground"`
	Office   phrase `json:"office"`
	Hours    phrase `json:"hours"`
	Human    phrase `json:"human"`
	// Reasons are those of kiosk.RefusalCodes; the policy's refusals bring their own words.
	Reasons map[string]phrase `json:"reasons"`
}

type labels struct {
	Number      phrase `json:"number"`
	Application phrase `json:"application"`
	Time        phrase `json:"time"`
	Service     phrase `json:"service"`
	Document    phrase `json:"document"`
	Reason      phrase `json:"reason"`
	SubReason   phrase `json:"subReason"`
	Name        phrase `json:"name"`
	IIN         phrase `json:"iin"`
	Phone       phrase `json:"phone"`
	Point       phrase `json:"point"`
	Kiosk       phrase `json:"kiosk"`
	Duty        phrase `json:"duty"`
	Payment     phrase `json:"payment"`
	Exemption   phrase `json:"exemption"`
	Total       phrase `json:"total"`
	Ready       phrase `json:"ready"`
	Issue       phrase `json:"issue"`
	Data        phrase `json:"data"`
	Policy      phrase `json:"policy"`
}

// readWording refuses unknown fields and any phrase that is missing in one of the languages.
func readWording(data []byte) (w wording, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w); err != nil {
		return wording{}, fmt.Errorf("receipt wording: %w", err)
	}
	for _, d := range []kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport} {
		if p := w.Documents[d]; p.KK == "" || p.RU == "" {
			return wording{}, fmt.Errorf("receipt wording: documents.%s needs kk and ru", d)
		}
	}
	for _, code := range kiosk.RefusalCodes {
		if p := w.Slip.Reasons[code]; p.KK == "" || p.RU == "" {
			return wording{}, fmt.Errorf("receipt wording: slip.reasons.%s needs kk and ru", code)
		}
	}
	return w, errors.Join(empty(reflect.ValueOf(w), "")...)
}

func empty(v reflect.Value, path string) (missing []error) {
	for i := range v.NumField() {
		name := strings.TrimPrefix(path+"."+v.Type().Field(i).Tag.Get("json"), ".")
		switch field := v.Field(i); field.Kind() {
		case reflect.Struct:
			missing = append(missing, empty(field, name)...)
		case reflect.String:
			if field.String() == "" {
				missing = append(missing, fmt.Errorf("receipt wording: %s is missing", name))
			}
		}
	}
	return missing
}
