package ui_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/screen/sample"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

func view(t testing.TB, name string, l kiosk.Language) kiosk.View {
	t.Helper()
	return named(t, name, l).View
}

func named(t testing.TB, name string, l kiosk.Language) sample.Named {
	t.Helper()
	for _, s := range sample.Views(l) {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no sample is called %s", name)
	return sample.Named{}
}

func TestShow_ManyViewsFromManyGoroutines_OneClosureAndTheLatestIsDrawn(t *testing.T) {
	b := newBench(t, theme.Calm())
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { b.front.Show(view(t, "consent", kiosk.Russian)) })
	}
	all.Wait()
	b.front.Show(view(t, "iin", kiosk.English))
	assert.Equal(t, 1, b.loop.run(), "closures in the loop's queue")
	assert.Contains(t, b.words(), "Enter your IIN")
}

func TestPress_EveryButton_SendsItsEventForTheStateShown(t *testing.T) {
	b := newBench(t, theme.Calm())
	choice := func(c kiosk.Choice) kiosk.Event { return kiosk.Event{Kind: kiosk.EvChoose, Choice: c} }
	for _, c := range []struct {
		on, id string
		want   kiosk.Event
	}{
		{"attract", "start", kiosk.Event{Kind: kiosk.EvStart}},
		{"attract", "lang-ru", kiosk.Event{Kind: kiosk.EvLanguage, Language: kiosk.Russian}},
		{"consent", "next", kiosk.Event{Kind: kiosk.EvNext}},
		{"consent", "back", kiosk.Event{Kind: kiosk.EvBack}},
		{"consent", "cancel", kiosk.Event{Kind: kiosk.EvCancel}},
		{"consent", "staff", kiosk.Event{Kind: kiosk.EvStaff}},
		{"consent", "lang-en", kiosk.Event{Kind: kiosk.EvLanguage, Language: kiosk.English}},
		{"iin", "digit-7", kiosk.Event{Kind: kiosk.EvDigit, Text: "7"}},
		{"iin-typing", "erase", kiosk.Event{Kind: kiosk.EvErase}},
		{"iin-typing", "clear", kiosk.Event{Kind: kiosk.EvClear}},
		{"code", "resend", kiosk.Event{Kind: kiosk.EvResend}},
		{"again", "again", kiosk.Event{Kind: kiosk.EvAgain}},
		{"choice", "choose-18-id-card", choice(kiosk.Choice{Document: kiosk.IDCard, Reason: "18"})},
		{"choice-passport", "choose-18-passport-48", choice(kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 48})},
		{"choice-everything", "choose-07-id-card", kiosk.Event{Kind: kiosk.EvSpecify, Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: "07"}}},
		{"choice-both", "choose-07-passport-36", choice(kiosk.Choice{Document: kiosk.Passport, Reason: "07", Pages: 36, SubReason: "pages-used"})}, // takes it back
		{"choice-late", "why-18-id-card", kiosk.Event{Kind: kiosk.EvWhy, Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: "18"}}},
		{"choice-nothing", "finish", kiosk.Event{Kind: kiosk.EvCancelYes}},
		{"choice-nothing", "help", kiosk.Event{Kind: kiosk.EvHelp}},
		{"specify-unfit", "sub-wear", kiosk.Event{Kind: kiosk.EvSubReason, Choice: kiosk.Choice{Document: kiosk.Passport, Reason: "07", Pages: 36, SubReason: "wear"}}},
		{"specify-lost", "why-sub-stolen", kiosk.Event{Kind: kiosk.EvWhy, Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: "09", SubReason: "stolen"}}},
		{"why-not", "slip", kiosk.Event{Kind: kiosk.EvSlip}},
		{"why-not", "back", kiosk.Event{Kind: kiosk.EvBack}},
		{"why-not", "finish", kiosk.Event{Kind: kiosk.EvFinish}},
		{"refused-slip-failed", "slip", kiosk.Event{Kind: kiosk.EvSlip}},
		{"help-photo", "help-close", kiosk.Event{Kind: kiosk.EvDismiss}},
		{"details", "wrong-data", kiosk.Event{Kind: kiosk.EvWrongData}},
		{"pick", "pick-1", kiosk.Event{Kind: kiosk.EvPick, N: 0}},
		{"pick", "pick-3", kiosk.Event{Kind: kiosk.EvPick, N: 2}},
		{"pick", "retake", kiosk.Event{Kind: kiosk.EvRetake}},
		{"sign-signed", "redo", kiosk.Event{Kind: kiosk.EvRedo}},
		{"sign", "cannot-sign", kiosk.Event{Kind: kiosk.EvCannotSign}},
		{"pay-again", "again", kiosk.Event{Kind: kiosk.EvAgain}},
		{"print-fault", "finish", kiosk.Event{Kind: kiosk.EvFinish}},
		{"done", "rate-5", kiosk.Event{Kind: kiosk.EvRate, N: 5}},
		{"overlay-idle", "dismiss", kiosk.Event{Kind: kiosk.EvDismiss}},
		{"overlay-cancel", "cancel-yes", kiosk.Event{Kind: kiosk.EvCancelYes}},
		{"overlay-staff", "dismiss", kiosk.Event{Kind: kiosk.EvDismiss}},
		{"overlay-cancel", "lang-kk", kiosk.Event{Kind: kiosk.EvLanguage, Language: kiosk.Kazakh}},
	} {
		s := named(t, c.on, kiosk.Kazakh)
		b.showSample(s)
		b.press(c.id)
		c.want.On = s.View.State
		require.Len(t, b.sent, 1, "%s on %s", c.id, c.on)
		assert.Equal(t, c.want, b.sent[0], "%s on %s", c.id, c.on)
	}
}

func TestPress_SecondHalfOfADoubleTap_IsIgnoredOnTheNextScreen(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "details", kiosk.Kazakh))
	next := b.boxes()["next"]
	at := fyne.NewPos(float32(next.Min.X+50), float32(next.Min.Y+50))
	b.touch(at)
	b.front.Show(view(t, "pick", kiosk.Kazakh))
	b.loop.run()
	b.clock = b.clock.Add(100 * time.Millisecond)
	b.touch(at)
	assert.Len(t, b.sent, 1)
	b.clock = b.clock.Add(200 * time.Millisecond)
	b.touch(at)
	assert.Len(t, b.sent, 2)
	assert.Equal(t, kiosk.PickPortrait, b.sent[1].On)
}

func TestPress_WhatIsOff_SaysOnlyThatSomebodyIsThere(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "iin-right", kiosk.Kazakh))
	next := b.boxes()["next"]
	b.show(view(t, "iin", kiosk.Kazakh))
	assert.NotContains(t, b.boxes(), "next")
	b.touch(fyne.NewPos(float32(next.Min.X+50), float32(next.Min.Y+50)))
	require.Len(t, b.sent, 1)
	assert.Equal(t, kiosk.EvTouch, b.sent[0].Kind)
}

func TestPress_NoButton_SaysThatSomebodyIsThere(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "consent", kiosk.Kazakh))
	b.touch(fyne.NewPos(500, 200))
	require.Len(t, b.sent, 1)
	assert.Equal(t, kiosk.Event{Kind: kiosk.EvTouch, On: kiosk.AskConsent}, b.sent[0])
}

func TestOverlay_CoversTheScreen_ButNotTheLanguages(t *testing.T) {
	b := newBench(t, theme.Calm())
	b.show(view(t, "overlay-cancel", kiosk.Kazakh))
	boxes := b.boxes()
	for _, covered := range []string{"digit-1", "back", "cancel", "next"} {
		assert.NotContains(t, boxes, covered)
	}
	assert.Contains(t, boxes, "cancel-yes")
	assert.Contains(t, boxes, "lang-ru")
	b.touch(fyne.NewPos(500, 500))
	require.Len(t, b.sent, 1)
	assert.Equal(t, kiosk.EvTouch, b.sent[0].Kind, "the scrim takes the touch")
}

func TestChoice_TabsAndPages_ReachEveryOption(t *testing.T) {
	b := newBench(t, theme.Calm())
	for _, l := range kiosk.Languages {
		s := named(t, "choice", l)
		s.View.Chosen = nil
		b.showSample(s)
		want := map[string]bool{}
		for _, o := range s.View.Options {
			id := fmt.Sprintf("choose-%s-%s", o.Choice.Reason, o.Choice.Document)
			if o.Choice.Pages > 0 {
				id = fmt.Sprintf("%s-%d", id, o.Choice.Pages)
			}
			if !o.Allowed {
				id = fmt.Sprintf("why-%s-%s", o.Choice.Reason, o.Choice.Document)
			}
			want[id] = true
		}
		found := map[string]bool{}
		said := ""
		for _, tab := range []string{"tab-id-card", "tab-passport"} {
			b.press(tab)
			for range 8 {
				for id := range b.boxes() {
					if strings.HasPrefix(id, "choose-") || strings.HasPrefix(id, "why-") {
						found[id] = true
					}
				}
				said += " " + strings.Join(b.words(), " ") // a sentence may go over lines
				if _, ok := b.boxes()["more"]; ok {
					b.press("more")
				}
			}
		}
		assert.Equal(t, want, found, l)
		if l == kiosk.Russian {
			for _, o := range s.View.Options {
				if !o.Allowed {
					assert.Contains(t, said, o.Why.RU, "why not is said")
					assert.Contains(t, said, o.Next.RU, "and what to do")
				}
			}
			assert.Contains(t, said, "Почему?", "and that one may ask")
		}
	}
}

func TestChoice_OneMoreIsChosen_ItIsInSight(t *testing.T) {
	b := newBench(t, theme.Calm())
	s := named(t, "choice-both", kiosk.Russian)
	both := s.View.Chosen
	s.View.Chosen, s.Press = both[:1], nil
	b.showSample(s)
	assert.Contains(t, b.boxes(), "choose-18-id-card")
	v := s.View
	v.Chosen = both
	b.show(v)
	assert.Contains(t, b.boxes(), "choose-07-passport-36", "the passport's page with what was chosen")
	assert.Contains(t, b.words(), "Использованы все страницы паспорта", "and what was answered")
	assert.Contains(t, b.words(), "около 35\u00a0465\u00a0₸", "and what both cost")
}

func TestChoice_LanguageChanges_TheDocumentShownStays(t *testing.T) {
	b := newBench(t, theme.Calm())
	s := named(t, "choice-both", kiosk.Russian)
	b.showSample(s)
	b.press("tab-id-card")
	v := s.View
	v.Language = kiosk.Kazakh
	b.show(v)
	assert.Contains(t, b.boxes(), "choose-18-id-card")
	assert.Contains(t, b.words(), "Жеке куәлік")
}

func TestHelp_TwoTouches_ReachEveryTopic(t *testing.T) {
	b := newBench(t, theme.Calm())
	for _, l := range kiosk.Languages {
		for _, topic := range b.book.Topics(l) {
			v := view(t, "phone", l)
			b.show(v)
			b.sent = nil
			b.press("help")
			require.Equal(t, kiosk.EvHelp, b.sent[0].Kind)
			v.Overlay = kiosk.OverlayHelp
			b.show(v)
			b.press("topic-" + topic.ID)
			assert.Contains(t, strings.Join(b.words(), " "), topic.Title)
			v.Overlay, v.Countdown = kiosk.OverlayIdle, 9
			b.show(v)
			v.Overlay = kiosk.OverlayHelp
			b.show(v)
			assert.Contains(t, b.boxes(), "help-topics", "a warning does not close the topic")
			b.press("help-topics")
			assert.Contains(t, b.boxes(), "topic-"+topic.ID)
		}
	}
}

func TestHelp_EveryPageOfEveryTopic_IsWhole(t *testing.T) {
	b := newBench(t, theme.Calm())
	for _, l := range kiosk.Languages {
		s := named(t, "help", l)
		for _, topic := range b.book.Topics(l) {
			b.showSample(s)
			b.press("topic-" + topic.ID)
			seen := map[string]bool{}
			for page := range 6 {
				nothingIsCut(t, b, fmt.Sprintf("%s page %d %s", topic.ID, page+1, l))
				reachable(t, b, topic.ID)
				for _, w := range b.words() {
					for _, word := range strings.Fields(w) {
						seen[word] = true
					}
				}
				if _, ok := b.boxes()["more"]; ok {
					b.press("more")
				}
			}
			for _, part := range topic.Parts {
				for _, word := range strings.Fields(part.Head + " " + part.Text) {
					ok := seen[word]
					for _, half := range strings.SplitAfter(word, "-") { // a long double word breaks after its hyphen
						ok = ok || seen[half]
					}
					assert.True(t, ok, "%s %s: %q is on no page", topic.ID, l, word)
				}
				if part.Picture != "" {
					assert.NotNil(t, widget.PhotoArt(part.Picture), "%s %s: no picture %s", topic.ID, l, part.Picture)
				}
			}
		}
	}
}

func TestTyping_NothingIsBuilt(t *testing.T) {
	b := newBench(t, theme.Calm())
	v := view(t, "iin", kiosk.Kazakh)
	b.show(v)
	before := objects(b)
	for n, value := range []string{"8", "85", "850", "8506"} {
		v.Input.Value, v.Input.Len = value, n+1
		b.show(v)
	}
	after := objects(b)
	for o := range before {
		assert.True(t, after[o], "%T was thrown away", o)
	}
}

func objects(b *bench) map[fyne.CanvasObject]bool {
	all := map[fyne.CanvasObject]bool{}
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		if _, ok := o.(fyne.Widget); ok {
			all[o] = true
		}
	})
	return all
}

func TestEndOfAVisit_NothingOfThePersonIsLeftInTheWindow(t *testing.T) {
	b := newBench(t, theme.Calm())
	for _, name := range []string{"iin-right", "choice", "details", "pick", "summary", "pay", "done"} {
		b.show(view(t, name, kiosk.Kazakh))
	}
	person := objects(b)
	b.show(view(t, "attract", kiosk.Kazakh))
	for _, w := range b.words() {
		assert.NotContains(t, w, "Құрманғазыұлынов")
		assert.NotContains(t, w, "9C41A7E0")
	}
	b.show(view(t, "done", kiosk.Kazakh))
	kept := 0
	for o := range objects(b) {
		if person[o] {
			kept++
		}
	}
	fresh := len(objects(b)) - kept
	assert.Greater(t, fresh, 10, "the screen is a new one")
}

func TestGround_Cursor_IsHidden(t *testing.T) {
	b := newBench(t, theme.Calm())
	hidden := false
	walk(b.front.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
		if c, ok := o.(desktop.Cursorable); ok {
			hidden = c.Cursor() == desktop.HiddenCursor
		}
	})
	assert.True(t, hidden)
}

func BenchmarkShow_NextScreen(bm *testing.B) {
	b := newBench(bm, theme.Calm())
	var views []kiosk.View
	for _, s := range sample.Views(kiosk.Kazakh) {
		views = append(views, s.View)
	}
	for i := 0; bm.Loop(); i++ {
		b.show(views[i%len(views)])
	}
}

func BenchmarkShow_Digit(bm *testing.B) {
	b := newBench(bm, theme.Calm())
	v := view(bm, "iin-typing", kiosk.Kazakh)
	for i := 0; bm.Loop(); i++ {
		v.Input.Len = 1 + i%12
		v.Input.Value = "850615390005"[:v.Input.Len]
		b.show(v)
	}
}
