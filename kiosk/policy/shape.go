package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"documenting.kz/terminal/assets/policy/schema"
	"documenting.kz/terminal/kiosk"
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

// decode holds a file against its schema and reads it into what into points to.
func decode(file string, data []byte, into any) error {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return &ShapeError{File: file, Want: "JSON: " + err.Error()}
	}
	if at := repeated(json.NewDecoder(bytes.NewReader(data)), nil); at != nil {
		return &ShapeError{file, pathOf(at), "each name once"}
	}
	shapes, err := schemas()
	if err != nil {
		return err
	}
	var wrong *jsonschema.ValidationError
	if err := shapes[file].Validate(tree); errors.As(err, &wrong) {
		e := firstOf(wrong)
		below, want := wording(e.ErrorKind)
		return &ShapeError{File: file, Path: pathOf(append(slices.Clone(e.InstanceLocation), below...)), Want: want}
	} else if err != nil {
		return &ShapeError{File: file, Want: err.Error()}
	}
	if at, said := broken(tree, nil); at != nil && file != examplesName { // some of the examples are about broken letters
		return &ShapeError{file, pathOf(at), fmt.Sprintf("text whose letters are whole, not %q", said)}
	}
	if err := strict(data, into); err != nil {
		return &ShapeError{File: file, Want: err.Error()}
	}
	return nil
}

// strict is encoding/json without its kindness to unknown fields and trailing data.
func strict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("one JSON value and nothing after it")
	}
	return nil
}

// repeated finds a name that stands twice in one object: encoding/json would
// silently take the last. The data are known to be JSON.
func repeated(dec *json.Decoder, at []string) []string {
	open, _ := dec.Token()
	if open != json.Delim('{') && open != json.Delim('[') {
		return nil
	}
	var names []string
	for i := 0; dec.More(); i++ {
		step := strconv.Itoa(i)
		if open == json.Delim('{') {
			name, _ := dec.Token()
			step, _ = name.(string)
			if slices.Contains(names, step) {
				return append(at, step)
			}
			names = append(names, step)
		}
		if found := repeated(dec, append(slices.Clone(at), step)); found != nil {
			return found
		}
	}
	_, _ = dec.Token() // what closes it
	return nil
}

// schemas compiles the JSON Schema of each of Files and of the examples once: it is as constant as a
// compiled regular expression, and costs as much as all the rest of Load. The
// schemas are the program's own: no layer can loosen them.
var schemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseLoader(embedded{})
	for name, needed := range map[string]bool{"day": true, "day-or-open": false} {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: func(v any) error {
			s, ok := v.(string)
			if d, err := kiosk.ParseDate(s); ok && (err != nil || needed && d.IsZero()) {
				return errors.New(name)
			}
			return nil
		}})
	}
	all := map[string]*jsonschema.Schema{}
	for _, file := range append(Files[:], examplesName) {
		one, err := c.Compile(strings.TrimSuffix(file, ".json") + ".schema.json")
		if err != nil {
			return nil, fmt.Errorf("policy: schema of %s: %w", file, err)
		}
		all[file] = one
	}
	return all, nil
})

// embedded finds schemas by the last part of their address.
type embedded struct{}

func (embedded) Load(url string) (any, error) {
	data, err := schema.Files.ReadFile(path.Base(url))
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(data))
}

// firstOf is the deepest reason of the first fault, in the file's order of paths.
func firstOf(e *jsonschema.ValidationError) *jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return e
	}
	first := firstOf(e.Causes[0])
	for _, cause := range e.Causes[1:] {
		if c := firstOf(cause); slices.CompareFunc(c.InstanceLocation, first.InstanceLocation, byPlace) < 0 {
			first = c
		}
	}
	return first
}

func byPlace(a, b string) int {
	m, errM := strconv.Atoi(a)
	n, errN := strconv.Atoi(b)
	if errM == nil && errN == nil {
		return m - n
	}
	return strings.Compare(a, b)
}

// wording is what was expected, and where below the place of the fault.
func wording(k jsonschema.ErrorKind) (below []string, want string) {
	switch k := k.(type) {
	case *kind.Required:
		return k.Missing[:1], "a value, but it is missing"
	case *kind.AdditionalProperties:
		return []string{slices.Min(k.Properties)}, "no such field"
	case *kind.Type:
		names := map[string]string{"string": "text", "array": "a list", "object": "an object", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
		return nil, names[k.Want[0]] + ", not " + k.Got
	case *kind.Format:
		if k.Want == "day-or-open" {
			return nil, fmt.Sprintf(`a day as YYYY-MM-DD, or "" for open, not %q`, k.Got)
		}
		return nil, fmt.Sprintf("a day as YYYY-MM-DD, not %q", k.Got)
	case *kind.Pattern:
		if k.Want == `\S` {
			return nil, "text that is not empty"
		}
		return nil, fmt.Sprintf("text like %s, not %q", k.Want, k.Got)
	case *kind.Enum:
		words := make([]string, len(k.Want))
		for i, w := range k.Want {
			words[i] = fmt.Sprint(w)
		}
		return nil, fmt.Sprintf("one of %s, not %q", strings.Join(words, ", "), fmt.Sprint(k.Got))
	case *kind.Minimum:
		return nil, fmt.Sprintf("%s or more, not %s", k.Want.RatString(), k.Got.RatString())
	case *kind.Maximum:
		return nil, fmt.Sprintf("%s or less, not %s", k.Want.RatString(), k.Got.RatString())
	case *kind.ExclusiveMinimum:
		return nil, fmt.Sprintf("more than %s, not %s", k.Want.RatString(), k.Got.RatString())
	case *kind.MinItems:
		return nil, fmt.Sprintf("%d or more in the list, not %d", k.Want, k.Got)
	case *kind.UniqueItems:
		return []string{strconv.Itoa(max(k.Duplicates[0], k.Duplicates[1]))}, "each once"
	default:
		return nil, fmt.Sprintf("what the schema says of %s", strings.Join(k.KeywordPath(), "."))
	}
}

// pathOf writes ["rules","3","why"] as rules[3].why.
func pathOf(steps []string) string {
	var b strings.Builder
	for _, step := range steps {
		if _, err := strconv.Atoi(step); err == nil {
			fmt.Fprintf(&b, "[%s]", step)
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}
