package control

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/paperemu"
	"documenting.kz/terminal/devices/devicetest/penemu"
)

//go:embed page.html
var page []byte

const bodyLimit = 1 << 20 // a minute of strokes is a third of it

// panel serves the emulators it holds.
type panel struct {
	pen     *penemu.Emulator
	printer *paperemu.Emulator
}

// Register adds the page and the interface to mux.
func Register(mux *http.ServeMux, pen *penemu.Emulator, printer *paperemu.Emulator) {
	p := panel{pen: pen, printer: printer}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})
	mux.HandleFunc("GET /api/state", p.state)
	mux.HandleFunc("POST /api/pen/play", p.play)
	mux.HandleFunc("POST /api/pen/draw", p.draw)
	mux.HandleFunc("POST /api/pen/fault", faultHandler(pen.Fault))
	mux.HandleFunc("POST /api/printer/fault", faultHandler(printer.Fault))
	mux.HandleFunc("POST /api/printer/paper", p.paper)
	mux.HandleFunc("GET /api/printer/receipts", p.receipts)
	mux.HandleFunc("GET /api/printer/receipts/{file}", p.receipt)
}

func (p panel) state(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, struct {
		Pen        penemu.State   `json:"pen"`
		Printer    paperemu.State `json:"printer"`
		Signatures []string       `json:"signatures"`
	}{p.pen.State(), p.printer.State(), penemu.Signatures()})
}

func (p panel) play(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name    string          `json:"name"`
		Strokes json.RawMessage `json:"strokes"`
	}
	if !readJSON(w, r, &in) {
		return
	}
	var strokes []penemu.Stroke
	var err error
	switch {
	case in.Name != "" && in.Strokes == nil:
		strokes, err = penemu.Signature(in.Name)
	case in.Name == "" && in.Strokes != nil:
		strokes, err = penemu.ParseStrokes(in.Strokes)
	default:
		err = errors.New("give either a name or strokes")
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := p.pen.Play(r.Context(), strokes); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (p panel) draw(w http.ResponseWriter, r *http.Request) {
	var samples []penemu.Sample
	if !readJSON(w, r, &samples) {
		return
	}
	for _, s := range samples {
		if err := p.pen.Draw(s); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// faultHandler arms a device's fault.
func faultHandler(arm func(string, fault.Mode) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Name string     `json:"name"`
			Mode fault.Mode `json:"mode"`
		}
		if !readJSON(w, r, &in) {
			return
		}
		if err := arm(in.Name, in.Mode); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

func (p panel) paper(w http.ResponseWriter, r *http.Request) {
	var in struct {
		MM *float64 `json:"mm"`
	}
	if !readJSON(w, r, &in) {
		return
	}
	if in.MM == nil || *in.MM < 0 || *in.MM > 1_000_000 {
		http.Error(w, "mm is the length of the roll, 0 to 1000000", http.StatusBadRequest)
		return
	}
	p.printer.SetPaper(*in.MM)
	w.WriteHeader(http.StatusNoContent)
}

func (p panel) receipts(w http.ResponseWriter, _ *http.Request) {
	type line struct {
		N        int       `json:"n"`
		At       time.Time `json:"at"`
		HeightMM float64   `json:"height_mm"`
		Bytes    int       `json:"bytes"`
		Text     string    `json:"text,omitempty"`
	}
	lines := []line{}
	for _, r := range p.printer.Receipts() {
		lines = append(lines, line{r.Number, r.At, r.HeightMM(), len(r.Raw), r.Text})
	}
	writeJSON(w, lines)
}

func (p panel) receipt(w http.ResponseWriter, r *http.Request) {
	name, kind, _ := strings.Cut(r.PathValue("file"), ".")
	all := p.printer.Receipts()
	i := slices.IndexFunc(all, func(r paperemu.Receipt) bool { return strconv.Itoa(r.Number) == name })
	if name == "latest" {
		i = len(all) - 1
	}
	if i < 0 {
		http.Error(w, fmt.Sprintf("no receipt %q: the latest %d are kept", name, len(all)), http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	switch kind {
	case "bin":
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(all[i].Raw)
	case "png":
		picture, err := all[i].PNG()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(picture)
	default:
		http.Error(w, "a receipt is .png or .bin", http.StatusNotFound)
	}
}

func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, bodyLimit))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a client that left does not want it
}
