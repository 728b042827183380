package citizen

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"net/http"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// Seen is what the probe tells of the window: the View that is drawn and where its buttons are.
type Seen struct {
	Drawn    int                        `json:"drawn"`   // counts drawn Views
	Entered  int                        `json:"entered"` // counts changes of State, drawn or too short to be
	Buttons  map[string]image.Rectangle `json:"buttons"`
	State    kiosk.State                `json:"state"`
	Screen   kiosk.Screen               `json:"screen"`
	Language kiosk.Language             `json:"language"`
	Overlay  kiosk.Overlay              `json:"overlay"`
	Problem  *kiosk.Problem             `json:"problem"`
	Problems []kiosk.Problem            `json:"problems"` // of the attract screen
	Open     bool                       `json:"open"`
	CanNext  bool                       `json:"canNext"`
	Typed    int                        `json:"typed"`
	Advice   kiosk.Advice               `json:"advice"`
	Shots    int                        `json:"shots"`
	Ink      bool                       `json:"ink"`
	PadAway  bool                       `json:"padAway"`
	Payment  kiosk.PaymentState         `json:"payment"`
	QR       bool                       `json:"qr"`
	// Application is the id, known while the receipt has no coupon number.
	Application string            `json:"application"`
	Receipt     kiosk.ReceiptView `json:"receipt"`
	Refusal     string            `json:"refusal"`
	Options     []Option          `json:"options"`
	Chosen      []kiosk.Choice    `json:"chosen"`
	// Denied is the rule that an option asked about does not meet, Told what the screen says of a refusal.
	Denied  string          `json:"denied"`
	Told    *kiosk.Refusal  `json:"told"`
	Option  *kiosk.Verdict  `json:"option"` // the one asked about
	Slip    kiosk.SlipState `json:"slip"`
	Earlier int             `json:"earlier"` // annulled applications the citizen is told of
	Wait    kiosk.WaitView  `json:"wait"`
	Pay     kiosk.PayView   `json:"pay"`
	Number  string          `json:"number"` // what staff sees
	Frames  int64           `json:"frames"` // preview frames drawn since the start
}

// Option is one line of the choice screen.
type Option struct {
	Choice  kiosk.Choice `json:"choice"`
	Allowed bool         `json:"allowed"`
	Why     string       `json:"why"`
	Code    string       `json:"code"` // the rule not met
	Title   kiosk.Text   `json:"title"`
}

// web is a small JSON client; errors name the address.
type web struct{ base string }

func (w web) get(ctx context.Context, path string, into any) error {
	return w.do(ctx, http.MethodGet, path, nil, into)
}

func (w web) post(ctx context.Context, path string, body, into any) error {
	return w.do(ctx, http.MethodPost, path, body, into)
}

func (w web) do(ctx context.Context, method, path string, body, into any) error {
	var in io.Reader
	if raw, ok := body.([]byte); ok {
		in = bytes.NewReader(raw)
	} else if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(w.base, "/")+path, in)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	rsp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer rsp.Body.Close()
	text, err := io.ReadAll(rsp.Body)
	if err != nil {
		return err
	}
	if rsp.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, path, rsp.Status, bytes.TrimSpace(text))
	}
	if raw, ok := into.(*[]byte); ok {
		*raw = text
		return nil
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}
