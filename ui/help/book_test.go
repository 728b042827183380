package help_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/help"
)

// wanted are the questions the service has to answer at the terminal.
var wanted = []string{"terminal", "papers", "terms", "photo", "sign", "duty", "payment", "codes", "eds", "lost", "late", "data"}

func TestBook_EveryQuestion_IsAnsweredInEveryLanguage(t *testing.T) {
	b, err := help.Load(assets.Help)
	require.NoError(t, err)
	for _, l := range kiosk.Languages {
		var ids []string
		for _, topic := range b.Topics(l) {
			ids = append(ids, topic.ID)
		}
		assert.Equal(t, wanted, ids, l)
		text := func(id string) (all string) {
			topic, ok := b.Topic(l, id)
			require.True(t, ok)
			for _, part := range topic.Parts {
				all += part.Head + " " + part.Text + "\n"
			}
			return all
		}
		for _, code := range []string{"51", "54", "57", "61"} {
			assert.Contains(t, text("payment"), code, l)
		}
		assert.Contains(t, text("codes"), "1414", l)
		assert.Contains(t, text("terms"), "15", l)
		assert.Contains(t, text("late"), "18", l)
		assert.Contains(t, text("late"), "492", l)
	}
}

func TestBook_Translations_AreNotCopies(t *testing.T) {
	b, err := help.Load(assets.Help)
	require.NoError(t, err)
	own := "әғқңөұүһі"
	for i, topic := range b.Topics(kiosk.Kazakh) {
		for j, part := range topic.Parts {
			assert.NotEqual(t, b.Topics(kiosk.Russian)[i].Parts[j].Text, part.Text, "%s %d", topic.ID, j)
			assert.NotEqual(t, b.Topics(kiosk.English)[i].Parts[j].Text, part.Text, "%s %d", topic.ID, j)
			assert.True(t, strings.ContainsAny(strings.ToLower(part.Text), own), "%s %d has no letter of Kazakh: %s", topic.ID, j, part.Text)
		}
	}
}

func TestLoad_LanguagesThatDiffer_AreRefusedByName(t *testing.T) {
	for name, broken := range map[string]func(string) string{
		"topic":   func(s string) string { return strings.Replace(s, `"id": "papers"`, `"id": "sheets"`, 1) },
		"twice":   func(s string) string { return strings.Replace(s, `"id": "papers"`, `"id": "terminal"`, 1) },
		"picture": func(s string) string { return strings.Replace(s, `"picture": "far"`, `"picture": "near"`, 1) },
		"heading": func(s string) string { return strings.Replace(s, `"head": "Код 51",`, ``, 1) },
		"unknown": func(s string) string {
			return strings.Replace(s, `"id": "papers",`, `"id": "papers", "colour": "red",`, 1)
		},
		"empty": func(string) string { return `{"topics": []}` },
		"no text": func(s string) string {
			return strings.Replace(s, `"text": "Приносить не нужно`, `"text": "", "head": "`, 1)
		},
	} {
		files := fstest.MapFS{}
		for _, l := range kiosk.Languages {
			content, err := fs.ReadFile(assets.Help, "help/"+string(l)+".json")
			require.NoError(t, err)
			if l == kiosk.Russian {
				changed := broken(string(content))
				require.NotEqual(t, string(content), changed, name)
				content = []byte(changed)
			}
			files["help/"+string(l)+".json"] = &fstest.MapFile{Data: content}
		}
		_, err := help.Load(files)
		assert.ErrorContains(t, err, "help/ru.json", name)
	}
}

func FuzzLoad(f *testing.F) {
	content, err := fs.ReadFile(assets.Help, "help/en.json")
	require.NoError(f, err)
	f.Add(content[:400])
	f.Add([]byte(`{"topics":[{"id":"a","title":"b","parts":[{"text":"c"}]}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		files := fstest.MapFS{}
		for _, l := range kiosk.Languages {
			files["help/"+string(l)+".json"] = &fstest.MapFile{Data: content}
		}
		if b, err := help.Load(files); err == nil {
			assert.NotEmpty(t, b.Topics(kiosk.Kazakh))
			assert.NotEmpty(t, b.Topics("xx")[0].Parts)
		}
	})
}
