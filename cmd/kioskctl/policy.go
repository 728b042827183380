package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
	"documenting.kz/terminal/pipeline/portrait"
	"documenting.kz/terminal/pipeline/signature"
)

// source is a set of policy data to look at.
type source struct {
	layers []fs.FS
	set    *policy.Set
	bundle *bundle.Bundle // nil: built-in files, or a folder over them
}

const examplesFile = "examples.json"

// openSource loads a folder or a bundle over the built-in files, or with "-"
// those alone, exactly as the terminal does. Who signed a bundle is not asked.
func openSource(name string) (source, error) {
	builtIn, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		return source{}, err
	}
	s := source{layers: []fs.FS{builtIn}}
	if name != "-" {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return source{}, err
		case info.IsDir():
			if err := onlyPolicy(name); err != nil {
				return source{}, err
			}
			s.layers = append(s.layers, os.DirFS(name))
		default:
			data, err := readBundle(name)
			if err != nil {
				return source{}, err
			}
			if s.bundle, err = bundle.Inspect(data); err != nil {
				return source{}, fmt.Errorf("%s: %w", name, err)
			}
			s.layers = append(s.layers, s.bundle.Files())
		}
	}
	s.set, err = load(s.layers)
	if err != nil {
		return source{}, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// readBundle reads what may be a bundle and never more.
func readBundle(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, bundle.MaxSize+1))
}

// onlyPolicy refuses a file that would be passed over because of its name.
func onlyPolicy(folder string) error {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return err
	}
	for _, path := range names {
		if name := filepath.Base(path); name != examplesFile && !slices.Contains(policy.Files[:], name) {
			return fmt.Errorf("%s: no policy file has this name", path)
		}
	}
	return nil
}

// load loads a set with the limits of every stage.
func load(layers []fs.FS) (*policy.Set, error) {
	set, err := policy.Load(layers...)
	if err != nil {
		return nil, err
	}
	for section, limits := range map[string]any{"portrait": new(portrait.Limits), "signature": new(signature.Limits)} {
		if err := set.Capture(section, limits); err != nil {
			return nil, err
		}
	}
	var limits portrait.Criteria
	if err := set.Capture("assessment", &limits); err != nil {
		return nil, err
	}
	if err := limits.Check(); err != nil {
		return nil, fmt.Errorf("capture.json (assessment): %w", err)
	}
	return set, nil
}

// contradictions runs the examples and says where the set does not answer what they expect.
func (s source) contradictions() (said []string, total int, err error) {
	examples, err := policy.LoadExamples(s.layers...)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range examples.List {
		for _, difference := range e.Differences(e.Run(s.set)) {
			said = append(said, fmt.Sprintf("«%s»: %s", e.Name, difference))
		}
	}
	return said, len(examples.List), nil
}

func today() kiosk.Date { return kiosk.DateOf(time.Now().In(kiosk.Almaty)) }

// policyCheck says whether data are sound, what they lack soon, and which examples they contradict.
func policyCheck(args []string, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("%w: one folder, one bundle, or -", errUsage)
	}
	s, err := openSource(args[0])
	if err != nil {
		return err
	}
	contradictions, total, err := s.contradictions()
	if err != nil {
		return err
	}
	day := today()
	fmt.Fprintf(out, "policy %s is sound, serial %d, valid until %s\n", s.set.Version(), s.set.Serial(), s.set.ValidUntil())
	fmt.Fprintf(out, "today, %s: %d choices, ready on %s; %d registration points; %d examples\n",
		day, len(s.set.Verdicts(kiosk.Person{}, day)), s.set.ReadyDate(day), len(s.set.Offices(day)), total)
	untranslated, err := s.untranslated()
	if err != nil {
		return err
	}
	for _, warning := range append(untranslated, s.set.Gaps(day)...) {
		fmt.Fprintf(out, "warning: %s\n", warning)
	}
	for _, c := range contradictions {
		fmt.Fprintf(out, "example %s\n", c)
	}
	if len(contradictions) > 0 {
		return fmt.Errorf("%s: %d of what %d examples expect is answered otherwise: change what was not meant, or examples.json", args[0], len(contradictions), total)
	}
	return nil
}

// untranslated names the sentences whose Kazakh is their Russian.
func (s source) untranslated() (all []string, err error) {
	for _, name := range policy.Files {
		data, err := s.file(name)
		if err != nil {
			return nil, err
		}
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sentences(tree, func(kk, ru string) {
			if kk == ru {
				all = append(all, fmt.Sprintf("%s: the Kazakh sentence is the Russian one: «%s»", name, kk))
			}
		})
	}
	return all, nil
}

// sentences visits every text of more than two words, in Kazakh and Russian: a
// name or a word can be the same in both ("Наурыз мейрамы").
func sentences(node any, visit func(kk, ru string)) {
	switch v := node.(type) {
	case map[string]any:
		kk, _ := v["kk"].(string)
		if ru, is := v["ru"].(string); is && len(strings.Fields(ru)) > 2 {
			visit(kk, ru)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			sentences(v[key], visit)
		}
	case []any:
		for _, item := range v {
			sentences(item, visit)
		}
	}
}
