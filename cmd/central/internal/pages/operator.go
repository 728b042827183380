package pages

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// listed is how many rows a page shows.
const listed = 200

type sum struct {
	State kiosk.RegistrationState
	N     int
}

func (s *Site) applications(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Rows []store.Application
		Sums []sum
	}
	if err := s.Store.Read(r.Context(), func(tx *store.Tx) (err error) { body.Rows, err = tx.Applications(listed); return err }); err != nil {
		return err
	}
	for _, state := range []kiosk.RegistrationState{kiosk.AwaitingPayment, kiosk.Exempt, kiosk.AlreadyPaid, kiosk.Confirmed, kiosk.Annulled, kiosk.Refused, kiosk.Closed} {
		n := 0
		for _, a := range body.Rows {
			if a.State == state {
				n++
			}
		}
		if n > 0 {
			body.Sums = append(body.Sums, sum{state, n})
		}
	}
	return s.show(w, r, "applications.html", "Заявления", body)
}

// file is an application as the officer sees it.
type file struct {
	App      store.Application
	Reg      intake.Registration
	Events   []store.Event
	Invoices []store.Invoice
	Refunds  []store.Refund
	Decision *store.Decision
	Grounds  []policy.Decision // what can be decided now; none when nothing can
}

// Typed keeps the page from reloading under the officer's hand.
func (f file) Typed() bool { return len(f.Grounds) > 0 }

func (s *Site) application(w http.ResponseWriter, r *http.Request) error {
	var body file
	id := r.PathValue("id")
	err := s.Store.Read(r.Context(), func(tx *store.Tx) (err error) {
		if body.App, err = tx.Application(id); err != nil {
			return err
		}
		if body.Events, err = tx.Events(id); err != nil {
			return err
		}
		if body.Invoices, err = tx.Invoices(id); err != nil {
			return err
		}
		if body.Refunds, err = tx.Refunds(id, listed); err != nil {
			return err
		}
		d, err := tx.Decision(id)
		if err == nil {
			body.Decision = &d
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.stateNow(body.Invoices)
	if body.App.State == kiosk.Confirmed && body.App.Processed.IsZero() {
		body.Grounds = s.Office.Policy.Set().Decisions(registry.Today(s.Now()))
	}
	if body.Reg, err = s.Office.Application(r.Context(), body.App.Kiosk, id); err != nil {
		return err
	}
	return s.show(w, r, "application.html", "Заявление "+kiosk.ApplicationID(id).Short(), body)
}

// stateNow replaces stored states by what the invoices are at this moment.
func (s *Site) stateNow(list []store.Invoice) {
	for i := range list {
		list[i].State = payment.At(list[i], s.Now())
	}
}

func (s *Site) sms(w http.ResponseWriter, r *http.Request) error {
	var list []store.SMS
	if err := s.Store.Read(r.Context(), func(tx *store.Tx) (err error) { list, err = tx.Messages("", listed); return err }); err != nil {
		return err
	}
	return s.show(w, r, "sms.html", "SMS", list)
}

func (s *Site) people(w http.ResponseWriter, r *http.Request) error {
	all, err := s.People.All()
	if err != nil {
		return err
	}
	return s.show(w, r, "people.html", "Люди для пробы", all)
}

func (s *Site) payments(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Invoices []store.Invoice
		Refunds  []store.Refund
	}
	err := s.Store.Read(r.Context(), func(tx *store.Tx) (err error) {
		if body.Invoices, err = tx.AllInvoices(listed); err != nil {
			return err
		}
		body.Refunds, err = tx.Refunds("", listed)
		return err
	})
	if err != nil {
		return err
	}
	s.stateNow(body.Invoices)
	return s.show(w, r, "payments.html", "Платежи", body)
}

// terminal is a row of the terminals' page.
type terminal struct {
	store.Kiosk
	Beat struct {
		LastSeq             int64
		Queued              int
		OldestQueuedSeconds int
		Devices             map[string]string
		Version             string
		Policy              string
		PolicySerial        int64
	}
	Highest, Missing int64 // last place that arrived; places up to the terminal's last that did not
	Stars            float64
	Ratings          int
}

func (s *Site) terminals(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Terminals []terminal
		Incidents []store.Incident
		Rules     *policy.Set // the centre's own
		Publish   string      // where new ones go; empty: nobody can publish
		Gaps      []string
	}
	body.Rules = s.Office.Policy.Set()
	if s.Office.Policy.Open() {
		body.Publish = "http://" + r.Host + "/operator/api/policy"
	}
	body.Gaps = body.Rules.Gaps(registry.Today(s.Now()))
	err := s.Store.Read(r.Context(), func(tx *store.Tx) error {
		known, err := tx.Kiosks()
		if err != nil {
			return err
		}
		for _, k := range known {
			t := terminal{Kiosk: k}
			if k.Heartbeat != "" {
				if err := json.Unmarshal([]byte(k.Heartbeat), &t.Beat); err != nil {
					return fmt.Errorf("heartbeat of %s: %w", k.ID, err)
				}
			}
			if t.Highest, err = tx.HighestSeq(k.ID); err != nil {
				return err
			}
			arrived, err := tx.Arrived(k.ID, t.Beat.LastSeq)
			if err != nil {
				return err
			}
			t.Missing = t.Beat.LastSeq - arrived
			if t.Stars, t.Ratings, err = tx.RatingOf(k.ID); err != nil {
				return err
			}
			body.Terminals = append(body.Terminals, t)
		}
		body.Incidents, err = tx.Incidents(listed)
		return err
	})
	if err != nil {
		return err
	}
	return s.show(w, r, "terminals.html", "Терминалы", body)
}

func (s *Site) answerHelp(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return errNotFound
	}
	if err := s.Store.Write(r.Context(), func(tx *store.Tx) error { return tx.AnswerHelp(id, s.Now()) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/operator/", http.StatusSeeOther)
	return nil
}
