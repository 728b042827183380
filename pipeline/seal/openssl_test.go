package seal_test

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// OpenSSL is the judge of the signature: it knows nothing of our code or of go-jose.
func TestManifest_SignatureIsValidForOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("no openssl on PATH")
	}
	f := newFixture(t)
	sealed, _ := f.seal(t, application(800), first)
	at := bytes.LastIndexByte(sealed.Manifest, '.')
	raw, err := base64.RawURLEncoding.DecodeString(string(sealed.Manifest[at+1:]))
	require.NoError(t, err)
	require.Len(t, raw, 64) // RFC 7518 §3.4: R || S
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])})
	require.NoError(t, err)
	pkix, err := x509.MarshalPKIXPublicKey(&f.terminal.PublicKey)
	require.NoError(t, err)

	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, b, 0o600))
		return path
	}
	pub := write("pub.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pkix}))
	sig := write("sig.der", der)
	verify := func(signed []byte) (string, error) {
		out, err := exec.Command(openssl, "dgst", "-sha256", "-verify", pub, "-signature", sig, write("signed", signed)).CombinedOutput()
		return string(out), err
	}
	out, err := verify(sealed.Manifest[:at])
	require.NoError(t, err, out)
	assert.Contains(t, out, "Verified OK")

	out, err = verify(append(bytes.Clone(sealed.Manifest[:at-1]), sealed.Manifest[at-1]^1))
	require.Error(t, err, "the judge must be able to say no: %s", out)
}
