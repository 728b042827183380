package kiosk

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHelp_IsOfferedUntilTheApplicationIsSealed(t *testing.T) {
	for s, row := range Table {
		switch s {
		case SealAndHold, Register, Pay, PayAgain, Abandon, Release, FetchCoupon, DeferIt, DiscardIt, Print, PrintFault, Done:
			assert.False(t, row.MayHelp(), "%s", s)
		default:
			assert.True(t, row.MayHelp(), "%s", s)
		}
	}
}

func TestHelp_NothingIsPhotographedBehindIt(t *testing.T) {
	w := newWorld()
	w.guidance = Guidance{Advice: AdviceHold}
	ready := func() { w.mu.Lock(); w.guidance = Guidance{Advice: AdviceDone, Ready: true}; w.mu.Unlock() }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toFace(send, until)
		until(ScreenIdentify)
		send(on(EvHelp))
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		ready()
		shots, reads := w.shots, w.reads
		time.Sleep(10 * time.Second)
		synctest.Wait()
		assert.Equal(t, shots, w.shots)
		assert.Equal(t, reads, w.reads, "the camera rests")
		assert.Equal(t, Identify, w.last().State)
		send(on(EvDismiss))
		assert.Equal(t, OverlayNone, w.last().Overlay)
		until(ScreenChoice)
		assert.Greater(t, w.shots, shots)
	})
}

func TestHelp_OpenedDuringAWait_TheCameraWaitsForIt(t *testing.T) {
	w := newWorld()
	w.silent = true
	visit(t, w, func(send func(...Event), until func(Screen)) {
		w.silent = false
		toCode(send, until)
		until(ScreenCode)
		w.mu.Lock()
		w.silent = true
		w.mu.Unlock()
		send(digits("123456")...)
		send(on(EvNext))
		require.Equal(t, ScreenWait, w.last().Screen)
		send(on(EvHelp))
		w.mu.Lock()
		w.silent = false
		w.mu.Unlock()
		until(ScreenIdentify)
		assert.Equal(t, OverlayHelp, w.last().Overlay, "who reads goes on reading")
		reads := w.reads
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Equal(t, reads, w.reads)
		send(on(EvDismiss))
		until(ScreenChoice)
	})
}

func TestHelp_PatienceRunsOn_AndAWarningLeadsBackToIt(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		send(on(EvHelp))
		time.Sleep(45 * time.Second)
		synctest.Wait()
		assert.Equal(t, OverlayIdle, w.last().Overlay)
		send(on(EvTouch))
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		send(on(EvStaff), on(EvDismiss))
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		time.Sleep(62 * time.Second)
		synctest.Wait()
		assert.Equal(t, ScreenAttract, w.last().Screen)
		assert.Equal(t, OverlayNone, w.last().Overlay, "the next one does not begin in the help")
	})
}

func TestHelp_OnTheAttractScreen_ClosesBySilence(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		send(Event{Kind: EvLanguage, Language: Russian}, on(EvHelp))
		assert.True(t, w.last().CanHelp)
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		time.Sleep(62 * time.Second)
		synctest.Wait()
		assert.Equal(t, OverlayNone, w.last().Overlay)
		assert.Equal(t, Kazakh, w.last().Language)
		send(on(EvStart))
		until(ScreenConsent)
	})
}

func TestHelp_NotDuringThePayment(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentCreated }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenPay)
		assert.False(t, w.last().CanHelp)
		send(on(EvHelp))
		assert.Equal(t, OverlayNone, w.last().Overlay)
	})
}

func TestWait_SaysWhatForAndHowLong(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toCode(send, until)
		until(ScreenCode)
		w.mu.Lock()
		w.silent = true
		w.mu.Unlock()
		send(digits("123456")...)
		send(on(EvNext))
		assert.Equal(t, WaitView{For: WaitCode, Seconds: 12}, w.last().Wait)
		time.Sleep(3500 * time.Millisecond)
		synctest.Wait()
		v := w.last().Wait
		assert.InDelta(t, 9, v.Seconds, 1)
		assert.False(t, v.Slow)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.True(t, w.last().Wait.Slow)
		until(ScreenUnavailable)
	})
	waited := map[WaitFor]bool{}
	for _, v := range w.views {
		if v.Screen == ScreenWait {
			waited[v.Wait.For] = true
			assert.GreaterOrEqual(t, v.Wait.Seconds, 0)
		}
	}
	assert.True(t, waited[WaitConsent])
}

func TestWait_EveryWaitingStateHasAReason(t *testing.T) {
	e := newWorld().engine()
	e.Law = e.Book.Turn()
	for s, row := range Table {
		if row.Screen != ScreenWait {
			continue
		}
		e.state, e.entered = s, time.Now()
		assert.Contains(t, WaitFors, e.wait().For, "%s", s)
		assert.Positive(t, e.wait().Seconds, "%s", s)
	}
}

type gbdflDown struct{ error }

func (gbdflDown) FailedSystem() string { return "gbdfl" }
func (d gbdflDown) Unwrap() error      { return d.error }

func TestUnavailable_NamesTheSystemThatFailed(t *testing.T) {
	w := newWorld()
	w.personErr = fmt.Errorf("query: %w", gbdflDown{ErrSilent})
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toFace(send, until)
		until(ScreenUnavailable)
		assert.Equal(t, Problem{Key: ProblemCentre, Of: "gbdfl"}, *w.last().Problem)
	})
	assert.Empty(t, failedSystem(ErrSilent))
	assert.Empty(t, failedSystem(strange{ErrSilent}), "a name the catalogue lacks is not shown")
}

type strange struct{ error }

func (strange) FailedSystem() string { return "centre" }

func TestHelp_OnceItIsOver_IsReadWithPatience(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentCreated }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenPay)
		send(on(EvCancel), on(EvCancelYes))
		until(ScreenCancelled)
		assert.True(t, w.last().CanHelp)
		send(on(EvHelp))
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		time.Sleep(45 * time.Second)
		synctest.Wait()
		assert.Equal(t, OverlayIdle, w.last().Overlay, "who reads is asked before the screen goes")
		send(on(EvTouch))
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		send(on(EvDismiss))
		assert.Equal(t, ScreenCancelled, w.last().Screen)
		assert.Equal(t, OverlayNone, w.last().Overlay)
	})
}

func TestHelp_WhileTheSlipPrints_StaysOpen(t *testing.T) {
	w := newWorld()
	w.refusal = &Refusal{Code: "under-age"}
	w.printTime = 10 * time.Second
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toFace(send, until)
		until(ScreenRefused)
		send(on(EvSlip))
		assert.Equal(t, SlipPrinting, w.last().Slip)
		send(on(EvHelp))
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		time.Sleep(11 * time.Second)
		synctest.Wait()
		assert.Equal(t, SlipPrinted, w.last().Slip)
		assert.Equal(t, OverlayHelp, w.last().Overlay)
		send(on(EvDismiss))
		assert.Equal(t, RefusedHere, w.last().State)
	})
}
