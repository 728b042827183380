package ui_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/theme"
)

// The policy's texts are written by its owner and not by who draws the screens:
// each of them must fit where it is shown.
func TestPolicyTexts_EveryRule_FitsTheRefusalAndTheChoice(t *testing.T) {
	var rules struct {
		Papers map[string]kiosk.Text
		Rules  []struct {
			ID        string
			Why, Next kiosk.Text
			Bring     []string
		}
	}
	read(t, "policy/rules.json", &rules)
	require.NotEmpty(t, rules.Rules)
	b := newBench(t, theme.Calm())
	for _, l := range kiosk.Languages {
		why, nothing := named(t, "why-not-printed", l), named(t, "choice-nothing", l)
		title := named(t, "specify-unfit", l).View.Asking.Title // the longest of all
		for _, rule := range rules.Rules {
			denied := *why.View.Denied
			denied.Title, denied.Why, denied.Next, denied.Bring = title, rule.Why, rule.Next, nil
			for _, paper := range rule.Bring {
				denied.Bring = append(denied.Bring, rules.Papers[paper])
			}
			v := why.View
			v.Denied = &denied
			b.show(v)
			nothingIsCut(t, b, "why-not "+rule.ID+" "+string(l))
			v = nothing.View
			v.Options = []kiosk.Verdict{denied, denied, denied}
			v.Options[1].Choice.Reason, v.Options[2].Choice.Reason = "04", "16"
			b.show(v)
			nothingIsCut(t, b, "choice "+rule.ID+" "+string(l))
		}
	}
}

func TestPolicyTexts_EveryReasonAndAnswer_Fits(t *testing.T) {
	var reasons struct {
		Reasons []struct {
			Code       kiosk.ReasonCode
			Title      kiosk.Text
			SubReasons []struct {
				ID    string
				Title kiosk.Text
			}
		}
	}
	read(t, "policy/reasons.json", &reasons)
	require.NotEmpty(t, reasons.Reasons)
	b := newBench(t, theme.Calm())
	for _, l := range kiosk.Languages {
		choice, ask, summary := named(t, "choice-both", l).View, named(t, "specify-unfit", l).View, named(t, "summary-both", l).View
		for _, reason := range reasons.Reasons {
			var options []kiosk.Verdict
			for _, c := range []kiosk.Choice{{Document: kiosk.IDCard}, {Document: kiosk.Passport, Pages: 36}, {Document: kiosk.Passport, Pages: 48}} {
				c.Reason = reason.Code
				o := choice.Options[0]
				o.Choice, o.Title = c, reason.Title
				for _, sub := range reason.SubReasons {
					c.SubReason = sub.ID
					s := o
					s.Choice, s.Title, s.SubReasons = c, sub.Title, nil
					o.SubReasons = append(o.SubReasons, s)
				}
				options = append(options, o)
			}
			both := []kiosk.Choice{options[0].Choice, options[1].Choice}
			if n := len(reason.SubReasons); n > 0 {
				both = []kiosk.Choice{options[0].SubReasons[n-1].Choice, options[1].SubReasons[0].Choice}
			}
			choice.Options, choice.Chosen = options, both
			summary.Options, summary.Chosen = options, both
			b.show(choice)
			nothingIsCut(t, b, "choice "+string(reason.Code)+" "+string(l))
			b.show(summary)
			nothingIsCut(t, b, "summary "+string(reason.Code)+" "+string(l))
			ask.Asking = &options[1]
			b.show(ask)
			nothingIsCut(t, b, "specify "+string(reason.Code)+" "+string(l))
		}
	}
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	content, err := fs.ReadFile(assets.Policy, path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, into))
}

// The help says some numbers of the policy: they must be those that are shipped.
func TestHelp_NumbersAreThoseOfTheShippedPolicy(t *testing.T) {
	var rules struct {
		Rules []struct {
			ID      string
			Require struct{ Years, AfterDays, BeforeDays int }
		}
	}
	read(t, "policy/rules.json", &rules)
	number := map[string]int{}
	for _, r := range rules.Rules {
		number[r.ID] = r.Require.Years + r.Require.AfterDays + r.Require.BeforeDays
	}
	var calendar struct {
		Terms []struct{ WorkingDays int }
	}
	read(t, "policy/calendar.json", &calendar)
	require.NotEmpty(t, calendar.Terms)
	book, err := help.Load(assets.Help)
	require.NoError(t, err)
	for _, l := range kiosk.Languages {
		for _, c := range []struct {
			topic  string
			number int
		}{
			{"terminal", number["under-age"]}, {"late", number["id-card-overdue"]}, {"late", number["id-card-not-expiring"]},
			{"terms", calendar.Terms[len(calendar.Terms)-1].WorkingDays},
		} {
			topic, found := book.Topic(l, c.topic)
			require.True(t, found)
			require.Positive(t, c.number, c.topic)
			said := ""
			for _, part := range topic.Parts {
				said += " " + part.Text
			}
			require.Regexp(t, fmt.Sprintf(`(^|\D)%d(\D|$)`, c.number), said, "%s %s", l, c.topic)
		}
	}
}
