package policy_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

func examples(t testing.TB) *policy.Examples {
	t.Helper()
	x, err := policy.LoadExamples(shipped)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(x.List), 150)
	return x
}

func TestExamples(t *testing.T) {
	set := load(t)
	for _, e := range examples(t).List {
		t.Run(e.Name, func(t *testing.T) {
			got := e.Run(set)
			for _, differs := range e.Differences(got) {
				t.Error(differs)
			}
			for i, a := range got {
				if a.Allowed {
					assert.Empty(t, a.Code)
					continue
				}
				for _, l := range kiosk.Languages {
					assert.NotEmpty(t, a.Why.In(l), "why in %s", l)
					assert.NotEmpty(t, a.Next.In(l), "next in %s", l)
					for _, paper := range a.Bring {
						assert.NotEmpty(t, paper.In(l), "paper in %s", l)
					}
				}
				assert.NotEmpty(t, a.Ground)
				if len(e.Asks) > 0 && len(e.Ends) == 0 {
					answersWhy(t, set.Evaluate(e.Person, e.Asks[i], e.Day))
				}
			}
		})
	}
}

// answersWhy: the verdict is that of the first trial that is not met.
func answersWhy(t *testing.T, v kiosk.Verdict) {
	t.Helper()
	i := slices.IndexFunc(v.Tried, func(t kiosk.Trial) bool { return !t.Met })
	require.GreaterOrEqual(t, i, 0, "a refusal that no condition explains")
	assert.Equal(t, v.Code, v.Tried[i].Rule)
	assert.Equal(t, v.Ground, v.Tried[i].Ground)
	assert.NotEmpty(t, v.Tried[i].Condition)
}

// Each rule of the service has an example of whom it refuses and each code one of whom it serves.
func TestExamples_CoverEveryRuleAndEveryChoice(t *testing.T) {
	set, x := load(t), examples(t)
	refused, allowed := map[string]bool{}, map[string]bool{}
	for _, e := range x.List {
		for _, a := range e.Run(set) {
			refused[a.Code] = true
			if a.Allowed {
				allowed[fmt.Sprint(a.Choice)] = true
			}
		}
	}
	for _, id := range ruleIDs(t) {
		assert.True(t, refused[id], "no example is refused by %s", id)
	}
	adult, err := x.Person([]byte(`{"base":"adult"}`))
	require.NoError(t, err)
	for _, v := range set.Verdicts(adult, today) {
		assert.True(t, allowed[fmt.Sprint(v.Choice)] || v.Choice.Pages == 48, "no example is served %+v", v.Choice)
		for _, sub := range v.SubReasons {
			assert.True(t, allowed[fmt.Sprint(sub.Choice)] || v.Choice.Pages == 48 || sub.Choice.SubReason == "stolen", "no example is served %+v", sub.Choice)
		}
	}
}

func ruleIDs(t *testing.T) (ids []string) {
	for _, r := range tree(t, "rules.json")["rules"].([]any) {
		ids = append(ids, r.(map[string]any)["id"].(string))
	}
	return ids
}

func TestLoadExamples_WrongFile_SaysWhereAndWhatWasExpected(t *testing.T) {
	const adult = `{"birthDate":"1985-06-15","citizenship":"KAZ","status":"alive","capable":true,"residence":{"permanent":true},"documents":[]}`
	one := func(change ...string) string {
		e := `{"name":"a","day":"2026-11-21","person":{"base":"adult"},"choice":{"document":"id-card","reason":"18"},"expect":{"code":"x","texts":["y"]}}`
		return `{"people":{"adult":` + adult + `},"examples":[` + strings.NewReplacer(change...).Replace(e) + `]}`
	}
	_, err := policy.LoadExamples(fstest.MapFS{"examples.json": {Data: []byte(one())}})
	require.NoError(t, err)
	for name, c := range map[string]struct{ data, path, want string }{
		"not JSON":          {"{\n\n", "", "EOF"},
		"unknown field":     {`{"people":{},"examples":[],"more":1}`, "more", "no such field"},
		"a person's field":  {one(`"base":"adult"`, `"base":"adult","colour":"red"`), "examples[0].person.colour", "no such field"},
		"a document's":      {one(`"base":"adult"`, `"base":"adult","idCard":{"weight":1}`), "examples[0].person.idCard.weight", "no such field"},
		"unknown base":      {one(`"adult"`, `"child"`), "examples[0]", "child"},
		"base of itself":    {`{"people":{"a":{"base":"a"}},"examples":[]}`, "people.a", "base"},
		"missing fact":      {`{"people":{"a":{"birthDate":""}},"examples":[]}`, "people.a", "citizenship"},
		"no name":           {one(`"a"`, `" "`), "examples[0].name", "not empty"},
		"no day":            {one(`"day":"2026-11-21",`, ""), "examples[0]", "day"},
		"two days":          {one(`"day"`, `"instant":"2026-11-21T00:00:00Z","day"`), "examples[0]", "instant"},
		"not a day":         {one(`2026-11-21`, `21.11.2026`), "examples[0].day", "YYYY-MM-DD"},
		"nothing expected":  {one(`"expect":{"code":"x","texts":["y"]}`, `"expect":{}`), "examples[0]", "allowed"},
		"both expected":     {one(`"code"`, `"allowed":true,"code"`), "examples[0]", "allowed"},
		"no text":           {one(`,"texts":["y"]`, ""), "examples[0]", "texts"},
		"no duty":           {one(`"code":"x","texts":["y"]`, `"allowed":true`), "examples[0]", "duty"},
		"not a duty":        {one(`"texts"`, `"duty":"much","texts"`), "examples[0].expect.duty", "unknown"},
		"too exact a duty":  {one(`"texts"`, `"duty":1.005,"texts"`), "", "tiyn"},
		"second alone":      {one(`"choice":{"document":"id-card","reason":"18"},`, "", `"expect"`, `"and":{"choice":{"document":"id-card","reason":"18"},"expect":{"code":"x","texts":["y"]},"sum":1},"expect"`), "examples[0]", "choice"},
		"unknown document":  {one(`"base":"adult"`, `"base":"adult","documents":[{"kind":"visa"}]`), "examples[0].person.documents[0].kind", "visa"},
		"the same name":     {strings.Replace(one(), `"examples":[`, `"examples":[`+one()[strings.Index(one(), `{"name"`):len(one())-2]+`,`, 1), "examples[1].name", "once"},
		"something besides": {one() + "{}", "", "JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.LoadExamples(fstest.MapFS{"examples.json": {Data: []byte(c.data)}})
			var shape *policy.ShapeError
			require.ErrorAs(t, err, &shape)
			assert.Equal(t, "examples.json", shape.File)
			assert.Contains(t, shape.Path, c.path)
			assert.Contains(t, shape.Want, c.want)
		})
	}
	_, err = policy.LoadExamples(fstest.MapFS{})
	require.ErrorContains(t, err, "examples.json")
}

func TestExample_ThatIsNotMet_SaysSoInWords(t *testing.T) {
	data, err := fs.ReadFile(shipped, "examples.json")
	require.NoError(t, err)
	wrong := strings.NewReplacer(`"duty": 865`, `"duty": 864.99`, `"ready": "2026-12-11"`, `"ready": "2026-12-12"`).Replace(string(data))
	x, err := policy.LoadExamples(fstest.MapFS{"examples.json": {Data: []byte(wrong)}})
	require.NoError(t, err)
	e, found := x.Find("18 УЛ: в день истечения можно")
	require.True(t, found)
	assert.Equal(t, []string{
		"госпошлина: ожидалось 864,99\u00a0₸, получено 865\u00a0₸",
		"готовность: ожидалось 2026-12-12, получено 2026-12-11",
	}, e.Differences(e.Run(load(t))))
	assert.Equal(t, "можно; госпошлина 865\u00a0₸; готовность 11.12.2026", e.Run(load(t)).String())
}

func TestPerson_ChangesOfABase_LeaveTheBaseAlone(t *testing.T) {
	x := examples(t)
	person := func(data string) kiosk.Person {
		p, err := x.Person([]byte(data))
		require.NoError(t, err)
		return p
	}
	before := person(`{"base":"adult"}`)
	changed := person(`{"base":"adult","residence":{"permanent":false},"idCard":{"status":"lost"},"passport":null,"losses":[{"kind":"id-card","date":"2026-01-01"}]}`)
	assert.False(t, changed.Residence.Permanent)
	assert.Equal(t, before.Residence.Address, changed.Residence.Address, "what is not named stays")
	require.Len(t, changed.Documents, 1)
	assert.Equal(t, kiosk.DocumentLost, changed.Documents[0].Status)
	assert.Equal(t, before.Documents[0].Expires, changed.Documents[0].Expires)
	assert.Nil(t, person(`{"base":"adult","residence":null}`).Residence)
	shorter := person(`{"base":"adult","documents":[{"kind":"id-card","status":"valid"}]}`)
	assert.Equal(t, []kiosk.Document{{Kind: kiosk.IDCard, Status: kiosk.DocumentValid}}, shorter.Documents, "a list that is given replaces the base's")
	added := person(`{"base":"no-documents","passport":{"status":"valid"}}`)
	assert.Equal(t, []kiosk.Document{{Kind: kiosk.Passport, Status: kiosk.DocumentValid}}, added.Documents)
	assert.Equal(t, before, person(`{"base":"adult"}`))
}

func FuzzPerson(f *testing.F) {
	x := examples(f)
	for _, seed := range []string{`{"base":"adult"}`, `{"base":"adult","idCard":{"expires":"2026-11-21"},"passport":null}`, `null`, `{"base":1}`} {
		f.Add([]byte(seed))
	}
	set := load(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := x.Person(data); err == nil {
			set.Refusal(p, today)
			set.Verdicts(p, today)
		}
	})
}
