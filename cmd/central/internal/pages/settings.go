package pages

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
)

var serviceNames = map[setting.Service]string{
	setting.Consent: "КДП, согласие", setting.Persons: "ГБД ФЛ", setting.Phones: "БМГ", setting.SMS: "SMS 1414", setting.Faces: "Digital-ID",
	setting.Civil: "ИС ЗАГС", setting.Exemption: "АИС СИК", setting.Payment: "Платёжный сервис",
}

type number struct {
	Name, Label string
	Value       int
}

func numbers(v setting.Values) []number {
	return []number{
		{"smsTTLSeconds", "SMS-код живёт, с", v.SMSTTLSeconds}, {"scanWaitSeconds", "Счёт ждёт сканирования, с", v.ScanWaitSeconds},
		{"confirmWaitSeconds", "От сканирования до оплаты, с", v.ConfirmWaitSeconds}, {"pollSeconds", "Терминал спрашивает каждые, с", v.PollSeconds},
		{"linkWaitSeconds", "Ссылка из SMS действует, с", v.LinkWaitSeconds},
		{"processSeconds", "Одобрять без офицера через, с после талона", v.ProcessSeconds},
		{"slowSeconds", "Медленная система отвечает через, с", v.SlowSeconds},
		{"exemptionSeconds", "Ждать АИС СИК не дольше, с", v.ExemptionSeconds},
		{"annulledMonths", "Говорить об аннулировании, месяцев", v.AnnulledMonths},
	}
}

func (s *Site) settings(w http.ResponseWriter, r *http.Request) error {
	type service struct {
		ID   setting.Service
		Name string
		Mode setting.Mode
	}
	v := s.Settings.Get()
	body := struct {
		Services      []service
		Modes         []setting.Mode
		Numbers       []number
		FaceThreshold float64
		Basket        bool
	}{Modes: setting.Modes[:], Basket: v.Basket, Numbers: numbers(v), FaceThreshold: v.FaceThreshold}
	for _, id := range setting.Services {
		body.Services = append(body.Services, service{id, serviceNames[id], v.Services[id]})
	}
	return s.show(w, r, "settings.html", "Настройки", body)
}

func (s *Site) changeSettings(w http.ResponseWriter, r *http.Request) error {
	patch, services := map[string]any{}, map[setting.Service]string{}
	for _, n := range numbers(setting.Values{}) {
		value, err := strconv.Atoi(r.FormValue(n.Name))
		if err != nil {
			return errors.Join(errBadInput, err)
		}
		patch[n.Name] = value
	}
	threshold, err := strconv.ParseFloat(r.FormValue("faceThreshold"), 64)
	if err != nil {
		return errors.Join(errBadInput, err)
	}
	patch["faceThreshold"], patch["basket"] = threshold, r.FormValue("basket") == "true"
	for _, id := range setting.Services {
		services[id] = r.FormValue("service-" + string(id))
	}
	patch["services"] = services
	b, err := json.Marshal(patch)
	if err != nil {
		return err
	}
	if err := s.Settings.Patch(b); err != nil {
		return errors.Join(errBadInput, err)
	}
	http.Redirect(w, r, "/operator/settings", http.StatusSeeOther)
	return nil
}

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

func (s *Site) apiSettings(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, s.Settings.Get())
}

// apiChangeSettings changes what the JSON object names and answers with all values.
func (s *Site) apiChangeSettings(w http.ResponseWriter, r *http.Request) error {
	patch, err := io.ReadAll(r.Body)
	if err != nil {
		return errors.Join(errBadInput, err)
	}
	if err := s.Settings.Patch(patch); err != nil {
		return errors.Join(errBadInput, err)
	}
	return writeJSON(w, s.Settings.Get())
}

// apiSMS lists a phone's messages, newest first. Without a phone: everybody's.
func (s *Site) apiSMS(w http.ResponseWriter, r *http.Request) error {
	type message struct {
		Phone       string    `json:"phone"`
		Text        string    `json:"text"`
		Code        string    `json:"code,omitempty"`
		Purpose     string    `json:"purpose"` // identify, confirm, coupon, payment-link, annulled, needs-visit
		Application string    `json:"application"`
		At          time.Time `json:"at"`
	}
	var list []store.SMS
	err := s.Store.Read(r.Context(), func(tx *store.Tx) (err error) { list, err = tx.Messages(r.FormValue("phone"), listed); return err })
	if err != nil {
		return err
	}
	answer := []message{}
	for _, m := range list {
		answer = append(answer, message(m))
	}
	return writeJSON(w, answer)
}

// apiPeople lists the people to try.
func (s *Site) apiPeople(w http.ResponseWriter, _ *http.Request) error {
	type person struct {
		IIN      string   `json:"iin"`
		Phone    string   `json:"phone,omitempty"`
		Portrait string   `json:"portrait"`
		Name     string   `json:"name"`
		Note     string   `json:"note"`
		Expect   []string `json:"expect"` // what the rules answer
	}
	all, err := s.People.All()
	if err != nil {
		return err
	}
	answer := []person{}
	for _, e := range all {
		p := person{IIN: string(e.Person.IIN), Portrait: e.Portrait, Name: e.Person.FullName(), Note: e.Note, Expect: e.Expect}
		if len(e.Phones) > 0 {
			p.Phone = string(e.Phones[0])
		}
		answer = append(answer, p)
	}
	return writeJSON(w, answer)
}
