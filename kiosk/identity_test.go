package kiosk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var aDay = time.Date(2026, 11, 21, 12, 0, 0, 0, Almaty)

func TestParseIIN_Vectors(t *testing.T) {
	for _, good := range []string{
		"850615390005", "850615390608", "000229690109", "000229690000", "000515690004", "991231490611", "120304590604",
	} {
		_, err := ParseIIN(good, aDay)
		assert.NoError(t, err, good)
	}
	for bad, want := range map[string]error{
		"":             ErrIINLength,
		"85061539000":  ErrIINLength,
		"85061539000a": ErrIINLength,
		"850645390005": ErrIINIsBIN,
		"850640390005": ErrIINIsBIN,
		"851315390005": ErrIINDate,
		"850230390005": ErrIINDate,
		"261122590005": ErrIINDate, // tomorrow
		"850615990005": ErrIINCentury,
		"850615390610": ErrIINImpossible,
		"850615390004": ErrIINControl,
	} {
		_, err := ParseIIN(bad, aDay)
		assert.ErrorIs(t, err, want, bad)
	}
}

func TestParseIIN_EveryOtherControlDigitIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		good := []byte(rapid.SampledFrom([]string{"850615390005", "000229690109", "991231490611"}).Draw(t, "iin"))
		const at = 11
		digit := byte(rapid.IntRange(0, 9).Draw(t, "digit")) + '0'
		if good[at] == digit {
			return
		}
		good[at] = digit
		_, err := ParseIIN(string(good), aDay)
		require.Error(t, err)
	})
}

func FuzzParseIIN(f *testing.F) {
	f.Add("850615390005")
	f.Fuzz(func(t *testing.T, s string) {
		if iin, err := ParseIIN(s, aDay); err == nil {
			require.Len(t, string(iin), 12)
			require.Len(t, iin.Masked(), 12)
			require.Contains(t, iin.Masked(), "****")
		}
	})
}

func TestMasksAndMoney(t *testing.T) {
	assert.Equal(t, "850615****05", IIN("850615390005").Masked())
	phone, err := ParsePhone("7011234512")
	require.NoError(t, err)
	assert.Equal(t, "+7 7** *** ** 12", phone.Masked())
	for _, bad := range []string{"", "6011234512", "701123451", "70112345123", "70112a4512"} {
		_, err := ParsePhone(bad)
		assert.ErrorIs(t, err, ErrPhone, bad)
	}
	assert.Equal(t, "17\u00a0300\u00a0₸", Tenge(17300).String())
	assert.Equal(t, "865\u00a0₸", Tenge(865).String())
	assert.Equal(t, "1\u00a0234\u00a0567,05\u00a0₸", (Tenge(1234567) + 5).String())
}
