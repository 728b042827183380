package kiosk

import "time"

// payView is what is owed, by application, and the present invoice.
func (s *Session) payView() PayView {
	v := PayView{QR: s.Invoice.QR, State: s.Payment.State, Failure: s.Payment.FailureCode}
	if !s.Invoice.Expires.IsZero() {
		v.Seconds = max(0, seconds(time.Until(s.Invoice.Expires)))
	}
	owed, waiting := 0, 0 // of the owed ones, those the present invoice does not cover
	var toPay Money
	for _, f := range s.Filings {
		item := PayItem{Document: f.Choice.Document, Amount: f.amount(), Exemption: f.Registration.Exemption, Paid: f.Ref.Reference != ""}
		switch f.Stage {
		case StageRefused, StageDiscarded:
			refusal := f.refusal()
			item.Refused, item.Amount = &refusal, 0
		case StageSilent, StageDeferred:
			item.Deferred = f.Ref == PaymentRef{}
		}
		if item.Refused == nil && f.Registration.State != "" {
			if about := f.verdict().Price; about != item.Amount {
				item.About = about
			}
		}
		if f.accepted() {
			v.Amount += item.Amount
			if v.Exemption == nil {
				v.Exemption = item.Exemption
			}
		}
		if f.Stage == StageOwed {
			owed++
			toPay += item.Amount
			v.ExemptionUnknown = v.ExemptionUnknown || f.Registration.ExemptionUnknown
			if !s.Invoice.covered(f.ID) {
				waiting++
			}
		}
		v.Items = append(v.Items, item)
	}
	if owed == 0 {
		return v
	}
	v.Amount = toPay
	if s.Invoice.Number != "" {
		v.Amount = s.Invoice.Amount
		v.Parts = s.Paid + 1 + waiting
	} else if s.Paid > 0 { // the next one is being made
		v.Parts = s.Paid + owed
	}
	if v.Parts > 1 {
		v.Part = s.Paid + 1
	} else {
		v.Parts = 0
	}
	return v
}

// receiptView is a line for every application that was accepted; its own fields are the first one's.
func (s *Session) receiptView() ReceiptView {
	v := ReceiptView{Number: s.ID.Short(), QR: string(s.ID), Provisional: true, Printed: s.printed}
	for _, f := range s.Filings {
		if !f.accepted() {
			continue
		}
		line := ReceiptLine{Document: f.Choice.Document, Number: f.ID.Short(), QR: string(f.ID), Provisional: true, ReadyDate: f.verdict().ReadyDate}
		if c := f.Coupon; c != nil {
			line.Number, line.QR, line.ReadyDate, line.Provisional = c.Number, c.Number, c.ReadyDate, false
		}
		v.Items = append(v.Items, line)
	}
	if len(v.Items) > 0 {
		first := v.Items[0]
		v.Number, v.QR, v.ReadyDate, v.Provisional = first.Number, first.QR, first.ReadyDate, first.Provisional
	}
	return v
}
