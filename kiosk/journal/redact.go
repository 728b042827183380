package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Redacted stands where something had the shape of personal data.
const Redacted = "[redacted]"

var (
	// Runs of digits, and around them the tokens whose digits mean nothing: UUIDs and long hexadecimal numbers.
	digits = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,}|\+?[0-9]+`)
	// Numbers as people group them.
	grouped = regexp.MustCompile(`(?:\+?7|8)[\s\x{A0}(-]+7[0-9]{2}[\s\x{A0})-]*[0-9]{3}[\s\x{A0}-]*[0-9]{2}[\s\x{A0}-]*[0-9]{2}` +
		`|[0-9]{6}[\s\x{A0}-][0-9]{3}[\s\x{A0}-]?[0-9]{3}|[0-9]{3}(?:[\s\x{A0}-][0-9]{3}){3}`)
)

// Scrub replaces what has the shape of an IIN (twelve digits) or of a mobile
// number of Kazakhstan (7 7… or 8 7… with eleven digits, 7… with ten). Ids and
// digests stay readable.
func Scrub(s string) string {
	s = digits.ReplaceAllStringFunc(s, func(run string) string {
		if personal(run) {
			return Redacted
		}
		return run
	})
	return grouped.ReplaceAllString(s, Redacted)
}

func personal(run string) bool {
	if run[0] == '+' {
		run = run[1:]
	}
	switch len(run) {
	case 12:
		return true
	case 11:
		return (run[0] == '7' || run[0] == '8') && run[1] == '7'
	case 10:
		return run[0] == '7'
	}
	return false
}

// Redact passes records on to next after Scrub has gone over the message and
// every attribute, inside groups, errors and other values too.
func Redact(next slog.Handler) slog.Handler { return redactor{next} }

type redactor struct{ next slog.Handler }

func (r redactor) Enabled(ctx context.Context, l slog.Level) bool { return r.next.Enabled(ctx, l) }

func (r redactor) Handle(ctx context.Context, in slog.Record) error {
	out := slog.NewRecord(in.Time, in.Level, Scrub(in.Message), in.PC)
	in.Attrs(func(a slog.Attr) bool { out.AddAttrs(scrubAttr(a)); return true })
	return r.next.Handle(ctx, out)
}

func (r redactor) WithAttrs(attrs []slog.Attr) slog.Handler {
	return redactor{r.next.WithAttrs(scrubAttrs(attrs))}
}

func (r redactor) WithGroup(name string) slog.Handler { return redactor{r.next.WithGroup(Scrub(name))} }

func scrubAttrs(in []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, len(in))
	for i, a := range in {
		out[i] = scrubAttr(a)
	}
	return out
}

func scrubAttr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		v = slog.StringValue(Scrub(v.String()))
	case slog.KindGroup:
		v = slog.GroupValue(scrubAttrs(v.Group())...)
	case slog.KindInt64:
		v = scrubNumber(v, strconv.FormatInt(v.Int64(), 10))
	case slog.KindUint64:
		v = scrubNumber(v, strconv.FormatUint(v.Uint64(), 10))
	case slog.KindAny:
		v = scrubAny(v)
	}
	return slog.Attr{Key: Scrub(a.Key), Value: v}
}

// scrubNumber removes only what is a real IIN: sizes in bytes have twelve digits too.
func scrubNumber(v slog.Value, text string) slog.Value {
	for len(text) < 12 {
		text = "0" + text // the IIN of somebody born in 2000 or later
	}
	if _, err := kiosk.ParseIIN(text, time.Now()); err == nil {
		return slog.StringValue(Redacted)
	}
	return v
}

// scrubAny keeps a value whose text is clean, printed or as JSON, and replaces any other by that text.
func scrubAny(v slog.Value) slog.Value {
	var texts []string
	switch x := v.Any().(type) {
	case nil:
	case []byte:
		texts = []string{string(x)}
	case error:
		texts = []string{x.Error()}
	default:
		texts = []string{fmt.Sprintf("%+v", x)}
		if b, err := json.Marshal(x); err == nil { // reaches behind pointers
			texts = append(texts, string(b))
		}
	}
	for _, text := range texts {
		if clean := Scrub(text); clean != text {
			return slog.StringValue(clean)
		}
	}
	return v
}
