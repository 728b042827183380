package main

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"
	"documenting.kz/terminal/pipeline/seal"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBlob_InterruptedUpload_IsResumedWhereItStopped(t *testing.T) {
	c := newCentre(t)
	s := c.citizen(expired3d).consent().sealed(idCard18)
	blob := s.Blobs[1]
	require.Greater(t, len(blob.Data), store.MaxPart, "the portrait needs two parts")
	head := func() *wire.HeadBlobResponse {
		answer, err := c.client.HeadBlobWithResponse(c.ctx(), blob.SHA256, &wire.HeadBlobParams{XKioskId: terminalID})
		require.NoError(t, err)
		return answer
	}
	assert.Equal(t, "0", head().HTTPResponse.Header.Get("Upload-Offset"))
	require.Equal(t, http.StatusOK, c.patch(blob, 0, 1000).StatusCode())
	assert.Equal(t, "1000", head().HTTPResponse.Header.Get("Upload-Offset"))
	assert.Equal(t, "false", head().HTTPResponse.Header.Get("Upload-Complete"))

	repeated := c.patch(blob, 0, 1000)
	assert.Equal(t, http.StatusConflict, repeated.StatusCode())
	assert.Equal(t, "wrong-offset", problemType(t, repeated.Body))
	assert.Equal(t, http.StatusUnprocessableEntity, c.patch(blob, 1000, 1001+store.MaxPart).StatusCode(), "a part is at most 256 KiB")

	require.Equal(t, http.StatusOK, c.patch(blob, 1000, 1000+store.MaxPart).StatusCode())
	last := c.patch(blob, 1000+store.MaxPart, len(blob.Data))
	require.Equal(t, http.StatusOK, last.StatusCode())
	assert.Equal(t, "true", last.HTTPResponse.Header.Get("Upload-Complete"))
	assert.Equal(t, "true", c.patch(blob, 0, 10).HTTPResponse.Header.Get("Upload-Complete"), "a whole blob stays whole")
	stored, err := c.store.Blobs.Read(blob.SHA256)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(blob.Data, stored))
}

func TestBlob_OtherBytesThanAnnounced_BeginAnew(t *testing.T) {
	c := newCentre(t)
	blob := kiosk.Blob{SHA256: strings.Repeat("ab", 32), Data: []byte("not what hashes to this")}
	answer := c.patch(blob, 0, len(blob.Data))
	assert.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode())
	assert.Equal(t, "blob-contents", problemType(t, answer.Body))
	size, complete, err := c.store.Blobs.Stat(blob.SHA256)
	require.NoError(t, err)
	assert.Zero(t, size)
	assert.False(t, complete)
}

func TestBlob_AddressThatIsNoHash_IsRefused(t *testing.T) {
	c := newCentre(t)
	for _, address := range []string{"..", strings.Repeat("A", 64), "%2e%2e%2fkeys%2fseal.key"} {
		req, err := http.NewRequestWithContext(c.ctx(), http.MethodPatch, c.url+"/v1/blobs/"+address, strings.NewReader("x"))
		require.NoError(t, err)
		req.Header = http.Header{"X-Kiosk-Id": {terminalID}, "Upload-Offset": {"0"}, "Upload-Length": {"1"}}
		resp, err := http.DefaultTransport.RoundTrip(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.GreaterOrEqual(t, resp.StatusCode, 300, address)
	}
}

func TestRegister_BlobsMissing_AreListed(t *testing.T) {
	c := newCentre(t)
	s := c.citizen(expired3d).consent().sealed(idCard18)
	answer := c.put(s, false)
	require.NotNil(t, answer.JSON424, string(answer.Body))
	assert.ElementsMatch(t, []string{s.Blobs[0].SHA256, s.Blobs[1].SHA256}, answer.JSON424.Missing)
	c.upload(s)
	assert.NotNil(t, c.put(s, false).JSON201)
}

func TestRegister_Repeated_GivesTheSameAnswer(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	s := p.sealed(idCard18)
	c.upload(s)
	first, second := c.put(s, false), c.put(s, false)
	require.NotNil(t, first.JSON201, string(first.Body))
	require.NotNil(t, second.JSON200, string(second.Body))
	assert.Equal(t, first.JSON201, second.JSON200)
	receipt, err := seal.VerifyReceipt(first.JSON201.Receipt, &c.office.Keys.Receipt.PublicKey)
	require.NoError(t, err)
	assert.Equal(t, s.Digest, receipt.Digest)
	assert.Equal(t, s.ID, receipt.ID)
	assert.Equal(t, *first.JSON201, p.registration())
}

func TestRegister_TwoAtOnce_StoreOne(t *testing.T) {
	c := newCentre(t)
	s := c.citizen(expired3d).consent().sealed(idCard18)
	c.upload(s)
	statuses := make(chan int, 8)
	for range cap(statuses) {
		go func() {
			resp, err := c.client.RegisterApplicationWithBody(c.ctx(), uuid.MustParse(string(s.ID)), &wire.RegisterApplicationParams{XKioskId: terminalID}, "application/jose", bytes.NewReader(s.Manifest))
			if !assert.NoError(t, err) {
				statuses <- 0
				return
			}
			statuses <- resp.StatusCode
			assert.NoError(t, resp.Body.Close())
		}()
	}
	count := map[int]int{}
	for range cap(statuses) {
		count[<-statuses]++
	}
	assert.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusOK: cap(statuses) - 1}, count)
}

func TestRegister_SameIdOtherDigest_IsRefused(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	s := p.sealedAt(idCard18, kiosk.Link{Seq: 1})
	c.upload(s)
	require.NotNil(t, c.put(s, false).JSON201)
	other := p.sealedAt(idCard18, kiosk.Link{Seq: 1})
	c.upload(other)
	answer := c.put(other, false)
	assert.Equal(t, http.StatusConflict, answer.StatusCode())
	assert.Equal(t, "digest-mismatch", problemType(t, answer.Body))
}

func TestRegister_BadSignature_IsRefused(t *testing.T) {
	c := newCentre(t)
	s := c.citizen(expired3d).consent().sealed(idCard18)
	c.upload(s)
	forged := s
	forged.Manifest = append([]byte(nil), s.Manifest...)
	i := len(forged.Manifest) - 10
	forged.Manifest[i] ^= 1
	answer := c.put(forged, false)
	assert.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode())
	assert.Equal(t, "bad-manifest", problemType(t, answer.Body))

	other := s
	other.ID = kiosk.NewApplicationID()
	assert.Equal(t, http.StatusUnprocessableEntity, c.put(other, false).StatusCode(), "the path names another application")
	assert.NotNil(t, c.put(s, false).JSON201, "and the true one is taken")
}

func TestRegister_Chain_GapIsAnIncidentUntilFilled_ForkIsRefused(t *testing.T) {
	c := newCentre(t)
	first := c.citizen(expired3d).consent()
	s1 := first.sealedAt(idCard18, kiosk.Link{Seq: 1})
	second := c.citizen(disabled).consent()
	s2 := second.sealedAt(idCard18, kiosk.Link{Seq: 2, Prev: s1.Digest})
	third := c.citizen(repeatedLoss).consent()
	s3 := third.sealedAt(kiosk.Choice{Document: kiosk.IDCard, Reason: "09", SubReason: "lost"}, kiosk.Link{Seq: 3, Prev: s2.Digest})
	for _, s := range []kiosk.Sealed{s1, s2, s3} {
		c.upload(s)
	}
	require.NotNil(t, c.put(s1, false).JSON201)
	require.NotNil(t, c.put(s3, false).JSON201)
	assert.Equal(t, []string{"chain-gap open"}, c.incidents("chain-gap"))
	require.NotNil(t, c.put(s2, false).JSON201)
	assert.Equal(t, []string{"chain-gap resolved"}, c.incidents("chain-gap"))

	for name, link := range map[string]kiosk.Link{
		"place is taken":            {Seq: 3, Prev: s2.Digest},
		"predecessor is not it":     {Seq: 4, Prev: s1.Digest},
		"first place is taken, too": {Seq: 1},
	} {
		fork := c.citizen(expired3d).consent().sealedAt(kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 36}, link)
		c.upload(fork)
		answer := c.put(fork, false)
		assert.Equal(t, http.StatusConflict, answer.StatusCode(), name)
		assert.Equal(t, "chain-fork", problemType(t, answer.Body), name)
	}
	assert.Len(t, c.incidents("chain-fork"), 3)
}

func (c *centre) incidents(kind string) (list []string) {
	c.t.Helper()
	require.NoError(c.t, c.store.Read(c.ctx(), func(tx *store.Tx) error {
		all, err := tx.Incidents(100)
		for _, i := range all {
			if i.Kind != kind {
				continue
			}
			state := " open"
			if !i.Resolved.IsZero() {
				state = " resolved"
			}
			list = append(list, i.Kind+state)
		}
		return err
	}))
	return list
}

func TestRegister_WithoutIdentificationAtTheCentre_IsAnIncident(t *testing.T) {
	c := newCentre(t)
	c.citizen(expired3d).consent().registered(idCard18)
	assert.Len(t, c.incidents("not-identified"), 1)

	p := c.citizen(disabled).consent()
	p.face(wire.FaceRequestPurposeIdentify, []byte("x"))
	p.verify(p.code(wire.CodeRequestPurposeConfirm).JSON200.Ticket, p.messages()[0].Code)
	p.registered(idCard18)
	assert.Len(t, c.incidents("not-identified"), 1)
}

func TestRegister_ExemptPerson_OwesNothing(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(disabled).consent()
	reg := p.registered(idCard18)
	assert.Equal(t, wire.RegistrationStateExempt, reg.State)
	assert.Zero(t, *reg.AmountTiyn)
	assert.Equal(t, "person-with-disability", reg.Exemption.Category)
	assert.NotEmpty(t, reg.Exemption.Ground.Kk)
	assert.Equal(t, http.StatusConflict, c.openInvoice(p.id).StatusCode())
	assert.NotNil(t, p.confirm().JSON200)
	closing, err := c.client.ClosePaymentWithResponse(c.ctx(), p.id, &wire.ClosePaymentParams{XKioskId: terminalID})
	require.NoError(t, err)
	assert.Equal(t, http.StatusConflict, closing.StatusCode(), "a coupon cannot be taken back by the terminal")
}

func TestRegister_RepeatedLoss_CostsMore(t *testing.T) {
	c := newCentre(t)
	reg := c.citizen(repeatedLoss).consent().registered(kiosk.Choice{Document: kiosk.IDCard, Reason: "09", SubReason: "lost"})
	assert.EqualValues(t, 432_500, *reg.AmountTiyn)
}

func TestRegister_SecondApplicationForTheSameDocument_IsRefusedWhileTheFirstIsOpen(t *testing.T) {
	c := newCentre(t)
	first := c.citizen(expired3d).consent()
	first.registered(idCard18)
	second := c.citizen(expired3d).consent()
	reg := second.registered(idCard18)
	assert.Equal(t, wire.RegistrationStateRefused, reg.State)
	assert.Equal(t, "open-application", reg.Refusal.Code)
	assert.NotEmpty(t, reg.Refusal.Text.Kk)
	assert.Equal(t, http.StatusConflict, second.confirm().StatusCode())
	assert.Equal(t, wire.RegistrationStateAwaitingPayment,
		c.citizen(expired3d).consent().registered(kiosk.Choice{Document: kiosk.Passport, Reason: "07", Pages: 48, SubReason: "damage"}).State, "another document")

	assert.Equal(t, wire.PaymentStateClosed, first.closePayment().State)
	assert.Equal(t, wire.RegistrationStateAwaitingPayment, c.citizen(expired3d).consent().registered(idCard18).State, "the first is closed")
}

func TestRegister_UnknownPerson_IsRefused(t *testing.T) {
	c := newCentre(t)
	reg := c.citizen("000229690109").registered(idCard18)
	assert.Equal(t, wire.RegistrationStateRefused, reg.State)
	assert.Equal(t, "registry-unclear", reg.Refusal.Code)
	assert.Contains(t, reg.Refusal.Text.Ru, "Данные регистра", "in the words of the rule")
	assert.Equal(t, []string{"refused"}, events(c.changes(0, 0)))
}

func TestRegister_CitizenHasLeft_LinkBySMS_ThenPaidChange_ThenCouponBySMS(t *testing.T) {
	c := newCentre(t)
	p := c.citizen(expired3d).consent()
	s := p.sealed(idCard18)
	c.upload(s)
	require.NotNil(t, c.put(s, false).JSON201)
	assert.Empty(t, p.messages(), "the citizen stands at the terminal")
	c.scan(p.invoice().Qr)
	require.NotNil(t, c.put(s, true).JSON200)
	require.NotNil(t, c.put(s, true).JSON200)
	require.Len(t, p.messages(), 1, "one link, however often it is asked for")
	_, after, found := strings.Cut(p.messages()[0].Text, c.url+"/pay/")
	require.True(t, found, p.messages()[0].Text)
	link := c.url + "/pay/" + strings.Fields(after)[0]

	c.later(48 * time.Hour)
	assert.Equal(t, wire.PaymentStateScanned, p.payment().State, "the invoice shown at the terminal now waits as long as the link")
	done := make(chan wire.Changes, 1)
	go func() { done <- c.changes(0, 20) }()
	assert.Contains(t, c.scan(link), "865")
	require.Equal(t, http.StatusOK, c.payer(link, "pay"))
	feed := <-done
	require.Equal(t, []string{"paid"}, events(feed))
	assert.Equal(t, p.id, feed.Changes[0].Application)
	assert.NotEmpty(t, *feed.Changes[0].Payment.Reference)
	coupon := p.confirm()
	require.NotNil(t, coupon.JSON200)
	assert.Contains(t, p.messages()[0].Text, coupon.JSON200.Coupon)
}

func TestCoupons_HaveNoGaps(t *testing.T) {
	c := newCentre(t)
	var coupons []string
	for _, iin := range []string{disabled, expired3d, altynAlka} {
		p := c.citizen(iin).consent()
		reg := p.registered(idCard18)
		if answer := p.confirm(); reg.State == wire.RegistrationStateExempt {
			require.NotNil(t, answer.JSON200)
			coupons = append(coupons, answer.JSON200.Coupon[len("ALA-2026-"):])
			assert.Equal(t, answer.JSON200.Coupon, *p.registration().Coupon)
		}
	}
	assert.Equal(t, []string{"000001", "000002"}, coupons, "a refused confirmation takes no number")
}

func TestChanges_OtherTerminal_SeesNothing(t *testing.T) {
	c := newCentre(t)
	_, err := c.client.EnrollWithResponse(c.ctx(), wire.Enrolment{KioskId: "KZ-AST-0002", PublicKey: publicPEM(t, newKey(t))})
	require.NoError(t, err)
	p := c.citizen(disabled).consent()
	p.registered(idCard18)
	p.confirm()
	answer, err := c.client.GetChangesWithResponse(c.ctx(), &wire.GetChangesParams{XKioskId: "KZ-AST-0002"})
	require.NoError(t, err)
	assert.Empty(t, answer.JSON200.Changes)
	application, err := c.client.GetApplicationWithResponse(c.ctx(), p.id, &wire.GetApplicationParams{XKioskId: "KZ-AST-0002"})
	require.NoError(t, err)
	assert.Equal(t, http.StatusNotFound, application.StatusCode())
}
