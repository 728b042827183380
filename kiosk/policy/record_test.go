package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"documenting.kz/terminal/kiosk"
)

func TestRefusal_NamesTheFirstObstacle(t *testing.T) {
	s := load(t)
	for name, c := range map[string]struct {
		change func(*kiosk.Person)
		code   string
	}{
		"nothing":                  {func(*kiosk.Person) {}, ""},
		"dead":                     {func(p *kiosk.Person) { p.Status = kiosk.Dead }, "person-dead"},
		"missing, and a foreigner": {func(p *kiosk.Person) { p.Status, p.Citizenship = kiosk.Missing, "RUS" }, "person-missing"},
		"excluded":                 {func(p *kiosk.Person) { p.Status = kiosk.Excluded }, "person-excluded"},
		"unknown life status":      {func(p *kiosk.Person) { p.Status = "17" }, "status-unknown"},
		"no life status":           {func(p *kiosk.Person) { p.Status = "" }, "status-unknown"},
		"foreigner, not capable":   {func(p *kiosk.Person) { p.Citizenship, p.Capable = "RUS", false }, "not-citizen"},
		"no citizenship":           {func(p *kiosk.Person) { p.Citizenship = "" }, "not-citizen"},
		"17 years":                 {func(p *kiosk.Person) { p.IIN, p.BirthDate = "", day("2009-01-01") }, "under-age"},
		"not capable":              {func(p *kiosk.Person) { p.Capable = false }, "not-capable"},
		"no address":               {func(p *kiosk.Person) { p.Residence = nil }, "not-registered"},
		"temporary address":        {func(p *kiosk.Person) { p.Residence.Permanent = false }, "not-registered"},

		"no birth date":             {func(p *kiosk.Person) { p.BirthDate = kiosk.Date{} }, "registry-unclear"},
		"birth date of another IIN": {func(p *kiosk.Person) { p.BirthDate = day("1985-06-16") }, "registry-unclear"},
		"birth date a century off":  {func(p *kiosk.Person) { p.BirthDate = day("1885-06-15") }, "registry-unclear"},
		"short IIN":                 {func(p *kiosk.Person) { p.IIN = "8506153" }, "registry-unclear"},
		"born tomorrow":             {func(p *kiosk.Person) { p.IIN, p.BirthDate = "", today.AddDays(1) }, "registry-unclear"},
		"change in the future":      {changed("name", "2026-11-22"), "registry-unclear"},
		"change today":              {changed("name", "2026-11-21"), ""},
		"change before birth":       {changed("name", "1985-06-14"), "registry-unclear"},
		"change without a date":     {changed("name", ""), "registry-unclear"},
		"loss in the future":        {lost(card, "2026-11-22"), "registry-unclear"},
		"loss without a date":       {lost(card, ""), "registry-unclear"},

		"Kazakh letters lost":          {func(p *kiosk.Person) { p.Surname = "?МІРТАЙ" }, "registry-garbled"},
		"replacement character":        {func(p *kiosk.Person) { p.GivenName = "Н\uFFFDрлан" }, "registry-garbled"},
		"not UTF-8":                    {func(p *kiosk.Person) { p.Patronymic = "\xcd\xf3" }, "registry-garbled"},
		"control characters":           {func(p *kiosk.Person) { p.BirthPlace.KK = "\u0080\u0081" }, "registry-garbled"},
		"authority's letters lost":     {edit(card, func(d *kiosk.Document) { d.Authority.KK = "?Р ІШКІ ІСТЕР" }), "registry-garbled"},
		"address's letters lost":       {func(p *kiosk.Person) { p.Residence.Address.KK = "К?ЛІГІ" }, "registry-garbled"},
		"windows-1251 read as Latin-1": {func(p *kiosk.Person) { p.Surname = "Ñåðèêîâ" }, "registry-garbled"},
		"UTF-8 read as Latin-1":        {func(p *kiosk.Person) { p.Nationality.RU = "ÐºÐ°Ð·Ð°Ñ…" }, "registry-garbled"},
		"Western letters in English":   {func(p *kiosk.Person) { p.BirthPlace.EN = "Düsseldorf" }, ""},
		"Latin i for і is only a slip": {func(p *kiosk.Person) { p.Surname = "Сериков"; p.GivenName = "Ермекбi" }, ""},
		"all Kazakh letters":           {func(p *kiosk.Person) { p.Surname = "ӘҒҚҢӨҰҮҺІәғқңөұүһі" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := citizen(c.change)
			r := s.Refusal(p, today)
			if c.code == "" {
				assert.Nil(t, r)
				return
			}
			if assert.NotNil(t, r) {
				assert.Equal(t, c.code, r.Code)
				assert.NotEmpty(t, r.Why.KK)
				assert.NotEmpty(t, r.Next.EN)
				assert.NotEmpty(t, r.Ground)
			}
			for _, v := range s.Verdicts(p, today) {
				assert.False(t, v.Allowed, "%v", v.Choice)
				assert.Equal(t, c.code, v.Code)
				for _, sub := range v.SubReasons {
					assert.Equal(t, c.code, sub.Code)
				}
			}
		})
	}
	assert.NotNil(t, s.Refusal(kiosk.Person{}, today), "nothing is known")
}

func TestRefusal_AgeOnTheBirthdayItself(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		born, on string
		refused  bool
	}{
		{"2008-11-21", "2026-11-21", false},
		{"2008-11-22", "2026-11-21", true},
		{"2008-02-29", "2026-02-28", true},
		{"2008-02-29", "2026-03-01", false},
		{"2006-02-28", "2024-02-28", false},
		{"2008-01-01", "2025-12-31", true},
		{"2008-01-01", "2026-01-01", false},
	} {
		p := citizen(func(p *kiosk.Person) { p.IIN, p.BirthDate = "", day(c.born) })
		assert.Equal(t, c.refused, s.Refusal(p, day(c.on)) != nil, "born %s, on %s", c.born, c.on)
	}
}

func TestEvaluate_DocumentThatContradictsItself_IsUnclear(t *testing.T) {
	s := load(t)
	second := func(d kiosk.Document) func(*kiosk.Person) {
		return func(p *kiosk.Person) { p.Documents = append(p.Documents, d) }
	}
	dates := func(issued, expires string) func(*kiosk.Person) {
		return edit(card, func(d *kiosk.Document) { d.Issued, d.Expires = day(issued), day(expires) })
	}
	for name, c := range map[string]struct {
		change func(*kiosk.Person)
		code   string
	}{
		"no issue date":         {dates("", "2030-05-04"), "document-unclear"},
		"no last day":           {dates("2020-05-05", ""), "document-unclear"},
		"ends before the issue": {dates("2020-05-05", "2020-05-04"), "document-unclear"},
		"ends on the issue":     {dates("2026-11-21", "2026-11-21"), ""},
		"issued tomorrow":       {dates("2026-11-22", "2036-11-21"), "document-unclear"},
		"issued before birth":   {dates("1985-06-14", "2030-05-04"), "document-unclear"},
		"two of one day":        {second(kiosk.Document{Kind: card, Issued: day("2020-05-05"), Expires: day("2030-05-04"), Status: kiosk.DocumentValid}), "document-unclear"},
		"an older one":          {second(kiosk.Document{Kind: card, Issued: day("2010-05-05"), Status: kiosk.DocumentInvalid}), ""},
		"a newer one":           {second(kiosk.Document{Kind: card, Issued: day("2024-05-05"), Expires: day("2034-05-04"), Status: kiosk.DocumentLost}), "document-lost"},
	} {
		t.Run(name, func(t *testing.T) {
			p := citizen(c.change)
			assert.Equal(t, c.code, s.Evaluate(p, choose(card, "07", "wear"), today).Code)
			assert.True(t, s.Evaluate(p, choose(passport, "07", "wear"), today).Allowed, "the other document is not touched")
			slices.Reverse(p.Documents)
			assert.Equal(t, c.code, s.Evaluate(p, choose(card, "07", "wear"), today).Code, "the order of the register does not matter")
		})
	}
	basis := citizen(without(passport), edit(card, func(d *kiosk.Document) { d.Issued = kiosk.Date{} }))
	assert.False(t, s.Evaluate(basis, choose(passport, "17"), today).Allowed, "an unclear ID card is no basis for a passport")
}
