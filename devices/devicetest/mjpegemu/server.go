package mjpegemu

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"documenting.kz/terminal/devices/devicetest/fault"
)

// Source makes the pictures.
type Source interface {
	// Frame returns the JPEG for the moment at, counted while somebody watched.
	// It is called by one goroutine at a time; the bytes are not changed afterwards.
	Frame(at time.Duration) ([]byte, error)
}

// Server streams a Source to any number of clients. It is an http.Handler.
type Server struct {
	source Source
	period time.Duration
	faults *fault.Set

	mu      sync.Mutex
	changed *sync.Cond // picture, faults or a client's leaving
	clients int
	running bool          // the producer lives
	watched time.Duration // the source's clock
	frames  uint64        // produced since the server was made
	now     picture
	err     error  // the source's last error
	kicks   uint64 // how often the plug was pulled
}

// picture is what the clients send next.
type picture struct {
	seq  uint64
	jpeg []byte
	do   string // Stall, stallOnce or Drop: what happens to a connection instead
}

// New makes a server that shows source at fps pictures a second.
func New(source Source, fps float64) *Server {
	s := &Server{source: source, period: time.Duration(float64(time.Second) / fps), faults: fault.NewSet(Faults()...)}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// State is the server as a control page shows it.
type State struct {
	Clients int                   `json:"clients"`
	Frames  uint64                `json:"frames"`
	Faults  map[string]fault.Mode `json:"faults"`
	Error   string                `json:"error,omitempty"`
}

// State tells who watches and what is wrong.
func (s *Server) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := State{Clients: s.clients, Frames: s.frames, Faults: s.faults.Modes()}
	if s.err != nil {
		st.Error = s.err.Error()
	}
	return st
}

// ServeHTTP streams until the client leaves or a fault ends the connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.faults.Take(Unplug) {
		s.mu.Unlock()
		panic(http.ErrAbortHandler) // closes the connection without a word
	}
	if r.Method != http.MethodGet {
		s.mu.Unlock()
		w.Header().Set("Allow", http.MethodGet)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	s.clients++
	if !s.running {
		s.running = true
		go s.produce()
	}
	kicks, seq := s.kicks, s.now.seq
	s.mu.Unlock()

	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.clients--
		s.changed.Broadcast()
	}()
	stop := make(chan struct{})
	defer close(stop)
	go func() { // wakes the loop below when the client leaves
		select {
		case <-r.Context().Done():
			s.mu.Lock()
			defer s.mu.Unlock()
			s.changed.Broadcast()
		case <-stop:
		}
	}()

	w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary=frame")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	if out.Flush() != nil {
		return
	}
	for {
		p, ok := s.next(r, seq, kicks)
		switch {
		case r.Context().Err() != nil:
			return
		case !ok || p.do == Drop:
			panic(http.ErrAbortHandler)
		case p.do == Stall || p.do == stallOnce:
			s.stall(r, kicks, p.do == stallOnce)
			seq = p.seq
			continue
		}
		seq = p.seq
		_, err := fmt.Fprintf(w, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n", len(p.jpeg))
		if err == nil {
			_, err = w.Write(p.jpeg)
		}
		if err == nil {
			_, err = w.Write([]byte("\r\n"))
		}
		if err != nil || out.Flush() != nil {
			return
		}
	}
}

// next waits for a picture newer than seq; false when the plug was pulled.
func (s *Server) next(r *http.Request, seq, kicks uint64) (picture, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.now.seq == seq && s.kicks == kicks && r.Context().Err() == nil {
		s.changed.Wait()
	}
	return s.now, s.kicks == kicks
}

// stall says nothing until the client leaves or the plug is pulled, and, if not
// meant once, until the fault is cleared.
func (s *Server) stall(r *http.Request, kicks uint64, once bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for r.Context().Err() == nil && s.kicks == kicks && (once || s.faults.Armed(Stall)) {
		s.changed.Wait()
	}
}

// produce makes pictures as long as somebody watches.
func (s *Server) produce() {
	ticker := time.NewTicker(s.period)
	defer ticker.Stop()
	last := time.Now()
	for {
		s.mu.Lock()
		if s.clients == 0 {
			s.running = false
			s.now.jpeg = nil
			s.mu.Unlock()
			return
		}
		at, f := s.watched, s.due()
		s.mu.Unlock()

		jpeg, err := s.source.Frame(at)
		if err == nil {
			jpeg, err = f.spoil(jpeg)
		}
		if f.slow {
			time.Sleep(time.Second)
		}

		s.mu.Lock()
		s.err = err
		if err == nil {
			s.frames++
			s.now = picture{seq: s.now.seq + 1, jpeg: jpeg, do: f.connection}
			s.changed.Broadcast()
		}
		s.mu.Unlock()

		<-ticker.C
		now := time.Now()
		s.mu.Lock()
		s.watched += now.Sub(last)
		s.mu.Unlock()
		last = now
	}
}
