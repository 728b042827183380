package setting

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPatch_ChangesWhatItNames(t *testing.T) {
	l := New()
	require.NoError(t, l.Patch([]byte(`{"scanWaitSeconds": 7, "services": {"bmg": "down"}}`)))
	v := l.Get()
	assert.Equal(t, 7, v.ScanWaitSeconds)
	assert.Equal(t, Down, v.Services[Phones])
	assert.Equal(t, Up, v.Services[SMS])
	assert.Equal(t, Defaults().SMSTTLSeconds, v.SMSTTLSeconds)
	v.Services[SMS] = Silent
	assert.Equal(t, Up, l.Get().Services[SMS], "Get gives a copy")
}

func TestPatch_Nonsense_ChangesNothing(t *testing.T) {
	l := New()
	for _, patch := range []string{`{`, `[]`, `{"scanWaitSeconds": 0}`, `{"faceThreshold": 2}`, `{"services": {"bmg": "tired"}}`, `{"services": {"nobody": "up"}}`, `{"slowSeconds": 0}`, `{"exemptionSeconds": 9}`, `{"annulledMonths": -1}`} {
		assert.Error(t, l.Patch([]byte(patch)), patch)
	}
	assert.Equal(t, Defaults(), l.Get())
}

func TestReach_Silent_HoldsUntilTheCallerGivesUp(t *testing.T) {
	l := New()
	require.NoError(t, l.Patch([]byte(`{"services": {"bmg": "silent"}}`)))
	ctx, giveUp := context.WithCancel(t.Context())
	answer := make(chan error, 1)
	go func() { answer <- l.Reach(ctx, Consent, Phones) }()
	select {
	case err := <-answer:
		t.Fatal("answered although silent:", err)
	default:
	}
	giveUp()
	var u *Unavailable
	require.ErrorAs(t, <-answer, &u)
	assert.Equal(t, Phones, u.Service)
}

func TestReach_Slow_AnswersAfterItsTime_OrNotWithinTheCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New()
		require.NoError(t, l.Patch([]byte(`{"slowSeconds": 5, "services": {"gbdfl": "slow", "zags": "slow"}}`)))
		began := time.Now()
		require.NoError(t, l.Reach(t.Context(), Persons))
		assert.Equal(t, 5*time.Second, time.Since(began))

		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		var u *Unavailable
		require.ErrorAs(t, l.Reach(ctx, Persons, Civil), &u)
		assert.Equal(t, Civil, u.Service, "the second one was asked for too late")
	})
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte(`{"scanWaitSeconds": 7, "services": {"bmg": "down"}}`))
	f.Add([]byte(`{"services": null}`))
	f.Fuzz(func(t *testing.T, patch []byte) {
		l := New()
		if l.Patch(patch) == nil {
			assert.NoError(t, l.Get().check())
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_ = l.Reach(ctx, Payment, SMS) // a null map must not break it
	})
}
