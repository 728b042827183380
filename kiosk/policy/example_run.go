package policy

import (
	"fmt"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// Answers is what a set answers to an example: to each choice in turn, or about
// the person when nothing is chosen. Two sets answer alike when their answers are
// alike in every field; String says the decision alone, and in Russian.
type Answers []Answer

// Answer is a set's answer to one choice, or about a person when Choice is zero.
type Answer struct {
	Choice  kiosk.Choice
	Titles  []kiosk.Text // of the choice, then of its sub-reasons
	Allowed bool
	Code    string // the first rule that is not met
	Why     kiosk.Text
	Next    kiosk.Text
	Bring   []kiosk.Text
	Ground  string
	Asks    []string // sub-reasons to choose from
	Duty    Duty
	NoDuty  error      // why Duty is not known
	Ready   kiosk.Date // zero: not known
}

// Run asks a set.
func (e Example) Run(s *Set) Answers {
	s = e.Under(s)
	if len(e.Asks) == 0 {
		a := Answer{Allowed: true}
		if r := s.Refusal(e.Person, e.Day); r != nil {
			a = Answer{Code: r.Code, Why: r.Why, Next: r.Next, Bring: r.Bring, Ground: r.Ground}
		}
		return Answers{a}
	}
	var all Answers
	for _, c := range e.Asks {
		v := s.Evaluate(e.Person, c, e.Day)
		a := Answer{
			Choice: c, Allowed: v.Allowed, Code: v.Code, Why: v.Why, Next: v.Next, Bring: v.Bring, Ground: v.Ground, Ready: v.ReadyDate,
		}
		a.Titles = []kiosk.Text{v.Title}
		for _, sub := range v.SubReasons {
			a.Titles = append(a.Titles, sub.Title)
			a.Asks = append(a.Asks, sub.Choice.SubReason)
		}
		a.Duty, a.NoDuty = s.Duty(e.Person, c, e.Social, e.Day)
		all = append(all, a)
	}
	return all
}

// Under is the set, but with the codes switched off that the example switches off.
func (e Example) Under(s *Set) *Set {
	if len(e.Ends) == 0 {
		return s
	}
	ended := *s
	ended.offers = slices.Clone(s.offers)
	for i := range ended.offers {
		if last, there := e.Ends[ended.offers[i].choice.Reason]; there {
			ended.offers[i].period.To = last
		}
	}
	return &ended
}

// Sum is the duty of the whole visit; ok is false when a part of it is not known.
func (all Answers) Sum() (sum kiosk.Money, ok bool) {
	for _, a := range all {
		if a.NoDuty != nil {
			return 0, false
		}
		sum += a.Duty.Amount
	}
	return sum, true
}

// String says the answers in Russian, one line for each answer.
func (all Answers) String() string {
	var lines []string
	for _, a := range all {
		lines = append(lines, a.String())
	}
	return strings.Join(lines, "\n")
}

// String says the answer in Russian.
func (a Answer) String() string {
	if !a.Allowed {
		return fmt.Sprintf("отказ [%s]: %s", a.Code, a.told())
	}
	if a.Choice == (kiosk.Choice{}) {
		return "обслуживается на терминале"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "можно; госпошлина %s; готовность %s", a.duty(), known(a.Ready))
	if len(a.Asks) > 0 {
		fmt.Fprintf(&b, "; уточняется: %s", strings.Join(a.Asks, ", "))
	}
	return b.String()
}

// told is everything that a refused citizen is told, in Russian.
func (a Answer) told() string {
	parts := []string{a.Why.RU, a.Next.RU}
	for _, paper := range a.Bring {
		parts = append(parts, paper.RU)
	}
	return strings.Join(parts, " ")
}

// Texts is everything the citizen reads in a language: the titles, and either
// the refusal with its papers or what is paid for.
func (a Answer) Texts(l kiosk.Language) string {
	texts := slices.Clone(a.Titles)
	if a.Allowed {
		texts = append(texts, a.Duty.Text)
	} else {
		texts = append(append(texts, a.Why, a.Next), a.Bring...)
	}
	var parts []string
	for _, t := range texts {
		if said := t.In(l); said != "" {
			parts = append(parts, said)
		}
	}
	return strings.Join(parts, " ")
}

// Grounds is the ground of the decision, and of the duty where something is allowed.
func (a Answer) Grounds() string {
	if a.Allowed && a.Duty.Ground != "" {
		return a.Ground + "; " + a.Duty.Ground
	}
	return a.Ground
}

func (a Answer) duty() string {
	switch {
	case a.NoDuty != nil:
		return "неизвестна"
	case a.Duty.Exempt:
		return "не взимается"
	case a.Duty.Unconfirmed:
		return a.Duty.Amount.String() + " (льгота не проверена)"
	default:
		return a.Duty.Amount.String()
	}
}

func known(d kiosk.Date) string {
	if d.IsZero() {
		return "неизвестна"
	}
	return d.Human()
}

// Differences says, in words, in what a set's answers are not what the example
// expects; nil when it is.
func (e Example) Differences(got Answers) []string {
	var wrong []string
	differ := func(what string, want, have any) {
		if fmt.Sprint(want) != fmt.Sprint(have) {
			wrong = append(wrong, fmt.Sprintf("%s: ожидалось %v, получено %v", what, want, have))
		}
	}
	for i, w := range e.expect {
		a := got[i]
		of := ""
		if len(e.expect) > 1 {
			of = " (" + string(a.Choice.Document) + ")"
		}
		differ("решение"+of, decided(w.Allowed, w.Code), decided(a.Allowed, a.Code))
		for _, part := range w.Texts {
			if !strings.Contains(a.told(), part) {
				wrong = append(wrong, fmt.Sprintf("текст%s: ожидалось «%s», получено «%s»", of, part, a.told()))
			}
		}
		if w.Asks != nil {
			differ("уточнение"+of, w.Asks, a.Asks)
		}
		if w.Duty != nil {
			differ("госпошлина"+of, *w.Duty, money{a.Duty.Amount, a.NoDuty == nil})
			differ("освобождение"+of, w.Exempt, a.Duty.Exempt)
			differ("льгота не проверена"+of, w.Unconfirmed, a.Duty.Unconfirmed)
		}
		if w.Ready == "unknown" {
			differ("готовность"+of, known(kiosk.Date{}), known(a.Ready))
		} else if w.Ready != "" {
			differ("готовность"+of, w.Ready, a.Ready)
		}
	}
	if e.sum != nil {
		sum, ok := got.Sum()
		differ("сумма", *e.sum, money{sum, ok})
	}
	return wrong
}

func decided(allowed bool, code string) string {
	if allowed {
		return "можно"
	}
	return "отказ [" + code + "]"
}
