package central

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"documenting.kz/terminal/kiosk"

	"github.com/google/uuid"
)

// Opts of Dial. The zero value is usable.
type Opts struct {
	Timeout     time.Duration     // of one call; 10 s by default
	FaceTimeout time.Duration     // of a face comparison and of one part of a blob; 30 s by default
	Transport   http.RoundTripper // e.g. with a client certificate; http.DefaultTransport by default
}

// Conn speaks for one terminal to the centre. It is safe for concurrent use.
type Conn struct {
	wire  *Client
	kiosk string
	o     Opts
}

var (
	_ kiosk.Registries = (*Conn)(nil)
	_ kiosk.Desk       = (*Conn)(nil)
)

var kioskPattern = regexp.MustCompile(`^[A-Z0-9-]{3,32}$`)

// Dial checks the address and wires a Conn; it does not touch the network.
func Dial(baseURL, kioskID string, o Opts) (*Conn, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the centre's address is not http://HOST or https://HOST")
	}
	if !kioskPattern.MatchString(kioskID) {
		return nil, errors.New("kiosk id does not fit [A-Z0-9-]{3,32}")
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.FaceTimeout <= 0 {
		o.FaceTimeout = 30 * time.Second
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	wire, err := NewClient(baseURL, WithHTTPClient(&http.Client{
		Transport: wholeBody{o.Transport},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a redirect would carry a citizen's number elsewhere
		},
	}))
	if err != nil {
		return nil, err
	}
	return &Conn{wire: wire, kiosk: kioskID, o: o}, nil
}

// maxAnswer bounds what one answer may take of memory.
const maxAnswer = 16 << 20

// wholeBody reads answers before it hands them on.
type wholeBody struct{ next http.RoundTripper }

func (w wholeBody) RoundTrip(req *http.Request) (*http.Response, error) {
	rsp, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(rsp.Body, maxAnswer+1))
	rsp.Body.Close()
	if err != nil {
		return nil, err
	}
	if len(body) > maxAnswer {
		return nil, errors.New("answer too long")
	}
	rsp.Body = io.NopCloser(bytes.NewReader(body))
	return rsp, nil
}

// call sends one request and reads its answer into a T when the status is one
// of the contract's successes. system names who answers, for errors.
func call[T any](ctx context.Context, timeout time.Duration, system string, means meanings,
	send func(context.Context) (*http.Response, error)) (*T, *http.Response, error) {
	rsp, body, err := exchange(ctx, timeout, system, means, send)
	if err != nil {
		return nil, nil, err
	}
	out := new(T)
	if err := json.Unmarshal(body, out); err != nil {
		field := "body"
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			field = wrong.Field
		}
		return nil, nil, &MalformedError{system, field} // err itself may quote a value
	}
	return out, rsp, nil
}

func exchange(ctx context.Context, timeout time.Duration, system string, means meanings,
	send func(context.Context) (*http.Response, error)) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	rsp, err := send(ctx)
	if err != nil {
		var at *url.Error // names the URL, which is never personal, but a technician needs only why
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, nil, &silence{system, err}
	}
	body, err := io.ReadAll(rsp.Body)
	if err != nil {
		return nil, nil, &silence{system, err}
	}
	switch rsp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		return rsp, body, nil
	}
	return rsp, body, problem(system, rsp, body, means)
}

// wireID turns an application's id into the contract's form.
func wireID(id kiosk.ApplicationID) (uuid.UUID, error) {
	u, err := uuid.Parse(string(id))
	if err != nil {
		return uuid.UUID{}, errors.New("application id is not a UUID")
	}
	return u, nil
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
