package policy_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk/policy"
)

func read(t testing.TB, file string) string {
	t.Helper()
	data, err := fs.ReadFile(shipped, file)
	require.NoError(t, err)
	return string(data)
}

// replace changes the first place that reads like old.
func replace(t testing.TB, data, old, with string) string {
	t.Helper()
	require.Contains(t, data, old)
	return strings.Replace(data, old, with, 1)
}

// Every slip an official can make is refused with the file, the place and what was expected.
func TestLoad_WrongFile_SaysFilePathAndWhatWasExpected(t *testing.T) {
	const conditions = "age-at-least, capable, citizen-of, civil-change, civil-changes-known, document-on-record, document-record-sound, " +
		"document-status-known, document-status-not, document-valid, duty-known, expires-within, letters-intact, life-status-known, life-status-not, " +
		"never, no-civil-change, no-document-before, no-open-application, not-overdue, not-overdue-months, offered, older-design, other-document-valid, " +
		"permanently-registered, person-record-sound"
	for name, c := range map[string]struct{ file, old, with, message string }{
		"not JSON":             {"set.json", "{", "", `set.json: want JSON: `},
		"two values":           {"set.json", "}", "} 2", `set.json: want JSON: `},
		"unknown field":        {"set.json", `"version"`, `"colour": "red", "version"`, `set.json: colour: want no such field`},
		"name twice":           {"set.json", `"serial": 1,`, `"serial": 1, "serial": 2,`, `set.json: serial: want each name once`},
		"paper's name twice":   {"rules.json", `"document": {"kk"`, `"identity": {"kk"`, `rules.json: papers.identity: want each name once`},
		"translation twice":    {"rules.json", `"en": "The terminal does not offer`, `"ru": "The terminal does not offer`, `rules.json: rules[0].why.ru: want each name once`},
		"missing value":        {"set.json", `"serial": 1,`, ``, `set.json: serial: want a value, but it is missing`},
		"other letter case":    {"set.json", `"version"`, `"Version"`, `set.json: version: want a value, but it is missing`},
		"empty text":           {"set.json", `"2026-11"`, `" "`, `set.json: version: want text that is not empty`},
		"wrong type":           {"set.json", `"2026-11"`, `1`, `set.json: version: want text, not number`},
		"serial below 1":       {"set.json", `"serial": 1`, `"serial": 0`, `set.json: serial: want 1 or more, not 0`},
		"half a serial":        {"set.json", `"serial": 1`, `"serial": 1.5`, `set.json: serial: want a whole number, not number`},
		"serial too great":     {"set.json", `"serial": 1`, `"serial": 1e30`, `set.json: want json: cannot unmarshal number`},
		"no last day of a set": {"set.json", `"2027-12-31"`, `""`, `set.json: validUntil: want a day as YYYY-MM-DD, not ""`},

		"missing translation":  {"rules.json", `"kk": "Терминал Қазақстан`, `"qq": "Терминал Қазақстан`, `rules.json: rules[7].why.kk: want a value, but it is missing`},
		"empty translation":    {"rules.json", `"kk": "Терминалда қазір мұндай қызмет көрсетілмейді."`, `"kk": ""`, `rules.json: rules[0].why.kk: want text that is not empty`},
		"unknown condition":    {"rules.json", `"citizen-of"`, `"tall"`, `rules.json: rules[7].require.condition: want one of ` + conditions + `, not "tall"`},
		"parameter forgotten":  {"rules.json", `, "years": 18`, ``, `rules.json: rules[8].require: want age-at-least with years`},
		"parameter too many":   {"rules.json", `{"condition": "capable"}`, `{"condition": "capable", "years": 3}`, `rules.json: rules[9].require: want capable without years`},
		"parameter of nobody":  {"rules.json", `"years": 18`, `"yaers": 18`, `rules.json: rules[8].require.yaers: want no such field`},
		"years as text":        {"rules.json", `"years": 18`, `"years": "18"`, `rules.json: rules[8].require.years: want a whole number, not string`},
		"no years":             {"rules.json", `"years": 18`, `"years": 0`, `rules.json: rules[8].require.years: want 1 or more, not 0`},
		"kind of change":       {"rules.json", `"birth-date"`, `"hair"`, `want one of marriage-surname, divorce-surname, name, birth-date, nationality, not "hair"`},
		"status of a document": {"rules.json", `["dead"]`, `["lost"]`, `rules.json: rules[4].require: want statuses of alive, dead, missing, excluded, not "lost"`},
		"status of a person":   {"rules.json", `["annulled"]`, `["dead"]`, `want statuses of valid, lost, annulled, invalid, not "dead"`},
		"unknown paper":        {"rules.json", `"bring": ["identity"]`, `"bring": ["passport-of-pet"]`, `rules.json: rules[1].bring[0]: want the id of one of the papers, not "passport-of-pet"`},
		"paper twice":          {"rules.json", `"bring": ["identity"]`, `"bring": ["identity", "identity"]`, `rules.json: rules[1].bring[1]: want each once`},
		"same id again":        {"rules.json", `"id": "registry-garbled"`, `"id": "registry-unclear"`, `rules.json: rules[2].from: want a period of registry-unclear that does not overlap rules[1]`},
		"no not-offered":       {"rules.json", `"id": "not-offered"`, `"id": "not-sold"`, `rules.json: rules: want one rule "not-offered" with the condition offered and no end`},
		"id in capitals":       {"rules.json", `"id": "not-offered"`, `"id": "Not Offered"`, `rules.json: rules[0].id: want text like ^[a-z0-9]+(-[a-z0-9]+)*$, not "Not Offered"`},
		"not a day":            {"rules.json", `"from": "2024-01-01"`, `"from": "01.01.2024"`, `rules.json: rules[0].from: want a day as YYYY-MM-DD, not "01.01.2024"`},
		"30 February":          {"rules.json", `"from": "2024-01-01"`, `"from": "2024-02-30"`, `rules.json: rules[0].from: want a day as YYYY-MM-DD, not "2024-02-30"`},
		"open beginning":       {"rules.json", `"from": "2024-01-01"`, `"from": ""`, `rules.json: rules[0].from: want a day as YYYY-MM-DD, not ""`},
		"end is no day":        {"rules.json", `"to": ""`, `"to": "never"`, `rules.json: rules[0].to: want a day as YYYY-MM-DD, or "" for open, not "never"`},
		"end before beginning": {"rules.json", `"to": ""`, `"to": "2023-12-31"`, `rules.json: rules[0].to: want a day not before 2024-01-01`},

		"unknown rule":        {"eligibility.json", `"person-dead"`, `"handsome"`, `eligibility.json: person[3]: want the id of a rule in rules.json, not "handsome"`},
		"rule of a choice":    {"eligibility.json", `"person-dead"`, `"open-application"`, `eligibility.json: person[3]: want a rule about the person alone, not open-application`},
		"unknown choice rule": {"eligibility.json", `"rule": "open-application"`, `"rule": "mood"`, `eligibility.json: choice[0].rule: want the id of a rule in rules.json, not "mood"`},
		"unknown document":    {"eligibility.json", `"id-card"`, `"licence"`, `eligibility.json: choice[0].documents[0]: want one of id-card, passport, not "licence"`},
		"unknown code":        {"eligibility.json", `["04"]`, `["44"]`, `eligibility.json: choice[6].except[0]: want a code of reasons.json, not "44"`},

		"code twice":            {"reasons.json", `"code": "04"`, `"code": "18"`, `reasons.json: reasons[1].from: want a period of code 18 that does not overlap reasons[0]`},
		"document twice":        {"reasons.json", `"document": "passport"`, `"document": "id-card"`, `reasons.json: documents[1].from: want a period of id-card that does not overlap documents[0]`},
		"no pages":              {"reasons.json", `[36, 48]`, `[]`, `reasons.json: documents[1].pages: want 1 or more in the list, not 0`},
		"unknown reason rule":   {"reasons.json", `"id-card-overdue-month"`, `"id-card-overdue-year"`, `reasons.json: reasons[0].documents[0].rules[2]: want the id of a rule in rules.json, not "id-card-overdue-year"`},
		"sub-reason twice":      {"reasons.json", `"id": "wear"`, `"id": "damage"`, `reasons.json: reasons[2].subReasons[1].id: want each sub-reason once`},
		"sub-reason's rule":     {"reasons.json", `"document-stolen"`, `"document-eaten"`, `reasons.json: reasons[3].subReasons[1].rules[2]: want the id of a rule in rules.json, not "document-eaten"`},
		"no sub-reasons stated": {"reasons.json", `"subReasons": []`, `"subreasons": []`, `reasons.json: reasons[0].subReasons: want a value, but it is missing`},

		"year twice":          {"duty.json", `"year": 2025`, `"year": 2024`, `duty.json: mci[1].year: want each year once`},
		"year left out":       {"duty.json", `"year": 2025`, `"year": 2027`, `duty.json: mci[1].year: want 2025: years follow each other without a gap`},
		"year as text":        {"duty.json", `"year": 2025`, `"year": "2025"`, `duty.json: mci[1].year: want a whole number, not string`},
		"no tenge":            {"duty.json", `"tenge": 3932`, `"tenge": 0`, `duty.json: mci[1].tenge: want 1 or more, not 0`},
		"negative rate":       {"duty.json", `"mci": 0.2`, `"mci": -0.2`, `duty.json: tariffs[0].mci: want 0 or more, not -1/5`},
		"competing tariffs":   {"duty.json", `"minLosses": 3`, `"minLosses": 0`, `duty.json: tariffs[1]: want a tariff that does not compete with tariffs[0]`},
		"tariff twice":        {"duty.json", `"id": "id-card-repeated-loss"`, `"id": "id-card"`, `duty.json: tariffs[1].from: want a period of id-card that does not overlap tariffs[0]`},
		"category twice":      {"exemptions.json", `"code": "mother-heroine"`, `"code": "hero"`, `exemptions.json: categories[1].from: want a period of hero that does not overlap categories[0]`},
		"decision twice":      {"decisions.json", `"code": "photo-pose"`, `"code": "photo-quality"`, `decisions.json: decisions[1].from: want a period of photo-quality that does not overlap decisions[0]`},
		"unknown outcome":     {"decisions.json", `"annul"`, `"forget"`, `decisions.json: decisions[0].outcome: want one of annul, needs-visit, not "forget"`},
		"office twice":        {"offices.json", `"AST-01"`, `"ALA-01"`, `offices.json: offices[1].from: want a period of ALA-01 that does not overlap offices[0]`},
		"office's code":       {"offices.json", `"AST-01"`, `"Astana"`, `offices.json: offices[1].code: want text like ^[A-Z]{3}-[0-9]{2}$, not "Astana"`},
		"office's hours":      {"offices.json", `"hours"`, `"times"`, `offices.json: offices[0].hours: want a value, but it is missing`},
		"calendar's gap":      {"calendar.json", `"year": 2025`, `"year": 2026`, `calendar.json: years[1].year: want 2025: years follow each other without a gap`},
		"holiday elsewhere":   {"calendar.json", `"day": "2025-01-01"`, `"day": "2024-01-01"`, `calendar.json: years[1].holidays[0].day: want a day of 2025`},
		"day off on a Sunday": {"calendar.json", `"2024-05-08"`, `"2024-05-12"`, `calendar.json: years[0].daysOff[1]: want a weekday of 2024 that is not a holiday`},
		"work on a Friday":    {"calendar.json", `"2024-05-04"`, `"2024-05-03"`, `calendar.json: years[0].workDays[0]: want a Saturday or Sunday of 2024`},
		"no term":             {"calendar.json", `"workingDays": 15`, `"workingDays": 0`, `calendar.json: terms[0].workingDays: want 1 or more, not 0`},
		"no window":           {"duty.json", `"days": 365`, `"days": 0`, `duty.json: lossWindows[0].days: want 1 or more, not 0`},
		"window's ground":     {"duty.json", `"ground": "Налоговый кодекс РК: удо`, `"grounds": "Налоговый кодекс РК: удо`, `duty.json: lossWindows[0].ground: want a value, but it is missing`},
		"term's end":          {"calendar.json", `"to": ""`, `"to": "2022-12-31"`, `calendar.json: terms[0].to: want a day not before 2023-01-01`},
		"window's end":        {"duty.json", `"to": ""`, `"to": "2023-12-31"`, `duty.json: lossWindows[0].to: want a day not before 2024-01-01`},
		"no offices":          {"offices.json", read(t, "offices.json"), `{"offices": []}`, `offices.json: offices: want 1 or more in the list, not 0`},
		"holiday twice":       {"calendar.json", `"day": "2025-01-02"`, `"day": "2025-01-01"`, `calendar.json: years[1].holidays[1].day: want each holiday once`},
		"work on a holiday":   {"calendar.json", `"workDays": ["2025-01-05"]`, `"workDays": ["2025-03-08"]`, `calendar.json: years[1].workDays[0]: want a Saturday or Sunday of 2025 that is not a holiday`},
		"letters as ?":        {"offices.json", `Алматы қаласы, № 1 ХҚКО`, `?Р ЖЕКЕ КУ?ЛІГІ`, `offices.json: offices[0].name.kk: want text whose letters are whole, not "?Р ЖЕКЕ КУ?ЛІГІ"`},
		"letters as U+FFFD":   {"rules.json", `Терминалда қазір`, "Терминалда \ufffdазір", `rules.json: rules[0].why.kk: want text whose letters are whole`},
		"letters as Latin-1":  {"rules.json", `Сейчас терминал`, `Ñåé÷àñ òåðìèíàë`, `rules.json: rules[0].why.ru: want text whose letters are whole`},
		"letters in a ground": {"duty.json", `Закон РК «О респ`, `За?он РК «О респ`, `duty.json: mci[0].ground: want text whose letters are whole`},
		"bytes not UTF-8":     {"duty.json", `Закон РК «О респ`, "\xcd\xe0 РК «О респ", `duty.json: mci[0].ground: want text whose letters are whole`},
		"dwell missing":       {"session.json", `"type": 60,`, ``, `session.json: sessions[0].dwell.type: want a value, but it is missing`},
		"no patience":         {"session.json", `"type": 60`, `"type": 0`, `session.json: sessions[0].dwell.type: want more than 0, not 0`},
		"warning too long":    {"session.json", `"type": 60`, `"type": 20`, `session.json: sessions[0].dwell.type: want more seconds than the warning`},
		"capture's field":     {"capture.json", `"dotMM"`, `"dotmm"`, `capture.json: signature.dotMM: want a value, but it is missing`},
	} {
		t.Run(name, func(t *testing.T) {
			data := replace(t, read(t, c.file), c.old, c.with)
			_, err := policy.Load(shipped, fstest.MapFS{c.file: {Data: []byte(data)}})
			var shape *policy.ShapeError
			require.True(t, errors.As(err, &shape), "%v", err)
			assert.Equal(t, c.file, shape.File)
			assert.Contains(t, err.Error(), c.message)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	_, err := policy.Load(fstest.MapFS{})
	require.EqualError(t, err, "policy set.json: want the file, but it is missing")
}

// What follows in time follows without an overlap and without a hole.
func TestLoad_PeriodsOfOneThingFollowEachOther(t *testing.T) {
	second := func(from string) string {
		end := replace(t, read(t, "decisions.json"), `"to": ""`, `"to": "2026-06-30"`)
		return replace(t, end, `"decisions": [`, `"decisions": [{"code":"photo-quality","from":"`+from+`","to":"","outcome":"annul",
		 "text":{"kk":"a","ru":"a","en":"a"},"next":{"kk":"a","ru":"a","en":"a"},"ground":"g"},`)
	}
	at := func(from string) error {
		_, err := policy.Load(shipped, fstest.MapFS{"decisions.json": {Data: []byte(second(from))}})
		return err
	}
	require.NoError(t, at("2026-07-01"))
	require.EqualError(t, at("2026-06-30"), "policy decisions.json: decisions[0].from: want a period of photo-quality that does not overlap decisions[1]")
	require.EqualError(t, at("2026-07-02"), "policy decisions.json: decisions[0].from: want 2026-07-01, the day after decisions[1] ends: no gap in photo-quality")
}

func FuzzLoad_AnyFile(f *testing.F) {
	for i, name := range policy.Files {
		f.Add(i, []byte(read(f, name)))
	}
	p := citizen()
	f.Fuzz(func(t *testing.T, i int, data []byte) {
		name := policy.Files[uint(i)%uint(len(policy.Files))]
		s, err := policy.Load(shipped, fstest.MapFS{name: {Data: data}})
		if err != nil {
			var shape *policy.ShapeError
			require.True(t, errors.As(err, &shape), "%v", err)
			return
		}
		for _, v := range s.Verdicts(p, today) {
			_, _ = s.Duty(p, v.Choice, policy.Social{}, today)
		}
		s.Refusal(p, today)
		s.Gaps(today)
		s.Decisions(today)
	})
}
