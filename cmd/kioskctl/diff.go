package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// comparison is what one set of policy data answers otherwise than another.
type comparison struct {
	From     string    `json:"from"` // version
	To       string    `json:"to"`
	Files    []string  `json:"files"` // that differ
	Gone     []string  `json:"gone"`  // registration points that are no more: their terminals would refuse the set
	Examples int       `json:"examples"`
	Changed  []changed `json:"changed"`
}

// changed is an example with two answers.
type changed struct {
	Name string     `json:"name"`
	Day  kiosk.Date `json:"day"`
	What []string   `json:"what"` // verdict, reason, duty, ready, sub-reasons, texts, ground
	Was  []answer   `json:"was"`
	Is   []answer   `json:"is"`
	Said []wording  `json:"said,omitempty"` // what reads otherwise though the decision is the same
	said [2]string
}

// wording is what a citizen or an officer reads otherwise.
type wording struct {
	Of  string `json:"of"` // kk, ru, en or ground
	Was string `json:"was"`
	Is  string `json:"is"`
}

// answer is policy.Answer for programs.
type answer struct {
	Choice  *kiosk.Choice `json:"choice,omitempty"` // none: about the person
	Allowed bool          `json:"allowed"`
	Code    string        `json:"code,omitempty"` // the first rule that is not met
	Duty    *kiosk.Money  `json:"dutyTiyn,omitempty"`
	Exempt  bool          `json:"exempt,omitempty"`
	Ready   kiosk.Date    `json:"ready"`
}

// policyDiff shows which of the named examples a change of the data changes.
func policyDiff(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl policy diff", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "for a program")
	rest, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if len(rest) != 2 {
		return fmt.Errorf("%w: two of folder, bundle and -", errUsage)
	}
	from, err := openSource(rest[0])
	if err != nil {
		return err
	}
	to, err := openSource(rest[1])
	if err != nil {
		return err
	}
	c, err := compare(from, to)
	if err != nil {
		return err
	}
	if *asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(c)
	}
	c.print(out)
	return nil
}

// compare runs the examples of to, which are those of whoever made the change.
func compare(from, to source) (comparison, error) {
	c := comparison{From: from.set.Version(), To: to.set.Version(), Files: []string{}, Gone: []string{}, Changed: []changed{}}
	for _, name := range append(slices.Clone(policy.Files[:]), examplesFile) {
		was, err := from.file(name)
		if err != nil {
			return c, err
		}
		is, err := to.file(name)
		if err != nil {
			return c, err
		}
		if !bytes.Equal(was, is) {
			c.Files = append(c.Files, name)
		}
	}
	for _, o := range from.set.Offices(today()) {
		if _, err := to.set.Office(o.Code, today()); err != nil {
			c.Gone = append(c.Gone, o.Code)
		}
	}
	examples, err := policy.LoadExamples(to.layers...)
	if err != nil {
		return c, err
	}
	c.Examples = len(examples.List)
	for _, e := range examples.List {
		was, is := e.Run(from.set), e.Run(to.set)
		if what := differences(was, is); len(what) > 0 {
			c.Changed = append(c.Changed, changed{
				Name: e.Name, Day: e.Day, What: what, Was: answers(was), Is: answers(is), Said: wordings(was, is), said: [2]string{was.String(), is.String()},
			})
		}
	}
	return c, nil
}

// file is what the last layer that has it holds; nil when none has.
func (s source) file(name string) ([]byte, error) {
	for _, layer := range slices.Backward(s.layers) {
		content, err := fs.ReadFile(layer, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return content, err
		}
	}
	return nil, nil
}

// differences names what two sets answer differently to the same questions.
func differences(was, is policy.Answers) (what []string) {
	differ := func(name string, differs bool) {
		if differs && !slices.Contains(what, name) {
			what = append(what, name)
		}
	}
	for i, a := range was {
		b := is[i]
		differ("verdict", a.Allowed != b.Allowed)
		differ("reason", a.Code != b.Code)
		if a.Choice != (kiosk.Choice{}) && (a.Allowed || b.Allowed) {
			differ("duty", dutyOf(a) != dutyOf(b))
			differ("ready", a.Ready != b.Ready)
		}
		differ("sub-reasons", !slices.Equal(a.Asks, b.Asks))
		for _, l := range kiosk.Languages {
			differ("texts", a.Texts(l) != b.Texts(l))
		}
		differ("ground", a.Grounds() != b.Grounds())
	}
	return what
}

// wordings are the languages, and the ground, that say the same decision otherwise.
func wordings(was, is policy.Answers) (all []wording) {
	for i, a := range was {
		b := is[i]
		if a.Allowed != b.Allowed || a.Code != b.Code {
			continue
		}
		for _, l := range kiosk.Languages {
			if x, y := a.Texts(l), b.Texts(l); x != y {
				all = append(all, wording{string(l), x, y})
			}
		}
		if x, y := a.Grounds(), b.Grounds(); x != y {
			all = append(all, wording{"ground", x, y})
		}
	}
	return all
}

// dutyOf is comparable; -1 is not known.
func dutyOf(a policy.Answer) [3]any {
	amount := a.Duty.Amount
	if a.NoDuty != nil {
		amount = -1
	}
	return [3]any{amount, a.Duty.Exempt, a.Duty.Unconfirmed}
}

func answers(all policy.Answers) (out []answer) {
	for _, a := range all {
		w := answer{Allowed: a.Allowed, Code: a.Code, Exempt: a.Duty.Exempt, Ready: a.Ready}
		if a.Choice != (kiosk.Choice{}) {
			w.Choice = &a.Choice
			if a.NoDuty == nil {
				w.Duty = &a.Duty.Amount
			}
		}
		out = append(out, w)
	}
	return out
}

func (c comparison) print(out io.Writer) {
	fmt.Fprintf(out, "from %s to %s\n", c.From, c.To)
	files := "none"
	if len(c.Files) > 0 {
		files = strings.Join(c.Files, ", ")
	}
	fmt.Fprintf(out, "files that differ: %s\n", files)
	if len(c.Gone) > 0 {
		fmt.Fprintf(out, "warning: no registration point %s any more; its terminals will refuse the set\n", strings.Join(c.Gone, ", "))
	}
	fmt.Fprintf(out, "examples that change: %d of %d\n", len(c.Changed), c.Examples)
	for _, e := range c.Changed {
		fmt.Fprintf(out, "\n«%s», %s: %s\n", e.Name, e.Day, strings.Join(e.What, ", "))
		for i, label := range []string{"was", "is"} {
			if e.said[0] != e.said[1] {
				fmt.Fprintf(out, "  %-4s %s\n", label, strings.ReplaceAll(e.said[i], "\n", "\n       "))
			}
		}
		for _, w := range e.Said {
			fmt.Fprintf(out, "  %s was: %s\n  %s is:  %s\n", w.Of, w.Was, w.Of, w.Is)
		}
	}
}
