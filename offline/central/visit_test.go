package central_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	card     = kiosk.ApplicationID("01900000-0000-7000-8000-000000000001")
	passport = kiosk.ApplicationID("01900000-0000-7000-8000-000000000002")
	invoice  = `{"invoice":"INV-1","covers":["` + string(card) + `","` + string(passport) + `"],"amountTiyn":3546500,"qr":"https://qr/x",
"expires":"2026-11-21T10:00:00Z","pollSeconds":2,"confirmSeconds":120}`
)

func TestInvoice_ForBothApplications_IsAskedOnceAndSaysWhatItCovers(t *testing.T) {
	var asked map[string]any
	c := dial(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "/v1/invoices", r.URL.Path)
		_ = json.NewDecoder(r.Body).Decode(&asked)
		answers(200, invoice)(w, r)
	}, central.Opts{})
	i, err := c.OpenInvoice(t.Context(), card, passport)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"applications": []any{string(card), string(passport)}}, asked)
	assert.Equal(t, []kiosk.ApplicationID{card, passport}, i.Covers)
	assert.Equal(t, kiosk.Tenge(35_465), i.Amount)

	one := dial(t, answers(200, strings.Replace(invoice, `,"`+string(passport)+`"`, "", 1)), central.Opts{})
	i, err = one.OpenInvoice(t.Context(), card, passport)
	require.NoError(t, err)
	assert.Equal(t, []kiosk.ApplicationID{card}, i.Covers, "a provider that takes one at a time")
}

func TestInvoice_ForWhatWasNotAsked_IsMalformed(t *testing.T) {
	for name, x := range map[string]struct{ old, new, field string }{
		"a stranger's": {string(passport), "01900000-0000-7000-8000-00000000000f", "covers"},
		"nobody's":     {`"covers":["` + string(card) + `","` + string(passport) + `"]`, `"covers":[]`, "covers"},
		"for nothing":  {`3546500`, `0`, "amountTiyn"},
		"without a QR": {`https://qr/x`, ``, "qr"},
	} {
		require.Contains(t, invoice, x.old, name)
		_, err := dial(t, answers(200, strings.Replace(invoice, x.old, x.new, 1)), central.Opts{}).OpenInvoice(t.Context(), card, passport)
		var malformed *central.MalformedError
		require.ErrorAs(t, err, &malformed, name)
		assert.Equal(t, x.field, malformed.Field, name)
	}
}

func TestRegistration_RefusalIsTakenWhole(t *testing.T) {
	c := dial(t, answers(201, `{"state":"refused","receipt":"r","refusal":{"code":"id-card-overdue","text":{"kk":"а?","ru":"б","en":"c"},
"next":{"kk":"г","ru":"д","en":"e"},"bring":[{"kk":"қаулы","ru":"постановление","en":"ruling"}],"ground":"КоАП, статья 492"}}`), central.Opts{})
	reg, _, err := c.Register(t.Context(), card, []byte("jws"), false)
	require.NoError(t, err)
	assert.Equal(t, &kiosk.Refusal{
		Code: "id-card-overdue", Why: kiosk.Text{KK: "а?", RU: "б", EN: "c"}, Next: kiosk.Text{KK: "г", RU: "д", EN: "e"},
		Bring: []kiosk.Text{{KK: "қаулы", RU: "постановление", EN: "ruling"}}, Ground: "КоАП, статья 492",
	}, reg.Refusal)
}

func TestRegistration_ExemptionUnknownAndAnnulled(t *testing.T) {
	reg, _, err := dial(t, answers(201, `{"state":"awaiting-payment","receipt":"r","amountTiyn":86500,"exemptionUnknown":true}`), central.Opts{}).
		Register(t.Context(), card, []byte("jws"), false)
	require.NoError(t, err)
	assert.True(t, reg.ExemptionUnknown)
	reg, _, err = dial(t, answers(200, `{"state":"annulled","receipt":"r","coupon":"ALA-2026-000001","refusal":{"code":"photo-quality","text":{"kk":"а","ru":"б","en":"c"}}}`), central.Opts{}).
		Register(t.Context(), card, []byte("jws"), false)
	require.NoError(t, err)
	assert.Equal(t, kiosk.Annulled, reg.State)
	assert.Equal(t, "photo-quality", reg.Refusal.Code)
}

func TestPerson_AnnulledApplicationIsTold_UnknownStatusIsKept(t *testing.T) {
	told := strings.Replace(person, `"losses":`, `"annulled":[{"kind":"passport","coupon":"ALA-2026-000007","date":"2026-10-01","code":"photo-quality","reason":{"kk":"анық емес","ru":"нечётко","en":"not sharp"}}],"losses":`, 1)
	told = strings.Replace(told, `"status":"valid"`, `"status":"77"`, 1)
	p, err := dial(t, answers(200, told), central.Opts{}).Person(t.Context(), card, "t", iin)
	require.NoError(t, err)
	require.Len(t, p.Annulled, 1)
	a := p.Annulled[0]
	assert.Equal(t, kiosk.Passport, a.Kind)
	assert.Equal(t, "2026-10-01", a.Date.String())
	assert.Equal(t, "photo-quality", a.Code)
	assert.Equal(t, "нечётко", a.Reason.RU)
	assert.Equal(t, kiosk.DocumentStatus("77"), p.Documents[0].Status, "for the policy to refuse")
	strange := strings.NewReplacer(`"kind":"passport","coupon":"ALA-2026-000007"`, `"kind":"licence","coupon":"?LA-2026-000007"`, `"2026-10-01"`, `"0001-01-01"`)
	p, err = dial(t, answers(200, strange.Replace(told)), central.Opts{}).Person(t.Context(), card, "t", iin)
	require.NoError(t, err)
	assert.Equal(t, kiosk.Annulment{Kind: "licence", Coupon: "?LA-2026-000007", Code: "photo-quality", Reason: a.Reason}, p.Annulled[0], "it keeps nobody from applying")
}

func TestConfirm_ReadyDateThatNobodyKnows_IsNotAFault(t *testing.T) {
	c := dial(t, answers(200, `{"coupon":"ALA-2026-000007","issuedAt":"2026-11-21T00:00:00Z"}`), central.Opts{})
	coupon, err := c.Confirm(t.Context(), card, "ref")
	require.NoError(t, err)
	assert.Equal(t, "ALA-2026-000007", coupon.Number)
	assert.True(t, coupon.ReadyDate.IsZero())
}

func TestChanges_OfficersDecisionsAreNews(t *testing.T) {
	change := func(seq, event string) string {
		return `{"seq":` + seq + `,"application":"` + string(card) + `","event":"` + event + `","at":"2026-11-21T00:00:00Z","coupon":"ALA-2026-000001"}`
	}
	news, cursor, err := dial(t, answers(200, `{"cursor":2,"changes":[`+change("1", "needs-visit")+`,`+change("2", "annulled")+`]}`), central.Opts{}).Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	assert.EqualValues(t, 2, cursor)
	require.Len(t, news, 2)
	assert.Equal(t, "needs-visit", news[0].Event)
	assert.Equal(t, "annulled", news[1].Event)
}
