package kiosk

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

func with(c Choice, sub string) Choice { c.SubReason = sub; return c }

func TestChoose_OneChoiceForEachDocument_InTheirOrder_AndTakenBack(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		assert.False(t, w.last().CanNext)
		send(choose(aPassport), choose(anID))
		assert.Equal(t, []Choice{anID, aPassport}, w.last().Chosen)
		send(choose(thickPassport))
		assert.Equal(t, []Choice{anID, thickPassport}, w.last().Chosen, "36 or 48 pages, not both")
		send(choose(anID))
		assert.Equal(t, []Choice{thickPassport}, w.last().Chosen)
		send(choose(noPassport), choose(lostID), choose(Choice{Document: "visa"}))
		assert.Equal(t, []Choice{thickPassport}, w.last().Chosen, "what is not possible, or asks for more, is not chosen by a touch")
		send(choose(thickPassport), on(EvNext))
		v := w.last()
		assert.Equal(t, ScreenChoice, v.Screen)
		assert.Empty(t, v.Chosen)
		assert.False(t, v.CanNext)
	})
}

func TestSubReason_IsAskedAndTravelsWithTheApplication(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		send(Event{Kind: EvSpecify, Choice: anID})
		assert.Equal(t, ScreenChoice, w.last().Screen, "there is nothing to ask")
		send(Event{Kind: EvSpecify, Choice: lostID})
		v := w.last()
		require.Equal(t, ScreenSpecify, v.Screen)
		require.NotNil(t, v.Asking)
		assert.Equal(t, lostID, v.Asking.Choice)
		send(Event{Kind: EvSubReason, Choice: with(lostID, "stolen")}, Event{Kind: EvSubReason, Choice: with(lostID, "eaten")})
		assert.Equal(t, ScreenSpecify, w.last().Screen, "not possible here")
		send(Event{Kind: EvSubReason, Choice: with(lostID, "lost")})
		assert.Equal(t, ScreenChoice, w.last().Screen)
		assert.Equal(t, []Choice{with(lostID, "lost")}, w.last().Chosen)
		send(on(EvNext), on(EvNext))
		until(ScreenPick)
		send(on(EvNext))
		until(ScreenSign)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		send(on(EvNext), on(EvNext))
		until(ScreenCode)
		send(digits("654321")...)
		send(on(EvNext))
		until(ScreenDone)
	})
	require.Len(t, w.sealed, 1)
	for _, app := range w.sealed {
		assert.Equal(t, with(lostID, "lost"), app.Choice)
	}
	require.Len(t, w.prints, 1)
	assert.Equal(t, "утрата", w.prints[0].Items[0].Title.RU)
	assert.Equal(t, "утеряно", w.prints[0].Items[0].SubReason.RU)
}

func TestSubReason_TakenBackByItsReason(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		for _, again := range []Choice{lostID, with(lostID, "lost")} {
			send(Event{Kind: EvSpecify, Choice: lostID}, Event{Kind: EvSubReason, Choice: with(lostID, "lost")})
			require.Len(t, w.last().Chosen, 1)
			send(choose(again))
			assert.Empty(t, w.last().Chosen)
		}
	})
}

func TestWhy_ExplainsAnOptionAndGoesBackToChoose(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		send(choose(anID), Event{Kind: EvWhy, Choice: anID})
		assert.Equal(t, ScreenChoice, w.last().Screen, "it is possible: there is nothing to explain")
		send(Event{Kind: EvWhy, Choice: noPassport})
		v := w.last()
		require.Equal(t, ScreenRefused, v.Screen)
		assert.Equal(t, noPassport, v.Denied.Choice)
		assert.Equal(t, "no-document", v.Refusal.Code)
		assert.Equal(t, "паспорта не было", v.Refusal.Why.RU)
		assert.Equal(t, "ЦОН", v.Place.Name.RU)
		assert.True(t, v.CanBack)
		send(on(EvBack))
		assert.Equal(t, ScreenChoice, w.last().Screen)
		assert.Equal(t, []Choice{anID}, w.last().Chosen, "what was chosen stays")

		send(Event{Kind: EvSpecify, Choice: lostID}, Event{Kind: EvWhy, Choice: with(lostID, "stolen")})
		v = w.last()
		require.Equal(t, ScreenRefused, v.Screen)
		assert.Equal(t, "stolen", v.Refusal.Code)
		assert.Len(t, v.Refusal.Bring, 1)
	})
	assert.Contains(t, w.journal, "refused no-document")
	assert.Contains(t, w.journal, "refused stolen")
}

func TestSlip_PrinterFails_IsAskedForAgain_AndOneIsEnough(t *testing.T) {
	w := newWorld()
	tries := 0
	w.printErr = func() error {
		if tries++; tries == 1 {
			return &devices.Fault{Kind: devices.KindPrinter, Condition: devices.PaperOut}
		}
		return nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		send(Event{Kind: EvSpecify, Choice: lostID}, Event{Kind: EvWhy, Choice: with(lostID, "stolen")})
		assert.Equal(t, SlipNone, w.last().Slip)
		send(on(EvSlip))
		v := w.last()
		assert.Equal(t, ScreenRefused, v.Screen)
		assert.Equal(t, SlipFailed, v.Slip)
		assert.Equal(t, ProblemPrinterPaper, v.Problem.Key)
		send(on(EvSlip))
		assert.Equal(t, SlipPrinted, w.last().Slip)
		assert.Nil(t, w.last().Problem)
		send(on(EvSlip))
		send(on(EvBack), Event{Kind: EvWhy, Choice: noPassport})
		assert.Equal(t, SlipNone, w.last().Slip, "another refusal, another paper")
	})
	require.Len(t, w.slips, 1)
	slip := w.slips[0]
	assert.Equal(t, "утрата — украдено", slip.Title.RU)
	assert.Equal(t, with(lostID, "stolen"), *slip.Choice)
	assert.Equal(t, "stolen", slip.Refusal.Code)
	assert.Equal(t, "test", slip.Policy)
	printing := 0
	for _, v := range w.views {
		if v.Slip == SlipPrinting {
			printing++
			assert.Equal(t, ScreenRefused, v.Screen)
		}
	}
	assert.Equal(t, 2, printing)
}

func TestRefusedPerson_TakesASlipWithoutAChoice(t *testing.T) {
	w := newWorld()
	w.refusal = &Refusal{Code: "under-age", Bring: []Text{{RU: "свидетельство о рождении"}}}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toFace(send, until)
		until(ScreenRefused)
		v := w.last()
		assert.Nil(t, v.Denied)
		assert.False(t, v.CanBack)
		send(on(EvSlip))
		assert.Equal(t, SlipPrinted, w.last().Slip)
		assert.Equal(t, RefusedHere, w.last().State)
		send(on(EvFinish))
		until(ScreenAttract)
	})
	require.Len(t, w.slips, 1)
	assert.Nil(t, w.slips[0].Choice)
	assert.Len(t, w.slips[0].Refusal.Bring, 1)
	refused := 0
	for _, line := range w.journal {
		if line == "refused under-age" {
			refused++
		}
	}
	assert.Equal(t, 1, refused, "a slip is no second refusal")
}

func TestEarlier_TheReasonIsToldBeforeTheNewPhoto_ForChosenDocumentsOnly(t *testing.T) {
	w := newWorld()
	w.person.Annulled = []Annulment{{Kind: IDCard, Code: "photo-quality"}, {Kind: Passport, Code: "data"}}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		send(choose(anID), on(EvNext))
		require.Equal(t, ScreenDetails, w.last().Screen)
		assert.Equal(t, w.person.Annulled[:1], w.last().Earlier)
	})
}

// book counts its turns.
type book struct {
	Law
	turns func()
}

func (b book) Turn() Law { b.turns(); return b.Law }

func TestLaw_IsNeverTurnedWhileSomebodyIsServed(t *testing.T) {
	w := newWorld()
	var turns atomic.Int32
	w.turned = func() { turns.Add(1) }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		assert.Positive(t, turns.Load())
		before := turns.Load()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		assert.Greater(t, turns.Load(), before, "an idle terminal takes a newer one")
		send(on(EvStart))
		until(ScreenConsent)
		started := turns.Load()
		send(on(EvNext), on(EvBack), on(EvNext))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Equal(t, started, turns.Load())
	})
}

func TestSlip_Printing_TheCitizenMayGoOn_AndThePaperComesWhole(t *testing.T) {
	w := newWorld()
	w.printTime = 10 * time.Second
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toChoice(send, until)
		send(Event{Kind: EvWhy, Choice: noPassport}, on(EvSlip))
		v := w.last()
		assert.Equal(t, SlipPrinting, v.Slip)
		assert.True(t, v.CanBack)
		send(on(EvBack))
		assert.Equal(t, ScreenChoice, w.last().Screen, "nobody waits for the printer")
		assert.Empty(t, w.slips)
		send(Event{Kind: EvSpecify, Choice: lostID}, Event{Kind: EvWhy, Choice: with(lostID, "stolen")}, on(EvSlip))
		assert.Equal(t, SlipPrinting, w.last().Slip, "one paper after the other")
		time.Sleep(21 * time.Second)
		synctest.Wait()
		assert.Equal(t, SlipPrinted, w.last().Slip)
		send(on(EvFinish))
		until(ScreenAttract)
	})
	require.Len(t, w.slips, 2)
	assert.Equal(t, noPassport, *w.slips[0].Choice)
	assert.Equal(t, "stolen", w.slips[1].Refusal.Code)
	assert.NotContains(t, w.faults, "two papers at once")
}

func TestSlip_Printing_FinishEndsTheVisit(t *testing.T) {
	w := newWorld()
	w.refusal = &Refusal{Code: "under-age"}
	w.printTime = 10 * time.Second
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toFace(send, until)
		until(ScreenRefused)
		send(on(EvSlip), on(EvFinish))
		assert.Equal(t, ScreenAttract, w.last().Screen)
		time.Sleep(11 * time.Second)
		synctest.Wait()
		assert.Equal(t, ScreenAttract, w.last().Screen)
	})
	assert.Len(t, w.slips, 1, "what has begun is printed to its end")
}
