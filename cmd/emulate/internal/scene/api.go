package scene

import (
	"encoding/json"
	"net/http"

	"documenting.kz/terminal/devices/devicetest/fault"
	"documenting.kz/terminal/devices/devicetest/mjpegemu"
)

// Register adds the camera's addresses to mux:
//
//	GET  /camera/stream.mjpg   the picture
//	GET  /api/camera/state     who does what, who watches, which faults
//	POST /api/camera/person    {"who":"pair","act":"walk-in"}; an empty who keeps the person
//	POST /api/camera/fault     {"name":"stall","mode":"next"}
func (s *Scene) Register(mux *http.ServeMux) {
	mux.Handle("/camera/stream.mjpg", s.stream)
	mux.HandleFunc("GET /api/camera/state", s.getState)
	mux.HandleFunc("POST /api/camera/person", s.postPerson)
	mux.HandleFunc("POST /api/camera/fault", s.postFault)
}

type state struct {
	Who    string   `json:"who"`
	Act    Act      `json:"act"`
	Width  int      `json:"width"`
	Height int      `json:"height"`
	FPS    float64  `json:"fps"`
	People []string `json:"people"`
	Acts   []Act    `json:"acts"`
	Names  []string `json:"fault_names"`
	mjpegemu.State
}

func (s *Scene) getState(w http.ResponseWriter, _ *http.Request) {
	stream := s.stream.State()
	s.mu.Lock()
	st := state{Who: s.who, Act: s.act, Width: s.opts.Size.X, Height: s.opts.Size.Y, FPS: s.opts.FPS,
		People: People(), Acts: Acts(), Names: mjpegemu.Faults(), State: stream}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(st) // a client that left does not want it
}

func (s *Scene) postPerson(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Who string `json:"who"`
		Act Act    `json:"act"`
	}
	if !read(w, r, &in) {
		return
	}
	if in.Who == "" {
		s.mu.Lock()
		in.Who = s.who
		s.mu.Unlock()
	}
	answer(w, s.Play(in.Who, in.Act))
}

func (s *Scene) postFault(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name string     `json:"name"`
		Mode fault.Mode `json:"mode"`
	}
	if read(w, r, &in) {
		answer(w, s.stream.Arm(in.Name, in.Mode))
	}
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func answer(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
