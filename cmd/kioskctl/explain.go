package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// explanation is everything the rules say of one person on one day.
type explanation struct {
	Policy  string        `json:"policy"`
	Day     kiosk.Date    `json:"day"`
	Notes   []string      `json:"notes,omitempty"` // what of the question the rules do not know
	Refusal *refusal      `json:"refusal"`         // null: the person is served at a terminal
	Choices []explained   `json:"choices"`
	Sum     *kiosk.Money  `json:"sumTiyn,omitempty"` // of two documents in one visit
	Common  []kiosk.Trial `json:"-"`                 // trials that are the same for every choice
}

// refusal is why not, and what to do.
type refusal struct {
	Code   string       `json:"code"`
	Why    kiosk.Text   `json:"why"`
	Next   kiosk.Text   `json:"next"`
	Bring  []kiosk.Text `json:"bring"`
	Ground string       `json:"ground"`
}

// explained is one choice with every condition that was tried.
type explained struct {
	Choice     kiosk.Choice  `json:"choice"`
	Title      kiosk.Text    `json:"title"`
	Allowed    bool          `json:"allowed"`
	Refusal    *refusal      `json:"refusal,omitempty"`
	Unknown    string        `json:"unknown,omitempty"` // which part of the choice does not exist on the day
	Duty       *charge       `json:"duty,omitempty"`    // none of what does not exist
	Ready      kiosk.Date    `json:"ready"`             // empty: not known
	Tried      []kiosk.Trial `json:"tried"`
	SubReasons []explained   `json:"subReasons,omitempty"`
}

// charge is the duty of a choice; without Tiyn it is not known, and Ground says why.
type charge struct {
	Tiyn        *kiosk.Money `json:"tiyn,omitempty"`
	Exempt      bool         `json:"exempt,omitempty"`
	Unconfirmed bool         `json:"unconfirmed,omitempty"` // АИС СИК was silent
	Text        kiosk.Text   `json:"text"`
	Rate        string       `json:"rate,omitempty"`
	Ground      string       `json:"ground"`
}

// policyExplain answers "why?" about any person one can write down.
func policyExplain(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl policy explain", flag.ContinueOnError)
	file := flags.String("person", "", "the `file` of a person as the registries say it, - for the standard input; {\"base\": \"adult\", ...} changes one of the examples' people")
	name := flags.String("example", "", "the `name` of an example, or a part that only one has")
	on := flags.String("day", "", "calendar `day` in Kazakhstan, 2026-11-21; today when absent")
	document := flags.String("document", "", "only this document: id-card or passport")
	reason := flags.String("reason", "", "only this documenting `code`, such as 18")
	pages := flags.Int("pages", 0, "only a passport of so many pages")
	sub := flags.String("sub", "", "the answer to what the code asks, such as lost or stolen")
	social := flags.String("social", "", "what АИС СИК answers: the `category` of an exemption, or silent")
	where := flags.String("policy", "-", "a folder or bundle of policy data over the built-in files")
	asJSON := flags.Bool("json", false, "for a program")
	rest, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if len(rest) > 0 || (*file == "") == (*name == "") {
		return fmt.Errorf("%w: either -person or -example, and no other words", errUsage)
	}
	source, err := openSource(*where)
	if err != nil {
		return err
	}
	examples, err := policy.LoadExamples(source.layers...)
	if err != nil {
		return err
	}
	e := policy.Example{Day: today()}
	if *name != "" {
		e, err = exampleNamed(examples, *name)
	} else {
		e.Person, err = readPerson(examples, *file)
	}
	if err != nil {
		return err
	}
	if *on != "" {
		if e.Day, err = kiosk.ParseDate(*on); err != nil {
			return fmt.Errorf("%w: %w", errUsage, err)
		}
	}
	if *social != "" {
		e.Social = policy.Social{Silent: *social == "silent"}
		if !e.Social.Silent {
			e.Social.Category = *social
		}
	}
	if *document != "" || *reason != "" || *pages != 0 || *sub != "" {
		only := kiosk.Choice{Document: kiosk.DocumentKind(*document), Reason: kiosk.ReasonCode(*reason), Pages: *pages, SubReason: *sub}
		if e.Asks, err = choicesLike(only, e.Under(source.set), e.Day); err != nil {
			return err
		}
	}
	x := explain(e.Under(source.set), e)
	if *asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(x)
	}
	x.print(out)
	return nil
}

func readPerson(examples *policy.Examples, file string) (kiosk.Person, error) {
	in, err := os.Stdin, error(nil)
	if file != "-" {
		if in, err = os.Open(file); err != nil {
			return kiosk.Person{}, err
		}
		defer func() { _ = in.Close() }()
	}
	data, err := io.ReadAll(io.LimitReader(in, 1<<20))
	if err != nil {
		return kiosk.Person{}, err
	}
	p, err := examples.Person(data)
	if err != nil {
		return p, fmt.Errorf("%s: %w", file, err)
	}
	return p, nil
}

// exampleNamed finds an example by its name, or by a part that no other has.
func exampleNamed(examples *policy.Examples, name string) (policy.Example, error) {
	if e, ok := examples.Find(name); ok {
		return e, nil
	}
	switch found := examples.Like(name); len(found) {
	case 0:
		return policy.Example{}, fmt.Errorf("no example is called «%s»", name)
	case 1:
		return found[0], nil
	default:
		var names strings.Builder
		for _, e := range found {
			fmt.Fprintf(&names, "\n  %s", e.Name)
		}
		return policy.Example{}, fmt.Errorf("%d examples have «%s» in their names:%s", len(found), name, names.String())
	}
}

// choicesLike are the choices on offer that have all that is named; one that
// names document, code and pages and is not on offer is asked nevertheless.
func choicesLike(like kiosk.Choice, set *policy.Set, day kiosk.Date) ([]kiosk.Choice, error) {
	var found []kiosk.Choice
	for _, v := range set.Verdicts(kiosk.Person{}, day) {
		c := v.Choice
		if like.Document != "" && c.Document != like.Document || like.Reason != "" && c.Reason != like.Reason || like.Pages != 0 && c.Pages != like.Pages {
			continue
		}
		if like.SubReason != "" {
			c.SubReason = like.SubReason
			if !slices.ContainsFunc(v.SubReasons, func(sub kiosk.Verdict) bool { return sub.Choice == c }) {
				continue
			}
		}
		found = append(found, c)
	}
	switch {
	case len(found) > 0:
		return found, nil
	case like.Document != "" && like.Reason != "":
		return []kiosk.Choice{like}, nil
	default:
		return nil, errors.New("the service knows no such choice on this day")
	}
}

// explain asks the set for everything; without choices of the example it asks for all on offer.
func explain(set *policy.Set, e policy.Example) explanation {
	x := explanation{Policy: set.Version(), Day: e.Day, Choices: []explained{}}
	if r := set.Refusal(e.Person, e.Day); r != nil {
		x.Refusal = &refusal{r.Code, r.Why, r.Next, r.Bring, r.Ground}
	}
	x.Notes = notes(set, e)
	asks := e.Asks
	if len(asks) == 0 {
		for _, v := range set.Verdicts(e.Person, e.Day) {
			asks = append(asks, v.Choice)
		}
	}
	for _, c := range asks {
		x.Choices = append(x.Choices, explainChoice(set, e, c))
	}
	if len(e.Asks) == 2 && e.Asks[0].Document != e.Asks[1].Document {
		if sum, known := e.Run(set).Sum(); known {
			x.Sum = &sum
		}
	}
	x.Common = common(x.Choices)
	return x
}

func explainChoice(set *policy.Set, e policy.Example, c kiosk.Choice) explained {
	v := set.Evaluate(e.Person, c, e.Day)
	x := explained{Choice: v.Choice, Title: v.Title, Allowed: v.Allowed, Ready: v.ReadyDate, Tried: v.Tried}
	if !v.Allowed {
		x.Refusal = &refusal{v.Code, v.Why, v.Next, v.Bring, v.Ground}
	}
	if x.Unknown = unknown(set, c, e.Day); x.Unknown != "" {
		return x
	}
	if d, err := set.Duty(e.Person, c, e.Social, e.Day); err != nil {
		x.Duty = &charge{Ground: err.Error()}
	} else {
		x.Duty = &charge{&d.Amount, d.Exempt, d.Unconfirmed, d.Text, d.Rate, d.Ground}
	}
	for _, sub := range v.SubReasons {
		answer := explainChoice(set, e, sub.Choice)
		answer.Title = sub.Title
		x.SubReasons = append(x.SubReasons, answer)
	}
	return x
}

// notes are, in Russian, what of the question the rules do not know.
func notes(set *policy.Set, e policy.Example) (all []string) {
	if c := e.Social.Category; c != "" && !e.Social.Silent && !set.Exempts(c, e.Day) {
		all = append(all, fmt.Sprintf("Категории льготы «%s» нет в эти дни: пошлина полная.", c))
	}
	kinds := map[kiosk.DocumentKind]bool{}
	for _, d := range e.Person.Documents {
		kinds[d.Kind] = true
	}
	for _, l := range e.Person.Losses {
		kinds[l.Kind] = true
	}
	for _, o := range e.Person.OpenApplications {
		kinds[o.Kind] = true
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if kind != kiosk.IDCard && kind != kiosk.Passport {
			all = append(all, fmt.Sprintf("Документ вида «%s» — не удостоверение личности и не паспорт: у него проверены только буквы.", kind))
		}
	}
	return all
}

// unknown says, in Russian, which part of a choice the service does not have on the day; "" when it has the choice.
func unknown(set *policy.Set, c kiosk.Choice, day kiosk.Date) string {
	said := "такого документа нет в эти дни"
	for _, v := range set.Verdicts(kiosk.Person{}, day) {
		switch {
		case v.Choice.Document != c.Document:
		case v.Choice.Reason != c.Reason:
			if said == "такого документа нет в эти дни" {
				said = "такого кода нет в эти дни"
			}
		case v.Choice.Pages != c.Pages:
			said = "такого числа страниц нет в эти дни"
		case c.SubReason == "" || slices.ContainsFunc(v.SubReasons, func(sub kiosk.Verdict) bool { return sub.Choice == c }):
			return ""
		default:
			return "такого уточнения нет в эти дни"
		}
	}
	return said
}

// common are the trials all choices begin with and that came out alike, so that they need saying once.
func common(choices []explained) []kiosk.Trial {
	if len(choices) < 2 {
		return nil
	}
	same := choices[0].Tried
	for _, c := range choices[1:] {
		n := 0
		for n < len(same) && n < len(c.Tried) && same[n] == c.Tried[n] {
			n++
		}
		same = same[:n]
	}
	return same
}
