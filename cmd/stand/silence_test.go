package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
)

// A system that does not answer in its time is named, on the way and at the end.
func TestRegistrySilent_TheScreenNamesIt(t *testing.T) {
	table, ctx := sit(t)
	silent := func(system, mode string) {
		require.NoError(t, table.Centre.Set(ctx, map[string]any{"services": map[string]string{system: mode}}))
	}
	named := func(system string) {
		s := table.on(ctx, t, kiosk.ScreenUnavailable)
		require.NotNil(t, s.Problem)
		assert.Equal(t, kiosk.ProblemCentre, s.Problem.Key)
		assert.Equal(t, system, s.Problem.Of)
		require.NoError(t, table.Leave(ctx))
		silent(system, "up")
	}
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	silent("bmg", "silent") // before the visit it would keep the terminal closed
	require.NoError(t, table.Number(ctx, kiosk.ScreenIIN, mother.IIN))
	require.NoError(t, table.Number(ctx, kiosk.ScreenPhone, mother.Phone))
	s := table.on(ctx, t, kiosk.ScreenWait)
	assert.Equal(t, kiosk.WaitConsent, s.Wait.For)
	assert.Positive(t, s.Wait.Seconds)
	named("bmg")

	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.Hardware.Person(ctx, mother.Face, "nobody"))
	require.NoError(t, table.ToIdentify(ctx, mother))
	silent("gbdfl", "silent")
	require.NoError(t, table.Hardware.Person(ctx, mother.Face, "right"))
	named("gbdfl")
}

// АИС СИК does not answer: nothing is guessed, the whole duty is asked for, and the citizen is told so.
func TestExemptionUnknown_TheWholeDutyIsAskedFor_WithANotice(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"services": map[string]string{"aissik": "silent"}}))
	require.NoError(t, table.ToPayment(ctx, veteran))
	s := table.on(ctx, t, kiosk.ScreenPay)
	assert.True(t, s.Pay.ExemptionUnknown)
	assert.Equal(t, kiosk.Tenge(865), s.Pay.Amount)
	require.NoError(t, table.Cancel(ctx))
	table.on(ctx, t, kiosk.ScreenCancelled)
	require.NoError(t, table.Leave(ctx))
}
