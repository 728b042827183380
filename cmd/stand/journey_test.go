package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

func TestJourney_FromStartToReceipt_InEveryLanguage(t *testing.T) {
	table, ctx := sit(t)
	for language, p := range map[kiosk.Language]citizen.Person{kiosk.Kazakh: expired, kiosk.Russian: passport, kiosk.English: woman} {
		require.NoError(t, table.Hardware.Person(ctx, p.Face, "right"))
		require.NoError(t, table.Start(ctx, language))
		require.NoError(t, table.ToIdentify(ctx, p))
		require.NoError(t, table.Choose(ctx, p))
		require.NoError(t, table.Agree(ctx))
		require.NoError(t, table.PickShot(ctx))
		require.NoError(t, table.Sign(ctx, table.Hand))
		require.NoError(t, table.Confirm(ctx, p))
		require.NoError(t, table.ScanAndPay(ctx, "pay"))
		s := table.on(ctx, t, kiosk.ScreenDone)
		assert.Equal(t, language, s.Language)
		assert.False(t, s.Receipt.Provisional)
		qr, _ := table.lastReceipt(ctx, t)
		assert.Equal(t, s.Receipt.Number, qr, "the paper's QR is the coupon on the screen")
		require.NoError(t, table.Touch(ctx, "rate-5"))
		require.NoError(t, table.Leave(ctx))
		s, err := table.Look(ctx)
		require.NoError(t, err)
		assert.Equal(t, kiosk.Kazakh, s.Language, "the next citizen begins in the state language")
	}
}

func TestJourney_Exempt_IsNotAskedForMoney(t *testing.T) {
	table, ctx := sit(t)
	paid := false
	table.Looked = func(s citizen.Seen) error { paid = paid || s.Screen == kiosk.ScreenPay; return nil }
	defer func() { table.Looked = nil }()
	require.NoError(t, table.ToPayment(ctx, exempt))
	table.on(ctx, t, kiosk.ScreenDone)
	assert.False(t, paid)
}

func TestJourney_LanguageChangesAnywhere(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Start(ctx, kiosk.English))
	require.NoError(t, table.Speak(ctx, kiosk.Kazakh))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	require.NoError(t, table.Type(ctx, "8506"))
	require.NoError(t, table.Speak(ctx, kiosk.Russian))
	s, err := table.Look(ctx)
	require.NoError(t, err)
	assert.Equal(t, 4, s.Typed, "what was typed stays")
}

func TestJourney_NobodyTouches_WarnsThenWipes(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	require.NoError(t, table.Type(ctx, "850615"))
	_, err = table.Until(ctx, "the warning", func(s citizen.Seen) bool { return s.Overlay == kiosk.OverlayIdle })
	require.NoError(t, err)
	s := table.on(ctx, t, kiosk.ScreenAttract)
	assert.Zero(t, s.Typed)
}

func TestJourney_StaffIsCalledFromAnyScreen(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.Touch(ctx, "staff"))
	_, err := table.Until(ctx, "the answer", func(s citizen.Seen) bool { return s.Overlay == kiosk.OverlayStaff })
	require.NoError(t, err)
}

func TestDoubleTap_OnStart_StopsAtTheConsent(t *testing.T) {
	table, ctx := sit(t)
	s, err := table.Until(ctx, "an open terminal", func(s citizen.Seen) bool { return s.State == kiosk.Attract && s.Open })
	require.NoError(t, err)
	start := s.Buttons["start"]
	require.NoError(t, table.Touch(ctx, "start"))
	require.NoError(t, table.Hands.Tap(start.Min.Add(start.Size().Div(2))))
	s = table.on(ctx, t, kiosk.ScreenConsent)
	s, err = table.Until(ctx, "nothing more", func(citizen.Seen) bool { return true })
	require.NoError(t, err)
	assert.Equal(t, kiosk.AskConsent, s.State)
}
