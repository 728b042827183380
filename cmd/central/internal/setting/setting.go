package setting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Service is a system behind the centre.
type Service string

// The systems, by the names the terminal knows them.
const (
	Consent   Service = "kdp"
	Persons   Service = "gbdfl"
	Phones    Service = "bmg"
	SMS       Service = "sms"
	Faces     Service = "digital-id"
	Civil     Service = "zags"
	Exemption Service = "aissik"
	Payment   Service = "payment"
)

// Services lists them in the order they are shown.
var Services = [...]Service{Consent, Persons, Phones, SMS, Faces, Civil, Exemption, Payment}

// Mode is how a system behaves.
type Mode string

// Modes: Down answers at once that it cannot, Silent does not answer at all, Slow
// answers after a while.
const (
	Up     Mode = "up"
	Slow   Mode = "slow"
	Down   Mode = "down"
	Silent Mode = "silent"
)

// Modes lists them in the order they are shown.
var Modes = [...]Mode{Up, Slow, Down, Silent}

// ErrDown says that a system did not do what it was asked. The wrapping error is a *Unavailable.
var ErrDown = errors.New("system not available")

// Unavailable names the system.
type Unavailable struct{ Service Service }

// Error implements error.
func (u *Unavailable) Error() string { return string(u.Service) + ": " + ErrDown.Error() }

// Is makes errors.Is(err, ErrDown) true.
func (u *Unavailable) Is(target error) bool { return target == ErrDown }

// Values are the settings as an operator writes them.
type Values struct {
	SMSTTLSeconds      int              `json:"smsTTLSeconds"`      // life of an SMS code
	ScanWaitSeconds    int              `json:"scanWaitSeconds"`    // life of an invoice nobody has opened
	ConfirmWaitSeconds int              `json:"confirmWaitSeconds"` // from the scan to the payment
	PollSeconds        int              `json:"pollSeconds"`        // what terminals are told
	LinkWaitSeconds    int              `json:"linkWaitSeconds"`    // life of a payment link sent by SMS
	ProcessSeconds     int              `json:"processSeconds"`     // from the coupon to "processed"
	FaceThreshold      float64          `json:"faceThreshold"`      // cosine from which two faces match
	SlowSeconds        int              `json:"slowSeconds"`        // how long a slow system thinks
	ExemptionSeconds   int              `json:"exemptionSeconds"`   // how long АИС СИК is waited for at the registration
	Basket             bool             `json:"basket"`             // one invoice for both applications of a visit
	AnnulledMonths     int              `json:"annulledMonths"`     // how long a citizen is told of an annulled application
	Services           map[Service]Mode `json:"services"`
}

// Defaults are the values of a centre that was just started. The threshold is package
// face's Likely: it lies between the most similar strangers measured (0.61) and one man
// on two photographs (0.85). An officer has a quarter of an hour to decide.
func Defaults() Values {
	v := Values{
		SMSTTLSeconds: 180, ScanWaitSeconds: 300, ConfirmWaitSeconds: 120, PollSeconds: 2, LinkWaitSeconds: 72 * 3600,
		ProcessSeconds: 900, FaceThreshold: 0.65, SlowSeconds: 4, ExemptionSeconds: 3, Basket: true, AnnulledMonths: 12, Services: map[Service]Mode{},
	}
	for _, s := range Services {
		v.Services[s] = Up
	}
	return v
}

func (v Values) check() error {
	for _, n := range []int{v.SMSTTLSeconds, v.ScanWaitSeconds, v.ConfirmWaitSeconds, v.PollSeconds, v.LinkWaitSeconds} {
		if n < 1 || n > 30*24*3600 {
			return errors.New("a waiting time must be between one second and thirty days")
		}
	}
	if v.SlowSeconds < 1 || v.SlowSeconds > 60 || v.ExemptionSeconds < 1 || v.ExemptionSeconds > 8 {
		return errors.New("slowSeconds is 1 to 60, exemptionSeconds 1 to 8: a terminal waits ten seconds")
	}
	if v.AnnulledMonths < 0 || v.AnnulledMonths > 60 {
		return errors.New("annulledMonths is 0 to 60")
	}
	if v.ProcessSeconds < 0 || v.FaceThreshold < -1 || v.FaceThreshold > 1 {
		return errors.New("processSeconds or faceThreshold out of range")
	}
	for s, m := range v.Services {
		if !slices.Contains(Services[:], s) || !slices.Contains(Modes[:], m) {
			return fmt.Errorf("service %q cannot be %q", s, m)
		}
	}
	return nil
}

// Live are the values in force. Its methods may be called at the same time.
type Live struct {
	mu sync.RWMutex
	v  Values
}

// New starts with the defaults.
func New() *Live { return &Live{v: Defaults()} }

// Get returns a copy.
func (l *Live) Get() Values {
	l.mu.RLock()
	defer l.mu.RUnlock()
	v := l.v
	v.Services = maps.Clone(l.v.Services)
	return v
}

// Patch changes the values that the JSON object names and leaves the others.
func (l *Live) Patch(patch []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.v
	v.Services = maps.Clone(l.v.Services)
	if err := json.Unmarshal(patch, &v); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if err := v.check(); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	l.v = v
	return nil
}

// Seconds makes a duration of a value.
func Seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// Reach is called before a system is asked: nil when it is up, *Unavailable at once
// when it is down, nil after SlowSeconds when it is slow, and *Unavailable after ctx
// has ended when it is silent (or slower than ctx).
func (l *Live) Reach(ctx context.Context, services ...Service) error {
	v := l.Get()
	for _, s := range services {
		switch v.Services[s] {
		case Slow:
			select {
			case <-time.After(Seconds(v.SlowSeconds)):
			case <-ctx.Done():
				return &Unavailable{s}
			}
		case Down:
			return &Unavailable{s}
		case Silent:
			<-ctx.Done()
			return &Unavailable{s}
		}
	}
	return nil
}
