package pages

import (
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"documenting.kz/terminal/cmd/central/internal/intake"
	"documenting.kz/terminal/cmd/central/internal/payment"
	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/setting"
	"documenting.kz/terminal/cmd/central/internal/store"
)

//go:embed html
var files embed.FS

// Site is the pages.
type Site struct {
	Store    *store.Store
	People   *registry.Registry
	Office   *intake.Office
	Payments *payment.Provider
	Settings *setting.Live
	Log      *slog.Logger
	Now      func() time.Time

	pages *template.Template
}

// Handler serves /operator/ and /pay/.
func (s *Site) Handler() (http.Handler, error) {
	var err error
	if s.pages, err = template.New("").Funcs(s.words()).ParseFS(files, "html/*.html"); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", http.RedirectHandler("/operator/", http.StatusSeeOther))
	mux.HandleFunc("GET /operator/style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "html/style.css")
	})
	for pattern, page := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /operator/{$}":                             s.applications,
		"GET /operator/applications/{id}":               s.application,
		"GET /operator/sms":                             s.sms,
		"GET /operator/people":                          s.people,
		"GET /operator/payments":                        s.payments,
		"GET /operator/terminals":                       s.terminals,
		"GET /operator/settings":                        s.settings,
		"POST /operator/settings":                       s.changeSettings,
		"POST /operator/help/{id}/answer":               s.answerHelp,
		"GET /operator/api/sms":                         s.apiSMS,
		"GET /operator/api/people":                      s.apiPeople,
		"GET /operator/api/settings":                    s.apiSettings,
		"POST /operator/api/settings":                   s.apiChangeSettings,
		"GET /operator/applications/{id}/pictures":      s.pictures,
		"POST /operator/applications/{id}/decision":     s.decide,
		"POST /operator/refunds/{id}/returned":          s.returned,
		"POST /operator/api/applications/{id}/decision": s.apiDecide,
		"POST /operator/api/refunds/{id}/returned":      s.apiReturned,
		"GET /operator/api/applications":                s.apiApplications,
		"GET /operator/api/decisions":                   s.apiDecisions,
		"GET /pay/{token}":                              s.pay,
		"POST /pay/{token}/{action}":                    s.payerActs,
	} {
		mux.HandleFunc(pattern, s.answer(page))
	}
	return strict(http.MaxBytesHandler(mux, 64<<10)), nil
}

// strict sets the headers that keep a page to itself.
func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

var (
	errNotFound = errors.New("нет такой страницы")
	errBadInput = errors.New("значение не подходит")
)

// answer turns what a page returns into a status.
func (s *Site) answer(page func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := page(w, r)
		switch {
		case err == nil:
		case errors.Is(err, errNotFound), errors.Is(err, store.ErrNotFound), errors.Is(err, payment.ErrUnknown),
			errors.Is(err, intake.ErrUnknown), errors.Is(err, payment.ErrNoRefund):
			http.Error(w, errNotFound.Error(), http.StatusNotFound)
		case errors.Is(err, errBadInput):
			http.Error(w, err.Error(), http.StatusBadRequest)
		case errors.Is(err, intake.ErrBadDecision):
			http.Error(w, "нет такого решения, такого основания или не назван офицер", http.StatusBadRequest)
		case errors.Is(err, intake.ErrNotDecidable):
			http.Error(w, "решение принимается по подтверждённому заявлению, которое ещё не обработано", http.StatusConflict)
		case errors.Is(err, intake.ErrDecided):
			http.Error(w, "по заявлению уже принято другое решение", http.StatusConflict)
		case errors.Is(err, payment.ErrEnded):
			http.Error(w, "счёт уже завершён", http.StatusConflict)
		default:
			s.Log.ErrorContext(r.Context(), "page failed", "route", r.Pattern, "err", err)
			http.Error(w, "внутренняя ошибка", http.StatusInternalServerError)
		}
	}
}

type link struct{ Path, Name string }

var navigation = []link{
	{"/operator/", "Заявления"}, {"/operator/sms", "SMS"}, {"/operator/people", "Люди для пробы"}, {"/operator/payments", "Платежи"},
	{"/operator/terminals", "Терминалы"}, {"/operator/settings", "Настройки"},
}

// frame is what every operator's page has around its body.
type frame struct {
	Title   string
	Path    string
	Nav     []link
	Reload  int // seconds, 0: never
	Ringing []store.Help
	Alerts  []string
	Body    any
}

const reloadSeconds = 3

// show renders an operator's page. Pages that people type into do not reload.
func (s *Site) show(w http.ResponseWriter, r *http.Request, page, title string, body any) error {
	f := frame{Title: title, Path: r.URL.Path, Nav: navigation, Body: body, Reload: reloadSeconds}
	if typed, ok := body.(interface{ Typed() bool }); ok && typed.Typed() || slices.Contains([]string{"settings.html", "people.html", "pictures.html"}, page) {
		f.Reload = 0
	}
	err := s.Store.Read(r.Context(), func(tx *store.Tx) (err error) { f.Ringing, err = tx.RingingHelp(); return err })
	if err != nil {
		return err
	}
	for _, gap := range s.Office.Policy.Set().Gaps(registry.Today(s.Now())) {
		f.Alerts = append(f.Alerts, "В правилах скоро чего-то не хватит: "+gap)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return s.pages.ExecuteTemplate(w, page, f)
}
