package main

import (
	"crypto/ed25519"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

// What "make run" prints can be pasted into a shell: it signs with the table's key
// and sends the bundle to the table's centre.
func TestRecipe_SignsAndPublishes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds kioskctl; not with -short")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not there")
	}
	bin := filepath.Join(t.TempDir(), "a table's programs")
	out, err := exec.Command("go", "build", "-o", bin+"/", "../kioskctl").CombinedOutput()
	require.NoError(t, err, string(out))
	private, public := filepath.Join(bin, "private.pem"), filepath.Join(bin, "public.pem")
	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	require.NoError(t, bundle.WriteKeys(key, private, public))
	var published []byte
	centre := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "/operator/api/policy", r.URL.Path)
		published, _ = io.ReadAll(r.Body)
	}))
	defer centre.Close()
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "DIR"), 0o700))
	sh := exec.Command("sh", "-e")
	sh.Dir, sh.Stdin = folder, strings.NewReader(recipe(bin, private, centre.URL, kiosk.DateOf(time.Now())))
	out, err = sh.CombinedOutput()
	require.NoError(t, err, string(out))
	_, err = bundle.Verify(published, key.Public().(ed25519.PublicKey))
	assert.NoError(t, err)
}
