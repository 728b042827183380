package seal_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const kioskID = "KZ-ALA-0001"

// fixture is a terminal and a centre that know each other.
type fixture struct {
	terminal *ecdsa.PrivateKey
	centre   hpke.PrivateKey
	sealer   *seal.Sealer
}

func newFixture(t testing.TB) fixture {
	t.Helper()
	terminal, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	centre, err := hpke.MLKEM768X25519().GenerateKey()
	require.NoError(t, err)
	s, err := seal.New(seal.Opts{KioskID: kioskID, Office: "ALA-01", SigningKey: terminal,
		CentreKey: centre.PublicKey(), KeyID: seal.KeyID(centre.PublicKey())})
	require.NoError(t, err)
	return fixture{terminal, centre, s}
}

// application is a synthetic one; its portrait has the given length in bytes.
func application(portrait int) kiosk.Application {
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	return kiosk.Application{
		ID: kiosk.NewApplicationID(), Office: "ALA-01", Kiosk: kioskID,
		Consent:  kiosk.Consent{Language: kiosk.Kazakh, TextVersion: "1", AcceptedAt: at, Token: "t"},
		Person:   kiosk.Person{IIN: "850615390005", Surname: "ӘЛІМЖАНҚЫЗЫ-СЫНАҚ", GivenName: "АЙГҮЛ", BirthDate: kiosk.DateOf(at), Sex: kiosk.Female},
		Phone:    "+77010000012",
		Choice:   kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 36},
		Portrait: kiosk.Portrait{JPEG: bytes.Repeat([]byte("portrait"), portrait/8)},
		Signature: kiosk.Signature{PadWidth: 100, PadHeight: 60, PNG: []byte("picture of a signature"),
			Strokes: []kiosk.Stroke{{{X: 1, Y: 2, Pressure: .5, T: 0}, {X: 1.5, Y: 2.5, Pressure: .7, T: 8}}}},
		ConfirmedAt: at, ConfirmTicket: "ticket", PolicyVersion: "2026-11", CapturedAt: at,
	}
}

func (f fixture) seal(t testing.TB, a kiosk.Application, link kiosk.Link) (kiosk.Sealed, seal.Manifest) {
	t.Helper()
	sealed, err := f.sealer.Seal(a, link)
	require.NoError(t, err)
	m, err := seal.ParseManifest(sealed.Manifest, &f.terminal.PublicKey)
	require.NoError(t, err)
	return sealed, m
}

var first = kiosk.Link{Seq: 1}

func TestSeal_CentreOpensEveryPart(t *testing.T) {
	f, a := newFixture(t), application(8000)
	sealed, m := f.seal(t, a, first)
	assert.Equal(t, seal.Digest(sealed.Manifest), sealed.Digest)
	assert.Equal(t, a.ID, m.ID)

	plain := map[string][]byte{}
	for _, b := range sealed.Blobs {
		opened, err := seal.OpenBlob(f.centre, m, b.Kind, b.Data)
		require.NoError(t, err)
		plain[b.Kind] = opened
	}
	var form kiosk.Form
	require.NoError(t, json.Unmarshal(plain[seal.KindForm], &form))
	assert.Equal(t, a.Person, form.Person)
	assert.Equal(t, a.Phone, form.Phone)
	assert.Equal(t, a.Portrait.JPEG, plain[seal.KindPortrait])
	assert.Equal(t, a.Signature.PNG, plain[seal.KindSignatureImage])
	strokes, err := seal.ParseStrokes(plain[seal.KindSignature])
	require.NoError(t, err)
	assert.Equal(t, [][]seal.PenSample{{{1, 2, .5, 0}, {1.5, 2.5, .7, 8}}}, strokes.Strokes)
}

func TestSeal_LeavesTheApplicationAsItWas(t *testing.T) {
	f, a := newFixture(t), application(800)
	want := application(800)
	f.seal(t, a, first)
	assert.Equal(t, want.Portrait, a.Portrait)
	assert.Equal(t, want.Signature, a.Signature)
}

func TestSeal_NothingPersonalIsReadableInTheResult(t *testing.T) {
	f, a := newFixture(t), application(8000)
	sealed, m := f.seal(t, a, first)
	payload, err := json.Marshal(m)
	require.NoError(t, err)
	everything := [][]byte{sealed.Manifest, payload}
	for _, b := range sealed.Blobs {
		everything = append(everything, b.Data)
	}
	for _, secret := range []string{string(a.Person.IIN), a.Person.Surname, string(a.Phone), "portrait", a.Consent.Token + `"}`} {
		for i, b := range everything[2:] {
			assert.Falsef(t, bytes.Contains(b, []byte(secret)), "secret in blob %d", i)
		}
	}
	for _, secret := range []string{string(a.Person.IIN), a.Person.Surname, string(a.Phone)} {
		assert.NotContains(t, string(payload), secret)
	}
}

// Whatever lies on the terminal (its own key as seed of every kind of key, and
// all that Seal returned) must not open a blob.
func TestSeal_TerminalCannotOpenWhatItSealed(t *testing.T) {
	f := newFixture(t)
	sealed, m := f.seal(t, application(8000), first)
	der, err := f.terminal.Bytes()
	require.NoError(t, err)
	own, err := hpke.MLKEM768X25519().DeriveKeyPair(der)
	require.NoError(t, err)
	fromSeed, err := hpke.MLKEM768X25519().NewPrivateKey(der)
	require.NoError(t, err)
	for _, key := range []hpke.PrivateKey{own, fromSeed} {
		relabelled := m
		relabelled.KeyID = seal.KeyID(key.PublicKey())
		for _, b := range sealed.Blobs {
			_, err := seal.OpenBlob(key, m, b.Kind, b.Data)
			require.ErrorIs(t, err, seal.ErrBlob)
			// even with the key id rewritten in manifest and blob
			forged := bytes.Clone(b.Data)
			copy(forged[1:17], mustHex(t, relabelled.KeyID))
			_, err = seal.OpenBlob(key, readdressed(relabelled, b.Kind, forged), b.Kind, forged)
			require.ErrorIs(t, err, seal.ErrBlob)
			require.ErrorContains(t, err, "message authentication")
		}
	}
}

func TestSeal_CannotSign_HasNoSignatureBlobs(t *testing.T) {
	f, a := newFixture(t), application(800)
	a.Signature = kiosk.Signature{CannotSign: true}
	sealed, m := f.seal(t, a, first)
	require.Len(t, sealed.Blobs, 2)
	form, err := seal.OpenBlob(f.centre, m, seal.KindForm, sealed.Blobs[0].Data)
	require.NoError(t, err)
	assert.Contains(t, string(form), `"cannotSign":true`)
}

func TestSeal_IncompleteOrForeignApplicationIsRefusedWithoutPersonalData(t *testing.T) {
	f := newFixture(t)
	for name, spoil := range map[string]func(*kiosk.Application, *kiosk.Link){
		"no portrait":     func(a *kiosk.Application, _ *kiosk.Link) { a.Portrait.JPEG = nil },
		"no signature":    func(a *kiosk.Application, _ *kiosk.Link) { a.Signature = kiosk.Signature{} },
		"other kiosk":     func(a *kiosk.Application, _ *kiosk.Link) { a.Kiosk = "KZ-ALA-0002" },
		"id is no UUIDv7": func(a *kiosk.Application, _ *kiosk.Link) { a.ID = "1" },
		"impossible time": func(a *kiosk.Application, _ *kiosk.Link) {
			a.ConfirmedAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
		},
		"seq 0":              func(_ *kiosk.Application, l *kiosk.Link) { l.Seq = 0 },
		"second without one": func(_ *kiosk.Application, l *kiosk.Link) { l.Seq = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			a, link := application(800), first
			spoil(&a, &link)
			_, err := f.sealer.Seal(a, link)
			require.Error(t, err)
			for _, secret := range []string{string(a.Person.IIN), a.Person.Surname, string(a.Phone)} {
				assert.NotContains(t, err.Error(), secret)
			}
		})
	}
}

func TestNew_WrongKeysAreFoundAtStart(t *testing.T) {
	f := newFixture(t)
	good := seal.Opts{KioskID: kioskID, Office: "ALA-01", SigningKey: f.terminal,
		CentreKey: f.centre.PublicKey(), KeyID: seal.KeyID(f.centre.PublicKey())}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	other, err := hpke.MLKEM768().GenerateKey()
	require.NoError(t, err)
	for name, spoil := range map[string]func(*seal.Opts){
		"curve":    func(o *seal.Opts) { o.SigningKey = p384 },
		"kem":      func(o *seal.Opts) { o.CentreKey = other.PublicKey(); o.KeyID = seal.KeyID(o.CentreKey) },
		"key id":   func(o *seal.Opts) { o.KeyID = strings.Repeat("0", 32) },
		"kiosk id": func(o *seal.Opts) { o.KioskID = "a\x00b" },
		"office":   func(o *seal.Opts) { o.Office = "" },
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			spoil(&o)
			_, err := seal.New(o)
			require.Error(t, err)
		})
	}
}
