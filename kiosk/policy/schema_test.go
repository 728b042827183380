package policy

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets/policy/schema"
	"documenting.kz/terminal/kiosk"
)

// The schemas and the Go types say the same: each field of one is in the other,
// required unless it may be left out, and of a type that fits.
func TestSchemas_AreInStepWithTheTypes(t *testing.T) {
	for _, name := range Files {
		if name == "capture.json" {
			continue // its sections are the stages' types: Capture compares them
		}
		t.Run(name, func(t *testing.T) {
			w := walker{t: t, file: strings.TrimSuffix(name, ".json") + ".schema.json"}
			w.compare(w.read(w.file), reflect.TypeOf(new(files).into(name)).Elem(), "")
			assert.Positive(t, w.fields)
		})
	}
	all, err := schema.Files.ReadDir(".")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(all), len(Files)+1, "one schema for each file, and common")
}

// The enumerations of the schemas are the lists of the program.
func TestSchemas_KnowTheVocabulary(t *testing.T) {
	w := walker{t: t, file: "rules.schema.json"}
	require_ := w.at(w.read(w.file), "properties", "rules", "items", "properties", "require", "properties")
	assert.Equal(t, slices.Sorted(maps.Keys(vocabulary())), texts(w.at(require_, "condition")["enum"]))
	assert.Equal(t, changeKinds, texts(w.at(require_, "kinds", "items")["enum"]))
	assert.Equal(t, slices.Concat(lifeStatuses, documentStatuses), texts(w.at(require_, "statuses", "items")["enum"]))
	assert.Equal(t, []string{string(kiosk.IDCard), string(kiosk.Passport)}, texts(w.at(w.read("common.schema.json"), "$defs", "document")["enum"]))
	session := w.at(w.read("session.schema.json"), "properties", "sessions", "items", "properties", "dwell", "properties")
	var dwells []string
	for _, d := range kiosk.Dwells {
		dwells = append(dwells, string(d))
	}
	assert.ElementsMatch(t, dwells, slices.Collect(maps.Keys(session)))
}

func texts(v any) (all []string) {
	for _, item := range v.([]any) {
		all = append(all, item.(string))
	}
	return all
}

type walker struct {
	t      *testing.T
	file   string
	fields int
}

func (w *walker) read(file string) map[string]any {
	data, err := schema.Files.ReadFile(file)
	require.NoError(w.t, err)
	var s map[string]any
	require.NoError(w.t, json.Unmarshal(data, &s))
	assert.NotEmpty(w.t, s["title"], file)
	assert.Equal(w.t, "https://json-schema.org/draft/2020-12/schema", s["$schema"], file)
	return s
}

func (w *walker) at(s map[string]any, path ...string) map[string]any {
	for _, step := range path {
		next, ok := s[step].(map[string]any)
		require.True(w.t, ok, "no %s", step)
		s = next
	}
	return s
}

// follow resolves a reference to common.schema.json.
func (w *walker) follow(s map[string]any) map[string]any {
	ref, is := s["$ref"].(string)
	if !is {
		return s
	}
	_, name, _ := strings.Cut(ref, "#/$defs/")
	return w.follow(w.at(w.read("common.schema.json"), "$defs", name))
}

func (w *walker) compare(s map[string]any, t reflect.Type, path string) {
	s = w.follow(s)
	typ, _ := s["type"].(string)
	switch {
	case t == reflect.TypeFor[kiosk.Date]():
		assert.Contains(w.t, []any{"day", "day-or-open"}, s["format"], path)
	case t.Kind() == reflect.Struct:
		w.object(s, t, path)
	case t.Kind() == reflect.Map:
		assert.Equal(w.t, "object", typ, path)
		if each, is := s["additionalProperties"].(map[string]any); is {
			w.compare(each, t.Elem(), path+".*")
		} else {
			for name, one := range w.at(s, "properties") {
				w.compare(one.(map[string]any), t.Elem(), path+"."+name)
			}
		}
	case t.Kind() == reflect.Slice:
		assert.Equal(w.t, "array", typ, path)
		w.compare(w.at(s, "items"), t.Elem(), path+"[]")
	case t.Kind() == reflect.String:
		assert.True(w.t, typ == "string" || s["enum"] != nil, path)
		assert.True(w.t, s["pattern"] != nil || s["enum"] != nil, "%s may be empty", path)
	case t.Kind() == reflect.Bool:
		assert.Equal(w.t, "boolean", typ, path)
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		assert.Equal(w.t, "integer", typ, path)
		assert.NotNil(w.t, s["minimum"], path)
	case t.Kind() == reflect.Float64:
		assert.Equal(w.t, "number", typ, path)
	default:
		w.t.Errorf("%s: a type no schema knows: %s", path, t)
	}
}

func (w *walker) object(s map[string]any, t reflect.Type, path string) {
	assert.Equal(w.t, false, s["additionalProperties"], path)
	properties := w.at(s, "properties")
	var names, needed []string
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
		if options != "omitempty" {
			needed = append(needed, name)
		}
		if property, ok := properties[name].(map[string]any); assert.True(w.t, ok, "%s.%s is not in %s", path, name, w.file) {
			w.fields++
			w.compare(property, f.Type, path+"."+name)
		}
	}
	assert.ElementsMatch(w.t, names, slices.Collect(maps.Keys(properties)), path)
	assert.ElementsMatch(w.t, needed, texts(s["required"]), path)
}
