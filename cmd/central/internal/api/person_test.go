package api

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Nothing a registry can say about somebody is lost, or becomes a fault of the link, on its way
// to the terminal: the rules answer there what they answer here, whether the record is
// whole, unknown to the dictionaries or at odds with itself.
func TestPerson_OverTheWire_IsAnsweredByTheRulesAsHere(t *testing.T) {
	files, err := fs.Sub(assets.Policy, "policy")
	require.NoError(t, err)
	set, err := policy.Load(files)
	require.NoError(t, err)
	examples, err := policy.LoadExamples(files)
	require.NoError(t, err)
	var there kiosk.Person
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		assert.NoError(t, json.NewEncoder(w).Encode(personOf(there)))
	}))
	defer server.Close()
	conn, err := central.Dial(server.URL, "KZ-ALA-0001", central.Opts{})
	require.NoError(t, err)
	answers := map[string]int{}
	check := func(e policy.Example) {
		there = e.Person
		here, err := conn.Person(t.Context(), kiosk.NewApplicationID(), "token", e.Person.IIN)
		if !assert.NoError(t, err, e.Name) {
			return
		}
		over := e
		over.Person = here
		want := e.Run(set)
		assert.Equal(t, want.String(), over.Run(set).String(), e.Name)
		answers[want[0].Code]++
	}
	for _, e := range examples.List {
		check(e)
	}
	sound, ok := examples.Find("Гражданин: обычный взрослый обслуживается")
	require.True(t, ok)
	for name, spoil := range map[string]func(*kiosk.Person){
		"unknown kind of document": func(p *kiosk.Person) { p.Documents[1].Kind = "driving-licence" },
		"no kind of document":      func(p *kiosk.Person) { p.Documents[0].Kind = "" },
		"letters lost in a number": func(p *kiosk.Person) { p.Documents[0].Number = "?99000037" },
		"no number":                func(p *kiosk.Person) { p.Documents[0].Number = "" },
		"no status of a document":  func(p *kiosk.Person) { p.Documents[0].Status = "" },
		"for ever":                 func(p *kiosk.Person) { p.Documents[0].Expires = date(t, "9999-12-31") },
		"before the calendar":      func(p *kiosk.Person) { p.Documents[0].Issued = date(t, "0201-01-01") },
		"unknown sex":              func(p *kiosk.Person) { p.Sex = "9" },
		"citizenship in words":     func(p *kiosk.Person) { p.Citizenship = "Казахстан" },
		"loss of another document": func(p *kiosk.Person) { p.Losses = []kiosk.Loss{{Kind: "7"}} },
		"change of no kind":        func(p *kiosk.Person) { p.CivilChanges = []kiosk.CivilChange{{Date: date(t, "2024-02-02")}} },
		"open since nobody knows when": func(p *kiosk.Person) {
			p.OpenApplications = []kiosk.OpenApplication{{Kind: kiosk.IDCard, Coupon: "?"}, {Kind: "7"}}
		},
		"annulled nobody knows when": func(p *kiosk.Person) { p.Annulled = []kiosk.Annulment{{Kind: "7", Code: "?"}} },
	} {
		for _, c := range []kiosk.Choice{{}, {Document: kiosk.IDCard, Reason: "07", SubReason: "damage"}, {Document: kiosk.IDCard, Reason: "16"}} {
			e := sound
			e.Name, e.Person.Documents = name, append([]kiosk.Document{}, sound.Person.Documents...)
			if e.Asks = nil; c.Document != "" {
				e.Asks = []kiosk.Choice{c}
			}
			spoil(&e.Person)
			check(e)
		}
	}
	for _, code := range []string{"registry-garbled", "registry-unclear", "status-unknown", "not-citizen", "document-unclear", "document-status-unknown", "civil-change-unknown", "open-application"} {
		assert.NotZero(t, answers[code], code)
	}
}

func date(t *testing.T, s string) kiosk.Date {
	t.Helper()
	d, err := kiosk.ParseDate(s)
	require.NoError(t, err)
	return d
}
