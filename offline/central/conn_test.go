package central_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	iin   = kiosk.IIN("850615390005")
	phone = kiosk.Phone("+77010000012")
	name  = "ӘЛІМЖАНҚЫЗЫ"
)

// dial answers every request by h.
func dial(t testing.TB, h http.HandlerFunc, o central.Opts) *central.Conn {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	o.Transport = transport
	c, err := central.Dial(server.URL, "KZ-ALA-0001", o)
	require.NoError(t, err)
	return c
}

// answers gives body with a status to every request.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

const person = `{"iin":"850615390005","surname":"` + name + `","givenName":"АЙГҮЛ","patronymic":"ПРОБНАЯ","latinSurname":"ALIMZHANKYZY",
"birthDate":"1985-06-15","sex":"female","citizenship":"KAZ","status":"alive","capable":true,
"birthPlace":{"kk":"Алматы","ru":"Алматы","en":"Almaty"},"nationality":{"kk":"қазақ","ru":"казашка","en":"Kazakh"},
"residence":{"permanent":true,"address":{"kk":"а","ru":"б","en":"c"}},
"documents":[{"kind":"id-card","number":"900000001","issued":"2016-03-01","expires":"2026-03-01","authority":{"kk":"ІІМ","ru":"МВД","en":"MIA"},"status":"valid","design":"older"}],
"losses":[{"kind":"id-card","date":"2020-02-29"}],"civilChanges":[{"kind":"marriage-surname","date":"2026-05-01"}],
"openApplications":[{"kind":"passport","coupon":"K1","since":"2026-11-01"}]}`

func TestPerson_IsConvertedWhole(t *testing.T) {
	var asked map[string]any
	c := dial(t, func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(&asked)
		assert.Equal(t, "KZ-ALA-0001", r.Header.Get("X-Kiosk-Id"))
		answers(200, person)(w, r)
	}, central.Opts{})
	id := kiosk.NewApplicationID()
	p, err := c.Person(t.Context(), id, "token", iin)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"application": string(id), "consent": "token", "iin": string(iin)}, asked)
	assert.Equal(t, name, p.Surname)
	assert.Equal(t, "1985-06-15", p.BirthDate.String())
	assert.Equal(t, kiosk.Female, p.Sex)
	assert.True(t, p.Capable)
	assert.True(t, p.Documents[0].Older)
	assert.Equal(t, "2026-03-01", p.Documents[0].Expires.String())
	assert.Equal(t, "2020-02-29", p.Losses[0].Date.String())
	assert.Equal(t, "marriage-surname", p.CivilChanges[0].Kind)
	assert.Equal(t, kiosk.Passport, p.OpenApplications[0].Kind)
}

func TestPerson_DecomposedLettersAreComposed(t *testing.T) {
	c := dial(t, answers(200, strings.Replace(person, "ПРОБНАЯ", "АНДРЕИ\u0306", 1)), central.Opts{})
	p, err := c.Person(t.Context(), kiosk.NewApplicationID(), "t", iin)
	require.NoError(t, err)
	assert.Equal(t, "АНДРЕЙ", p.Patronymic)
}

// One spoiled place at a time: an error that names system and field and quotes nothing.
func TestPerson_MalformedAnswerIsNeverData(t *testing.T) {
	for name, x := range map[string]struct{ old, new, field string }{
		"another person":   {`"iin":"850615390005"`, `"iin":"900101390009"`, "iin"},
		"no iin":           {`"iin":"850615390005",`, ``, "iin"},
		"no such day":      {`"1985-06-15"`, `"1985-02-30"`, "body"},
		"documents absent": {`"documents":[`, `"others":[`, "documents"},
		"wrong type":       {`"capable":true`, `"capable":"yes"`, "capable"},
		"not JSON":         {`{"iin"`, `<html>`, "body"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, person, x.old)
			c := dial(t, answers(200, strings.Replace(person, x.old, x.new, 1)), central.Opts{})
			p, err := c.Person(t.Context(), kiosk.NewApplicationID(), "t", iin)
			assert.Equal(t, kiosk.Person{}, p)
			var malformed *central.MalformedError
			require.ErrorAs(t, err, &malformed)
			assert.Equal(t, "gbdfl", malformed.System)
			assert.Equal(t, x.field, malformed.Field)
			assert.NotErrorIs(t, err, kiosk.ErrSilent)
			noSecrets(t, err)
		})
	}
}

// What a registry says strangely is still about this person: it reaches the rules as it is.
func TestPerson_WhatTheRulesMustJudgeIsPassedOn(t *testing.T) {
	for name, x := range map[string]struct {
		old, new string
		seen     func(kiosk.Person) bool
	}{
		"letters lost as ?":         {name, "?Л?МЖАНҚЫЗЫ", func(p kiosk.Person) bool { return p.Surname == "?Л?МЖАНҚЫЗЫ" }},
		"letters lost as U+FFFD":    {"қазақ", "\uFFFDаза\uFFFD", func(p kiosk.Person) bool { return p.Nationality.KK == "\uFFFDаза\uFFFD" }},
		"no date of birth":          {`"birthDate":"1985-06-15",`, ``, func(p kiosk.Person) bool { return p.BirthDate.IsZero() }},
		"unknown status":            {`"alive"`, `"17"`, func(p kiosk.Person) bool { return p.Status == "17" }},
		"no status":                 {`"alive"`, `""`, func(p kiosk.Person) bool { return p.Status == "" }},
		"unknown sex":               {`"female"`, `"f"`, func(p kiosk.Person) bool { return p.Sex == "f" }},
		"citizenship in words":      {`"KAZ"`, `"Kazakhstan"`, func(p kiosk.Person) bool { return p.Citizenship == "Kazakhstan" }},
		"unknown document":          {`"kind":"id-card","number"`, `"kind":"driving-licence","number"`, func(p kiosk.Person) bool { return p.Documents[0].Kind == "driving-licence" }},
		"number with a letter lost": {`"900000001"`, `"?00000001"`, func(p kiosk.Person) bool { return p.Documents[0].Number == "?00000001" }},
		"unknown design":            {`"older"`, `"new"`, func(p kiosk.Person) bool { return !p.Documents[0].Older }},
		"loss in the year 1":        {`"date":"2020-02-29"`, `"date":"0001-01-01"`, func(p kiosk.Person) bool { return p.Losses[0].Date.IsZero() }},
		"loss without a day":        {`,"date":"2020-02-29"`, ``, func(p kiosk.Person) bool { return p.Losses[0].Date.IsZero() }},
		"change without a day":      {`,"date":"2026-05-01"`, ``, func(p kiosk.Person) bool { return p.CivilChanges[0].Date.IsZero() }},
		"civil change of no kind":   {`"marriage-surname"`, `""`, func(p kiosk.Person) bool { return p.CivilChanges[0].Kind == "" }},
		"expires before issued":     {`"expires":"2026-03-01"`, `"expires":"2006-03-01"`, func(p kiosk.Person) bool { return p.Documents[0].Expires.String() == "2006-03-01" }},
		"unknown civil change":      {`"marriage-surname"`, `"31"`, func(p kiosk.Person) bool { return p.CivilChanges[0].Kind == "31" }},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, person, x.old)
			c := dial(t, answers(200, strings.Replace(person, x.old, x.new, 1)), central.Opts{})
			p, err := c.Person(t.Context(), kiosk.NewApplicationID(), "t", iin)
			require.NoError(t, err)
			assert.True(t, x.seen(p), "%+v", p)
		})
	}
}

func noSecrets(t *testing.T, err error) {
	t.Helper()
	for _, secret := range []string{string(iin), name, string(phone), "7010000012", "123456", "900101", "AZNKYZY"} {
		assert.NotContains(t, err.Error(), secret)
	}
}

// every is each call that goes to a registry or to the centre.
func every(c *central.Conn) map[string]func(context.Context) error {
	id := kiosk.NewApplicationID()
	return map[string]func(context.Context) error{
		"consent": func(ctx context.Context) error {
			_, err := c.GrantConsent(ctx, id, iin, kiosk.Consent{Language: kiosk.Kazakh})
			return err
		},
		"send code": func(ctx context.Context) error {
			_, err := c.SendCode(ctx, id, "t", iin, phone, kiosk.CodeIdentify)
			return err
		},
		"check code": func(ctx context.Context) error {
			_, _, err := c.CheckCode(ctx, string(id), "123456")
			return err
		},
		"face": func(ctx context.Context) error {
			_, _, err := c.MatchFace(ctx, id, "t", iin, kiosk.FaceIdentify, []byte{1})
			return err
		},
		"person":    func(ctx context.Context) error { _, err := c.Person(ctx, id, "t", iin); return err },
		"health":    func(ctx context.Context) error { _, err := c.Health(ctx); return err },
		"heartbeat": func(ctx context.Context) error { _, err := c.Heartbeat(ctx, central.Beat{}); return err },
		"staff":     func(ctx context.Context) error { return c.CallStaff(ctx, "iin") },
		"rate":      func(ctx context.Context) error { return c.Rate(ctx, 5) },
		"head blob": func(ctx context.Context) error {
			_, _, err := c.BlobOffset(ctx, strings.Repeat("a", 64))
			return err
		},
		"patch blob": func(ctx context.Context) error {
			_, _, err := c.AppendBlob(ctx, strings.Repeat("a", 64), 0, 1, []byte{1})
			return err
		},
		"register": func(ctx context.Context) error { _, _, err := c.Register(ctx, id, []byte("x"), false); return err },
		"invoice":  func(ctx context.Context) error { _, err := c.OpenInvoice(ctx, id); return err },
		"payment":  func(ctx context.Context) error { _, err := c.Payment(ctx, id, "", 0); return err },
		"close":    func(ctx context.Context) error { _, err := c.ClosePayment(ctx, id); return err },
		"confirm":  func(ctx context.Context) error { _, err := c.Confirm(ctx, id, "r"); return err },
		"changes":  func(ctx context.Context) error { _, _, err := c.Changes(ctx, 0, 0); return err },
		"enroll": func(ctx context.Context) error {
			key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			_, err := c.Enroll(ctx, &key.PublicKey, "ALA-01")
			return err
		},
	}
}

func TestEveryCall_WithoutAnAnswerIsSilence(t *testing.T) {
	for how, h := range map[string]http.HandlerFunc{
		"hangs": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has gone
			<-r.Context().Done()
		},
		"breaks off": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"cut answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(person[:100]))
			panic(http.ErrAbortHandler)
		},
		"500": answers(500, `{"type":"internal","title":"x","status":500}`),
		"502": answers(502, `<html>bad gateway for 850615390005</html>`),
		"503": answers(503, `{"type":"850615390005","title":"ӘЛІМЖАНҚЫЗЫ","status":503,"service":"+77010000012"}`),
	} {
		t.Run(how, func(t *testing.T) {
			c := dial(t, h, central.Opts{Timeout: 50 * time.Millisecond, FaceTimeout: 50 * time.Millisecond})
			for name, ask := range every(c) {
				if how == "cut answer" && name == "head blob" {
					continue // HEAD has no body to cut
				}
				err := ask(t.Context())
				require.ErrorIs(t, err, kiosk.ErrSilent, name)
				noSecrets(t, err)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		c, err := central.Dial("http://127.0.0.1:1", "KZ-ALA-0001", central.Opts{})
		require.NoError(t, err)
		for name, ask := range every(c) {
			require.ErrorIs(t, ask(t.Context()), kiosk.ErrSilent, name)
		}
	})
}

func TestEveryCall_NonsenseIsMalformedNotData(t *testing.T) {
	for _, body := range []string{`{}`, `[]`, `null`, `"x"`, `{"outcome":"maybe","state":"maybe","services":{"bmg":"sideways"},"time":"2026-11-21T00:00:00Z"}`, `not JSON`} {
		c := dial(t, answers(200, body), central.Opts{})
		for name, ask := range every(c) {
			if name == "staff" || name == "rate" || name == "heartbeat" {
				continue // nothing of the answer is used
			}
			if name == "changes" && body != `[]` && body != `"x"` && body != `not JSON` {
				continue // no changes, cursor 0: that is an answer
			}
			var malformed *central.MalformedError
			require.ErrorAs(t, ask(t.Context()), &malformed, "%s: %s", name, body)
		}
	}
}

func TestRefusals_HaveTheirSentinels(t *testing.T) {
	ask := func(status int, which string) error {
		c := dial(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v1/queries/phone" {
				answers(200, `{"outcome":"registered"}`)(w, r)
				return
			}
			answers(status, `{"type":"x","title":"x","status":400}`)(w, r)
		}, central.Opts{})
		return every(c)[which](t.Context())
	}
	for _, x := range []struct {
		status int
		which  string
		want   error
	}{
		{429, "send code", kiosk.ErrTooManyCodes},
		{403, "person", kiosk.ErrNotIdentified},
		{404, "person", kiosk.ErrUnknownPerson},
		{404, "payment", central.ErrUnknownApplication},
		{404, "close", central.ErrUnknownApplication},
		{409, "invoice", central.ErrConflict},
		{409, "confirm", central.ErrConflict},
		{409, "register", central.ErrConflict},
		{422, "register", central.ErrRejected},
		{409, "patch blob", central.ErrOffset},
		{409, "enroll", central.ErrConflict},
		{429, "payment", kiosk.ErrSilent},
	} {
		require.ErrorIs(t, ask(x.status, x.which), x.want, "%s %d", x.which, x.status)
	}
	require.NotErrorIs(t, ask(400, "consent"), kiosk.ErrSilent, "asking again would not help")
	require.NotErrorIs(t, ask(302, "consent"), kiosk.ErrSilent, "a redirect is not followed")
}

func TestPhone_OutcomesBeforeAnySMS(t *testing.T) {
	for outcome, want := range map[string]error{"unknown-person": kiosk.ErrUnknownPerson, "unknown-phone": kiosk.ErrUnknownPhone} {
		c := dial(t, func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "/v1/queries/phone", r.URL.Path, "no SMS is sent")
			answers(200, `{"outcome":"`+outcome+`"}`)(w, r)
		}, central.Opts{})
		_, err := c.SendCode(t.Context(), kiosk.NewApplicationID(), "t", iin, phone, kiosk.CodeIdentify)
		require.ErrorIs(t, err, want)
	}
}

func TestRetryAfter_IsReadAndBounded(t *testing.T) {
	for header, want := range map[string]time.Duration{"7": 7 * time.Second, "86400000": 15 * time.Minute, "-1": 0, "soon": 0, "": 0} {
		c := dial(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", header)
			answers(503, `{}`)(w, r)
		}, central.Opts{})
		_, err := c.Health(t.Context())
		assert.Equal(t, want, central.RetryAfter(err), header)
	}
}

func TestRegister_MissingBlobsAreListed(t *testing.T) {
	c := dial(t, answers(424, `{"missing":["aa","bb"]}`), central.Opts{})
	_, _, err := c.Register(t.Context(), kiosk.NewApplicationID(), []byte("jws"), true)
	var missing *central.MissingBlobsError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []string{"aa", "bb"}, missing.SHA256)
}

func TestEnroll_KeysOfTheWrongKindAreRefused(t *testing.T) {
	seal, err := hpke.MLKEM768X25519().GenerateKey()
	require.NoError(t, err)
	receipts, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	text := func(key *ecdsa.PublicKey) string {
		der, err := x509.MarshalPKIXPublicKey(key)
		require.NoError(t, err)
		return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	}
	good := map[string]any{"sealKeyId": "id", "sealKem": "MLKEM768-X25519", "sealKey": seal.PublicKey().Bytes(), "receiptKey": text(&receipts.PublicKey)}
	ask := func(answer map[string]any) (central.Keys, error) {
		body, err := json.Marshal(answer)
		require.NoError(t, err)
		c := dial(t, answers(200, string(body)), central.Opts{})
		return c.Enroll(t.Context(), &receipts.PublicKey, "ALA-01")
	}
	k, err := ask(good)
	require.NoError(t, err)
	assert.True(t, k.ReceiptKey.Equal(&receipts.PublicKey))
	assert.Equal(t, seal.PublicKey().Bytes(), k.SealKey.Bytes())
	for field, wrong := range map[string]any{"sealKem": "X25519", "sealKey": []byte("short"), "receiptKey": text(&p384.PublicKey), "sealKeyId": ""} {
		answer := map[string]any{}
		for k, v := range good {
			answer[k] = v
		}
		answer[field] = wrong
		_, err := ask(answer)
		var malformed *central.MalformedError
		require.ErrorAs(t, err, &malformed)
		assert.Equal(t, field, malformed.Field)
	}
}

func TestChanges_OutOfOrderIsMalformed_UnknownEventIsPassedOver(t *testing.T) {
	change := func(seq, event string) string {
		return `{"seq":` + seq + `,"application":"01900000-0000-7000-8000-000000000000","event":"` + event + `","at":"2026-11-21T00:00:00Z"}`
	}
	ask := func(body string) ([]central.News, int64, error) {
		return dial(t, answers(200, body), central.Opts{}).Changes(t.Context(), 5, 0)
	}
	news, cursor, err := ask(`{"cursor":7,"changes":[` + change("6", "promoted") + `,` + change("7", "processed") + `]}`)
	require.NoError(t, err)
	assert.EqualValues(t, 7, cursor)
	require.Len(t, news, 1)
	assert.Equal(t, "processed", news[0].Event)
	for _, body := range []string{
		`{"cursor":7,"changes":[` + change("7", "paid") + `,` + change("6", "paid") + `]}`,
		`{"cursor":7,"changes":[` + change("5", "paid") + `]}`,
		`{"cursor":5,"changes":[` + change("6", "paid") + `]}`,
		`{"cursor":4,"changes":[]}`,
	} {
		_, _, err = ask(body)
		var malformed *central.MalformedError
		require.ErrorAs(t, err, &malformed, body)
	}
}

func TestDial_RefusesWhatIsNoAddress(t *testing.T) {
	for _, address := range []string{"", "127.0.0.1:8470", "ftp://x", "http://"} {
		_, err := central.Dial(address, "KZ-ALA-0001", central.Opts{})
		require.Error(t, err, address)
	}
	_, err := central.Dial("http://x", "not a kiosk", central.Opts{})
	require.Error(t, err)
}

// Whatever a registry answers is a person with the asked number, or an error.
func FuzzPerson(f *testing.F) {
	f.Add([]byte(person))
	f.Add([]byte(`{"iin":"850615390005","documents":null}`))
	body := make(chan []byte, 1)
	c := dial(f, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(<-body)
	}, central.Opts{})
	f.Fuzz(func(t *testing.T, answer []byte) {
		body <- answer
		p, err := c.Person(t.Context(), kiosk.NewApplicationID(), "t", iin)
		if err == nil && (p.IIN != iin || p.Documents == nil) {
			t.Fatalf("accepted: %+v", p)
		}
	})
}
