package payment

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const terminal = "KZ-ALA-0001"

// till is a payment service with two applications of one visit, and what the payers gave.
type till struct {
	t        *testing.T
	store    *store.Store
	settings *setting.Live
	provider *Provider
	at       time.Time
	apps     []string
	tokens   []string // of every invoice there was
	given    kiosk.Money
}

func newTill(t *testing.T, seed uint64) *till {
	t.Helper()
	s, err := store.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	k := &till{t: t, store: s, settings: setting.New(), at: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC), apps: []string{"card", "passport"}}
	k.provider = New(s, k.settings, func() time.Time { return k.at })
	require.NoError(t, s.Write(t.Context(), func(tx *store.Tx) error {
		err := tx.PutKiosk(store.Kiosk{ID: terminal, Enrolled: k.at})
		for i, id := range k.apps {
			err = errors.Join(err, tx.AddApplication(store.Application{
				ID: id, Kiosk: terminal, Seq: int64(i + 1), CentralSeq: int64(i + 1), Manifest: []byte{1}, Captured: k.at, Received: k.at,
				IIN: fmt.Sprint("person of ", seed), State: kiosk.AwaitingPayment, Amount: kiosk.Tenge([]int64{865, 34_600}[i]),
			}))
		}
		return err
	}))
	return k
}

// step does something a terminal, a payer, an officer or time can do. Refusals are answers.
func (k *till) step(r *rand.Rand) string {
	ctx := context.WithoutCancel(k.t.Context())
	app := k.apps[r.IntN(2)]
	token := ""
	if len(k.tokens) > 0 {
		token = k.tokens[r.IntN(len(k.tokens))]
	}
	switch what := r.IntN(10); {
	case what < 4:
		ids := [][]string{{"card"}, {"passport"}, {"card", "passport"}, {"passport", "card"}}[r.IntN(4)]
		if inv, err := k.provider.Open(ctx, terminal, ids...); err == nil && !slices.Contains(k.tokens, inv.Token) {
			k.tokens = append(k.tokens, inv.Token)
		}
		return fmt.Sprint("open ", ids)
	case what < 5 && token != "":
		d, err := k.provider.Pay(ctx, token)
		require.NoError(k.t, err, "money is always taken")
		k.given += d.Amount
		return "pay " + d.Invoice
	case what == 5 && token != "":
		_, _ = k.provider.Cancel(ctx, token)
		return "cancel"
	case what == 6:
		k.at = k.at.Add(time.Duration(r.IntN(400)) * time.Second)
		require.NoError(k.t, k.settings.Patch(fmt.Appendf(nil, `{"basket": %t}`, r.IntN(4) > 0)))
		return "time passes"
	case what == 7:
		_, _ = k.provider.Close(ctx, terminal, app)
		return "close " + app
	default:
		return k.officer(app)
	}
}

// officer confirms what is paid and annuls what is confirmed.
func (k *till) officer(id string) string {
	require.NoError(k.t, k.store.Write(k.t.Context(), func(tx *store.Tx) error {
		app, err := tx.Application(id)
		if err != nil {
			return err
		}
		switch app.State {
		case kiosk.AlreadyPaid:
			app.State = kiosk.Confirmed
			return tx.UpdateApplication(app)
		case kiosk.Confirmed:
			app.State = kiosk.Annulled
			if _, err := k.provider.Annul(tx, app); err != nil {
				return err
			}
			return tx.UpdateApplication(app)
		default:
			return nil
		}
	}))
	return "officer " + id
}

// check counts every tiyn.
func (k *till) check(history []string) {
	kept, back := kiosk.Money(0), kiosk.Money(0)
	require.NoError(k.t, k.store.Read(k.t.Context(), func(tx *store.Tx) error {
		refunds, err := tx.Refunds("", 1000)
		if err != nil {
			return err
		}
		annulled := map[string]int{}
		for _, f := range refunds {
			back += f.Amount
			if f.Reason == "annulled" {
				annulled[f.Application]++
			}
		}
		for _, id := range k.apps {
			app, err := tx.Application(id)
			if err != nil {
				return err
			}
			invoices, err := tx.Invoices(id)
			if err != nil {
				return err
			}
			open, paid := 0, 0
			for _, i := range invoices {
				if isOpen(At(i, k.at)) {
					open++
				}
				if i.ShareOf(id).Paid {
					paid++
					assert.Equal(k.t, app.Amount, i.ShareOf(id).Amount, history)
				}
			}
			settled := slices.Contains([]kiosk.RegistrationState{kiosk.AlreadyPaid, kiosk.Confirmed, kiosk.Annulled}, app.State)
			assert.Equal(k.t, settled, paid == 1, "%s is %s with %d payments: %v", id, app.State, paid, history)
			assert.LessOrEqual(k.t, paid, 1, history)
			assert.LessOrEqual(k.t, open, 1, "two invoices could be paid: %v", history)
			if app.State != kiosk.AwaitingPayment {
				assert.Zero(k.t, open, "%s is %s and still asked for: %v", id, app.State, history)
			}
			if settled {
				kept += app.Amount
			}
			wanted := 0
			if app.State == kiosk.Annulled {
				wanted = 1
			}
			assert.Equal(k.t, wanted, annulled[id], history)
			if app.State == kiosk.Annulled {
				kept -= app.Amount
			}
			pay, err := k.provider.OfIn(tx, app)
			if err != nil {
				return err
			}
			assert.Equal(k.t, settled && app.State != kiosk.Annulled, pay.State == kiosk.PaymentPaid, history)
			assert.NotEqual(k.t, app.State == kiosk.AwaitingPayment, slices.Contains([]kiosk.PaymentState{kiosk.PaymentPaid, kiosk.PaymentClosed, kiosk.PaymentRefund}, pay.State), "%s: %s: %v", app.State, pay.State, history)
		}
		return nil
	}))
	require.Equal(k.t, k.given, kept+back, "given = kept + returned: %v", history)
}

// Whatever terminals, payers, officers and time do with one or two invoices: no duty is
// taken twice, and every tiyn is either kept for an application or on its way back.
func TestMoney_WhateverHappens_IsKeptOnceOrReturned(t *testing.T) {
	for seed := range uint64(32) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			k, r := newTill(t, seed), rand.New(rand.NewPCG(seed, 0))
			var history []string
			for range 18 {
				history = append(history, k.step(r))
				k.check(history)
				if t.Failed() {
					return
				}
			}
		})
	}
}
