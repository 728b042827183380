package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/kiosk/policy/bundle"
)

// policyKeygen makes the pair of keys whose private half signs bundles and never leaves its owner.
func policyKeygen(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl policy keygen", flag.ContinueOnError)
	private := flags.String("out", "offline.pem", "new `file` of the private key, to be kept offline")
	public := flags.String("pub", "policy-key.pem", "new `file` of the public key, for terminals and centre")
	if err := parseOnly(flags, args, out); err != nil {
		return err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	if err := bundle.WriteKeys(key, *private, *public); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s signs; keep it offline\n%s is for -policy-key of terminals and centre\n", *private, *public)
	return nil
}

// policyBuild signs what is sound and answers its examples, and nothing else.
func policyBuild(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl policy build", flag.ContinueOnError)
	in := flags.String("in", "", "`folder` of policy files over the built-in ones, or - for those alone")
	version := flags.String("version", "", "`name` of the set, as printed on receipts")
	until := flags.String("valid-until", "", "last `day` on which applications may be taken by it, YYYY-MM-DD")
	keyFile := flags.String("key", "", "PEM `file` of the private key")
	target := flags.String("out", "", "new `file` to write")
	force := flags.Bool("force", false, "write over the file that is there")
	serial := flags.String("serial", "", "`number` above those of all sets before; by default the present time as YYYYMMDDhhmmss")
	examples := flags.Bool("examples", true, "refuse to sign what contradicts an example")
	if err := parseOnly(flags, args, out); err != nil {
		return err
	}
	for _, name := range []string{"in", "version", "valid-until", "key", "out"} {
		if flags.Lookup(name).Value.String() == "" {
			return fmt.Errorf("%w: -%s is needed", errUsage, name)
		}
	}
	now := time.Now()
	m := bundle.Meta{Version: *version, Created: now}
	var err error
	if m.ValidUntil, err = kiosk.ParseDate(*until); err != nil {
		return fmt.Errorf("%w: -valid-until: %w", errUsage, err)
	}
	if *serial == "" {
		*serial = now.UTC().Format("20060102150405")
	}
	if m.Serial, err = strconv.ParseInt(*serial, 10, 64); err != nil || m.Serial < 1 {
		return fmt.Errorf("%w: -serial: want a number above 0", errUsage)
	}
	if today().DaysUntil(m.ValidUntil) < 0 {
		return fmt.Errorf("%s is in the past: no terminal would take it", m.ValidUntil)
	}
	if _, err := os.Lstat(*target); err == nil && !*force {
		return fmt.Errorf("%s exists: a bundle may have gone out already (-force writes over it)", *target)
	}
	key, err := bundle.ReadPrivateKey(*keyFile)
	if err != nil {
		return err
	}
	s, err := openSource(*in)
	if err != nil {
		return err
	}
	if *examples {
		if err := s.answersItsExamples(out); err != nil {
			return err
		}
	}
	b, err := s.sign(m, key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(*target, b.Bytes(), 0o644); err != nil {
		return err
	}
	describe(*target, b, out)
	return nil
}

func (s source) answersItsExamples(out io.Writer) error {
	contradictions, total, err := s.contradictions()
	if err != nil {
		return err
	}
	for _, c := range contradictions {
		fmt.Fprintf(out, "example %s\n", c)
	}
	if len(contradictions) > 0 {
		return fmt.Errorf("not signed: %d of what %d examples expect is answered otherwise (-examples=false signs all the same)", len(contradictions), total)
	}
	fmt.Fprintf(out, "%d examples are answered as expected\n", total)
	return nil
}

// sign makes a bundle of every file, those of the program too: what it says does
// not depend on which program reads it. The result is read back as a terminal would.
func (s source) sign(m bundle.Meta, key ed25519.PrivateKey) (*bundle.Bundle, error) {
	files := map[string][]byte{}
	for _, name := range policy.Files {
		for _, layer := range s.layers {
			content, err := fs.ReadFile(layer, name)
			if err == nil {
				files[name] = content
			} else if !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	data, err := bundle.Build(files, m, key)
	if err != nil {
		return nil, err
	}
	b, err := bundle.Verify(data, key.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	_, err = load([]fs.FS{s.layers[0], b.Files()})
	return b, err
}

// policyVerify checks a bundle as a terminal does.
func policyVerify(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("kioskctl policy verify", flag.ContinueOnError)
	keyFile := flags.String("key", "", "PEM `file` of the public keys")
	rest, err := parse(flags, args, out)
	if err != nil {
		return err
	}
	if *keyFile == "" || len(rest) != 1 {
		return fmt.Errorf("%w: -key and one bundle", errUsage)
	}
	keys, err := bundle.ReadPublicKeys(*keyFile)
	if err != nil {
		return err
	}
	data, err := readBundle(rest[0])
	if err != nil {
		return err
	}
	b, err := bundle.Verify(data, keys...)
	if err != nil {
		return fmt.Errorf("%s: %w", rest[0], err)
	}
	if _, err := openSource(rest[0]); err != nil {
		return fmt.Errorf("rightly signed, but %w", err)
	}
	if today().DaysUntil(b.ValidUntil) < 0 {
		return fmt.Errorf("%s: %w: valid until %s", rest[0], bundle.ErrExpired, b.ValidUntil)
	}
	describe(rest[0], b, out)
	return nil
}

// describe says what a rightly signed bundle is.
func describe(path string, b *bundle.Bundle, out io.Writer) {
	fmt.Fprintf(out, "%s: policy %s, serial %d, made %s UTC, valid until %s\n", path, b.Version, b.Serial, b.Created.Format(time.DateTime), b.ValidUntil)
	fmt.Fprintf(out, "rightly signed, %d bytes: %s\n", len(b.Bytes()), strings.Join(b.Names(), " "))
}

// parseOnly reads flags of a command that has nothing else.
func parseOnly(flags *flag.FlagSet, args []string, out io.Writer) error {
	rest, err := parse(flags, args, out)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%w: unexpected %q", errUsage, rest[0])
	}
	return err
}
