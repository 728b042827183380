package main

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (c *centre) page(path string) string {
	c.t.Helper()
	resp, err := http.Get(c.url + path)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	require.Equal(c.t, http.StatusOK, resp.StatusCode, path+": "+string(body))
	return html.UnescapeString(string(body))
}

// form presses a button of a page, as a browser does.
func (c *centre) form(path string, values url.Values, header http.Header) *http.Response {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.ctx(), http.MethodPost, c.url+path, strings.NewReader(values.Encode()))
	require.NoError(c.t, err)
	req.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"text/html"}}
	for name, value := range header {
		req.Header[name] = value
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(c.t, err)
	require.NoError(c.t, resp.Body.Close())
	return resp
}

func TestPages_ShowWhatHappened_WithoutTheIIN(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	p.code(wire.CodeRequestPurposeConfirm)
	c.scan(invoice.Qr)
	c.payer(invoice.Qr, "pay")
	c.payer(invoice.Qr, "pay")
	coupon := p.confirm().JSON200.Coupon
	_, err := c.client.HeartbeatWithResponse(c.ctx(), &wire.HeartbeatParams{XKioskId: terminalID},
		wire.Heartbeat{LastSeq: 3, Queued: 2, OldestQueuedSeconds: 61, Devices: map[string]string{"printer": "paper-out"}, Version: "1.0"})
	require.NoError(t, err)
	_, err = c.client.RateWithResponse(c.ctx(), &wire.RateParams{XKioskId: terminalID}, wire.Rating{Stars: 4})
	require.NoError(t, err)

	for path, parts := range map[string][]string{
		"/operator/": {coupon, "850615****15", "подтверждено", "865", `http-equiv="refresh"`},
		"/operator/applications/" + p.id.String(): {"850615****15", "+7 7** *** ** 01", "оплачено, PAY-", "талон " + coupon, "оплачено дважды", "деньги к возврату"},
		"/operator/sms":       {p.phone, p.messages()[1].Code, coupon},
		"/operator/people":    {"Серіков Нұрлан Ерланұлы", expired3d, "код 17"},
		"/operator/payments":  {invoice.Invoice, "оплачено дважды"},
		"/operator/terminals": {terminalID, "paper-out", "не хватает 2", "4.0 ★", "оплачено дважды"},
		"/operator/settings":  {"Digital-ID", "0.65"},
	} {
		page := c.page(path)
		for _, part := range parts {
			assert.Contains(t, page, part, path)
		}
		assert.NotContains(t, page, "<script", path)
		if path != "/operator/people" {
			assert.NotContains(t, page, p.iin, path)
		}
	}
	resp, err := http.Get(c.url + "/operator/")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Contains(t, resp.Header.Get("Content-Security-Policy"), "default-src 'none'")
	assert.Contains(t, c.page("/operator/style.css"), ".pill")
	for _, path := range []string{"/operator/applications/nobody", "/pay/nobody", "/operator/nothing"} {
		resp, err := http.Get(c.url + path)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, http.StatusNotFound, resp.StatusCode, path)
	}
}

func TestPages_StaffCalled_RingsUntilAnswered(t *testing.T) {
	c := newCentre(t)
	answer, err := c.client.CallStaffWithResponse(c.ctx(), &wire.CallStaffParams{XKioskId: terminalID}, wire.HelpCall{Screen: `portrait<script>`})
	require.NoError(t, err)
	require.Equal(t, http.StatusNoContent, answer.StatusCode())
	resp, err := http.Get(c.url + "/operator/")
	require.NoError(t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.NotContains(t, string(raw), "<script>")
	for _, path := range []string{"/operator/", "/operator/sms"} {
		assert.Contains(t, c.page(path), "зовут сотрудника")
		assert.Contains(t, c.page(path), "portrait<script>")
	}
	assert.Equal(t, http.StatusSeeOther, c.form("/operator/help/1/answer", nil, nil).StatusCode)
	assert.NotContains(t, c.page("/operator/"), "зовут сотрудника")
}

func TestPages_Settings_ByFormAndByProgram(t *testing.T) {
	c := newCentre(t)
	values := url.Values{"faceThreshold": {"0.7"}}
	for _, name := range []string{"smsTTLSeconds", "scanWaitSeconds", "confirmWaitSeconds", "pollSeconds", "linkWaitSeconds", "processSeconds", "slowSeconds", "exemptionSeconds", "annulledMonths"} {
		values.Set(name, "8")
	}
	for _, service := range []string{"kdp", "gbdfl", "bmg", "sms", "digital-id", "zags", "aissik", "payment"} {
		values.Set("service-"+service, "down")
	}
	assert.Equal(t, http.StatusSeeOther, c.form("/operator/settings", values, nil).StatusCode)
	assert.Equal(t, 8, c.office.Settings.Get().ScanWaitSeconds)
	assert.EqualValues(t, "down", c.office.Settings.Get().Services["bmg"])
	values.Set("pollSeconds", "soon")
	assert.Equal(t, http.StatusBadRequest, c.form("/operator/settings", values, nil).StatusCode)

	resp, err := http.Post(c.url+"/operator/api/settings", "application/json", strings.NewReader(`{"pollSeconds": 4, "services": {"bmg": "up"}}`))
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	var v struct {
		PollSeconds, ScanWaitSeconds int
		Services                     map[string]string
	}
	c.getJSON("/operator/api/settings", &v)
	assert.Equal(t, 4, v.PollSeconds)
	assert.Equal(t, 8, v.ScanWaitSeconds)
	assert.Equal(t, "up", v.Services["bmg"])
	assert.Equal(t, "down", v.Services["sms"])
}

func TestPages_ButtonsOfAnotherOrigin_DoNothing(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	path := strings.TrimPrefix(invoice.Qr, c.url)
	assert.Equal(t, http.StatusForbidden, c.form(path+"/pay", nil, http.Header{"Sec-Fetch-Site": {"cross-site"}}).StatusCode)
	assert.Equal(t, wire.PaymentStateCreated, p.payment().State)
	resp := c.form(path+"/pay", nil, http.Header{"Sec-Fetch-Site": {"same-origin"}})
	assert.Equal(t, http.StatusSeeOther, resp.StatusCode)
	assert.Equal(t, path, resp.Header.Get("Location"))
	assert.Contains(t, c.page(path), "Вернитесь к терминалу")
}

func TestPages_PayersPage_FollowsTheInvoice(t *testing.T) {
	c := newCentre(t)
	p, invoice := c.owing()
	page := c.scan(invoice.Qr)
	for _, part := range []string{"865", "удостоверение личности", "Оплатить", "Отменить", "Не хватает денег (51)"} {
		assert.Contains(t, page, part)
	}
	assert.NotContains(t, page, p.iin)
	c.later(time.Hour)
	assert.Contains(t, c.scan(invoice.Qr), "срок истёк")
	p.closePayment()
	c.payer(invoice.Qr, "pay")
	assert.Contains(t, c.scan(invoice.Qr), "деньги будут возвращены")
}

func TestPeopleAPI_NamesEverybodyToTry(t *testing.T) {
	c := newCentre(t)
	var people []struct{ IIN, Phone, Portrait, Name, Note string }
	c.getJSON("/operator/api/people", &people)
	require.NotEmpty(t, people)
	assert.Equal(t, expired3d, people[0].IIN)
	for _, p := range people {
		_, err := kiosk.ParseIIN(p.IIN, time.Now())
		assert.NoError(t, err)
	}
}
