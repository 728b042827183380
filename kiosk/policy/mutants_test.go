package policy_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk/policy"
)

// A slip in the data is seen: every rule and every tariff is dropped, ended, or
// given another parameter in turn, and each time the examples or the table must object.
func TestSlipsInTheData_AreSeen(t *testing.T) {
	if raced {
		t.Skip("is about the data, and sees the same without the race detector")
	}
	rules, x := readTable(t), examples(t)
	var some []someone
	for n := range 500 {
		some = append(some, somebody(rand.New(rand.NewPCG(2026, uint64(n))).IntN))
	}
	require.Empty(t, objection(load(t), x, rules, some), "nobody objects to the data as they are")

	all := slips(t)
	who := make([]string, len(all))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
				if set, err := policy.Load(shipped, all[i].layer); err != nil {
					who[i] = "loading"
				} else {
					who[i] = objection(set, x, rules, some)
				}
			}
		})
	}
	workers.Wait()
	seen := map[string]int{}
	for i, s := range all {
		seen[who[i]]++
		assert.NotEmpty(t, who[i], "nobody objects to %s", s.what)
	}
	t.Logf("%d slips, seen by %v", len(all), seen)
	assert.Greater(t, len(all), 200)
}

// objection says who sees that a set is not right.
func objection(set *policy.Set, x *policy.Examples, rules table, some []someone) string {
	for _, e := range x.List {
		if e.Differences(e.Run(set)) != nil {
			return "examples"
		}
	}
	for n := number(dayOf(firstYear, 1, 1)) - 1; n <= number(dayOf(lastYear, 12, 31)); n += 7 {
		if day := dayOf(1970, 1, 1).AddDays(n); set.ReadyDate(day).String() != readyDate(day) {
			return "calendar"
		}
	}
	for n, c := range some {
		if rules.compare(set, c, n, 8, tally{}) != "" {
			return "table"
		}
	}
	return ""
}

type slip struct {
	what  string
	layer fs.FS
}

type object = map[string]any

func tree(t testing.TB, file string) (tree object) {
	t.Helper()
	data, err := fs.ReadFile(shipped, file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &tree))
	return tree
}

// slips changes one thing at a time: number by one, a list by dropping an
// entry or emptying it, a period by ending it before now.
func slips(t *testing.T) (all []slip) {
	for _, file := range []string{"rules.json", "eligibility.json", "reasons.json", "duty.json", "exemptions.json", "calendar.json"} {
		root := tree(t, file)
		note := func(path string) {
			data, err := json.Marshal(root)
			require.NoError(t, err)
			all = append(all, slip{file + " " + path, fstest.MapFS{file: {Data: data}}})
		}
		vary(root, "", note)
	}
	return all
}

func vary(node object, path string, note func(string)) {
	for _, key := range slices.Sorted(maps.Keys(node)) {
		at, was := path+"."+key, node[key]
		try := func(v any, how string) {
			node[key] = v
			note(at + " " + how)
			node[key] = was
		}
		switch v := was.(type) {
		case float64:
			if key == "year" {
				continue
			}
			step := 1.0
			if key == "mci" {
				step = 0.1
			}
			try(v+step, "more")
			if v > 0 {
				try(v-step, "less")
			}
		case string:
			switch key {
			case "to":
				try("2025-12-31", "ended")
			case "citizenship":
				try("RUS", "other")
			case "document":
				try(map[string]string{"id-card": "passport", "passport": "id-card"}[v], "other")
			}
		case bool:
			try(!v, "inverted")
		case object:
			switch key {
			case "title", "why", "next", "text", "papers":
			default:
				vary(v, at, note)
			}
		case []any:
			for i, item := range v {
				if onWeekend(item) {
					continue // a holiday nobody works anyway; the day it is moved to is another entry
				}
				which := fmt.Sprintf("%s[%d]", at, i)
				node[key] = slices.Delete(slices.Clone(v), i, i+1)
				note(which + " dropped " + idOf(item))
				node[key] = was
				if o, is := item.(object); is {
					vary(o, which+" "+idOf(item), note)
				}
			}
		}
	}
}

func onWeekend(item any) bool {
	if o, is := item.(object); is {
		if s, is := o["day"].(string); is {
			w := day(s).Time().Weekday()
			return w == time.Saturday || w == time.Sunday
		}
	}
	return false
}

func idOf(item any) string {
	o, is := item.(object)
	if !is {
		return fmt.Sprint(item)
	}
	for _, key := range []string{"id", "code", "rule", "document", "year", "day"} {
		if id, there := o[key]; there {
			return fmt.Sprint(id)
		}
	}
	return ""
}
