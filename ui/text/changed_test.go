package text_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing/fstest"
)

// changed is the catalogues with another version of the consent in one language.
type changed struct{ fs.FS }

func (c changed) Open(name string) (fs.File, error) {
	content, err := fs.ReadFile(c.FS, name)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, "ru.json") {
		content = bytes.Replace(content, []byte(`"consent.version": "1"`), []byte(`"consent.version": "2"`), 1)
	}
	return fstest.MapFS{name: {Data: content}}.Open(name)
}
