package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// More people of the register.
const (
	late11d       = "810909390313"
	late40d       = "830614390323"
	bothExpiring  = "840512390281" // an ID card and a passport, each can be renewed
	exemptionOver = "770118390353"
	exemptionNew  = "820515490381"
	unknownGround = "790730390364"
	firstPassport = "961008490087"
)

// details lists what the incidents of a kind say.
func (c *centre) details(kind string) (list []string) {
	c.t.Helper()
	require.NoError(c.t, c.store.Read(c.ctx(), func(tx *store.Tx) error {
		all, err := tx.Incidents(100)
		for _, i := range all {
			if i.Kind == kind {
				list = append(list, i.Detail)
			}
		}
		return err
	}))
	return list
}

func TestJudge_WhatTheTerminalShouldNotHaveLetThrough_IsRefusedWithTheRule(t *testing.T) {
	c := newCentre(t)
	for iin, want := range map[string]struct {
		rule   string
		papers int
	}{late11d: {"id-card-overdue", 2}, late40d: {"id-card-overdue-month", 4}} {
		reg := c.citizen(iin).consent().registered(idCard18)
		require.Equal(t, wire.RegistrationStateRefused, reg.State, iin)
		assert.Equal(t, want.rule, reg.Refusal.Code)
		assert.NotEmpty(t, reg.Refusal.Text.Kk)
		assert.NotEmpty(t, reg.Refusal.Next.Ru)
		assert.NotEmpty(t, *reg.Refusal.Ground)
		assert.Len(t, *reg.Refusal.Bring, want.papers, iin)
		assert.Contains(t, c.details("policy-difference"), "центр: "+want.rule+", по данным терминала: "+want.rule)
	}
	assert.Equal(t, []string{"refused", "refused"}, events(c.changes(0, 0)))
}

func TestJudge_TerminalKnewOlderData_CentresRecordCounts_AndItIsAnIncident(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(late11d).consent()
	p.believes = func(person *kiosk.Person) { person.Documents[0].Expires = registry.Today(c.now()).AddDays(-3) }
	assert.Equal(t, "id-card-overdue", p.registered(idCard18).Refusal.Code)

	q := c.citizen(expired3d).consent()
	q.believes = func(person *kiosk.Person) { person.Citizenship = "UZB" }
	assert.Equal(t, wire.RegistrationStateAwaitingPayment, q.registered(idCard18).State, "by the centre's record it is possible")

	r := c.citizen(repeatedLoss).consent()
	r.believes = func(person *kiosk.Person) { person.Losses = nil }
	assert.EqualValues(t, 432_500, *r.registered(kiosk.Choice{Document: kiosk.IDCard, Reason: "09", SubReason: "lost"}).AmountTiyn)

	assert.ElementsMatch(t, []string{
		"центр: id-card-overdue, по данным терминала: можно",
		"центр: можно, по данным терминала: not-citizen", "данные лица: citizenship",
		"пошлина: центр 4\u00a0325\u00a0₸, по данным терминала 865\u00a0₸",
	}, c.details("policy-difference"))
	for _, detail := range c.details("policy-difference") {
		assert.NotRegexp(t, `\d{6}|[A-Z]{3}`, detail, "codes only")
	}
}

func TestJudge_UnknownCode_IsNotOffered(t *testing.T) {
	c := newCentre(t)
	for _, choice := range []kiosk.Choice{{Document: kiosk.IDCard, Reason: "99"}, {Document: kiosk.IDCard, Reason: "17"}, {Document: kiosk.IDCard, Reason: "07", SubReason: "pages-used"}} {
		reg := c.citizen(expired3d).consent().registered(choice)
		assert.Equal(t, wire.RegistrationStateRefused, reg.State, choice)
		assert.Equal(t, "not-offered", reg.Refusal.Code, choice)
	}
}

func TestJudge_StolenDocument_IsForTheOffice_NoAnswerIsAnIncident(t *testing.T) {
	c := newCentre(t)
	reg := c.citizen(repeatedLoss).consent().registered(kiosk.Choice{Document: kiosk.IDCard, Reason: "09", SubReason: "stolen"})
	assert.Equal(t, "document-stolen", reg.Refusal.Code)
	reg = c.citizen(repeatedLoss).consent().registered(kiosk.Choice{Document: kiosk.IDCard, Reason: "09"})
	assert.Equal(t, wire.RegistrationStateAwaitingPayment, reg.State)
	assert.Contains(t, c.details("policy-difference"), "не указано, что с документом")
}

func TestJudge_OnTheDayOfTheCapture_HoweverLateItIsDelivered(t *testing.T) {
	c := newCentre(t)
	p := c.citizen("850327390307").consent() // the last of the ten days
	s := p.sealed(idCard18)
	e, err := c.office.People.Find(kiosk.IIN(p.iin))
	require.NoError(t, err)
	require.Equal(t, 10, e.Person.Documents[0].Expires.DaysUntil(registry.Today(c.now())))
	c.upload(s)
	c.later(48 * time.Hour) // the register's dates move with the day, so the record stays the same
	require.Equal(t, wire.RegistrationStateAwaitingPayment, c.put(s, true).JSON201.State)
	assert.Len(t, p.messages(), 1)
}

func TestJudge_TerminalsClockIsAhead_TodayCounts(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	c.later(2 * 365 * 24 * time.Hour)
	s := p.sealed(idCard18)
	c.later(-2 * 365 * 24 * time.Hour)
	c.upload(s)
	assert.Equal(t, wire.RegistrationStateAwaitingPayment, c.put(s, false).JSON201.State)
}

func TestJudge_YearWithoutAnIndex_IsARefusal_NotAFailure(t *testing.T) {
	c := newCentre(t)
	c.later(time.Date(2028, 2, 1, 8, 0, 0, 0, time.UTC).Sub(c.now()))
	reg := c.citizen(disabled).consent().registered(idCard18)
	assert.Equal(t, wire.RegistrationStateRefused, reg.State)
	assert.Equal(t, "duty-unknown", reg.Refusal.Code)
	assert.Contains(t, c.page("/operator/"), "no МРП for the year 2028")
	assert.Contains(t, c.page("/operator/terminals"), "no МРП for the year 2028")
}

func TestJudge_DutyUnknownAndNoRuleAboutIt_IsNotOffered(t *testing.T) {
	p := newPublisher(t, t.TempDir())
	status, answer := p.publish(signed(t, signer, 100, later, "eligibility.json", `"duty-unknown"`, `"civil-change-unknown"`))
	require.Equal(t, http.StatusCreated, status, answer)
	p.later(time.Date(2028, 2, 1, 8, 0, 0, 0, time.UTC).Sub(p.now()))
	reg := p.citizen(disabled).consent().registered(idCard18)
	assert.Equal(t, wire.RegistrationStateRefused, reg.State)
	assert.Equal(t, "not-offered", reg.Refusal.Code)
	assert.Contains(t, reg.Refusal.Text.Ru, "такую услугу не оказывает", "in the words of the rule")
	assert.Contains(t, p.details("policy-difference"), "центр: размер пошлины не известен, not-offered")
}

func TestCoupon_YearWithoutACalendar_PromisesNoDay(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(disabled).consent()
	require.Equal(t, wire.RegistrationStateExempt, p.registered(idCard18).State)
	c.later(time.Date(2031, 2, 1, 8, 0, 0, 0, time.UTC).Sub(c.now()))
	coupon := p.confirm()
	require.NotNil(t, coupon.JSON200, string(coupon.Body))
	assert.Nil(t, coupon.JSON200.ReadyDate)
	text := p.messages()[0].Text
	assert.Contains(t, text, coupon.JSON200.Coupon)
	assert.NotRegexp(t, `—|\d\d\.\d\d\.\d{4}`, text)
}

func TestDuty_ExemptionCountsOnlyWhenItsCategoryAndDatesHold(t *testing.T) {
	c := newCentre(t)
	for iin, category := range map[string]string{
		disabled: "person-with-disability", altynAlka: "altyn-alka", "590410390332": "war-veteran", "611102390347": "chernobyl",
		exemptionOver: "", exemptionNew: "", unknownGround: "",
	} {
		reg := c.citizen(iin).consent().registered(idCard18)
		if category == "" {
			assert.Equal(t, wire.RegistrationStateAwaitingPayment, reg.State, iin)
			assert.EqualValues(t, 86_500, *reg.AmountTiyn)
			assert.Nil(t, reg.ExemptionUnknown, "АИС СИК has answered")
			continue
		}
		require.Equal(t, wire.RegistrationStateExempt, reg.State, iin)
		assert.Equal(t, category, reg.Exemption.Category)
		assert.Zero(t, *reg.AmountTiyn)
	}
	assert.Empty(t, c.incidents("policy-difference"))
}

func TestDuty_ExemptionsSilentDownOrTooSlow_WholeDutyAndItIsSaid(t *testing.T) {
	for mode, settings := range map[string]string{
		"down":   `{"services": {"aissik": "down"}}`,
		"silent": `{"exemptionSeconds": 1, "services": {"aissik": "silent"}}`,
		"slow":   `{"exemptionSeconds": 1, "slowSeconds": 9, "services": {"aissik": "slow"}}`,
	} {
		t.Run(mode, func(t *testing.T) {
			c := newCentre(t)
			c.set(settings)
			p := c.citizen(disabled).consent()
			began := time.Now()
			reg := p.registered(idCard18)
			assert.Less(t, time.Since(began), 8*time.Second, "a terminal waits ten")
			assert.Equal(t, wire.RegistrationStateAwaitingPayment, reg.State)
			assert.EqualValues(t, 86_500, *reg.AmountTiyn)
			require.NotNil(t, reg.ExemptionUnknown)
			assert.True(t, *reg.ExemptionUnknown)
			c.set(`{"services": {"aissik": "up"}}`)
			assert.Equal(t, reg, p.registration(), "what was said stays said")
			assert.Contains(t, c.page("/operator/applications/"+p.id.String()), "АИС СИК молчала")
		})
	}
}

func TestDuty_ExemptionsSilentAndCitizenHasLeft_TheLinkSaysSo(t *testing.T) {
	c := newCentre(t)
	c.set(`{"services": {"aissik": "down"}}`)
	p := c.citizen(disabled).consent()
	p.language = kiosk.Kazakh
	s := p.sealed(idCard18)
	c.upload(s)
	require.NotNil(t, c.put(s, true).JSON201)
	require.Len(t, p.messages(), 1)
	assert.Contains(t, p.messages()[0].Text, "төлемей, ХҚКО-ға жүгініңіз")
}

func TestVersion_TerminalWithOtherRules_IsToldOnce_UntilItHasTheCentres(t *testing.T) {
	c := newCentre(t)
	m := c.terminal()
	for _, iin := range []string{expired3d, disabled} { // held with the policy version "1"
		id := m.held(t, c.citizen(iin), idCard18)
		_, err := m.syncer.Register(t.Context(), id)
		require.NoError(t, err)
	}
	require.Len(t, c.details("policy-version"), 1)
	assert.Contains(t, c.details("policy-version")[0], c.office.Policy.Set().Version())
	assert.Equal(t, []string{"policy-version open"}, c.incidents("policy-version"))
	next := c.citizen(altynAlka)
	link, err := m.queue.Next(t.Context())
	require.NoError(t, err)
	s := next.consent().sealedAt(idCard18, link)
	c.upload(s)
	require.NotNil(t, c.put(s, false).JSON201)
	assert.Equal(t, []string{"policy-version resolved"}, c.incidents("policy-version"))
	assert.Empty(t, c.incidents("policy-difference"))
}

func TestPages_Terminals_ShowWhoseRulesAreInForceWhere(t *testing.T) {
	c := newCentre(t)
	beat := func(version string) {
		answer, err := c.client.HeartbeatWithResponse(c.ctx(), &wire.HeartbeatParams{XKioskId: terminalID},
			wire.Heartbeat{Devices: map[string]string{}, Version: "1.0", Policy: &version, PolicySerial: new(int64(7))})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, answer.StatusCode())
	}
	mine := c.office.Policy.Set().Version()
	beat("2025-01+00000000")
	page := c.page("/operator/terminals")
	for _, part := range []string{mine, "2025-01+00000000 · 7", "не как у центра"} {
		assert.Contains(t, page, part)
	}
	beat(mine)
	assert.NotContains(t, c.page("/operator/terminals"), "не как у центра")
}

func TestService_Slow_AnswersLate_AndIsUp(t *testing.T) {
	c := newCentre(t)
	c.set(`{"slowSeconds": 1, "services": {"gbdfl": "slow"}}`)
	p := c.citizen(expired3d).consent()
	p.face(wire.FaceRequestPurposeIdentify, []byte("x"))
	began := time.Now()
	require.NotNil(t, p.person().JSON200)
	assert.GreaterOrEqual(t, time.Since(began), time.Second)
	health, err := c.client.GetHealthWithResponse(c.ctx())
	require.NoError(t, err)
	assert.Equal(t, wire.Up, health.JSON200.Services["gbdfl"])
}

func TestPerson_WhoseAgeFollowsTheDay_IsEighteenTodayAndSeventeenTomorrow(t *testing.T) {
	c := newCentre(t)
	var people []struct{ IIN, Note string }
	c.getJSON("/operator/api/people", &people)
	found := 0
	for _, one := range people {
		switch {
		case strings.Contains(one.Note, "исполнилось сегодня"):
			found++
			reg := c.citizen(one.IIN).consent().registered(kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 36})
			assert.Equal(t, wire.RegistrationStateAwaitingPayment, reg.State)
		case strings.Contains(one.Note, "исполнится завтра"):
			found++
			reg := c.citizen(one.IIN).consent().registered(kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 36})
			assert.Equal(t, "under-age", reg.Refusal.Code)
		}
	}
	assert.Equal(t, 2, found)
}
