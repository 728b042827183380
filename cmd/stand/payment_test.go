package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

func TestPayment_CancelledByThePayer_ThenPaid(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToPayment(ctx, older))
	require.NoError(t, table.ScanAndPay(ctx, "cancel"))
	table.problem(ctx, t, kiosk.ProblemPayCancelled)
	_, err := table.Go(ctx, "again")
	require.NoError(t, err)
	require.NoError(t, table.ScanAndPay(ctx, "pay"))
	table.on(ctx, t, kiosk.ScreenDone)
}

func TestPayment_GivenUp_NothingIsKept_AndAnotherTryIsPossible(t *testing.T) {
	table, ctx := sit(t)
	for range 2 {
		require.NoError(t, table.ToPayment(ctx, lostPass))
		table.on(ctx, t, kiosk.ScreenPay)
		require.NoError(t, table.Cancel(ctx))
		table.on(ctx, t, kiosk.ScreenCancelled)
		require.NoError(t, table.Leave(ctx))
	}
}

// The payer opened the page, the timer ran out, and the money came all the same.
func TestPayment_AfterTheTimer_StillCounts(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"scanWaitSeconds": 2, "confirmWaitSeconds": 2}))
	require.NoError(t, table.ToPayment(ctx, oldDesign))
	table.on(ctx, t, kiosk.ScreenPay)
	page, err := table.ReadQR(ctx)
	require.NoError(t, err)
	table.problem(ctx, t, kiosk.ProblemPayExpired)
	require.NoError(t, table.Pay(ctx, page, "pay"))
	s := table.on(ctx, t, kiosk.ScreenDone)
	assert.False(t, s.Receipt.Provisional)
}

func TestPayment_Twice_IsOneApplicationAndOneReceipt(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToPayment(ctx, damaged))
	table.on(ctx, t, kiosk.ScreenPay)
	page, err := table.ReadQR(ctx)
	require.NoError(t, err)
	_, before := table.lastReceipt(ctx, t)
	require.NoError(t, table.Pay(ctx, page, "pay"))
	_ = table.Pay(ctx, page, "pay") // the second finger of an impatient payer
	table.on(ctx, t, kiosk.ScreenDone)
	_, printed := table.lastReceipt(ctx, t)
	assert.Equal(t, before+1, printed)
	var payments []byte
	require.NoError(t, table.Centre.Get(ctx, "/operator/payments", &payments))
	assert.Contains(t, string(payments), "оплачено дважды", "the second money waits to be given back")
}

func TestCentreGoneBeforeStart_TheAttractScreenSaysSo(t *testing.T) {
	table, ctx := sit(t)
	table.rig.KillCentral()
	_, err := table.Until(ctx, "a closed terminal", func(s citizen.Seen) bool {
		return s.State == kiosk.Attract && !s.Open && has(s.Problems, kiosk.ProblemCentre)
	})
	require.NoError(t, err)
	require.NoError(t, table.rig.StartCentral(ctx))
	_, err = table.Until(ctx, "an open terminal", func(s citizen.Seen) bool { return s.Open })
	require.NoError(t, err)
}

// The centre dies after the application is on disk: the citizen leaves with a
// receipt that says so; when the centre is back it gets the application once.
func TestCentreGoneAfterTheHold_ReceiptSaysSo_AndItIsDeliveredOnce(t *testing.T) {
	table, ctx := sit(t)
	p := soonExpired
	require.NoError(t, table.ToSignature(ctx, p))
	require.NoError(t, table.Sign(ctx, table.Hand))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	table.on(ctx, t, kiosk.ScreenCode)
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"services": map[string]string{"payment": "silent"}}))
	code, err := table.ReadSMS(ctx, p.Phone)
	require.NoError(t, err)
	require.NoError(t, table.Type(ctx, code))
	_, err = table.Go(ctx, "next")
	require.NoError(t, err)
	_, err = table.Until(ctx, "the invoice", func(s citizen.Seen) bool { return s.State == kiosk.Pay || s.State == kiosk.Register })
	require.NoError(t, err)
	table.rig.KillCentral()
	s := table.on(ctx, t, kiosk.ScreenDone)
	assert.True(t, s.Receipt.Provisional)
	qr, _ := table.lastReceipt(ctx, t)
	require.NoError(t, table.Leave(ctx))

	require.NoError(t, table.rig.StartCentral(ctx))
	link := ""
	_, err = table.Until(ctx, "the SMS with the payment link", func(citizen.Seen) bool {
		messages, err := table.Centre.Messages(ctx, "+7"+p.Phone)
		for _, m := range messages {
			if m.Purpose == "payment-link" {
				link = linkIn(m.Text)
			}
		}
		return err == nil && link != ""
	})
	require.NoError(t, err)
	require.NoError(t, table.Pay(ctx, link, "pay"))
	_, err = table.Until(ctx, "the SMS with the coupon", func(citizen.Seen) bool {
		messages, err := table.Centre.Messages(ctx, "+7"+p.Phone)
		return err == nil && len(messages) > 0 && messages[0].Purpose == "coupon"
	})
	require.NoError(t, err)
	var page []byte
	require.NoError(t, table.Centre.Get(ctx, "/operator/applications/"+qr, &page), "the receipt's id is the centre's id")
}

// kill -9 of the terminal in front of the QR: nothing was paid, nothing stays open.
func TestTerminalKilledAtThePayment_IsSettledAtTheNextStart(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToPayment(ctx, lost))
	table.on(ctx, t, kiosk.ScreenPay)
	page, err := table.ReadQR(ctx)
	require.NoError(t, err)
	table.rig.Kiosk.Kill()
	require.NoError(t, table.Pay(ctx, page, "pay"))
	require.NoError(t, table.rig.StartKiosk(ctx))
	table.Meet(table.rig)
	_, err = table.Until(ctx, "the SMS with the coupon", func(citizen.Seen) bool {
		messages, err := table.Centre.Messages(ctx, "+7"+lost.Phone)
		return err == nil && len(messages) > 0 && messages[0].Purpose == "coupon"
	})
	require.NoError(t, err)
}

// linkIn finds the address in a message.
func linkIn(text string) string {
	for _, word := range strings.Fields(text) {
		if strings.HasPrefix(word, "http://") {
			return strings.TrimRight(word, ".,;")
		}
	}
	return ""
}

func has(problems []kiosk.Problem, key string) bool {
	for _, p := range problems {
		if p.Key == key {
			return true
		}
	}
	return false
}
