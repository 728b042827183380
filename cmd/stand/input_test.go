package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

func TestIIN_WhatIsWrongIsSaidAsTyped(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	for number, want := range map[string]string{
		"850615390016": kiosk.ProblemIINControl, "85064": kiosk.ProblemIINBIN, "851315390005": kiosk.ProblemIINDate,
		"850615990005": kiosk.ProblemIINCentury, "850615390610": kiosk.ProblemIINImpossible,
	} {
		require.NoError(t, table.Type(ctx, number))
		s := table.problem(ctx, t, want)
		assert.NotContains(t, s.Buttons, "next", number)
		require.NoError(t, table.Touch(ctx, "clear"))
		_, err := table.Until(ctx, "an empty field", func(s citizen.Seen) bool { return s.Typed == 0 })
		require.NoError(t, err)
	}
}

func TestIIN_NobodyHasIt_AsksAgain(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	require.NoError(t, table.Number(ctx, kiosk.ScreenIIN, "850615390005"))
	require.NoError(t, table.Number(ctx, kiosk.ScreenPhone, "7010009001"))
	s := table.problem(ctx, t, kiosk.ProblemPersonUnknown)
	assert.Equal(t, kiosk.ScreenIIN, s.Screen)
}

func TestPhone_NotRegisteredForThePerson_AsksAgain(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	_, err := table.Go(ctx, "next")
	require.NoError(t, err)
	require.NoError(t, table.Number(ctx, kiosk.ScreenIIN, noPhone.IIN))
	require.NoError(t, table.Number(ctx, kiosk.ScreenPhone, noPhone.Phone))
	s := table.problem(ctx, t, kiosk.ProblemPhoneUnknown)
	assert.Equal(t, kiosk.ScreenPhone, s.Screen)
}

// toCode brings a person to the first SMS code.
func (t *table) toCode(ctx context.Context, tt *testing.T, p citizen.Person) {
	tt.Helper()
	require.NoError(tt, t.Hardware.Person(ctx, p.Face, "nobody")) // so that the step after the code waits
	require.NoError(tt, t.Start(ctx, kiosk.Russian))
	_, err := t.Go(ctx, "next")
	require.NoError(tt, err)
	require.NoError(tt, t.Number(ctx, kiosk.ScreenIIN, p.IIN))
	require.NoError(tt, t.Number(ctx, kiosk.ScreenPhone, p.Phone))
	t.on(ctx, tt, kiosk.ScreenCode)
}

func TestCode_ThreeWrong_ThenANewOne(t *testing.T) {
	table, ctx := sit(t)
	p := damaged
	table.toCode(ctx, t, p)
	right, err := table.ReadSMS(ctx, p.Phone)
	require.NoError(t, err)
	wrong := "000000"
	if right == wrong {
		wrong = "111111"
	}
	for _, want := range []string{kiosk.ProblemCodeWrong, kiosk.ProblemCodeWrong, kiosk.ProblemCodeExhausted} {
		require.NoError(t, table.Type(ctx, wrong))
		_, err := table.Go(ctx, "next")
		require.NoError(t, err)
		s := table.problem(ctx, t, want)
		assert.Equal(t, kiosk.ScreenCode, s.Screen)
	}
	_, err = table.Go(ctx, "resend")
	require.NoError(t, err)
	require.NoError(t, table.Code(ctx, p.Phone))
	table.on(ctx, t, kiosk.ScreenIdentify)
}

func TestCode_Expired_ANewOneWorks(t *testing.T) {
	table, ctx := sit(t)
	p := lost
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"smsTTLSeconds": 1}))
	table.toCode(ctx, t, p)
	sent := time.Now()
	_, err := table.Until(ctx, "the end of the code's second", func(citizen.Seen) bool { return time.Since(sent) > 1500*time.Millisecond })
	require.NoError(t, err)
	require.NoError(t, table.Code(ctx, p.Phone))
	table.problem(ctx, t, kiosk.ProblemCodeExpired)
	require.NoError(t, table.Centre.Set(ctx, map[string]any{"smsTTLSeconds": 180}))
	_, err = table.Go(ctx, "resend")
	require.NoError(t, err)
	require.NoError(t, table.Code(ctx, p.Phone))
	table.on(ctx, t, kiosk.ScreenIdentify)
}

func TestFace_SomebodyElse_FiveTimes_EndsAtTheOffice(t *testing.T) {
	table, ctx := sit(t)
	p := soonExpired
	require.NoError(t, table.Hardware.Person(ctx, "astronaut", "right"))
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.ToIdentify(ctx, p))
	for range 4 {
		table.on(ctx, t, kiosk.ScreenAgain)
		_, err := table.Go(ctx, "again")
		require.NoError(t, err)
	}
	s := table.on(ctx, t, kiosk.ScreenRefused)
	assert.Equal(t, "face-not-recognised", s.Refusal)
}

func TestFace_NobodyThenTwo_AreTold_ThenOneIsRecognised(t *testing.T) {
	table, ctx := sit(t)
	p := lostOften
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "nobody"))
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.ToIdentify(ctx, p))
	advice := func(want kiosk.Advice) {
		_, err := table.Until(ctx, "advice "+string(want), func(s citizen.Seen) bool { return s.Advice == want })
		require.NoError(t, err)
	}
	advice(kiosk.AdviceNobody)
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "two"))
	advice(kiosk.AdviceSeveral)
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "far"))
	advice(kiosk.AdviceCloser)
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "right"))
	table.on(ctx, t, kiosk.ScreenChoice)
}

func TestSignature_EmptyDotLineSmallFrame_AreExplained_ThenAccepted(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToSignature(ctx, married))
	s, err := table.Look(ctx)
	require.NoError(t, err)
	assert.NotContains(t, s.Buttons, "next", "an empty signature cannot go on")
	for handwriting, want := range map[string]string{
		"dot": kiosk.ProblemSignDot, "line": kiosk.ProblemSignLine, "tiny": kiosk.ProblemSignSmall, "edge": kiosk.ProblemSignFrame,
	} {
		require.NoError(t, table.Write(ctx, handwriting))
		s := table.problem(ctx, t, want)
		assert.NotContains(t, s.Buttons, "next", handwriting)
		require.NoError(t, table.Touch(ctx, "redo"))
		_, err := table.Until(ctx, "an empty field", func(s citizen.Seen) bool { return !s.Ink && s.Problem == nil })
		require.NoError(t, err)
	}
	require.NoError(t, table.Sign(ctx, table.Hand))
	table.on(ctx, t, kiosk.ScreenSummary)
}
