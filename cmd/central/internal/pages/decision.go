package pages

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
)

// decide takes the form's "outcome code", such as "annul photo-quality".
func (s *Site) decide(w http.ResponseWriter, r *http.Request) error {
	outcome, code, _ := strings.Cut(r.FormValue("decision"), " ")
	id := r.PathValue("id")
	if _, err := s.Office.Decide(r.Context(), id, intake.Decision{Outcome: outcome, Code: code, Officer: r.FormValue("officer")}); err != nil {
		return err
	}
	http.Redirect(w, r, "/operator/applications/"+id, http.StatusSeeOther)
	return nil
}

// apiDecide takes {"outcome", "code", "officer"} and answers with the decision in force.
func (s *Site) apiDecide(w http.ResponseWriter, r *http.Request) error {
	var d intake.Decision
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return errors.Join(errBadInput, err)
	}
	made, err := s.Office.Decide(r.Context(), r.PathValue("id"), d)
	if err != nil {
		return err
	}
	return writeJSON(w, map[string]any{
		"application": made.Application, "outcome": made.Outcome, "code": made.Code, "reason": made.Reason, "officer": made.Officer, "at": made.At,
	})
}

// apiDecisions lists the grounds in force today.
func (s *Site) apiDecisions(w http.ResponseWriter, _ *http.Request) error {
	type ground struct {
		Code    string     `json:"code"`
		Outcome string     `json:"outcome"`
		Text    kiosk.Text `json:"text"`
	}
	answer := []ground{}
	for _, d := range s.Office.Policy.Set().Decisions(registry.Today(s.Now())) {
		answer = append(answer, ground{d.Code, string(d.Outcome), d.Text})
	}
	return writeJSON(w, answer)
}

// returned is pressed when the bank has given a refund back.
func (s *Site) returned(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Payments.Returned(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	http.Redirect(w, r, "/operator/payments", http.StatusSeeOther)
	return nil
}

func (s *Site) apiReturned(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Payments.Returned(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return writeJSON(w, refundOf(f))
}

type refund struct {
	ID        string      `json:"id"`
	Reference string      `json:"reference"`
	Amount    kiosk.Money `json:"amountTiyn"`
	Reason    string      `json:"reason"` // paid-twice, closed, annulled
	State     string      `json:"state"`  // requested, returned
}

func refundOf(f store.Refund) refund { return refund{f.ID, f.Reference, f.Amount, f.Reason, f.State} }

// apiApplications lists a phone's applications, newest first, with what became of
// their money. Without a phone: everybody's.
func (s *Site) apiApplications(w http.ResponseWriter, r *http.Request) error {
	type application struct {
		ID        string                  `json:"id"`
		Kiosk     string                  `json:"kiosk"`
		Document  kiosk.DocumentKind      `json:"document"`
		Pages     int                     `json:"pages,omitempty"`
		Reason    string                  `json:"reason"`
		SubReason string                  `json:"subReason,omitempty"`
		State     kiosk.RegistrationState `json:"state"`
		Processed bool                    `json:"processed"`
		Amount    kiosk.Money             `json:"amountTiyn"`
		Coupon    string                  `json:"coupon,omitempty"`
		Policy    string                  `json:"policy"`
		Received  time.Time               `json:"received"`
		Refunds   []refund                `json:"refunds"`
	}
	answer := []application{}
	phone := r.FormValue("phone")
	err := s.Store.Read(r.Context(), func(tx *store.Tx) error {
		list, err := tx.Applications(listed)
		for _, a := range list {
			if err != nil {
				return err
			}
			if phone != "" && a.Phone != phone {
				continue
			}
			row := application{a.ID, a.Kiosk, a.Document, a.Pages, a.Reason, a.SubReason, a.State, !a.Processed.IsZero(), a.Amount, a.Coupon, a.Policy, a.Received, []refund{}}
			var refunds []store.Refund
			refunds, err = tx.Refunds(a.ID, listed)
			for _, f := range refunds {
				row.Refunds = append(row.Refunds, refundOf(f))
			}
			answer = append(answer, row)
		}
		return err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, answer)
}
