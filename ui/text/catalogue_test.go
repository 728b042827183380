package text_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
)

// messages reads a catalogue as it is written: key → form → words; a plain message has the form "".
func messages(t *testing.T, l kiosk.Language) map[string]map[string]string {
	t.Helper()
	content, err := fs.ReadFile(assets.Text, "text/"+string(l)+".json")
	require.NoError(t, err)
	var raw map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(content, &raw))
	all := map[string]map[string]string{}
	for key, value := range raw {
		var plain string
		if json.Unmarshal(value, &plain) == nil {
			all[key] = map[string]string{"": plain}
			continue
		}
		forms := map[string]string{}
		require.NoError(t, json.Unmarshal(value, &forms), key)
		all[key] = forms
	}
	return all
}

// used collects the keys the screens ask for: those written in the code, and
// the families whose last part is a word of the domain.
func used(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{"consent.version": true}
	key := regexp.MustCompile(`^[a-z-]+\.[a-z0-9-]*[a-z0-9]$`)
	for _, pattern := range []string{"../*.go", "../screen/*.go", "../widget/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			require.NoError(t, err)
			ast.Inspect(tree, func(n ast.Node) bool {
				if _, ok := n.(*ast.ImportSpec); ok {
					return false
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil && key.MatchString(s) && !strings.HasSuffix(s, ".svg") {
						keys[s] = true
					}
				}
				return true
			})
		}
	}
	for _, key := range []string{"consent.purpose", "consent.data", "consent.recipients", "consent.term", "consent.rights"} {
		keys[key+"-text"] = true
	}
	for _, s := range kiosk.Screens {
		keys["title."+string(s)], keys["lead."+string(s)] = true, true
	}
	for _, what := range kiosk.WaitFors {
		keys["wait."+string(what)] = true
	}
	keys["wait.other"] = true
	for _, system := range kiosk.Systems {
		keys["system."+system] = true
	}
	for _, code := range kiosk.RefusalCodes {
		keys["refusal."+code] = true
	}
	for _, p := range kiosk.Problems {
		keys["problem."+p] = true
	}
	for _, a := range kiosk.Advices {
		keys["advice."+string(a)] = true
	}
	for _, o := range []kiosk.Overlay{kiosk.OverlayIdle, kiosk.OverlayCancel, kiosk.OverlayStaff} {
		keys["overlay."+string(o)], keys["overlay."+string(o)+"-text"], keys["overlay."+string(o)+"-stay"] = true, true, true
	}
	for step := 1; step <= kiosk.Steps; step++ {
		keys["step."+strconv.Itoa(step)] = true
	}
	for _, d := range []kiosk.DocumentKind{kiosk.IDCard, kiosk.Passport} {
		keys["document."+string(d)], keys["choice.add-"+string(d)] = true, true
	}
	for _, s := range []kiosk.Sex{kiosk.Male, kiosk.Female} {
		keys["details."+string(s)] = true
	}
	for _, code := range []string{"51", "54", "57", "61"} {
		keys["pay.failure-"+code] = true
	}
	return keys
}

func TestCatalogue_EveryKeyUsed_IsThereInEveryLanguage_AndNoneIsUnused(t *testing.T) {
	want := used(t)
	for _, l := range kiosk.Languages {
		got := messages(t, l)
		for _, key := range slices.Sorted(maps.Keys(want)) {
			assert.True(t, got[key] != nil, "%s has no %s", l, key)
		}
		for _, key := range slices.Sorted(maps.Keys(got)) {
			assert.True(t, want[key], "%s: nothing says %s", l, key)
		}
	}
}

func TestCatalogue_PluralForms_AreAllThere(t *testing.T) {
	forms := map[kiosk.Language][]string{
		kiosk.Kazakh: {"one", "other"}, kiosk.Russian: {"few", "many", "one", "other"}, kiosk.English: {"one", "other"},
	}
	plain := messages(t, kiosk.English)
	for _, l := range kiosk.Languages {
		for key, got := range messages(t, l) {
			if _, ok := plain[key][""]; ok {
				assert.Contains(t, got, "", "%s %s", l, key)
				continue
			}
			assert.Equal(t, forms[l], slices.Sorted(maps.Keys(got)), "%s %s", l, key)
		}
	}
}

func TestCatalogue_Messages_SayTheSameThings(t *testing.T) {
	argument := regexp.MustCompile(`{{\.\w+}}`)
	arguments := func(s string) []string {
		found := argument.FindAllString(s, -1)
		slices.Sort(found)
		return found
	}
	english := messages(t, kiosk.English)
	for _, l := range kiosk.Languages {
		for key, forms := range messages(t, l) {
			for form, words := range forms {
				assert.NotEmpty(t, strings.TrimSpace(words), "%s %s %s", l, key, form)
				want := english[key][form]
				if want == "" {
					want = english[key]["other"]
				}
				assert.Equal(t, arguments(want), arguments(words), "%s %s %s", l, key, form)
			}
		}
	}
}

// Russian words that Kazakh has too, written alike.
var alike = map[string]bool{"document.passport": true, "step.2": true, "summary.phone": true, "consent.version": true}

func TestCatalogue_Kazakh_IsKazakh(t *testing.T) {
	russian := messages(t, kiosk.Russian)
	own := "әғқңөұүһі"
	letters, special := 0, 0
	for key, forms := range messages(t, kiosk.Kazakh) {
		for form, words := range forms {
			if !alike[key] {
				assert.NotEqual(t, russian[key][form], words, "%s is Russian", key)
			}
			plain := regexp.MustCompile(`{{\.\w+}}|SMS|QR`).ReplaceAllString(words, "")
			for _, r := range strings.ToLower(plain) {
				assert.False(t, unicode.Is(unicode.Latin, r), "%s: Latin %q among Cyrillic: %s", key, r, words)
				if unicode.IsLetter(r) {
					letters++
				}
				if strings.ContainsRune(own, r) {
					special++
				}
			}
			if len([]rune(plain)) > 24 {
				assert.True(t, strings.ContainsAny(strings.ToLower(plain), own), "%s has no letter of Kazakh: %s", key, words)
			}
		}
	}
	assert.Greater(t, float64(special)/float64(letters), 0.15, "running Kazakh has about a fifth of its own letters")
}

func TestCatalogue_PrescribedWords_AreVerbatim(t *testing.T) {
	c, err := text.Load(assets.Text)
	require.NoError(t, err)
	assert.Equal(t, "оформление не доступно, обратитесь в ЦОН", c.In(kiosk.Russian).T("refused.verbatim"))
	assert.Equal(t, "рәсімдеу қолжетімсіз, ХҚКО-ға жүгініңіз", c.In(kiosk.Kazakh).T("refused.verbatim"))
	assert.Equal(t, "not available here, please go to the public service centre", c.In(kiosk.English).T("refused.verbatim"))
	for _, l := range kiosk.Languages {
		s := c.In(l)
		assert.Contains(t, s.T("lead.code", "Phone", "+7"), "1414", l)
		assert.Contains(t, s.T("code.confirm-lead", "Phone", "+7"), "1414", l)
		assert.Contains(t, s.T("overlay.staff-text"), "1414", l)
	}
}

func TestSpeaker_Counting_ChoosesTheForm(t *testing.T) {
	c, err := text.Load(assets.Text)
	require.NoError(t, err)
	for _, want := range []struct {
		l kiosk.Language
		n int
		s string
	}{
		{kiosk.Russian, 1, "1 секунда"}, {kiosk.Russian, 3, "3 секунды"}, {kiosk.Russian, 12, "12 секунд"}, {kiosk.Russian, 21, "21 секунда"},
		{kiosk.Kazakh, 1, "1 секунд"}, {kiosk.Kazakh, 12, "12 секунд"}, {kiosk.English, 1, "1 second"}, {kiosk.English, 12, "12 seconds"},
	} {
		assert.Equal(t, want.s, c.In(want.l).T("overlay.seconds", "N", want.n))
	}
}

func TestLoad_ConsentVersionsDiffer_IsRefused(t *testing.T) {
	_, err := text.Load(changed{assets.Text})
	assert.ErrorContains(t, err, "consent")
}

func TestConsent_Version_IsThePolicys(t *testing.T) {
	c, err := text.Load(assets.Text)
	require.NoError(t, err)
	content, err := fs.ReadFile(assets.Policy, "policy/session.json")
	require.NoError(t, err)
	var file struct {
		Sessions []kiosk.Limits `json:"sessions"`
	}
	require.NoError(t, json.Unmarshal(content, &file))
	require.NotEmpty(t, file.Sessions)
	assert.Equal(t, file.Sessions[len(file.Sessions)-1].ConsentText, c.ConsentVersion())
}
