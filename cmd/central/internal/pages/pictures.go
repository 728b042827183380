package pages

import (
	"encoding/base64"
	"html/template"
	"net/http"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/seal"
)

// pictures opens what the officer must see to decide: the portrait and the signature.
// They are on no other page, and that they were opened stands in the history.
func (s *Site) pictures(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	parts, err := s.Office.Parts(r.Context(), kiosk.ApplicationID(id))
	if err != nil {
		return err
	}
	defer func() {
		for _, p := range parts {
			clear(p)
		}
	}()
	if err := s.Store.Write(r.Context(), func(tx *store.Tx) error { return tx.AddEvent(id, "открыты фото и подпись", s.Now()) }); err != nil {
		return err
	}
	body := struct {
		ID                  string
		Portrait, Signature template.URL // empty: there is none
	}{id, inline("image/jpeg", parts[seal.KindPortrait]), inline("image/png", parts[seal.KindSignatureImage])}
	return s.show(w, r, "pictures.html", "Фото и подпись "+kiosk.ApplicationID(id).Short(), body)
}

// inline is a picture inside the page: nothing is cached, and there is no second address to it.
func inline(kind string, b []byte) template.URL {
	if len(b) == 0 {
		return ""
	}
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(b))
}
