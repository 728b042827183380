package api

import (
	"context"
	"errors"
	"io"
	"regexp"

	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	"github.com/google/uuid"
)

var blobAddress = regexp.MustCompile(`^[0-9a-f]{64}$`)

// HeadBlob says how much of a blob is stored.
func (s *Server) HeadBlob(_ context.Context, r wire.HeadBlobRequestObject) (wire.HeadBlobResponseObject, error) {
	if !blobAddress.MatchString(r.Sha256) {
		return nil, errBlob
	}
	size, complete, err := s.Store.Blobs.Stat(r.Sha256)
	return wire.HeadBlob200Response{Headers: wire.HeadBlob200ResponseHeaders{UploadOffset: size, UploadComplete: complete}}, err
}

// PatchBlob appends a part. It is on the disk before the answer.
func (s *Server) PatchBlob(_ context.Context, r wire.PatchBlobRequestObject) (wire.PatchBlobResponseObject, error) {
	if !blobAddress.MatchString(r.Sha256) {
		return nil, errBlob
	}
	if r.Params.UploadOffset < 0 || r.Params.UploadLength < 1 {
		return nil, errValue
	}
	part, err := io.ReadAll(io.LimitReader(r.Body, store.MaxPart+1))
	if err != nil { // the link broke: keep nothing of a part, the terminal asks for the offset
		return nil, errors.Join(errRequest, err)
	}
	size, complete, err := s.Store.Blobs.Append(r.Sha256, r.Params.UploadOffset, r.Params.UploadLength, part)
	return wire.PatchBlob200Response{Headers: wire.PatchBlob200ResponseHeaders{UploadOffset: size, UploadComplete: complete}}, err
}

// RegisterApplication commits an application.
func (s *Server) RegisterApplication(ctx context.Context, r wire.RegisterApplicationRequestObject) (wire.RegisterApplicationResponseObject, error) {
	jws, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, errors.Join(errRequest, err)
	}
	deferred := r.Params.Deferred != nil && *r.Params.Deferred
	reg, stored, err := s.Office.Register(ctx, r.Params.XKioskId, r.Id.String(), jws, deferred)
	var missing *intake.MissingError
	switch {
	case errors.As(err, &missing):
		return wire.RegisterApplication424JSONResponse{Missing: missing.SHA256}, nil
	case err != nil:
		return nil, err
	case stored:
		return wire.RegisterApplication201JSONResponse(registrationOf(reg)), nil
	}
	return wire.RegisterApplication200JSONResponse(registrationOf(reg)), nil
}

func registrationOf(r intake.Registration) wire.Registration {
	amount := int64(r.Amount)
	w := wire.Registration{State: wire.RegistrationState(r.State), Receipt: r.Receipt, AmountTiyn: &amount, Coupon: ptr(r.Coupon), ExemptionUnknown: ptr(r.ExemptionUnknown)}
	if x := r.Exemption; x != nil {
		w.Exemption = &wire.Exemption{Category: x.Category, Ground: textOf(x.Ground), Until: dayOf(x.Until)}
	}
	if x := r.Refusal; x != nil {
		w.Refusal = &wire.Refusal{Code: x.Code, Text: textOf(x.Text), Ground: ptr(x.Ground), Next: ptr(textOf(x.Next))}
		var bring []wire.Text
		for _, paper := range x.Bring {
			bring = append(bring, textOf(paper))
		}
		if bring != nil {
			w.Refusal.Bring = &bring
		}
	}
	return w
}

// GetApplication says how an application stands.
func (s *Server) GetApplication(ctx context.Context, r wire.GetApplicationRequestObject) (wire.GetApplicationResponseObject, error) {
	reg, err := s.Office.Application(ctx, r.Params.XKioskId, r.Id.String())
	return wire.GetApplication200JSONResponse(registrationOf(reg)), err
}

// OpenInvoice gives the open invoice for the applications of a visit, or a new one.
func (s *Server) OpenInvoice(ctx context.Context, r wire.OpenInvoiceRequestObject) (wire.OpenInvoiceResponseObject, error) {
	if err := s.Settings.Reach(ctx, setting.Payment); err != nil {
		return nil, err
	}
	ids := make([]string, len(r.Body.Applications))
	for i, id := range r.Body.Applications {
		ids[i] = id.String()
	}
	i, err := s.Payments.Open(ctx, r.Params.XKioskId, ids...)
	if err != nil {
		return nil, err
	}
	covers := make([]uuid.UUID, len(i.Shares))
	for n, share := range i.Shares {
		if covers[n], err = uuid.Parse(share.Application); err != nil {
			return nil, err
		}
	}
	expires := i.ScanBy
	if i.State == kiosk.PaymentScanned {
		expires = i.ConfirmBy
	}
	return wire.OpenInvoice200JSONResponse{
		Invoice: i.ID, Covers: covers, AmountTiyn: int64(i.Amount), Qr: s.Office.PayURL(i.Token), Expires: expires,
		PollSeconds: s.Settings.Get().PollSeconds, ConfirmSeconds: int(i.ConfirmWait.Seconds()),
	}, nil
}

// GetPayment says how a payment stands, waiting for a state other than the known one.
func (s *Server) GetPayment(ctx context.Context, r wire.GetPaymentRequestObject) (wire.GetPaymentResponseObject, error) {
	if err := s.Settings.Reach(ctx, setting.Payment); err != nil {
		return nil, err
	}
	wait, known := waitOf(r.Params.Wait), kiosk.PaymentState("")
	if r.Params.Known != nil {
		known = kiosk.PaymentState(*r.Params.Known)
	}
	p, err := s.Payments.Await(ctx, r.Params.XKioskId, r.Id.String(), known, wait)
	return wire.GetPayment200JSONResponse(paymentOf(p)), err
}

// ClosePayment ends what is unpaid.
func (s *Server) ClosePayment(ctx context.Context, r wire.ClosePaymentRequestObject) (wire.ClosePaymentResponseObject, error) {
	if err := s.Settings.Reach(ctx, setting.Payment); err != nil {
		return nil, err
	}
	p, err := s.Payments.Close(ctx, r.Params.XKioskId, r.Id.String())
	return wire.ClosePayment200JSONResponse(paymentOf(p)), err
}

func paymentOf(p payment.Payment) wire.Payment {
	w := wire.Payment{
		State: wire.PaymentState(p.State), Invoice: ptr(p.Invoice), Reference: ptr(p.Reference), AmountTiyn: ptr(int64(p.Amount)),
		Late: ptr(p.Late), FailureCode: ptr(p.FailureCode),
	}
	if !p.PaidAt.IsZero() {
		w.PaidAt = &p.PaidAt
	}
	return w
}

// ConfirmApplication gives the coupon.
func (s *Server) ConfirmApplication(ctx context.Context, r wire.ConfirmApplicationRequestObject) (wire.ConfirmApplicationResponseObject, error) {
	c, err := s.Office.Confirm(ctx, r.Params.XKioskId, r.Id.String())
	if err != nil {
		return nil, err
	}
	return wire.ConfirmApplication200JSONResponse{Coupon: c.Number, ReadyDate: dayOf(c.Ready), IssuedAt: c.Issued}, nil
}

// GetChanges is the terminal's feed.
func (s *Server) GetChanges(ctx context.Context, r wire.GetChangesRequestObject) (wire.GetChangesResponseObject, error) {
	list, err := s.Office.Changes(ctx, r.Params.XKioskId, r.Params.After, waitOf(r.Params.Wait))
	if err != nil {
		return nil, err
	}
	answer := wire.GetChanges200JSONResponse{Cursor: r.Params.After, Changes: []wire.Change{}}
	for _, c := range list {
		id, err := uuid.Parse(c.Application)
		if err != nil {
			return nil, err
		}
		change := wire.Change{Seq: c.Seq, Application: id, Event: wire.ChangeEvent(c.Event), At: c.At, Coupon: ptr(c.Coupon)}
		if c.Payment != nil {
			change.Payment = ptr(paymentOf(*c.Payment))
		}
		answer.Changes = append(answer.Changes, change)
		answer.Cursor = c.Seq
	}
	return answer, nil
}
