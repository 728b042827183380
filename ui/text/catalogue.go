package text

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"documenting.kz/terminal/kiosk"
)

// Catalogue holds every message in every language.
type Catalogue struct {
	speakers map[kiosk.Language]Speaker
	version  string
}

// Speaker says messages in one language.
type Speaker struct {
	Language  kiosk.Language
	localizer *i18n.Localizer
}

// consentKey names the version of the consent's wording inside the catalogues.
const consentKey = "consent.version"

// Load reads text/<language>.json of all kiosk.Languages. It fails when the
// catalogues carry different versions of the consent.
func Load(files fs.FS) (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &Catalogue{speakers: map[kiosk.Language]Speaker{}}
	for _, l := range kiosk.Languages {
		if _, err := bundle.LoadMessageFileFS(files, "text/"+string(l)+".json"); err != nil {
			return nil, fmt.Errorf("text: %w", err)
		}
	}
	for _, l := range kiosk.Languages {
		s := Speaker{Language: l, localizer: i18n.NewLocalizer(bundle, string(l))}
		c.speakers[l] = s
		version := s.T(consentKey)
		if c.version != "" && c.version != version {
			return nil, fmt.Errorf("text: consent is version %s in %s, %s elsewhere", version, l, c.version)
		}
		c.version = version
	}
	return c, nil
}

// ConsentVersion is the version of the consent's wording, to be compared with the session policy.
func (c *Catalogue) ConsentVersion() string { return c.version }

// In returns the speaker of l; an unknown language speaks Kazakh, the state's language.
func (c *Catalogue) In(l kiosk.Language) Speaker {
	if s, ok := c.speakers[l]; ok {
		return s
	}
	return c.speakers[kiosk.Kazakh]
}

// T says the message of key. Arguments come in pairs, name and value; "N", an
// int, chooses the plural form. A key the catalogue does not hold comes back as
// it is: a test holds the catalogues complete.
func (s Speaker) T(key string, args ...any) string {
	config := i18n.LocalizeConfig{MessageID: key}
	if len(args) > 0 {
		data := make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			name, _ := args[i].(string)
			data[name] = args[i+1]
			if name == "N" {
				config.PluralCount = args[i+1]
			}
		}
		config.TemplateData = data
	}
	message, err := s.localizer.Localize(&config)
	if err != nil && message == "" {
		return key
	}
	return message
}
