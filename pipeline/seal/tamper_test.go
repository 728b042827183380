package seal_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mustHex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

// readdressed is m with the reference of a kind pointing at data, as an
// attacker who can rewrite the manifest would make it.
func readdressed(m seal.Manifest, kind string, data []byte) seal.Manifest {
	m.Blobs = append([]seal.BlobRef(nil), m.Blobs...)
	for i := range m.Blobs {
		if m.Blobs[i].Kind == kind {
			sum := sha256.Sum256(data)
			m.Blobs[i].SHA256, m.Blobs[i].Length = hex.EncodeToString(sum[:]), int64(len(data))
		}
	}
	return m
}

func TestOpenBlob_MovedToAnotherPlaceIsRefused(t *testing.T) {
	f := newFixture(t)
	sealed, m := f.seal(t, application(800), first)
	form := sealed.Blobs[0].Data
	for name, move := range map[string]func(*seal.Manifest){
		"kiosk":       func(m *seal.Manifest) { m.Kiosk = "KZ-ALA-0002" },
		"application": func(m *seal.Manifest) { m.ID = kiosk.NewApplicationID() },
		"seq":         func(m *seal.Manifest) { m.Seq = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			moved := m
			move(&moved)
			_, err := seal.OpenBlob(f.centre, moved, seal.KindForm, form)
			require.ErrorIs(t, err, seal.ErrBlob)
			require.ErrorContains(t, err, "message authentication")
		})
	}
	t.Run("kind", func(t *testing.T) {
		_, err := seal.OpenBlob(f.centre, readdressed(m, seal.KindPortrait, form), seal.KindPortrait, form)
		require.ErrorIs(t, err, seal.ErrBlob)
		require.ErrorContains(t, err, "message authentication")
	})
}

func TestOpenBlob_SwappedOrFlippedIsRefused(t *testing.T) {
	f := newFixture(t)
	sealed, m := f.seal(t, application(800), first)
	_, err := seal.OpenBlob(f.centre, m, seal.KindForm, sealed.Blobs[1].Data)
	require.ErrorIs(t, err, seal.ErrBlob, "portrait in the form's place")

	data := sealed.Blobs[0].Data
	for i := range data {
		flipped := bytes.Clone(data)
		flipped[i] ^= 1 << (i % 8)
		_, err := seal.OpenBlob(f.centre, m, seal.KindForm, flipped)
		require.ErrorIs(t, err, seal.ErrBlob)
		if i%16 == 0 { // and without the address as first guard
			_, err = seal.OpenBlob(f.centre, readdressed(m, seal.KindForm, flipped), seal.KindForm, flipped)
			require.ErrorIsf(t, err, seal.ErrBlob, "byte %d", i)
		}
	}
	for _, n := range []int{0, 1, 18, 19, 600, len(data) - 1} {
		cut := data[:n]
		_, err := seal.OpenBlob(f.centre, readdressed(m, seal.KindForm, cut), seal.KindForm, cut)
		require.ErrorIsf(t, err, seal.ErrBlob, "cut to %d", n)
	}
}

func TestParseManifest_EveryChangedCharacterIsRefused(t *testing.T) {
	f := newFixture(t)
	sealed, _ := f.seal(t, application(800), first)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for i, c := range sealed.Manifest {
		changed := bytes.Clone(sealed.Manifest)
		if at := strings.IndexByte(alphabet, c); at >= 0 {
			changed[i] = alphabet[at^1] // the smallest change: also the last character's unused bits
		} else {
			changed[i] = 'A'
		}
		_, err := seal.ParseManifest(changed, &f.terminal.PublicKey)
		require.ErrorIsf(t, err, seal.ErrManifest, "character %d", i)
	}
	for _, other := range []string{" " + string(sealed.Manifest), string(sealed.Manifest) + "\n", string(sealed.Manifest) + "="} {
		_, err := seal.ParseManifest([]byte(other), &f.terminal.PublicKey)
		require.ErrorIs(t, err, seal.ErrManifest, "another spelling")
	}
}

func TestParseManifest_AnotherTerminalsKeyIsRefused(t *testing.T) {
	f := newFixture(t)
	sealed, _ := f.seal(t, application(800), first)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	_, err = seal.ParseManifest(sealed.Manifest, &other.PublicKey)
	require.ErrorIs(t, err, seal.ErrManifest)
	_, err = seal.ParseManifest(sealed.Manifest, nil)
	require.ErrorIs(t, err, seal.ErrManifest)
}

func TestReceipt_OnlyForThisApplicationAndByTheCentre(t *testing.T) {
	centre, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	r := seal.Receipt{ID: kiosk.NewApplicationID(), Digest: seal.Digest([]byte("x")), Seq: 7, ReceivedAt: time.Date(2026, 11, 21, 1, 2, 3, 4, time.UTC)}
	jws, err := seal.SignReceipt(centre, r)
	require.NoError(t, err)

	got, err := seal.VerifyReceipt(jws, &centre.PublicKey)
	require.NoError(t, err)
	assert.Equal(t, r, got)

	check := seal.ReceiptCheck(&centre.PublicKey)
	require.NoError(t, check(jws, r.ID, r.Digest))
	require.ErrorIs(t, check(jws, kiosk.NewApplicationID(), r.Digest), seal.ErrReceipt)
	require.ErrorIs(t, check(jws, r.ID, seal.Digest([]byte("y"))), seal.ErrReceipt)
	require.ErrorIs(t, seal.ReceiptCheck(&other.PublicKey)(jws, r.ID, r.Digest), seal.ErrReceipt)
	_, err = seal.SignReceipt(centre, seal.Receipt{ID: r.ID})
	require.Error(t, err)
}
