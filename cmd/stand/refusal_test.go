package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

// An ID card that expired eleven days ago: the terminal says what to bring where,
// on the screen and on paper, and the citizen may still ask about something else.
func TestRefusal_IDCardElevenDaysLate_PapersOnTheSlip_ThenBack(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToChoice(ctx, late))
	s, err := table.Why(ctx, "why-18-id-card")
	require.NoError(t, err)
	assert.Equal(t, kiosk.WhyNot, s.State)
	require.NotNil(t, s.Told)
	assert.NotEmpty(t, s.Told.Bring, "the papers for a late exchange")
	assert.Contains(t, s.Told.Ground, "492")
	table.slipSaysWhatTheScreenSays(ctx, t)

	_, err = table.Go(ctx, "back")
	require.NoError(t, err)
	table.on(ctx, t, kiosk.ScreenChoice)
}

// A lost card can be replaced here, a stolen one is a matter for the police and the ЦОН.
func TestRefusal_StolenIsForTheOffice_LostIsNot(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToChoice(ctx, lost))
	s, err := table.Find(ctx, "choose-09-id-card")
	require.NoError(t, err)
	require.NoError(t, table.Press(s, "choose-09-id-card"))
	s = table.on(ctx, t, kiosk.ScreenSpecify)
	assert.Contains(t, s.Buttons, "sub-lost")
	assert.NotContains(t, s.Buttons, "sub-stolen")
	s, err = table.Why(ctx, "why-sub-stolen")
	require.NoError(t, err)
	require.NotNil(t, s.Option)
	assert.Equal(t, kiosk.Choice{Document: kiosk.IDCard, Reason: "09", SubReason: "stolen"}, s.Option.Choice)
	table.slipSaysWhatTheScreenSays(ctx, t)

	_, err = table.Go(ctx, "back")
	require.NoError(t, err)
	require.NoError(t, table.Choose(ctx, lost))
	s, err = table.Look(ctx)
	require.NoError(t, err)
	assert.Equal(t, []kiosk.Choice{{Document: kiosk.IDCard, Reason: "09", SubReason: "lost"}}, s.Chosen)
}

func TestRefusal_UnderAge_EndsWithASlip(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Hardware.Person(ctx, child.Face, "right"))
	require.NoError(t, table.Start(ctx, kiosk.Kazakh))
	require.NoError(t, table.ToIdentify(ctx, child))
	s := table.on(ctx, t, kiosk.ScreenRefused)
	assert.Nil(t, s.Option, "nothing was chosen")
	require.NotNil(t, s.Told)
	assert.NotEmpty(t, s.Told.Why.KK)
	table.slipSaysWhatTheScreenSays(ctx, t)
	require.NoError(t, table.Leave(ctx))
}

// The slip is asked for again when there was no paper the first time.
func TestRefusal_NoPaper_TheSlipCanBeAskedForAgain(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Hardware.Person(ctx, dead.Face, "right"))
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.ToIdentify(ctx, dead))
	table.on(ctx, t, kiosk.ScreenRefused)
	require.NoError(t, table.Hardware.Paper(ctx, 0))
	_, err := table.Go(ctx, "slip")
	require.NoError(t, err)
	_, err = table.Until(ctx, "no slip", func(s citizen.Seen) bool { return s.Slip == kiosk.SlipFailed })
	require.NoError(t, err)
	require.NoError(t, table.Hardware.Paper(ctx, 80_000))
	table.slipSaysWhatTheScreenSays(ctx, t)
}

// Two touches from the camera to the answer; nobody is photographed while reading.
func TestHelp_OnTheCameraScreen_NobodyIsPhotographedWhileReading(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.Hardware.Person(ctx, mother.Face, "far"))
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.ToIdentify(ctx, mother))
	table.on(ctx, t, kiosk.ScreenIdentify)
	require.NoError(t, table.Help(ctx, "photo"))
	require.NoError(t, table.Hardware.Person(ctx, mother.Face, "right"))
	began := time.Now()
	_, err := table.Until(ctx, "a while to read", func(s citizen.Seen) bool {
		assert.Equal(t, kiosk.Identify, s.State)
		assert.Equal(t, kiosk.OverlayHelp, s.Overlay)
		return time.Since(began) > 5*time.Second
	})
	require.NoError(t, err)
	require.NoError(t, table.CloseHelp(ctx))
	table.on(ctx, t, kiosk.ScreenChoice)
}
