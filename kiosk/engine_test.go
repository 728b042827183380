package kiosk

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

// visit runs a script against an engine in virtual time.
func visit(t *testing.T, w *world, script func(send func(...Event), until func(Screen))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		e := w.engine()
		done := make(chan struct{})
		go func() { e.Run(ctx); close(done) }()
		synctest.Wait()
		send := func(events ...Event) {
			for _, ev := range events {
				e.Send(ctx, ev)
				synctest.Wait()
			}
		}
		until := func(screen Screen) {
			t.Helper()
			for range 4000 {
				if w.last().Screen == screen {
					return
				}
				time.Sleep(50 * time.Millisecond)
				synctest.Wait()
			}
			require.Equal(t, screen, w.last().Screen, "journal: %v", w.journal)
		}
		script(send, until)
		cancel()
		<-done
	})
	assert.Empty(t, w.faults)
}

func on(kind EventKind) Event { return Event{Kind: kind} }

func digits(s string) []Event {
	var events []Event
	for _, d := range s {
		events = append(events, Event{Kind: EvDigit, Text: string(d)})
	}
	return events
}

// toCode, toFace, toSign and toSummary are the happy way, up to the code's
// screen, the camera, the pad and the summary.
func toCode(send func(...Event), until func(Screen)) {
	send(on(EvStart))
	until(ScreenConsent)
	send(on(EvNext))
	send(digits("850615390005")...)
	send(on(EvNext))
	send(digits("7011234512")...)
	send(on(EvNext))
}

func toFace(send func(...Event), until func(Screen)) {
	toCode(send, until)
	until(ScreenCode)
	send(digits("123456")...)
	send(on(EvNext))
}

func choose(c Choice) Event { return Event{Kind: EvChoose, Choice: c} }

func toChoice(send func(...Event), until func(Screen)) {
	toFace(send, until)
	until(ScreenChoice)
}

func toSign(send func(...Event), until func(Screen), choices ...Choice) {
	toChoice(send, until)
	if len(choices) == 0 {
		choices = []Choice{anID}
	}
	for _, c := range choices {
		send(choose(c))
	}
	send(on(EvNext), on(EvNext))
	until(ScreenPick)
	send(on(EvNext))
	until(ScreenSign)
}

func toSummary(send func(...Event), until func(Screen), choices ...Choice) {
	toSign(send, until, choices...)
	time.Sleep(2 * time.Second)
	synctest.Wait()
	send(on(EvNext))
	until(ScreenSummary)
}

func toHold(send func(...Event), until func(Screen), choices ...Choice) {
	toSummary(send, until, choices...)
	send(on(EvNext))
	until(ScreenCode)
	send(digits("654321")...)
	send(on(EvNext))
}

func TestVisit_FromStartToReceipt(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenDone)
		v := w.last()
		assert.Equal(t, "ALA-2026-000001", v.Receipt.Number)
		assert.False(t, v.Receipt.Provisional)
		require.Len(t, w.prints, 1)
		assert.Equal(t, "850615****05", w.prints[0].IIN)
		send(Event{Kind: EvRate, N: 5}, on(EvFinish))
		until(ScreenAttract)
	})
	assert.Len(t, w.released, 1)
	v := w.last()
	assert.Nil(t, v.Person)
	assert.Empty(t, v.Shots)
	assert.Equal(t, Kazakh, v.Language)
}

func TestVisit_Exempt_NoPaymentScreen(t *testing.T) {
	w := newWorld()
	w.exemptAll = true
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenDone)
	})
	for _, v := range w.views {
		assert.NotEqual(t, ScreenPay, v.Screen)
	}
	assert.Equal(t, "disability", w.prints[0].Items[0].Exemption.Category)
}

func TestCode_WrongThenRight(t *testing.T) {
	w := newWorld()
	left := 3
	w.codeOutcome = func(code string) (CodeOutcome, int) {
		if code == "000000" {
			left--
			if left == 0 {
				return CodeExhausted, 0
			}
			return CodeWrong, left
		}
		return CodeRight, left
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toCode(send, until)
		for _, want := range []Problem{{Key: ProblemCodeWrong, N: 2}, {Key: ProblemCodeWrong, N: 1}, {Key: ProblemCodeExhausted}} {
			until(ScreenCode)
			send(digits("000000")...)
			send(on(EvNext))
			until(ScreenCode)
			require.NotNil(t, w.last().Problem)
			assert.Equal(t, want, *w.last().Problem)
		}
		send(digits("123456")...)
		assert.Zero(t, w.last().Input.Len, "a used-up code takes no more digits")
		left = 3
		send(on(EvResend))
		until(ScreenCode)
		send(digits("123456")...)
		send(on(EvNext))
		until(ScreenChoice)
	})
}

func TestIIN_WrongNumbersAreExplainedAsTyped(t *testing.T) {
	for number, want := range map[string]string{
		"850615390004": ProblemIINControl, "85064": ProblemIINBIN, "851315390005": ProblemIINDate,
		"850615990005": ProblemIINCentury, "850615390610": ProblemIINImpossible,
	} {
		w := newWorld()
		visit(t, w, func(send func(...Event), until func(Screen)) {
			send(on(EvStart))
			until(ScreenConsent)
			send(on(EvNext))
			send(digits(number)...)
			send(on(EvNext))
			v := w.last()
			require.NotNil(t, v.Problem, number)
			assert.Equal(t, want, v.Problem.Key)
			assert.Equal(t, ScreenIIN, v.Screen)
			assert.False(t, v.CanNext)
		})
	}
}

func TestFaces_FiveMisses_EndAtTheOffice(t *testing.T) {
	w := newWorld()
	left := 5
	w.face = func(FacePurpose) (FaceOutcome, int) {
		left--
		if left == 0 {
			return FaceExhausted, 0
		}
		return FaceNoMatch, left
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toFace(send, until)
		for left := 4; left > 0; left-- {
			until(ScreenAgain)
			assert.Equal(t, Problem{Key: ProblemFaceNoMatch, N: left}, *w.last().Problem)
			send(on(EvAgain))
		}
		until(ScreenRefused)
		assert.Equal(t, refusalFace.Code, w.last().Refusal.Code)
	})
}

func TestPayment_CancelledOnce_ThenPaid(t *testing.T) {
	w := newWorld()
	paying := false
	w.payer = func(n int) PaymentState {
		switch {
		case paying:
			return PaymentPaid
		case n == 1:
			return PaymentScanned
		}
		return PaymentCancelled
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenPayAgain)
		assert.Equal(t, ProblemPayCancelled, w.last().Problem.Key)
		assert.Empty(t, w.released)
		w.mu.Lock()
		paying = true
		w.mu.Unlock()
		send(on(EvAgain))
		until(ScreenDone)
	})
	assert.Len(t, w.released, 1)
}

func TestPayment_LateMoneyStillCounts(t *testing.T) {
	w := newWorld()
	w.payer = func(n int) PaymentState {
		if n < 4 {
			return PaymentExpired
		}
		return PaymentPaid
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenPayAgain)
		until(ScreenDone) // nobody pressed anything
	})
	assert.Len(t, w.released, 1)
}

func TestPayment_GivenUp_IsClosedAndDiscarded(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentCreated }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenPay)
		send(on(EvCancel))
		assert.Equal(t, OverlayCancel, w.last().Overlay)
		send(on(EvCancelYes))
		until(ScreenCancelled)
	})
	assert.Empty(t, w.released)
	assert.Len(t, w.dropped, 1)
	assert.Len(t, w.closed, 1)
}

func TestCentreGoneAfterTheHold_ReceiptSaysAcceptedByTheTerminal(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toSummary(send, until)
		send(on(EvNext))
		until(ScreenCode)
		send(digits("654321")...)
		w.codeOutcome = func(string) (CodeOutcome, int) { w.silent = true; return CodeRight, 3 }
		send(on(EvNext))
		until(ScreenDone)
		assert.True(t, w.last().Receipt.Provisional)
	})
	assert.Len(t, w.deferred, 1)
	assert.Empty(t, w.released)
	require.Len(t, w.prints, 1)
	assert.Nil(t, w.prints[0].Items[0].Coupon)
}

func TestHoldFails_NoMoneyIsAskedFor(t *testing.T) {
	w := newWorld()
	w.holdErr = assert.AnError
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenUnavailable)
	})
	assert.Zero(t, w.asked)
}

func TestPrinting_PaperOut_ShowsNumberAndPrintsWhenBack(t *testing.T) {
	w := newWorld()
	tries := 0
	w.printErr = func() error {
		if tries++; tries == 1 {
			return &devices.Fault{Kind: devices.KindPrinter, Condition: devices.PaperOut}
		}
		return nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until)
		until(ScreenPrintFault)
		v := w.last()
		assert.Equal(t, ProblemPrinterPaper, v.Problem.Key)
		assert.Equal(t, "ALA-2026-000001", v.Receipt.Number)
		until(ScreenDone)
	})
	assert.Len(t, w.prints, 1)
}

func TestCameraAway_TheStepWaitsAndComesBack(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		w.camera = devices.Absent
		go func() { time.Sleep(20 * time.Second); w.mu.Lock(); w.camera = devices.Ready; w.mu.Unlock() }()
		toFace(send, until)
		until(ScreenIdentify)
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, AdviceDevice, w.last().Camera.Advice)
		until(ScreenChoice)
	})
}

func TestPadAwayForGood_EndsAtTheOffice(t *testing.T) {
	w := newWorld()
	w.pad = devices.Absent
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toSign(send, until)
		time.Sleep(time.Second)
		synctest.Wait()
		assert.True(t, w.last().Sign.Waiting)
		until(ScreenUnavailable)
		assert.Equal(t, ProblemPad, w.last().Problem.Key)
	})
}

func TestIdle_WarnsThenWipes(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		send(on(EvStart))
		until(ScreenConsent)
		send(on(EvNext))
		send(digits("850615")...)
		time.Sleep(45 * time.Second)
		synctest.Wait()
		assert.Equal(t, OverlayIdle, w.last().Overlay)
		assert.InDelta(t, 15, w.last().Countdown, 2)
		send(on(EvTouch))
		assert.Equal(t, OverlayNone, w.last().Overlay)
		assert.Equal(t, 6, w.last().Input.Len)
		time.Sleep(62 * time.Second)
		synctest.Wait()
		assert.Equal(t, ScreenAttract, w.last().Screen)
		assert.Zero(t, w.last().Input.Len)
	})
}

func TestDoubleTap_TheSecondTouchIsMeantForTheScreenBefore(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		send(Event{Kind: EvStart, On: Attract})
		until(ScreenConsent)
		send(Event{Kind: EvNext, On: AskConsent}, Event{Kind: EvNext, On: AskConsent})
		v := w.last()
		assert.Equal(t, ScreenIIN, v.Screen)
		assert.Nil(t, v.Problem)
	})
}

func TestLanguage_ChangesInTheMiddleAndIsResetForTheNext(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		send(on(EvStart))
		until(ScreenConsent)
		send(on(EvNext))
		send(digits("8506")...)
		send(Event{Kind: EvLanguage, Language: English})
		assert.Equal(t, English, w.last().Language)
		assert.Equal(t, 4, w.last().Input.Len)
		send(on(EvCancel), on(EvCancelYes))
		until(ScreenAttract)
		assert.Equal(t, Kazakh, w.last().Language)
	})
}
