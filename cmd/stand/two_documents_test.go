package main

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

// An ID card and a passport in one visit: one photo, one signature, one payment,
// two coupons on one paper. Later the officer annuls one of them: its duty goes
// back, and the citizen may apply again and is told why before the new photo.
func TestTwoDocuments_OnePayment_TwoCouponsOnOneReceipt_AndOneIsAnnulled(t *testing.T) {
	table, ctx := sit(t)
	p := everything
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"processSeconds": 120})) // until the officer has looked
	require.NoError(t, table.ToPayment(ctx, p))
	s := table.owed(ctx, t, 0)
	require.Len(t, s.Pay.Items, 2)
	assert.Equal(t, s.Pay.Amount, s.Pay.Items[0].Amount+s.Pay.Items[1].Amount)
	_, before := table.paper(ctx, t)
	require.NoError(t, table.ScanAndPay(ctx, "pay"))
	s = table.on(ctx, t, kiosk.ScreenDone)
	require.Len(t, s.Receipt.Items, 2)
	picture, printed := table.paper(ctx, t)
	assert.Equal(t, before+1, printed, "one paper")
	assert.ElementsMatch(t, []string{s.Receipt.Items[0].Number, s.Receipt.Items[1].Number}, codes(ctx, t, picture))
	require.NoError(t, table.Leave(ctx))

	filed := table.applications(ctx, t, p)
	for _, line := range s.Receipt.Items {
		a := filed[line.Document]
		assert.Equal(t, line.Number, a.Coupon, "what the paper says is what the centre has")
		assert.Equal(t, kiosk.Confirmed, a.State)
		assert.Equal(t, table.policy, a.Policy)
	}

	card := filed[kiosk.IDCard]
	require.NoError(t, table.Centre.Decide(ctx, card.ID, "annul", "photo-quality"))
	annulled := table.applications(ctx, t, p)[kiosk.IDCard]
	assert.Equal(t, kiosk.Annulled, annulled.State)
	assert.Equal(t, []citizen.Refund{{Amount: card.Amount, Reason: "annulled", State: "requested"}}, annulled.Refunds)
	messages, err := table.Centre.Messages(ctx, "+7"+p.Phone)
	require.NoError(t, err)
	assert.Equal(t, "annulled", messages[0].Purpose)

	p.Choice = "18-id-card"
	require.NoError(t, table.ToChoice(ctx, p))
	require.NoError(t, table.Choose(ctx, p))
	_, err = table.Go(ctx, "next")
	require.NoError(t, err)
	s = table.on(ctx, t, kiosk.ScreenDetails)
	assert.Equal(t, 1, s.Earlier, "why the earlier one was annulled")
}

// A provider that takes one application at a time: the citizen pays for the
// first, changes their mind, and leaves with a receipt for what was paid.
func TestTwoDocuments_OneAfterAnother_CancelledAfterTheFirst_KeepsTheFirst(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"basket": false}))
	require.NoError(t, table.ToPayment(ctx, oldPair))
	s := table.owed(ctx, t, 1)
	assert.Equal(t, 2, s.Pay.Parts)
	first, err := table.ReadQR(ctx)
	require.NoError(t, err)
	require.NoError(t, table.Pay(ctx, first, "pay"))
	table.owed(ctx, t, 2)
	require.NoError(t, table.Cancel(ctx))
	s = table.on(ctx, t, kiosk.ScreenDone)
	require.Len(t, s.Receipt.Items, 1)
	qr, _ := table.lastReceipt(ctx, t)
	assert.Equal(t, s.Receipt.Number, qr)
	filed := table.applications(ctx, t, oldPair)
	assert.Equal(t, qr, filed[kiosk.IDCard].Coupon)
	assert.Equal(t, kiosk.Closed, filed[kiosk.Passport].State)
}

// owed waits for the demand of a part of the visit's payment; 0 is the whole.
func (t *table) owed(ctx context.Context, tt *testing.T, part int) citizen.Seen {
	tt.Helper()
	s, err := t.Until(ctx, "a demand for payment", func(s citizen.Seen) bool {
		return s.Screen == kiosk.ScreenPay && s.QR && s.Pay.Part == part
	})
	require.NoError(tt, err)
	return s
}

// applications are the newest of a person at the centre, one for each document.
func (t *table) applications(ctx context.Context, tt *testing.T, p citizen.Person) map[kiosk.DocumentKind]citizen.Application {
	tt.Helper()
	list, err := t.Centre.Applications(ctx, "+7"+p.Phone)
	require.NoError(tt, err)
	newest := map[kiosk.DocumentKind]citizen.Application{}
	for _, a := range slices.Backward(list) {
		newest[a.Document] = a
	}
	return newest
}
