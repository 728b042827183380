package drivers_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/drivers"
)

func TestTable_EveryExampleNamesItsDriver(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range drivers.Table() {
		assert.NotEmpty(t, d.Summary)
		assert.Contains(t, d.Example, d.Name+":")
		assert.False(t, seen[d.Name], "%s is there twice", d.Name)
		seen[d.Name] = true
	}
}

func TestOpen_AbsentHardware_IsAStatus(t *testing.T) {
	node := filepath.Join(t.TempDir(), "absent")
	for _, open := range []func() (devices.Device, error){
		func() (devices.Device, error) { return drivers.OpenPad(t.Context(), "w8001:"+node+"?baud=19200") },
		func() (devices.Device, error) { return drivers.OpenPrinter(t.Context(), "escpos:serial:"+node) },
		func() (devices.Device, error) { return drivers.OpenCamera(t.Context(), "opencv:v4l2:"+node) },
	} {
		device, err := open()
		require.NoError(t, err)
		assert.False(t, device.Status().Working())
		assert.True(t, slices.ContainsFunc(drivers.Table(), func(d drivers.Driver) bool {
			return d.Name == device.Info().Driver && d.Kind == device.Info().Kind
		}), "%+v is not in the table", device.Info())
		require.NoError(t, device.Close())
	}
}

func TestOpen_AddressNobodyUnderstands_SaysWhatOneLooksLike(t *testing.T) {
	_, err := drivers.OpenPad(t.Context(), "escpos:tcp:127.0.0.1:9100")
	require.ErrorContains(t, err, "w8001:")
	_, err = drivers.OpenPad(t.Context(), "w8001:/dev/null?baud=fast")
	require.ErrorContains(t, err, "fast")
	_, err = drivers.OpenPrinter(t.Context(), "escpos:udp:127.0.0.1:9100")
	require.Error(t, err)
	_, err = drivers.OpenPrinter(t.Context(), "escpos:tcp:127.0.0.1:9100?profile=nobody")
	require.ErrorContains(t, err, "generic")
	_, err = drivers.OpenCamera(t.Context(), "")
	require.Error(t, err)
}
