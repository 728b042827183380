package help

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"documenting.kz/terminal/kiosk"
)

// Topic is one question with its answer.
type Topic struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Parts []Part `json:"parts"`
}

// Part is a paragraph of an answer, or a picture with its caption.
type Part struct {
	Head    string `json:"head,omitempty"`
	Text    string `json:"text"`
	Picture string `json:"picture,omitempty"` // of widget.PhotoArt; empty: none
}

// Book holds the topics in every language.
type Book struct{ topics map[kiosk.Language][]Topic }

// Topics lists them in the order they are offered; an unknown language reads Kazakh, the state's language.
func (b *Book) Topics(l kiosk.Language) []Topic {
	if topics, ok := b.topics[l]; ok {
		return topics
	}
	return b.topics[kiosk.Kazakh]
}

// Topic finds one by its id.
func (b *Book) Topic(l kiosk.Language, id string) (Topic, bool) {
	for _, topic := range b.Topics(l) {
		if topic.ID == id {
			return topic, true
		}
	}
	return Topic{}, false
}

// Load reads help/<language>.json of all kiosk.Languages. It fails, with the name
// of the file, when a text is missing or the languages differ in their topics,
// parts or pictures.
func Load(files fs.FS) (*Book, error) {
	b := &Book{topics: map[kiosk.Language][]Topic{}}
	for _, l := range kiosk.Languages {
		path := "help/" + string(l) + ".json"
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, fmt.Errorf("help: %w", err)
		}
		var file struct {
			Topics []Topic `json:"topics"`
		}
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&file); err != nil {
			return nil, fmt.Errorf("help: %s: %w", path, err)
		}
		if err := whole(file.Topics); err != nil {
			return nil, fmt.Errorf("help: %s: %w", path, err)
		}
		if err := same(b.topics[kiosk.Languages[0]], file.Topics); err != nil && l != kiosk.Languages[0] {
			return nil, fmt.Errorf("help: %s: %w", path, err)
		}
		b.topics[l] = file.Topics
	}
	return b, nil
}

func whole(topics []Topic) error {
	if len(topics) == 0 {
		return fmt.Errorf("no topics")
	}
	seen := map[string]bool{}
	for _, topic := range topics {
		if topic.ID == "" || topic.Title == "" || len(topic.Parts) == 0 {
			return fmt.Errorf("topic %q: want id, title and parts", topic.ID)
		}
		if seen[topic.ID] {
			return fmt.Errorf("topic %q: twice", topic.ID)
		}
		seen[topic.ID] = true
		for i, part := range topic.Parts {
			if part.Text == "" {
				return fmt.Errorf("topic %q: part %d has no text", topic.ID, i+1)
			}
		}
	}
	return nil
}

func same(first, other []Topic) error {
	if len(first) != len(other) {
		return fmt.Errorf("%d topics, want %d", len(other), len(first))
	}
	for i, topic := range other {
		if topic.ID != first[i].ID || len(topic.Parts) != len(first[i].Parts) {
			return fmt.Errorf("topic %q with %d parts, want %q with %d", topic.ID, len(topic.Parts), first[i].ID, len(first[i].Parts))
		}
		for j, part := range topic.Parts {
			if wanted := first[i].Parts[j]; part.Picture != wanted.Picture || (part.Head == "") != (wanted.Head == "") {
				return fmt.Errorf("topic %q: part %d differs in picture or heading", topic.ID, j+1)
			}
		}
	}
	return nil
}
