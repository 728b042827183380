package policy_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
)

const (
	card     = kiosk.IDCard
	passport = kiosk.Passport
)

func TestEvaluate_EveryCodeAndDocument(t *testing.T) {
	s := load(t)
	const ok = ""
	at := func(days int) kiosk.Date { return today.AddDays(days) }
	married := changed("marriage-surname", "2026-02-02")
	for name, c := range map[string]struct {
		person kiosk.Person
		choice kiosk.Choice
		code   string
	}{
		"18 ID 31 days before":           {citizen(expires(card, at(31))), choose(card, "18"), "id-card-not-expiring"},
		"18 ID 30 days before":           {citizen(expires(card, at(30))), choose(card, "18"), ok},
		"18 ID on the day":               {citizen(expires(card, at(0))), choose(card, "18"), ok},
		"18 ID 10 days after":            {citizen(expires(card, at(-10))), choose(card, "18"), ok},
		"18 ID 11 days after":            {citizen(expires(card, at(-11))), choose(card, "18"), "id-card-overdue"},
		"18 ID a month after":            {citizen(expires(card, day("2026-10-21"))), choose(card, "18"), "id-card-overdue"},
		"18 ID a month and a day after":  {citizen(expires(card, day("2026-10-20"))), choose(card, "18"), "id-card-overdue-month"},
		"18 ID ended, no longer valid":   {citizen(expires(card, at(-10)), status(card, kiosk.DocumentInvalid)), choose(card, "18"), ok},
		"18 ID lost":                     {citizen(expires(card, at(0)), lost(card, "2026-11-20")), choose(card, "18"), "document-lost"},
		"18 ID none":                     {citizen(without(card)), choose(card, "18"), "no-document-on-record"},
		"18 passport 31 days before":     {citizen(expires(passport, at(31))), choose(passport, "18"), "passport-not-expiring"},
		"18 passport 30 days before":     {citizen(expires(passport, at(30))), choose(passport, "18"), ok},
		"18 passport two years after":    {citizen(expires(passport, at(-730))), choose(passport, "18"), ok},
		"18 passport none":               {citizen(without(passport)), choose(passport, "18"), "no-document-on-record"},
		"18 ID with marriage since":      {citizen(expires(card, at(0)), married), choose(card, "18"), "civil-change"},
		"18 passport, birth date since":  {citizen(expires(passport, at(0)), changed("birth-date", "2024-02-02")), choose(passport, "18"), "civil-change"},
		"18 passport, name before":       {citizen(expires(passport, at(0)), changed("name", "2016-06-06")), choose(passport, "18"), ok},
		"04 ID marriage after issue":     {citizen(married), choose(card, "04"), ok},
		"04 passport divorce after":      {citizen(changed("divorce-surname", "2024-02-02")), choose(passport, "04"), ok},
		"04 ID nothing changed":          {citizen(), choose(card, "04"), "no-surname-change"},
		"04 ID marriage before issue":    {citizen(changed("marriage-surname", "2020-05-04")), choose(card, "04"), "no-surname-change"},
		"04 ID marriage on issue":        {citizen(changed("marriage-surname", "2020-05-05")), choose(card, "04"), "no-surname-change"},
		"04 ID marriage the day after":   {citizen(changed("marriage-surname", "2020-05-06")), choose(card, "04"), ok},
		"04 passport, only ID is older":  {citizen(changed("marriage-surname", "2020-06-06")), choose(passport, "04"), "no-surname-change"},
		"04 ID name changed":             {citizen(changed("name", "2024-02-02")), choose(card, "04"), "no-surname-change"},
		"04 ID surname and nationality":  {citizen(married, changed("nationality", "2024-02-02")), choose(card, "04"), "other-civil-change"},
		"04 ID 11 days overdue":          {citizen(expires(card, at(-11)), married), choose(card, "04"), "id-card-overdue"},
		"04 ID a year overdue":           {citizen(expires(card, at(-365)), married), choose(card, "04"), "id-card-overdue-month"},
		"07 ID":                          {citizen(), choose(card, "07"), ok},
		"07 ID expired yesterday":        {citizen(expires(card, at(-1))), choose(card, "07"), "document-not-valid"},
		"07 ID last day":                 {citizen(expires(card, at(0))), choose(card, "07", "wear"), ok},
		"07 passport pages used":         {citizen(), choose(passport, "07", "pages-used"), ok},
		"07 ID pages used":               {citizen(), choose(card, "07", "pages-used"), "not-offered"},
		"07 passport handed in":          {citizen(status(passport, kiosk.DocumentInvalid)), choose(passport, "07"), "document-not-valid"},
		"09 ID lost":                     {citizen(lost(card, "2026-11-20")), choose(card, "09", "lost"), ok},
		"09 ID stolen":                   {citizen(lost(card, "2026-11-20")), choose(card, "09", "stolen"), "document-stolen"},
		"09 ID not asked yet":            {citizen(), choose(card, "09"), ok},
		"09 ID none":                     {citizen(without(card)), choose(card, "09", "stolen"), "no-document-on-record"},
		"09 ID lost, 11 days over":       {citizen(expires(card, at(-11)), lost(card, "2026-11-20")), choose(card, "09", "lost"), "lost-id-card-overdue"},
		"09 passport":                    {citizen(), choose(passport, "09"), "not-offered"},
		"13 passport lost":               {citizen(lost(passport, "2026-11-20")), choose(passport, "13", "lost"), ok},
		"13 passport stolen":             {citizen(), choose(passport, "13", "stolen"), "document-stolen"},
		"13 passport none":               {citizen(without(passport)), choose(passport, "13"), "no-document-on-record"},
		"14 ID":                          {citizen(), choose(card, "14"), ok},
		"14 passport":                    {citizen(), choose(passport, "14"), ok},
		"16 ID of today's design":        {citizen(), choose(card, "16"), "design-is-current"},
		"16 ID of an older design":       {citizen(edit(card, func(d *kiosk.Document) { d.Older = true })), choose(card, "16"), ok},
		"16 passport when ID is older":   {citizen(edit(card, func(d *kiosk.Document) { d.Older = true })), choose(passport, "16"), "design-is-current"},
		"17 no passport, valid ID":       {citizen(without(passport)), choose(passport, "17"), ok},
		"17 ID's last day":               {citizen(without(passport), expires(card, at(0))), choose(passport, "17"), ok},
		"17 ID expired":                  {citizen(without(passport), expires(card, at(-1))), choose(passport, "17"), "no-valid-id-card"},
		"17 ID of unknown status":        {citizen(without(passport), status(card, "77")), choose(passport, "17"), "no-valid-id-card"},
		"17 has a passport":              {citizen(), choose(passport, "17"), "had-passport"},
		"17 had one and lost it":         {citizen(without(passport), lost(passport, "2010-01-01")), choose(passport, "17"), "had-passport"},
		"17 no ID":                       {citizen(without(passport), without(card)), choose(passport, "17"), "no-valid-id-card"},
		"17 marriage since the ID card":  {citizen(without(passport), married), choose(passport, "17"), "civil-change"},
		"17 marriage before the ID card": {citizen(without(passport), changed("marriage-surname", "2019-02-02")), choose(passport, "17"), ok},
		"annulled":                       {citizen(expires(card, at(0)), status(card, kiosk.DocumentAnnulled)), choose(card, "18"), "document-annulled"},
		"unknown status":                 {citizen(status(card, "77")), choose(card, "07"), "document-status-unknown"},
		"unknown change since":           {citizen(changed("planet", "2024-02-02")), choose(card, "07"), "civil-change-unknown"},
		"unknown change, code 04":        {citizen(married, changed("planet", "2024-02-02")), choose(card, "04"), "civil-change-unknown"},
		"unknown change before issue":    {citizen(changed("planet", "2019-02-02")), choose(card, "07"), ok},
		"no term":                        {citizen(edit(card, func(d *kiosk.Document) { d.Expires = kiosk.Date{} })), choose(card, "18"), "document-unclear"},
		"open application for the same":  {citizen(open(passport)), choose(passport, "07"), "open-application"},
		"open application for the other": {citizen(open(passport)), choose(card, "07"), ok},
		"60 pages":                       {citizen(), kiosk.Choice{Document: passport, Reason: "07", Pages: 60}, "not-offered"},
		"unknown code":                   {citizen(), choose(card, "99"), "not-offered"},
		"unknown sub-reason":             {citizen(), choose(card, "09", "eaten"), "not-offered"},
		"sub-reason nobody asks for":     {citizen(expires(card, today)), choose(card, "18", "lost"), "not-offered"},
		"no МРП":                         {citizen(), choose(card, "07"), ok},
	} {
		t.Run(name, func(t *testing.T) {
			v := s.Evaluate(c.person, c.choice, today)
			assert.Equal(t, c.code, v.Code)
			assert.Equal(t, c.code == ok, v.Allowed)
			assert.Equal(t, c.choice, v.Choice)
			assert.NotEmpty(t, v.Ground)
			for _, l := range kiosk.Languages {
				assert.Equal(t, v.Allowed, v.Why.In(l) == "", "why in %s", l)
				assert.Equal(t, v.Allowed, v.Next.In(l) == "", "next in %s", l)
			}
		})
	}
}

func open(kind kiosk.DocumentKind) func(*kiosk.Person) {
	return func(p *kiosk.Person) { p.OpenApplications = []kiosk.OpenApplication{{Kind: kind, Since: today}} }
}

func TestEvaluate_LateIDCard_SaysWhatToBring(t *testing.T) {
	s := load(t)
	papers := func(daysLate int) (all []string) {
		for _, paper := range s.Evaluate(citizen(expires(card, today.AddDays(-daysLate))), choose(card, "18"), today).Bring {
			all = append(all, paper.RU)
		}
		return all
	}
	assert.Empty(t, papers(10))
	assert.Len(t, papers(11), 2)
	assert.Contains(t, papers(11)[1], "постановление")
	assert.Len(t, papers(60), 4)
	assert.Contains(t, papers(60)[1], "протокол")
	assert.Contains(t, papers(60)[2], "постановление")
	assert.Contains(t, papers(60)[3], "штраф")
}

// A month ends on the same day of the next one, or on its last day when that is shorter.
func TestEvaluate_AMonthLate_EndsWithTheMonth(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ ended, on, code string }{
		{"2026-01-31", "2026-02-28", "id-card-overdue"},
		{"2026-01-31", "2026-03-01", "id-card-overdue-month"},
		{"2024-01-31", "2024-02-29", "id-card-overdue"},
		{"2024-01-31", "2024-03-01", "id-card-overdue-month"},
		{"2024-02-29", "2024-03-29", "id-card-overdue"},
		{"2024-02-29", "2024-03-30", "id-card-overdue-month"},
		{"2025-12-31", "2026-01-31", "id-card-overdue"},
		{"2025-12-31", "2026-01-10", ""},
		{"2025-12-31", "2026-01-11", "id-card-overdue"},
		{"2025-12-31", "2026-02-01", "id-card-overdue-month"},
	} {
		v := s.Evaluate(citizen(expires(card, day(c.ended))), choose(card, "18"), day(c.on))
		assert.Equal(t, c.code, v.Code, "ended %s, on %s", c.ended, c.on)
	}
}

func TestEvaluate_SaysOfEveryRuleWhetherItIsMet(t *testing.T) {
	s := load(t)
	p := citizen(expires(card, today.AddDays(-60)), func(p *kiosk.Person) { p.Capable = false })
	v := s.Evaluate(p, choose(card, "18"), today)
	assert.Equal(t, "not-capable", v.Code)
	unmet := map[string]string{}
	for _, trial := range v.Tried {
		assert.NotEmpty(t, trial.Ground, trial.Rule)
		if !trial.Met {
			unmet[trial.Rule] = trial.Condition
		}
	}
	assert.Equal(t, map[string]string{
		"not-capable": "capable", "id-card-overdue-month": "not-overdue-months 1 month", "id-card-overdue": "not-overdue 10 days",
	}, unmet, "all obstacles, not only the first")
	assert.Contains(t, v.Tried, kiosk.Trial{Rule: "under-age", Condition: "age-at-least 18 years", Met: true, Ground: v.Tried[7].Ground})

	unknown := s.Evaluate(p, choose(card, "99"), today)
	assert.Equal(t, []kiosk.Trial{{Rule: "not-offered", Condition: "offered", Ground: unknown.Ground}}, unknown.Tried)
}

func TestEvaluate_WithoutTheAnswer_JudgesEveryAnswer(t *testing.T) {
	s := load(t)
	v := s.Evaluate(citizen(), choose(card, "09"), today)
	require.Len(t, v.SubReasons, 2)
	assert.True(t, v.Allowed, "lost is allowed")
	assert.True(t, v.SubReasons[0].Allowed)
	assert.Equal(t, "document-stolen", v.SubReasons[1].Code)
	assert.NotEmpty(t, v.SubReasons[1].Bring)
	assert.Equal(t, choose(card, "09", "stolen"), v.SubReasons[1].Choice)
	assert.NotEqual(t, v.Title, v.SubReasons[0].Title)

	var ids []string
	for _, sub := range s.Evaluate(citizen(), choose(passport, "07"), today).SubReasons {
		ids = append(ids, sub.Choice.SubReason)
	}
	assert.Equal(t, []string{"damage", "wear", "defect", "no-iin", "pages-used"}, ids)
	assert.Len(t, s.Evaluate(citizen(), choose(card, "07"), today).SubReasons, 4)

	refused := s.Evaluate(citizen(expires(card, today.AddDays(-60))), choose(card, "09"), today)
	assert.Equal(t, "lost-id-card-overdue-month", refused.Code)
	for _, sub := range refused.SubReasons {
		assert.False(t, sub.Allowed, "what the reason forbids no answer allows")
	}
}

func TestVerdicts_ListEveryChoiceOnceInScreenOrder(t *testing.T) {
	var got []kiosk.Choice
	s := load(t)
	for _, v := range s.Verdicts(citizen(), today) {
		got = append(got, v.Choice)
		assert.Equal(t, day("2026-12-11"), v.ReadyDate)
		assert.NotZero(t, v.Price)
		assert.Empty(t, v.Tried)
		whole := s.Evaluate(citizen(), v.Choice, today)
		whole.Tried = nil
		assert.Equal(t, whole, v, "Verdicts and Evaluate say the same")
	}
	var want []kiosk.Choice
	for _, code := range []kiosk.ReasonCode{"18", "04", "07", "09", "14", "16"} {
		want = append(want, kiosk.Choice{Document: card, Reason: code})
	}
	for _, code := range []kiosk.ReasonCode{"18", "04", "07", "13", "14", "16", "17"} {
		want = append(want, kiosk.Choice{Document: passport, Reason: code, Pages: 36}, kiosk.Choice{Document: passport, Reason: code, Pages: 48})
	}
	assert.Equal(t, want, got)
}

func TestVerdicts_WithoutTheYearsMCI_AreRefused(t *testing.T) {
	s := load(t)
	p := citizen(without(passport))
	assert.True(t, s.Evaluate(p, choose(passport, "17"), day("2026-12-31")).Allowed)
	v := s.Evaluate(p, choose(passport, "17"), day("2027-01-01"))
	assert.Equal(t, "duty-unknown", v.Code)
	for _, v := range s.Verdicts(p, day("2027-01-01")) {
		assert.False(t, v.Allowed)
	}
}

func TestReason_EndsWithItsPeriod(t *testing.T) {
	data := `{"documents":[{"document":"id-card","pages":[0],"from":"2026-01-01","to":"","ground":"g"}],"reasons":[{"code":"14","from":"2026-01-01","to":"2026-11-21",
	 "title":{"kk":"a","ru":"a","en":"a"},"ground":"g","documents":[{"document":"id-card","rules":[]}],"subReasons":[]}]}`
	s := load(t, fstest.MapFS{
		"reasons.json":     {Data: []byte(data)},
		"eligibility.json": {Data: []byte(`{"person":["under-age"],"choice":[]}`)},
	})
	assert.Len(t, s.Verdicts(citizen(), today), 1)
	assert.Empty(t, s.Verdicts(citizen(), today.AddDays(1)))
	assert.Empty(t, s.Verdicts(citizen(), day("2025-12-31")))
	assert.Equal(t, "not-offered", s.Evaluate(citizen(), choose(card, "14"), today.AddDays(1)).Code)
}

// The service may one day give ID cards from 16 on: a change of data alone.
func TestAge_CanDifferByDocument_ByDataAlone(t *testing.T) {
	rules := read(t, "rules.json")
	rules = replace(t, rules, `"years": 18`, `"years": 16`)
	rules = replace(t, rules, `"rules": [`, `"rules": [{"id":"under-age-passport","from":"2024-01-01","to":"","require":{"condition":"age-at-least","years":18},
	 "why":{"kk":"a","ru":"a","en":"a"},"next":{"kk":"a","ru":"a","en":"a"},"bring":[],"ground":"g"},`)
	eligible := replace(t, read(t, "eligibility.json"), `"choice": [`, `"choice": [{"rule":"under-age-passport","documents":["passport"],"except":[]},`)
	s := load(t, fstest.MapFS{"rules.json": {Data: []byte(rules)}, "eligibility.json": {Data: []byte(eligible)}})
	young := citizen(func(p *kiosk.Person) { p.IIN, p.BirthDate = "", day("2010-11-21") })
	assert.Nil(t, s.Refusal(young, today))
	assert.NotNil(t, s.Refusal(young, today.AddDays(-1)))
	assert.True(t, s.Evaluate(young, choose(card, "07"), today).Allowed)
	assert.Equal(t, "under-age-passport", s.Evaluate(young, choose(passport, "07"), today).Code)
}
