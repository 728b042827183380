package kiosk

import (
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// of finds the application of a document.
func (w *world) of(kind DocumentKind) ApplicationID {
	for id, app := range w.sealed {
		if app.Choice.Document == kind {
			return id
		}
	}
	return ""
}

// later pays when it is asked again.
func later(n int) PaymentState {
	if n == 1 {
		return PaymentCreated
	}
	return PaymentPaid
}

func (w *world) screens() map[Screen]int {
	defer w.lock()()
	seen := map[Screen]int{}
	last := Screen("")
	for _, v := range w.views {
		if v.Screen != last {
			seen[v.Screen]++
		}
		last = v.Screen
	}
	return seen
}

func TestTwo_OnePhotoOneSignatureOneInvoiceOneReceipt(t *testing.T) {
	w := newWorld()
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenDone)
		v := w.last()
		require.Len(t, v.Receipt.Items, 2)
		assert.Equal(t, IDCard, v.Receipt.Items[0].Document)
		assert.Equal(t, v.Receipt.Items[0].Number, v.Receipt.Number)
		assert.Equal(t, Tenge(865+34600), v.Pay.Amount)
	})
	require.Len(t, w.sealed, 2)
	card, passport := w.sealed[w.of(IDCard)], w.sealed[w.of(Passport)]
	assert.Equal(t, card.ID, card.Visit, "the first one's id is the visit's")
	assert.Equal(t, card.ID, passport.Visit)
	assert.NotEqual(t, card.ID, passport.ID)
	assert.Equal(t, card.Portrait, passport.Portrait)
	assert.Equal(t, card.Signature, passport.Signature)
	assert.Equal(t, card.ConfirmTicket, passport.ConfirmTicket)
	assert.EqualValues(t, 2, w.seq, "two places in the chain")
	assert.Equal(t, 1, w.invoices)
	assert.Len(t, w.released, 2)
	assert.Equal(t, 1, w.screens()[ScreenPay])
	require.Len(t, w.prints, 1)
	require.Len(t, w.prints[0].Items, 2)
	assert.Equal(t, Tenge(34600), w.prints[0].Items[1].Amount)
	for _, v := range w.views {
		if v.Screen == ScreenPay && v.Pay.QR != "" {
			assert.Equal(t, Tenge(865+34600), v.Pay.Amount)
			assert.Zero(t, v.Pay.Part)
			assert.Len(t, v.Pay.Items, 2)
		}
	}
}

func TestTwo_ProviderTakesOneAtATime_TwoParts(t *testing.T) {
	w := newWorld()
	w.oneByOne = true
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenDone)
	})
	assert.Equal(t, 2, w.invoices)
	assert.Len(t, w.released, 2)
	assert.Equal(t, 2, w.screens()[ScreenPay])
	type part struct {
		part, parts int
		amount      Money
		first       bool
	}
	var parts []part
	for _, v := range w.views {
		if v.Screen == ScreenPay && v.Pay.QR == "" && v.Pay.Items[0].Paid {
			assert.Equal(t, Tenge(34600), v.Pay.Amount, "what is paid is not asked for again")
			assert.Equal(t, 2, v.Pay.Part)
		}
		if v.Screen == ScreenPay && v.Pay.QR != "" {
			p := part{v.Pay.Part, v.Pay.Parts, v.Pay.Amount, v.Pay.Items[0].Paid}
			if !slices.Contains(parts, p) {
				parts = append(parts, p)
			}
		}
	}
	assert.Equal(t, []part{{1, 2, Tenge(865), false}, {2, 2, Tenge(34600), true}}, parts)
	require.Len(t, w.prints, 1)
	assert.Len(t, w.prints[0].Items, 2)
}

func TestTwo_GivenUpAfterTheFirstWasPaid_TheFirstGoesOn(t *testing.T) {
	w := newWorld()
	w.oneByOne = true
	w.payer = func(int) PaymentState {
		if len(w.paid) == 0 {
			return PaymentPaid
		}
		return PaymentCreated
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		for w.last().Pay.Part != 2 || w.last().Pay.QR == "" {
			time.Sleep(50 * time.Millisecond)
			synctest.Wait()
		}
		assert.Len(t, w.released, 1, "the first is safe before more is asked for")
		send(on(EvCancel), on(EvCancelYes))
		until(ScreenDone)
		require.Len(t, w.last().Receipt.Items, 1)
		assert.Equal(t, IDCard, w.last().Receipt.Items[0].Document)
	})
	assert.Contains(t, w.released, w.of(IDCard))
	assert.True(t, w.closed[w.of(Passport)])
	assert.True(t, w.dropped[w.of(Passport)])
	require.Len(t, w.prints, 1)
	require.Len(t, w.prints[0].Items, 1)
	assert.Equal(t, w.of(IDCard), w.prints[0].Items[0].ID)
}

func TestTwo_GivenUpWhileTheMoneyComes_BothGoOn(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentScanned }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPay)
		send(on(EvCancel))
		w.mu.Lock()
		w.pay(w.of(IDCard))
		w.pay(w.of(Passport))
		w.mu.Unlock()
		send(on(EvCancelYes))
		until(ScreenDone)
	})
	assert.Len(t, w.released, 2)
	assert.Empty(t, w.dropped)
}

func TestTwo_OneRefused_TheCitizenKnowsBeforePaying(t *testing.T) {
	w := newWorld()
	w.payer = later
	w.registering = func(c Choice) (Registration, error) {
		if c.Document == IDCard {
			return Registration{State: Refused, Refusal: &Refusal{Code: "open-application"}}, nil
		}
		return Registration{}, nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPay)
		items := w.last().Pay.Items
		require.Len(t, items, 2)
		assert.Equal(t, "open-application", items[0].Refused.Code)
		assert.Nil(t, items[1].Refused)
		until(ScreenDone)
		assert.Equal(t, Tenge(34600), w.last().Pay.Amount)
		require.Len(t, w.last().Receipt.Items, 1)
	})
	assert.True(t, w.dropped[w.of(IDCard)], "the first of a visit can be the one that is refused")
	assert.Contains(t, w.released, w.of(Passport))
	assert.Len(t, w.prints[0].Items, 1)
	assert.Contains(t, w.journal, "register.refused open-application")
}

func TestTwo_BothRefused_NothingIsPaid(t *testing.T) {
	w := newWorld()
	w.registering = func(c Choice) (Registration, error) {
		return Registration{State: Refused, Refusal: &Refusal{
			Code: "open-" + string(c.Document), Why: Text{RU: "причина " + string(c.Document)}, Next: Text{RU: "шаг"}, Bring: []Text{{RU: "бумага"}}, Ground: "закон"}}, nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenRefused)
		v := w.last()
		assert.Equal(t, "open-id-card", v.Refusal.Code)
		require.NotNil(t, v.Denied)
		require.Len(t, v.Also, 1, "both reasons are told")
		for i, denied := range []Verdict{*v.Denied, v.Also[0]} {
			choice := []Choice{anID, aPassport}[i]
			assert.Equal(t, choice, denied.Choice)
			assert.False(t, denied.Allowed)
			assert.Equal(t, "open-"+string(choice.Document), denied.Code)
			assert.Equal(t, "причина "+string(choice.Document), denied.Why.RU)
			assert.Equal(t, "шаг", denied.Next.RU)
			assert.Equal(t, []Text{{RU: "бумага"}}, denied.Bring)
			assert.Equal(t, "закон", denied.Ground)
		}
		assert.False(t, v.CanBack)
		send(on(EvSlip))
		assert.Equal(t, SlipPrinted, w.last().Slip)
	})
	require.Len(t, w.slips, 1)
	slip := w.slips[0]
	assert.Equal(t, "open-id-card", slip.Refusal.Code)
	assert.Equal(t, anID, *slip.Choice)
	require.Len(t, slip.Also, 1, "the paper says what the screen says")
	assert.Equal(t, "open-passport", slip.Also[0].Refusal.Code)
	assert.Equal(t, aPassport, slip.Also[0].Choice)
	assert.Equal(t, "причина passport", slip.Also[0].Refusal.Why.RU)
	assert.Len(t, w.dropped, 2)
	assert.Zero(t, w.invoices)
}

func TestTwo_CentreSilentAboutOne_TheOtherGoesOn(t *testing.T) {
	w := newWorld()
	w.payer = later
	w.registering = func(c Choice) (Registration, error) {
		if c.Document == IDCard {
			return Registration{}, ErrSilent
		}
		return Registration{}, nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPay)
		assert.True(t, w.last().Pay.Items[0].Deferred)
		until(ScreenDone)
		items := w.last().Receipt.Items
		require.Len(t, items, 2)
		assert.True(t, items[0].Provisional)
		assert.False(t, items[1].Provisional)
	})
	assert.True(t, w.deferred[w.of(IDCard)])
	assert.Contains(t, w.released, w.of(Passport))
	require.Len(t, w.prints[0].Items, 2)
	assert.Nil(t, w.prints[0].Items[0].Coupon)
	assert.NotNil(t, w.prints[0].Items[1].Coupon)
}

func TestTwo_OneExempt_TheOtherIsPaid(t *testing.T) {
	w := newWorld()
	w.payer = later
	w.registering = func(c Choice) (Registration, error) {
		if c.Document == IDCard {
			return Registration{State: Exempt, Exemption: &Exemption{Category: "disability"}}, nil
		}
		return Registration{State: AwaitingPayment, Amount: Tenge(17300), ExemptionUnknown: true}, nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPay)
		pay := w.last().Pay
		assert.Len(t, w.released, 1, "the exempt one is safe before the other is paid")
		assert.Equal(t, Tenge(865), pay.Items[0].About, "exempt, and a price was shown before")
		assert.Zero(t, pay.Items[0].Amount)
		assert.Equal(t, "disability", pay.Items[0].Exemption.Category)
		assert.True(t, pay.ExemptionUnknown)
		until(ScreenDone)
	})
	assert.Equal(t, map[ApplicationID]PaymentRef{
		w.of(IDCard): {Exemption: "disability"}, w.of(Passport): {Reference: "REF"},
	}, w.released)
}

func TestAmountDiffersFromThePrice_IsShownBeforePaying(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentCreated }
	w.registering = func(Choice) (Registration, error) {
		return Registration{State: AwaitingPayment, Amount: Tenge(4325)}, nil
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPay)
		item := w.last().Pay.Items[0]
		assert.Equal(t, Tenge(4325), item.Amount)
		assert.Equal(t, Tenge(865), item.About)
	})
}

func TestTwo_OneOfThemCannotBeReleased_NoMoreMoneyIsAskedFor(t *testing.T) {
	w := newWorld()
	w.oneByOne = true
	w.releaseErr = assert.AnError
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenDone)
	})
	assert.Equal(t, 1, w.invoices)
	assert.Len(t, w.deferred, 2)
	for _, item := range w.prints[0].Items {
		assert.Nil(t, item.Coupon)
	}
}

func TestTwo_HoldFails_NeitherExists(t *testing.T) {
	w := newWorld()
	w.holdErr = assert.AnError
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenUnavailable)
	})
	assert.Empty(t, w.held)
	assert.Zero(t, w.invoices)
}

func TestTwo_LateMoneyForBoth(t *testing.T) {
	w := newWorld()
	w.payer = func(n int) PaymentState {
		if n < 4 {
			return PaymentExpired
		}
		return PaymentPaid
	}
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPayAgain)
		until(ScreenDone)
	})
	assert.Len(t, w.released, 2)
}

func TestTwo_CentreSilentWhenGivenUp_StaysHeldForLater(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentCreated }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPay)
		w.mu.Lock()
		w.silent = true
		w.mu.Unlock()
		send(on(EvCancel), on(EvCancelYes))
		assert.Equal(t, WaitView{For: WaitClose, Seconds: 24}, w.last().Wait)
		until(ScreenCancelled)
		assert.Equal(t, ProblemCentre, w.last().Problem.Key)
	})
	assert.Empty(t, w.dropped)
	assert.Empty(t, w.released)
	assert.Len(t, slices.Collect(maps.Keys(w.held)), 2)
}

func TestTwo_DoubleTapOnPayAgain_OpensOneInvoice(t *testing.T) {
	w := newWorld()
	w.payer = func(int) PaymentState { return PaymentExpired }
	visit(t, w, func(send func(...Event), until func(Screen)) {
		toHold(send, until, anID, aPassport)
		until(ScreenPayAgain)
		w.payer = func(int) PaymentState { return PaymentCreated }
		before := w.invoices
		send(Event{Kind: EvAgain, On: PayAgain}, Event{Kind: EvAgain, On: PayAgain}, Event{Kind: EvNext, On: Summary})
		until(ScreenPay)
		assert.Equal(t, before+1, w.invoices)
	})
}

func TestRefusedByTheCentre_WithoutWords_KeepsItsCode(t *testing.T) {
	for state, code := range map[RegistrationState]string{Closed: "closed", Annulled: "closed", Refused: "something-new"} {
		w := newWorld()
		w.registering = func(Choice) (Registration, error) {
			if state == Refused {
				return Registration{State: state, Refusal: &Refusal{Code: "something-new"}}, nil
			}
			return Registration{State: state}, nil
		}
		visit(t, w, func(send func(...Event), until func(Screen)) {
			toHold(send, until)
			until(ScreenRefused)
			v := w.last()
			require.NotNil(t, v.Denied)
			assert.Equal(t, code, v.Denied.Code)
			assert.Equal(t, code, v.Refusal.Code)
			assert.Empty(t, v.Also)
		})
	}
	assert.Equal(t, "closed", Refusal{Code: "closed"}.WordsOf())
	assert.Equal(t, "other", Refusal{Code: "something-new"}.WordsOf(), "a code without words has those of none")
}
