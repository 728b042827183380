package journal_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/journal"
)

func TestScrub(t *testing.T) {
	for in, want := range map[string]string{
		"iin 850615390005 unknown":              "iin [redacted] unknown",
		"iin_850615390005":                      "iin_[redacted]",
		"[850615390005,000229690109]":           "[[redacted],[redacted]]",
		"850615 390 005":                        "[redacted]",
		"850 615 390 005":                       "[redacted]",
		"850615-390005":                         "[redacted]",
		"to +77010009001":                       "to [redacted]",
		"87010009001":                           "[redacted]",
		"7010009001":                            "[redacted]",
		"+7 701 000 90 01":                      "[redacted]",
		"+7 (701) 000-90-01":                    "[redacted]",
		"8 701 000 90 01":                       "[redacted]",
		"masked 850615****05, +7 7** *** ** 12": "masked 850615****05, +7 7** *** ** 12",
		"0192f3a4-5b6c-7d8e-9fa0-010203040506":  "0192f3a4-5b6c-7d8e-9fa0-010203040506",
		strings.Repeat("0123456789abcdef", 4):   strings.Repeat("0123456789abcdef", 4),
		"1795255200 s, 1795255200123 ms":        "1795255200 s, 1795255200123 ms",
		"coupon SHY-2026-900017, 17 300 ₸":      "coupon SHY-2026-900017, 17 300 ₸",
		"2026-11-21 14:05:06":                   "2026-11-21 14:05:06",
		"":                                      "",
	} {
		assert.Equal(t, want, journal.Scrub(in))
	}
}

type secret struct{ iin string }

func (s secret) LogValue() slog.Value { return slog.StringValue(s.iin) }

func TestRedact_LooksEverywhere(t *testing.T) {
	const iin, phone = "850615390005", "+77010009001"
	person := kiosk.Person{IIN: iin}
	for name, h := range map[string]func(*bytes.Buffer) slog.Handler{
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
	} {
		var b bytes.Buffer
		log := slog.New(journal.Redact(h(&b))).With("with", iin).WithGroup("g" + iin)
		log.Info("message "+iin,
			"text", phone,
			"error", errors.New("for "+iin),
			"number", int64(850615390005),
			"unsigned", uint64(850615390005),
			"valuer", secret{iin},
			"struct", person,
			"behind a pointer", struct{ P *kiosk.Person }{&person},
			"bytes", []byte(iin),
			"list", []string{iin},
			"map", map[string]string{"k": phone},
			slog.Group("group", "inner", phone, slog.Group("deeper", "x", iin)),
			"key "+iin, 1,
		)
		assert.NotContains(t, b.String(), iin, name)
		assert.NotContains(t, b.String(), "7010009001", name)
		assert.GreaterOrEqual(t, strings.Count(b.String(), journal.Redacted), 15, name)
	}
}

func TestRedact_LeavesTheRest(t *testing.T) {
	var b bytes.Buffer
	slog.New(journal.Redact(slog.NewTextHandler(&b, nil))).Info("opened", "free", int64(107374182400), "id", app, "ok", true, "nothing", nil)
	assert.Contains(t, b.String(), "free=107374182400 id="+string(app)+" ok=true nothing=<nil>")
}

func FuzzScrub(f *testing.F) {
	f.Add("iin ", " end")
	f.Add("0192f3a4-5b6c-7d8e-9fa0-", "")
	f.Fuzz(func(t *testing.T, before, after string) {
		journal.Scrub(before + after)
		if got := journal.Scrub(before + " 850615390005 " + after); strings.Contains(got, "850615390005") &&
			!strings.Contains(before+after, "850615390005") {
			t.Fatalf("%q", got)
		}
	})
}
