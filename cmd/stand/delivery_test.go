package main

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
)

// Only the centre can open what the terminal sealed, and it is what the citizen gave.
func TestDelivery_TheCentreOpensWhatTheCitizenGave(t *testing.T) {
	table, ctx := sit(t)
	p := lostPass
	require.NoError(t, table.ToPayment(ctx, p))
	s := table.on(ctx, t, kiosk.ScreenPay)
	id := s.Application
	require.NoError(t, table.ScanAndPay(ctx, "pay"))
	table.on(ctx, t, kiosk.ScreenDone)
	require.NoError(t, table.Leave(ctx))

	table.rig.StopCentral()
	folder := filepath.Join(table.dir, "opened")
	openErr := table.rig.OpenApplication(ctx, id, folder)
	require.NoError(t, table.rig.StartCentral(ctx))
	require.NoError(t, openErr)

	var form kiosk.Form
	text, err := os.ReadFile(filepath.Join(folder, "form.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &form))
	assert.Equal(t, kiosk.IIN(p.IIN), form.Person.IIN)
	assert.Equal(t, kiosk.Choice{Document: kiosk.Passport, Reason: "13", Pages: 36, SubReason: "lost"}, form.Choice)
	assert.Equal(t, table.policy, form.PolicyVersion)

	for name, want := range map[string]image.Point{"portrait.jpg": {X: 413, Y: 531}, "signature.png": {X: 531, Y: 177}} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		picture, _, err := image.Decode(bytes.NewReader(content))
		require.NoError(t, err, name)
		assert.Equal(t, want, picture.Bounds().Size(), name)
	}
}
