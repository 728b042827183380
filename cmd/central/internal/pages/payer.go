package pages

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"documenting.kz/terminal/cmd/central/internal/payment"
)

// demand is the payer's page.
type demand struct {
	payment.Demand
	Token string
}

func (s *Site) pay(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	d, err := s.Payments.Scan(r.Context(), token)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return s.pages.ExecuteTemplate(w, "pay.html", frame{Title: "Оплата", Body: demand{d, token}})
}

var failureCode = regexp.MustCompile(`^[0-9A-Z]{1,8}$`)

// payerActs takes pay, cancel or fail (with a code, 51 when absent): from the page's
// buttons, answered by the page, or from a program, answered by JSON.
func (s *Site) payerActs(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	code := codeOf(r)
	if !failureCode.MatchString(code) {
		return errBadInput
	}
	act, ok := map[string]func(context.Context, string) (payment.Demand, error){
		"pay": s.Payments.Pay, "cancel": s.Payments.Cancel,
		"fail": func(ctx context.Context, token string) (payment.Demand, error) {
			return s.Payments.Fail(ctx, token, code)
		},
	}[r.PathValue("action")]
	if !ok {
		return errNotFound
	}
	d, err := act(r.Context(), token)
	if err != nil {
		return err
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/pay/"+token, http.StatusSeeOther)
		return nil
	}
	return writeJSON(w, map[string]any{
		"applications": len(d.Items), "invoice": d.Invoice, "state": d.State, "reference": d.Reference, "amountTiyn": d.Amount, "late": d.Late, "failureCode": d.Failure,
	})
}

func codeOf(r *http.Request) string {
	var body struct {
		Code string `json:"code"`
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		_ = json.NewDecoder(r.Body).Decode(&body) // an unreadable body names no code
	} else {
		body.Code = r.FormValue("code")
	}
	if body.Code == "" {
		return "51"
	}
	return body.Code
}
