package seal_test

import (
	"testing"

	"documenting.kz/terminal/pipeline/seal"
)

// A manifest that parses under the terminal's key can only be the seed: the
// fuzzer has no private key.
func FuzzParseManifest(f *testing.F) {
	x := newFixture(f)
	sealed, _ := x.seal(f, application(800), first)
	f.Add(sealed.Manifest)
	f.Add([]byte("eyJhbGciOiJub25lIn0.e30."))
	f.Add([]byte(`{"payload":"","signatures":[]}`))
	f.Fuzz(func(t *testing.T, jws []byte) {
		if _, err := seal.ParseManifest(jws, &x.terminal.PublicKey); err == nil && string(jws) != string(sealed.Manifest) {
			t.Fatalf("accepted what the terminal never signed: %q", jws)
		}
	})
}

// The address is rewritten to fit, so that the fuzzer reaches the parser behind it.
func FuzzOpenBlob(f *testing.F) {
	x := newFixture(f)
	sealed, m := x.seal(f, application(800), first)
	f.Add(sealed.Blobs[0].Data)
	f.Add(sealed.Blobs[0].Data[:19])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := seal.OpenBlob(x.centre, readdressed(m, seal.KindForm, data), seal.KindForm, data)
		if err == nil && string(data) != string(sealed.Blobs[0].Data) {
			t.Fatal("opened what was never sealed")
		}
	})
}

func FuzzParseStrokes(f *testing.F) {
	f.Add([]byte(`{"version":1,"padWidthMM":100,"padHeightMM":60,"strokes":[[[1,2,0.5,0],[1,2,0.5,8]]]}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		s, err := seal.ParseStrokes(plain)
		if err == nil && (s.PadWidth <= 0 || len(s.Strokes) == 0) {
			t.Fatal("accepted a signature without a pad or strokes")
		}
	})
}
