package kiosk

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// From any state, any sequence of events ends in a state with a way out; nothing
// is ever both unpaid and released; whatever is on disk ends in one known way.
func TestAnySequence_EndsAtAttract_AndNothingUnpaidIsReleased(t *testing.T) {
	person := []EventKind{
		EvStart, EvNext, EvNext, EvNext, EvNext, EvBack, EvCancel, EvCancelYes, EvDismiss, EvTouch, EvLanguage, EvStaff, EvDigit, EvErase,
		EvClear, EvResend, EvAgain, EvChoose, EvPick, EvRetake, EvRedo, EvCannotSign, EvWrongData, EvRate, EvFinish,
		EvSpecify, EvSubReason, EvWhy, EvSlip, EvHelp,
	}
	stolen, lost := lostID, lostID
	stolen.SubReason, lost.SubReason = "stolen", "lost"
	choices := []Choice{anID, lostID, stolen, lost, aPassport, thickPassport, noPassport, {}}
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		var problem string
		w := newWorld()
		w.luck = rand.New(rand.NewPCG(seed, 7))
		w.oneByOne = rapid.Bool().Draw(rt, "one by one")
		if rapid.Bool().Draw(rt, "all goes well until the applications are on disk") {
			w.luck, w.fate = nil, w.luck
		}
		script := rand.New(rand.NewPCG(seed, 8))
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			e := w.engine()
			done := make(chan struct{})
			go func() { e.Run(ctx); close(done) }()
			for range 150 {
				w.mu.Lock()
				going := w.fate != nil
				w.mu.Unlock()
				if going || script.IntN(3) == 0 {
					helpful(e, ctx, w, script)
				}
				if going {
					time.Sleep(time.Second)
					continue
				}
				ev := Event{Kind: person[script.IntN(len(person))], N: script.IntN(6), Language: Languages[script.IntN(3)], Text: fmt.Sprint(script.IntN(10))}
				ev.Choice = choices[script.IntN(len(choices))]
				e.Send(ctx, ev)
				time.Sleep(time.Duration(script.IntN(4000)) * time.Millisecond)
			}
			w.mu.Lock()
			w.luck, w.fate = nil, nil // the world behaves again
			w.payer = func(int) PaymentState { return PaymentExpired }
			w.mu.Unlock()
			for range 100 {
				time.Sleep(30 * time.Second)
				if w.last().State == Attract {
					break
				}
			}
			synctest.Wait()
			if v := w.last(); v.State != Attract {
				problem = "stuck in " + string(v.State)
			}
			cancel()
			<-done
		})
		for id, ref := range w.released {
			if ref.Reference != "" && !w.paid[id] || ref.Exemption != "" && !w.exempt[id] {
				problem = "released and unpaid"
			}
			if w.dropped[id] {
				problem = "released and discarded"
			}
		}
		for id := range w.paid {
			if w.dropped[id] {
				problem = "paid and discarded"
			}
		}
		for id := range w.paid {
			if w.released[id] == (PaymentRef{}) && !w.deferred[id] && !strings.Contains(strings.Join(w.journal, "\n"), "close.left-held") {
				problem = "paid and neither released nor with the queue"
			}
		}
		left := 0
		for id := range w.held {
			if w.released[id] == (PaymentRef{}) && !w.deferred[id] && !w.dropped[id] {
				left++
			}
		}
		for _, line := range w.journal {
			state, kind, _ := strings.Cut(strings.TrimPrefix(line, "event.dropped "), " ")
			if strings.HasPrefix(line, "close.left-held") {
				left--
			}
			if strings.HasPrefix(line, "event.dropped") && !slices.Contains(person, EventKind(kind)) {
				problem = "nobody listens to " + kind + " in " + state
			}
		}
		if left > 0 {
			problem = "an application was forgotten"
		}
		if len(w.faults) > 0 {
			problem = w.faults[0]
		}
		if problem != "" {
			rt.Fatalf("%s\n%s", problem, strings.Join(w.journal[max(0, len(w.journal)-40):], "\n"))
		}
	})
}

// helpful types what the screen wants now and then, so that random visits get far.
func helpful(e *Engine, ctx context.Context, w *world, script *rand.Rand) {
	var events []Event
	choices := []Choice{anID, aPassport, thickPassport}
	switch w.last().Screen {
	case ScreenAttract:
		events = []Event{on(EvStart)}
	case ScreenIIN:
		events = append([]Event{on(EvClear)}, digits("850615390005")...)
	case ScreenPhone:
		events = append([]Event{on(EvClear)}, digits("7011234512")...)
	case ScreenCode:
		events = append([]Event{on(EvClear)}, digits("123456")...)
	case ScreenChoice:
		for _, i := range script.Perm(len(choices))[:1+script.IntN(2)] {
			events = append(events, Event{Kind: EvChoose, Choice: choices[i]})
		}
	case ScreenSign:
		time.Sleep(2 * time.Second)
	}
	if w.last().Screen == ScreenChoice && script.IntN(3) == 0 {
		events = append(events, Event{Kind: EvSpecify, Choice: lostID}, Event{Kind: EvSubReason, Choice: with(lostID, "lost")})
	}
	for _, ev := range append(events, on(EvDismiss), on(EvNext)) {
		e.Send(ctx, ev)
	}
}
