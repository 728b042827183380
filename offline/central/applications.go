package central

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"documenting.kz/terminal/kiosk"
)

// PartSize is the most one PATCH may carry, in bytes.
const PartSize = 256 << 10

// BlobOffset asks how many bytes of a blob the centre has, and whether that is all.
func (c *Conn) BlobOffset(ctx context.Context, sha256 string) (offset int64, complete bool, err error) {
	rsp, _, err := exchange(ctx, c.o.Timeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.HeadBlob(ctx, sha256, &HeadBlobParams{XKioskId: c.kiosk})
	})
	if err != nil {
		return 0, false, err
	}
	return uploadState(rsp)
}

// AppendBlob sends at most PartSize bytes at offset of a blob that is total
// bytes long. ErrOffset: ask BlobOffset; ErrRejected: the bytes do not fit the address.
func (c *Conn) AppendBlob(ctx context.Context, sha256 string, offset, total int64, part []byte) (next int64, complete bool, err error) {
	means := meanings{http.StatusConflict: ErrOffset, http.StatusUnprocessableEntity: ErrRejected}
	rsp, _, err := exchange(ctx, c.o.FaceTimeout, systemCentre, means, func(ctx context.Context) (*http.Response, error) {
		return c.wire.PatchBlobWithBody(ctx, sha256, &PatchBlobParams{XKioskId: c.kiosk, UploadOffset: offset, UploadLength: total},
			"application/octet-stream", bytes.NewReader(part))
	})
	if err != nil {
		return 0, false, err
	}
	return uploadState(rsp)
}

func uploadState(rsp *http.Response) (int64, bool, error) {
	offset, err := strconv.ParseInt(rsp.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 {
		return 0, false, &MalformedError{systemCentre, "Upload-Offset"}
	}
	complete, err := strconv.ParseBool(rsp.Header.Get("Upload-Complete"))
	if err != nil {
		return 0, false, &MalformedError{systemCentre, "Upload-Complete"}
	}
	return offset, complete, nil
}

// Register delivers a manifest whose blobs the centre has. deferred says that
// the citizen has left. The receipt is the centre's JWS, not yet checked.
// Errors: *MissingBlobsError, ErrConflict (other content under this id), ErrRejected.
func (c *Conn) Register(ctx context.Context, id kiosk.ApplicationID, manifest []byte, deferred bool) (kiosk.Registration, string, error) {
	app, err := wireID(id)
	if err != nil {
		return kiosk.Registration{}, "", err
	}
	missing := &MissingBlobsError{}
	means := meanings{http.StatusConflict: ErrConflict, http.StatusUnprocessableEntity: ErrRejected, http.StatusFailedDependency: missing}
	params := &RegisterApplicationParams{XKioskId: c.kiosk}
	if deferred {
		params.Deferred = &deferred
	}
	out, _, err := call[Registration](ctx, c.o.Timeout, systemCentre, means, func(ctx context.Context) (*http.Response, error) {
		rsp, err := c.wire.RegisterApplicationWithBody(ctx, app, params, "application/jose", bytes.NewReader(manifest))
		if err == nil && rsp.StatusCode == http.StatusFailedDependency {
			list, perr := ParseRegisterApplicationResponse(rsp)
			if perr == nil && list.JSON424 != nil {
				missing.SHA256 = list.JSON424.Missing
			}
			rsp.Body = http.NoBody
		}
		return rsp, err
	})
	if err != nil {
		return kiosk.Registration{}, "", err
	}
	return registrationOf(out)
}

func registrationOf(w *Registration) (kiosk.Registration, string, error) {
	r := &reader{system: systemCentre}
	out := kiosk.Registration{State: kiosk.RegistrationState(w.State), Coupon: r.text(value(w.Coupon), "coupon")}
	r.want(w.State.Valid(), "state")
	r.want(w.Receipt != "", "receipt")
	out.Amount, out.ExemptionUnknown = kiosk.Money(value(w.AmountTiyn)), value(w.ExemptionUnknown)
	r.want(out.Amount >= 0, "amountTiyn")
	if e := w.Exemption; e != nil {
		out.Exemption = &kiosk.Exemption{Category: r.text(e.Category, "exemption.category"), Ground: r.texts(e.Ground, "exemption.ground")}
	}
	if w.Refusal != nil {
		out.Refusal = &kiosk.Refusal{Code: w.Refusal.Code, Why: texts(w.Refusal.Text), Next: texts(value(w.Refusal.Next)), Ground: value(w.Refusal.Ground)}
		for _, paper := range value(w.Refusal.Bring) {
			out.Refusal.Bring = append(out.Refusal.Bring, texts(paper))
		}
		r.want(w.Refusal.Code != "", "refusal.code")
	}
	r.want(out.State != kiosk.AwaitingPayment || out.Amount > 0, "amountTiyn")
	r.want(out.State != kiosk.Exempt || out.Exemption != nil && out.Exemption.Category != "", "exemption")
	r.want(out.State != kiosk.Refused || out.Refusal != nil, "refusal")
	if r.err != nil {
		return kiosk.Registration{}, "", r.err
	}
	return out, w.Receipt, nil
}

// texts takes sentences as they are: a question mark is allowed in them.
func texts(t Text) kiosk.Text { return kiosk.Text{KK: t.Kk, RU: t.Ru, EN: t.En} }

// OpenInvoice gives the open invoice for the applications of a visit, or a new one; Covers says which of them it
// pays for. ErrConflict: all are paid, or nothing is owed.
func (c *Conn) OpenInvoice(ctx context.Context, ids ...kiosk.ApplicationID) (kiosk.Invoice, error) {
	var ask InvoiceRequest
	for _, id := range ids {
		app, err := wireID(id)
		if err != nil {
			return kiosk.Invoice{}, err
		}
		ask.Applications = append(ask.Applications, app)
	}
	means := meanings{http.StatusNotFound: ErrUnknownApplication, http.StatusConflict: ErrConflict}
	w, _, err := call[Invoice](ctx, c.o.Timeout, systemPayment, means, func(ctx context.Context) (*http.Response, error) {
		return c.wire.OpenInvoice(ctx, &OpenInvoiceParams{XKioskId: c.kiosk}, ask)
	})
	if err != nil {
		return kiosk.Invoice{}, err
	}
	r := &reader{system: systemPayment}
	r.want(w.Invoice != "", "invoice")
	covers := make([]kiosk.ApplicationID, len(w.Covers))
	for i, id := range w.Covers {
		covers[i] = kiosk.ApplicationID(id.String())
		r.want(slices.Contains(ids, covers[i]), "covers")
	}
	r.want(len(covers) > 0, "covers")
	r.want(w.AmountTiyn > 0, "amountTiyn")
	r.want(w.Qr != "", "qr")
	r.want(!w.Expires.IsZero(), "expires")
	r.want(w.ConfirmSeconds >= 0, "confirmSeconds")
	r.want(w.PollSeconds >= 0, "pollSeconds")
	if r.err != nil {
		return kiosk.Invoice{}, r.err
	}
	return kiosk.Invoice{
		Number: w.Invoice, Covers: covers, Amount: kiosk.Money(w.AmountTiyn), QR: w.Qr, Expires: w.Expires,
		ConfirmWait: time.Duration(w.ConfirmSeconds) * time.Second, Poll: time.Duration(w.PollSeconds) * time.Second,
	}, nil
}

// MaxWait is the longest the centre holds an answer back.
const MaxWait = 25 * time.Second

// seconds is a long poll's wait in the contract's unit.
func seconds(wait time.Duration) int { return int(max(0, min(wait, MaxWait)) / time.Second) }

// Payment waits up to wait (MaxWait at most, whole seconds) for a state other than known; an empty known asks for the state as it stands.
func (c *Conn) Payment(ctx context.Context, id kiosk.ApplicationID, known kiosk.PaymentState, wait time.Duration) (kiosk.Payment, error) {
	app, err := wireID(id)
	if err != nil {
		return kiosk.Payment{}, err
	}
	params := &GetPaymentParams{XKioskId: c.kiosk}
	if s := seconds(wait); known != "" && s > 0 {
		state := PaymentState(known)
		params.Known, params.Wait = &state, &s
	}
	means := meanings{http.StatusNotFound: ErrUnknownApplication}
	w, _, err := call[Payment](ctx, wait+c.o.Timeout, systemPayment, means, func(ctx context.Context) (*http.Response, error) {
		return c.wire.GetPayment(ctx, app, params)
	})
	if err != nil {
		return kiosk.Payment{}, err
	}
	return paymentOf(w)
}

// ClosePayment ends what is unpaid: closed, or paid when the money came first.
func (c *Conn) ClosePayment(ctx context.Context, id kiosk.ApplicationID) (kiosk.Payment, error) {
	app, err := wireID(id)
	if err != nil {
		return kiosk.Payment{}, err
	}
	means := meanings{http.StatusNotFound: ErrUnknownApplication}
	w, _, err := call[Payment](ctx, c.o.Timeout, systemPayment, means, func(ctx context.Context) (*http.Response, error) {
		return c.wire.ClosePayment(ctx, app, &ClosePaymentParams{XKioskId: c.kiosk})
	})
	if err != nil {
		return kiosk.Payment{}, err
	}
	p, err := paymentOf(w)
	if err == nil && p.State != kiosk.PaymentClosed && p.State != kiosk.PaymentPaid {
		return kiosk.Payment{}, &MalformedError{systemPayment, "state"}
	}
	return p, err
}

func paymentOf(w *Payment) (kiosk.Payment, error) {
	r := &reader{system: systemPayment}
	r.want(w.State.Valid(), "state")
	out := kiosk.Payment{
		State: kiosk.PaymentState(w.State), Reference: value(w.Reference), Amount: kiosk.Money(value(w.AmountTiyn)),
		PaidAt: value(w.PaidAt), Late: value(w.Late), FailureCode: value(w.FailureCode),
	}
	r.want(out.State != kiosk.PaymentPaid || out.Reference != "", "reference")
	r.want(out.Amount >= 0, "amountTiyn")
	r.want(len(out.FailureCode) <= 8, "failureCode")
	if r.err != nil {
		return kiosk.Payment{}, r.err
	}
	return out, nil
}

// Confirm tells the centre of the release; reference is empty for an exempt
// application. ErrConflict: the centre finds it neither paid nor exempt.
func (c *Conn) Confirm(ctx context.Context, id kiosk.ApplicationID, reference string) (kiosk.Coupon, error) {
	app, err := wireID(id)
	if err != nil {
		return kiosk.Coupon{}, err
	}
	var body Confirmation
	if reference != "" {
		body.PaymentReference = &reference
	}
	means := meanings{http.StatusNotFound: ErrUnknownApplication, http.StatusConflict: ErrConflict}
	w, _, err := call[Coupon](ctx, c.o.Timeout, systemCentre, means, func(ctx context.Context) (*http.Response, error) {
		return c.wire.ConfirmApplication(ctx, app, &ConfirmApplicationParams{XKioskId: c.kiosk}, body)
	})
	if err != nil {
		return kiosk.Coupon{}, err
	}
	r := &reader{system: systemCentre}
	out := kiosk.Coupon{Number: r.text(w.Coupon, "coupon"), ReadyDate: day(w.ReadyDate), IssuedAt: w.IssuedAt}
	r.want(out.Number != "", "coupon")
	r.want(!w.IssuedAt.IsZero(), "issuedAt")
	if r.err != nil {
		return kiosk.Coupon{}, r.err
	}
	return out, nil
}

// News is one thing that happened to an application at the centre.
type News struct {
	Seq       int64
	ID        kiosk.ApplicationID
	Event     string         // paid, confirmed, processed, refused, annulled, closed
	Payment   *kiosk.Payment // with paid
	Reference string         // of Payment, empty without one
}

// Changes waits up to wait for what happened after the cursor, in order, and gives the new cursor.
func (c *Conn) Changes(ctx context.Context, after int64, wait time.Duration) ([]News, int64, error) {
	s := seconds(wait)
	w, _, err := call[Changes](ctx, wait+c.o.Timeout, systemCentre, nil, func(ctx context.Context) (*http.Response, error) {
		return c.wire.GetChanges(ctx, &GetChangesParams{XKioskId: c.kiosk, After: after, Wait: &s})
	})
	if err != nil {
		return nil, 0, err
	}
	return changesOf(w, after)
}

func changesOf(w *Changes, after int64) ([]News, int64, error) {
	out := make([]News, 0, len(w.Changes))
	last := after
	for _, change := range w.Changes {
		if change.Seq <= last {
			return nil, 0, &MalformedError{systemCentre, "changes.seq"}
		}
		last = change.Seq
		if !change.Event.Valid() {
			continue // a newer centre may tell of more than this terminal understands
		}
		c := News{Seq: change.Seq, ID: kiosk.ApplicationID(change.Application.String()), Event: string(change.Event)}
		if change.Payment != nil {
			p, err := paymentOf(change.Payment)
			if err != nil {
				return nil, 0, err
			}
			c.Payment, c.Reference = &p, p.Reference
		}
		out = append(out, c)
	}
	if w.Cursor < last {
		return nil, 0, &MalformedError{systemCentre, "cursor"}
	}
	return out, w.Cursor, nil
}

// IsFinal reports whether err says that asking again will not help.
func IsFinal(err error) bool {
	return err != nil && !errors.Is(err, kiosk.ErrSilent) && !errors.Is(err, context.Canceled)
}
