package policy

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// ShapeError says where policy data is not what it must be.
type ShapeError struct {
	File string
	Path string // such as rules[3].why.kk; empty for the whole file
	Want string
}

// Error implements error.
func (e *ShapeError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("policy %s: want %s", e.File, e.Want)
	}
	return fmt.Sprintf("policy %s: %s: want %s", e.File, e.Path, e.Want)
}

// decode reads JSON into the struct that into points to. Unlike encoding/json
// it refuses unknown fields and missing ones (but for omitempty), wherever they
// are, and says where.
func decode(file string, data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return &ShapeError{File: file, Want: "JSON: " + err.Error()}
	}
	if _, err := dec.Token(); err != io.EOF {
		return &ShapeError{File: file, Want: "one JSON value and nothing after it"}
	}
	if e := check(tree, reflect.TypeOf(into).Elem(), ""); e != nil {
		e.File = file
		return e
	}
	if err := json.Unmarshal(data, into); err != nil { // numbers out of range, texts that are no dates
		return &ShapeError{File: file, Want: err.Error()}
	}
	return nil
}

var (
	textType = reflect.TypeFor[encoding.TextUnmarshaler]()
	rawType  = reflect.TypeFor[json.RawMessage]()
)

// check compares a decoded tree with the Go type it is meant for.
func check(v any, t reflect.Type, path string) *ShapeError {
	wrong := func(want string) *ShapeError { return &ShapeError{Path: path, Want: want} }
	if t == rawType {
		return nil
	}
	if reflect.PointerTo(t).Implements(textType) {
		s, ok := v.(string)
		if !ok {
			return wrong("text")
		}
		if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)); err != nil {
			return wrong(err.Error())
		}
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		object, ok := v.(map[string]any)
		if !ok {
			return wrong("an object")
		}
		return checkObject(object, t, path)
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			return wrong("a list")
		}
		for i, item := range list {
			if e := check(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i)); e != nil {
				return e
			}
		}
	case reflect.Map:
		object, ok := v.(map[string]any)
		if !ok {
			return wrong("an object")
		}
		for key, item := range object {
			if e := check(item, t.Elem(), join(path, key)); e != nil {
				return e
			}
		}
	case reflect.String:
		if s, ok := v.(string); !ok || strings.TrimSpace(s) == "" {
			return wrong("text that is not empty")
		}
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			return wrong("true or false")
		}
	case reflect.Int, reflect.Int64, reflect.Float64:
		n, ok := v.(json.Number)
		if !ok {
			return wrong("a number")
		}
		if err := json.Unmarshal([]byte(n), reflect.New(t).Interface()); err != nil {
			return wrong("a number that fits " + t.Kind().String())
		}
	default:
		return wrong("a type this reader knows, not " + t.String())
	}
	return nil
}

func checkObject(object map[string]any, t reflect.Type, path string) *ShapeError {
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		known[name] = true
		item, there := object[name]
		if !there {
			if strings.Contains(options, "omitempty") {
				continue
			}
			return &ShapeError{Path: join(path, name), Want: "a value, but it is missing"}
		}
		if e := check(item, f.Type, join(path, name)); e != nil {
			return e
		}
	}
	for name := range object {
		if !known[name] {
			return &ShapeError{Path: join(path, name), Want: "no such field"}
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
