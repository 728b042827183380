package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/kiosk"
)

func TestPrinting_PaperOut_ShowsTheNumberAndPrintsWhenPaperIsBack(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToPayment(ctx, lostOften))
	table.on(ctx, t, kiosk.ScreenPay)
	require.NoError(t, table.Hardware.Paper(ctx, 0))
	require.NoError(t, table.ScanAndPay(ctx, "pay"))
	s := table.on(ctx, t, kiosk.ScreenPrintFault)
	assert.Equal(t, kiosk.ProblemPrinterPaper, s.Problem.Key)
	assert.NotEmpty(t, s.Receipt.Number)
	assert.False(t, s.Receipt.Provisional)
	require.NoError(t, table.Hardware.Paper(ctx, 80_000))
	s = table.on(ctx, t, kiosk.ScreenDone)
	qr, _ := table.lastReceipt(ctx, t)
	assert.Equal(t, s.Receipt.Number, qr)
}

func TestDeviceGoneBeforeStart_TheAttractScreenSaysSo(t *testing.T) {
	table, ctx := sit(t)
	for key, pull := range map[string]func(mode string) error{
		kiosk.ProblemPad:          func(mode string) error { return table.Hardware.Pen(ctx, "unplug", mode) },
		kiosk.ProblemCamera:       func(mode string) error { return table.Hardware.Camera(ctx, "unplug", mode) },
		kiosk.ProblemPrinter:      func(mode string) error { return table.Hardware.Printer(ctx, "unplug", mode) },
		kiosk.ProblemPrinterCover: func(mode string) error { return table.Hardware.Printer(ctx, "cover", mode) },
	} {
		require.NoError(t, pull("always"))
		_, err := table.Until(ctx, "a closed terminal: "+key, func(s citizen.Seen) bool { return !s.Open && has(s.Problems, key) })
		require.NoError(t, err)
		require.NoError(t, pull("cleared"))
		_, err = table.Until(ctx, "an open terminal after "+key, func(s citizen.Seen) bool { return s.Open })
		require.NoError(t, err)
	}
}

func TestCameraGoneInTheMiddle_TheStepWaitsAndGoesOn(t *testing.T) {
	table, ctx := sit(t)
	p := mother
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "far"))
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.ToIdentify(ctx, p))
	table.on(ctx, t, kiosk.ScreenIdentify)
	require.NoError(t, table.Hardware.Camera(ctx, "unplug", "always"))
	_, err := table.Until(ctx, "the message", func(s citizen.Seen) bool { return s.Advice == kiosk.AdviceDevice })
	require.NoError(t, err)
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "right"))
	require.NoError(t, table.Hardware.Camera(ctx, "unplug", "cleared"))
	table.on(ctx, t, kiosk.ScreenChoice)
}

func TestCameraGoneForGood_EndsAtTheOffice(t *testing.T) {
	table, ctx := sit(t)
	p := mother
	require.NoError(t, table.Hardware.Person(ctx, p.Face, "far"))
	require.NoError(t, table.Start(ctx, kiosk.Russian))
	require.NoError(t, table.ToIdentify(ctx, p))
	table.on(ctx, t, kiosk.ScreenIdentify)
	require.NoError(t, table.Hardware.Camera(ctx, "unplug", "always"))
	s := table.on(ctx, t, kiosk.ScreenUnavailable)
	assert.Equal(t, kiosk.ProblemCamera, s.Problem.Key)
}

func TestPadGoneInTheMiddle_TheStepWaitsAndGoesOn(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToSignature(ctx, mother))
	require.NoError(t, table.Hardware.Pen(ctx, "unplug", "always"))
	_, err := table.Until(ctx, "the message", func(s citizen.Seen) bool { return s.PadAway })
	require.NoError(t, err)
	require.NoError(t, table.Hardware.Pen(ctx, "unplug", "cleared"))
	require.NoError(t, table.Sign(ctx, table.Hand))
	table.on(ctx, t, kiosk.ScreenSummary)
}

func TestPadGoneForGood_EndsAtTheOffice(t *testing.T) {
	table, ctx := sit(t)
	require.NoError(t, table.ToSignature(ctx, mother))
	require.NoError(t, table.Hardware.Pen(ctx, "unplug", "always"))
	s := table.on(ctx, t, kiosk.ScreenUnavailable)
	assert.Equal(t, kiosk.ProblemPad, s.Problem.Key)
}
