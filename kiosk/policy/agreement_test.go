package policy_test

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// The same rules a second time, written by hand from the service's rules and not
// from the data: testdata/decisions.csv says what follows from which facts,
// facts_test.go finds the facts, and duty_agreement_test.go the money and the
// days, each with arithmetic of its own. Whoever changes a rule changes both
// statements, so that one slip in either is seen.

var (
	people = flag.Int("people", crowd, "how many people the two statements of the rules are compared on")
	seed   = flag.Uint64("seed", 0, "seed of these people; 0: another one each time")
)

func TestAgreement_TheTableAndTheSetDecideAlike(t *testing.T) {
	set, rules := load(t), readTable(t)
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	var next atomic.Int64
	tallies := make([]tally, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	start := time.Now()
	for w := range tallies {
		tallies[w] = tally{}
		workers.Go(func() {
			for n := next.Add(1); n <= int64(*people) && !t.Failed(); n = next.Add(1) {
				r := rand.New(rand.NewPCG(*seed, uint64(n)))
				c := somebody(r.IntN)
				if differs := rules.compare(set, c, int(n), 16, tallies[w]); differs != "" {
					t.Errorf("-seed %d, person %d: %s\n%s", *seed, n, differs, c)
				}
			}
		})
	}
	workers.Wait()
	total, choices := tally{}, 0
	for _, one := range tallies {
		for code, n := range one {
			total[code] += n
			choices += n
		}
	}
	t.Logf("%d people, %d choices in %v, -seed %d: %v", *people, choices, time.Since(start).Round(time.Millisecond), *seed, total)
	for i, r := range rules.rows {
		assert.True(t, t.Failed() || r.met.Load() > 0, "row %d of the table, %s, decides of nobody", i+1, r.code)
		assert.True(t, t.Failed() || total[r.code] > *people/200, "too few of these people meet %s: %d", r.code, total[r.code])
	}
}

func TestAgreement_EveryDayIsReadyOnTheSameDay(t *testing.T) {
	set := load(t)
	for n := number(dayOf(firstYear, 1, 1)) - 20; n <= number(dayOf(lastYear, 12, 31))+20; n++ {
		day := dayOf(1970, 1, 1).AddDays(n)
		require.Equal(t, readyDate(day), set.ReadyDate(day).String(), "applied for on %s", day)
	}
}

// The same once more on fewer people, but a person on whom the two statements
// differ is made as plain as possible.
func TestAgreement_PlainestPersonOnWhomTheyDiffer(t *testing.T) {
	set, rules := load(t), readTable(t)
	rapid.Check(t, func(t *rapid.T) {
		c := somebody(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "one of") })
		if differs := rules.compare(set, c, 0, 1, tally{}); differs != "" {
			t.Fatalf("%s\n%s", differs, c)
		}
	})
}

// Only choices, and the rules of a choice, are asked in the order of the data.
func TestAgreement_TheOrderOfOtherEntriesDoesNotMatter(t *testing.T) {
	rules, backwards := readTable(t), fstest.MapFS{}
	for file, list := range map[string]string{"duty.json": "tariffs", "rules.json": "rules", "exemptions.json": "categories"} {
		root := tree(t, file)
		slices.Reverse(root[list].([]any))
		data, err := json.Marshal(root)
		require.NoError(t, err)
		backwards[file] = &fstest.MapFile{Data: data}
	}
	set := load(t, backwards)
	for n := range uint64(1000) {
		c := somebody(rand.New(rand.NewPCG(1, n)).IntN)
		require.Empty(t, rules.compare(set, c, int(n), 16, tally{}), "%s", c)
	}
}

// The examples' author and the table's author read the same rules.
func TestAgreement_TheTableAndTheExamplesDecideAlike(t *testing.T) {
	set, rules := load(t), readTable(t)
	for _, e := range examples(t).List {
		if len(e.Ends) > 0 || len(set.Verdicts(e.Person, e.Day)) == 0 {
			continue // the table knows nothing of a code that is switched off
		}
		assert.Empty(t, rules.compare(set, someone{e.Person, e.Day, e.Social}, 0, 1, tally{}), e.Name)
	}
}

// tally counts choices by what was decided: allowed, or the code of a refusal.
type tally map[string]int

// someone is a person on a day, and what АИС СИК says.
type someone struct {
	person kiosk.Person
	day    kiosk.Date
	social policy.Social
}

func (s someone) String() string {
	return fmt.Sprintf("on %s, АИС СИК %+v: %+v", s.day, s.social, s.person)
}

// compare puts every choice to both statements, as the screen does, and one in
// every few, beginning with the first-th, also to Evaluate, which tries all
// conditions. It says on which choice they differ, "" on none.
func (d table) compare(set *policy.Set, s someone, first, few int, count tally) (differs string) {
	person := factsOf(s.person, s.day)
	refused := "allowed"
	if r := set.Refusal(s.person, s.day); r != nil {
		refused = r.Code
	}
	if want := d.decide(kiosk.Choice{}, person); want != refused {
		return fmt.Sprintf("the person: the table says %s, the set %s", want, refused)
	}
	about := map[kiosk.DocumentKind]facts{
		kiosk.IDCard: person | factsAbout(kiosk.IDCard, s.person, s.day), kiosk.Passport: person | factsAbout(kiosk.Passport, s.person, s.day),
	}
	ready := readyDate(s.day)
	all := 0
	check := func(v kiosk.Verdict) {
		all++
		count[decided(v)]++
		switch want := d.decide(v.Choice, about[v.Choice.Document]); {
		case want != decided(v):
			differs = fmt.Sprintf("%+v: the table says %s, the set %s", v.Choice, want, decided(v))
		case v.ReadyDate.String() != ready:
			differs = fmt.Sprintf("%+v: ready on %s, the set says %s", v.Choice, ready, v.ReadyDate)
		case (all+first)%few == 0:
			if e := set.Evaluate(s.person, v.Choice, s.day); decided(e) != want || e.ReadyDate != v.ReadyDate || e.Price != v.Price {
				differs = fmt.Sprintf("%+v: Evaluate says %s, %s, %s, and Verdicts %s, %s, %s", v.Choice, decided(e), e.ReadyDate, e.Price, decided(v), v.ReadyDate, v.Price)
			}
		}
		if v.Choice.SubReason != "" {
			return // the duty does not ask for it
		}
		if about := dutyOf(v.Choice, someone{s.person, s.day, policy.Social{}}); int64(v.Price) != about.tiyn {
			differs = fmt.Sprintf("%+v: about %d tiyn, the set says %d", v.Choice, about.tiyn, v.Price)
		}
		want := dutyOf(v.Choice, s)
		if got := said(set.Duty(s.person, v.Choice, s.social, s.day)); got != want {
			differs = fmt.Sprintf("%+v: duty %+v, the set says %+v", v.Choice, want, got)
		}
	}
	for _, v := range set.Verdicts(s.person, s.day) {
		check(v)
		for _, sub := range v.SubReasons {
			check(sub)
		}
		if differs != "" {
			return differs
		}
	}
	if all != d.offered {
		differs = fmt.Sprintf("the table offers %d choices and answers, the set %d", d.offered, all)
	}
	return differs
}

func decided(v kiosk.Verdict) string {
	if v.Allowed {
		return "allowed"
	}
	return v.Code
}

// table is decisions.csv: rows of conditions and what follows from them. The first row that fits counts.
type table struct {
	rows    []row
	offered int                             // choices, and answers to what they ask
	asks    map[kiosk.Choice][]kiosk.Choice // choices that need an answer more
}

type row struct {
	code          string // allowed, or that of the refusal
	document      string // person: the row is about the person alone; any: about both documents
	reason        string // any
	subReason     string // any
	asked, wanted facts
	met           *atomic.Int64 // choices it decided of
}

func readTable(t testing.TB) table {
	t.Helper()
	f, err := os.Open("testdata/decisions.csv")
	require.NoError(t, err)
	defer f.Close()
	file := csv.NewReader(f)
	file.Comment, file.TrimLeadingSpace = '#', true
	lines, err := file.ReadAll()
	require.NoError(t, err)
	d := table{asks: map[kiosk.Choice][]kiosk.Choice{}}
	const first = 4 // column of a fact
	for _, line := range lines[1:] {
		for i := range line {
			line[i] = strings.TrimSpace(line[i])
		}
		r := row{code: line[0], document: line[1], reason: line[2], subReason: line[3], met: new(atomic.Int64)}
		for i, cell := range line[first:] {
			bit := bitOf(strings.TrimSpace(lines[0][first+i]))
			switch cell {
			case "yes":
				r.asked, r.wanted = r.asked|bit, r.wanted|bit
			case "no":
				r.asked |= bit
			default:
				require.Empty(t, cell, "yes, no, or nothing for either")
			}
		}
		d.rows = append(d.rows, r)
		if r.code == "allowed" || r.subReason != "any" {
			d.offer(r)
		}
	}
	return d
}

// offer notes the choices that a row is about: a passport has 36 or 48 pages.
func (d *table) offer(r row) {
	pages := []int{0}
	if r.document == string(kiosk.Passport) {
		pages = []int{36, 48}
	}
	for _, n := range pages {
		whole := kiosk.Choice{Document: kiosk.DocumentKind(r.document), Reason: kiosk.ReasonCode(r.reason), Pages: n}
		if r.subReason == "any" {
			d.offered++
			continue
		}
		answered := whole
		answered.SubReason = r.subReason
		if slices.Contains(d.asks[whole], answered) {
			continue // another row about it
		}
		if d.asks[whole] == nil {
			d.offered++
		}
		d.offered++
		d.asks[whole] = append(d.asks[whole], answered)
	}
}

// decide is what the first row says that fits. A zero choice asks about the
// person alone; one that still needs an answer is allowed when an answer is.
func (d table) decide(c kiosk.Choice, f facts) string {
	if answers := d.asks[c]; answers != nil {
		for _, a := range answers {
			if d.decide(a, f) == "allowed" {
				return "allowed"
			}
		}
		return d.decide(answers[0], f)
	}
	is := func(cell, value string) bool { return cell == "any" || cell == value }
	for i := range d.rows {
		r := &d.rows[i]
		if r.document != "person" && (c == kiosk.Choice{} || !is(r.document, string(c.Document)) || !is(r.reason, string(c.Reason)) || !is(r.subReason, c.SubReason)) {
			continue
		}
		if f&r.asked == r.wanted {
			r.met.Add(1)
			return r.code
		}
	}
	return "allowed" // nothing is against the person
}
