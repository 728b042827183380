package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
)

// explainPerson writes a person down and explains them; the no-break spaces of amounts become plain.
func explainPerson(t *testing.T, person string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "person.json")
	require.NoError(t, os.WriteFile(file, []byte(person), 0o600))
	code, out, errOut := kioskctl(append([]string{"policy", "explain", "-person", file, "-day", "2026-11-21"}, args...)...)
	require.Zero(t, code, errOut)
	return strings.ReplaceAll(out, "\u00a0", " ")
}

func TestExplain_FivePeople(t *testing.T) {
	for name, c := range map[string]struct {
		person string
		args   []string
		says   []string
		not    []string
	}{
		"code 18 three days late": {
			`{"base":"adult","idCard":{"issued":"2016-11-19","expires":"2026-11-18"}}`, []string{"-document", "id-card", "-reason", "18"},
			[]string{"МОЖНО", "865 ₸ (0,2 МРП × 4 325 ₸)", "готовность: 11.12.2026", "да   после конца срока документа прошло не больше 10 дней [id-card-overdue] — КоАП РК, статья 492"},
			[]string{"НЕТ", "НЕЛЬЗЯ"},
		},
		"code 18 eleven days late": {
			`{"base":"adult","idCard":{"issued":"2016-11-11","expires":"2026-11-10"}}`, []string{"-document", "id-card", "-reason", "18"},
			[]string{"НЕЛЬЗЯ", "причина [id-card-overdue]: Срок удостоверения личности истёк более 10 дней назад.", "взять с собой: документ", "постановление", "статья 492",
				"НЕТ  после конца срока документа прошло не больше 10 дней", "да   после конца срока документа прошло не больше месяца"},
			[]string{"МОЖНО"},
		},
		"nothing possible: both documents are being made": {
			`{"base":"adult","openApplications":[{"kind":"id-card"},{"kind":"passport"}]}`, nil,
			[]string{"обслуживается на терминале", "УДОСТОВЕРЕНИЕ ЛИЧНОСТИ", "ПАСПОРТ", "причина [open-application]", "Условия, общие", "НЕТ  нет открытой заявки на тот же документ", "48 страниц — то же; госпошлина: 51 900 ₸"},
			[]string{"МОЖНО"},
		},
		"exempt": {
			`{"base":"adult"}`, []string{"-document", "id-card", "-reason", "07", "-sub", "damage", "-social", "person-with-disability"},
			[]string{"МОЖНО", "госпошлина: не взимается: лицо с инвалидностью"},
			[]string{"НЕЛЬЗЯ"},
		},
		"stolen and eleven days late": {
			`{"base":"adult","idCard":{"issued":"2016-11-11","expires":"2026-11-10"}}`, []string{"-reason", "09"},
			[]string{"lost — удостоверение утеряно: НЕЛЬЗЯ [lost-id-card-overdue]", "stolen — удостоверение украдено: НЕЛЬЗЯ\n", "причина [stolen-id-card-overdue]",
				"взять с собой: любой документ, удостоверяющий личность\n", "талон-уведомление", "постановление по делу", "НЕТ  после конца срока документа прошло не больше 10 дней [lost-id-card-overdue]"},
			[]string{"МОЖНО", "документ, который заменяется"},
		},
		"third loss within a year": {
			`{"base":"adult","idCard":{"status":"lost"},"losses":[{"kind":"id-card","date":"2026-01-25"},{"kind":"id-card","date":"2026-05-05"},{"kind":"id-card","date":"2026-11-20"}]}`,
			[]string{"-reason", "09"},
			[]string{"4 325 ₸ (1 МРП × 4 325 ₸)", "lost — удостоверение утеряно: МОЖНО", "stolen — удостоверение украдено: НЕЛЬЗЯ", "талон-уведомление"}, nil,
		},
		"not served at all": {
			`{"base":"adult","citizenship":"RUS"}`, []string{"-reason", "17"},
			[]string{"НЕ обслуживается", "причина [not-citizen]", "НЕТ  гражданство РК"}, []string{"МОЖНО"},
		},
		"a silent registry": {
			`{"base":"adult"}`, []string{"-document", "passport", "-reason", "07", "-pages", "48", "-sub", "wear", "-social", "silent"},
			[]string{"51 900 ₸ (12 МРП × 4 325 ₸); АИС СИК не ответил"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			out := explainPerson(t, c.person, c.args...)
			for _, part := range c.says {
				assert.Contains(t, out, part)
			}
			for _, part := range c.not {
				assert.NotContains(t, out, part)
			}
			assert.NotContains(t, out, "Серіков", "nothing personal")
			assert.NotContains(t, out, "850615390005", "nothing personal")
		})
	}
}

func TestExplain_ForPrograms_HasEveryTrial(t *testing.T) {
	var x explanation
	require.NoError(t, json.Unmarshal([]byte(explainPerson(t, `{"base":"adult"}`, "-json")), &x))
	assert.Nil(t, x.Refusal)
	assert.Equal(t, "2026-11-21", x.Day.String())
	require.Len(t, x.Choices, 20)
	for _, c := range x.Choices {
		assert.Greater(t, len(c.Tried), 15)
		assert.Equal(t, c.Allowed, c.Refusal == nil)
		assert.NotNil(t, c.Duty.Tiyn)
	}
	assert.Len(t, x.Choices[2].SubReasons, 4, "what is wrong with the ID card")
}

func TestExplain_EveryConditionHasItsRussianWords(t *testing.T) {
	data, err := fs.ReadFile(assets.Policy, "policy/rules.json")
	require.NoError(t, err)
	var file struct {
		Rules []struct {
			Require struct{ Condition string }
		}
	}
	require.NoError(t, json.Unmarshal(data, &file))
	for _, r := range file.Rules {
		assert.NotEqual(t, r.Require.Condition, inRussian(r.Require.Condition))
	}
	assert.Equal(t, "возраст не меньше 18 лет", inRussian("age-at-least 18 years"))
	assert.Equal(t, "после конца срока документа прошло не больше месяца", inRussian("not-overdue-months 1 month"))
}

func TestExplain_Examples_ByNameOrByPart(t *testing.T) {
	code, out, errOut := kioskctl("policy", "explain", "-example", "Два документа: УЛ и паспорт истекают")
	require.Zero(t, code, errOut)
	out = strings.ReplaceAll(out, "\u00a0", " ")
	assert.Contains(t, out, "Вместе за один визит: 35 465 ₸")
	assert.Equal(t, 2, strings.Count(out, "МОЖНО"))

	code, out, errOut = kioskctl("policy", "explain", "-example", "14 УЛ: код выключен с сегодняшнего дня")
	require.Zero(t, code, errOut)
	assert.Contains(t, out, "причина [not-offered]")

	code, _, errOut = kioskctl("policy", "explain", "-example", "18 УЛ")
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "18 УЛ: в день истечения можно")
	code, _, errOut = kioskctl("policy", "explain", "-example", "нет такого")
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "нет такого")
}

func TestExplain_SaysWhatTheRulesDoNotKnow(t *testing.T) {
	for name, c := range map[string]struct {
		person string
		args   []string
		says   []string
		not    []string
	}{
		"code": {`{"base":"adult"}`, []string{"-document", "id-card", "-reason", "99"},
			[]string{"код 99 — такого кода нет в эти дни", "причина [not-offered]"}, []string{"госпошлина", "готовность", "календар"}},
		"code of the other document": {`{"base":"adult"}`, []string{"-document", "id-card", "-reason", "17"}, []string{"код 17 — такого кода нет в эти дни"}, []string{"госпошлина"}},
		"pages": {`{"base":"adult"}`, []string{"-document", "passport", "-reason", "18", "-pages", "24"},
			[]string{"такого числа страниц нет в эти дни"}, []string{"госпошлина", "такого кода"}},
		"sub-reason": {`{"base":"adult"}`, []string{"-document", "id-card", "-reason", "09", "-sub", "borrowed"},
			[]string{"такого уточнения нет в эти дни"}, []string{"госпошлина", "такого кода"}},
		"document": {`{"base":"adult"}`, []string{"-document", "visa", "-reason", "18"}, []string{"такого документа нет в эти дни"}, []string{"госпошлина"}},
		"category": {`{"base":"adult"}`, []string{"-document", "id-card", "-reason", "07", "-sub", "wear", "-social", "nosuch"},
			[]string{"Внимание: Категории льготы «nosuch» нет в эти дни", "865 ₸"}, nil},
		"another kind of document": {`{"base":"adult","documents":[{"kind":"003","number":"1","status":"valid"}],"losses":[{"kind":"004","date":"2026-01-01"}]}`,
			[]string{"-document", "id-card", "-reason", "18"}, []string{"«003» — не удостоверение", "«004»", "причина [no-document-on-record]"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			out := explainPerson(t, c.person, c.args...)
			for _, part := range c.says {
				assert.Contains(t, out, part)
			}
			for _, part := range c.not {
				assert.NotContains(t, out, part)
			}
		})
	}
	assert.NotContains(t, explainPerson(t, `{"base":"adult"}`, "-social", "hero"), "Внимание")
	assert.NotContains(t, explainPerson(t, `{"base":"adult"}`, "-social", "silent"), "Внимание")
}

func TestExplain_AnotherPolicy(t *testing.T) {
	folder := t.TempDir()
	rules, err := fs.ReadFile(assets.Policy, "policy/rules.json")
	require.NoError(t, err)
	changed := strings.Replace(string(rules), `"afterDays": 10`, `"afterDays": 11`, 1)
	require.NotEqual(t, string(rules), changed)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "rules.json"), []byte(changed), 0o600))
	late := `{"base":"adult","idCard":{"issued":"2016-11-11","expires":"2026-11-10"}}`
	assert.Contains(t, explainPerson(t, late, "-document", "id-card", "-reason", "18", "-policy", folder), "МОЖНО")
}

func TestExplain_WhatIsWrittenWrong_IsSaidWithItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ person, says string }{
		"syntax":         {"{\n  \"base\": \"adult\",\n  \"capable\": yes\n}", "line 3"},
		"cut off":        {"{\n  \"base\": \"adult\",", "line 2"},
		"unknown field":  {"{\n  \"base\": \"adult\",\n  \"color\": 1\n}", `line 3: json: unknown field "color"`},
		"wrong type":     {"{\n  \"base\": \"adult\",\n  \"capable\": \"yes\"\n}", "line 3"},
		"no day":         {"{\n  \"base\": \"adult\",\n  \"birthDate\": \"15.06.1985\"\n}", `line 3: date "15.06.1985": want YYYY-MM-DD`},
		"forgotten":      {`{"birthDate":"1985-06-15"}`, "citizenship: a value, but it is missing"},
		"unknown base":   {`{"base":"nobody"}`, `"nobody"`},
		"a second value": {`{"base":"adult"} {}`, "after"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "person.json")
			require.NoError(t, os.WriteFile(file, []byte(c.person), 0o600))
			code, _, errOut := kioskctl("policy", "explain", "-person", file)
			assert.Equal(t, 1, code)
			assert.Contains(t, errOut, "person.json: ")
			assert.Contains(t, errOut, c.says)
		})
	}
}

func TestExplain_WrongUse(t *testing.T) {
	for _, args := range [][]string{
		{}, {"-person", "a", "-example", "b"}, {"-example", "18 УЛ: в день истечения можно", "-day", "tomorrow"}, {"-example", "a", "more"},
	} {
		code, _, errOut := kioskctl(append([]string{"policy", "explain"}, args...)...)
		assert.Equal(t, 2, code, "%v", args)
		assert.Contains(t, errOut, "usage:")
	}
	code, _, errOut := kioskctl("policy", "explain", "-person", filepath.Join(t.TempDir(), "none.json"))
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "none.json")
	file := filepath.Join(t.TempDir(), "person.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"base":"adult"}`), 0o600))
	code, _, errOut = kioskctl("policy", "explain", "-person", file, "-reason", "99")
	assert.Equal(t, 1, code)
	assert.Contains(t, errOut, "no such choice")
	code, out, _ := kioskctl("policy", "explain", "-person", file, "-reason", "99", "-document", string(kiosk.IDCard))
	assert.Zero(t, code)
	assert.Contains(t, out, "not-offered")
}
