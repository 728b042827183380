package policy_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

func TestOffices_AreFoundByCode(t *testing.T) {
	all, err := policy.Offices(shipped)
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, o := range all {
		got, err := policy.LoadOffice(o.Code, shipped)
		require.NoError(t, err)
		assert.Equal(t, o, got)
		for _, l := range kiosk.Languages {
			assert.NotEmpty(t, o.Name.In(l))
			assert.NotEmpty(t, o.Address.In(l))
		}
	}
	_, err = policy.LoadOffice("XXX-99", shipped)
	require.ErrorContains(t, err, "XXX-99")
}

func TestOffices_WrongFileIsRefused(t *testing.T) {
	one := `{"code":"A","name":{"kk":"a","ru":"a","en":"a"},"address":{"kk":"a","ru":"a","en":"a"}}`
	for want, data := range map[string]string{
		"offices[1].code":    `{"offices":[` + one + `,` + one + `]}`,
		"offices[0].name.kk": `{"offices":[{"code":"A","name":{"ru":"a","en":"a"},"address":{"kk":"a","ru":"a","en":"a"}}]}`,
		"missing":            `{}`,
	} {
		_, err := policy.Offices(shipped, fstest.MapFS{"offices.json": {Data: []byte(data)}})
		require.ErrorContains(t, err, want)
	}
}
