package citizen

import (
	"context"
	"fmt"
	"net/url"

	"documenting.kz/terminal/kiosk"
)

// Hardware is the emulators' control API.
type Hardware struct{ web }

// Person lets somebody do something before the camera.
func (h Hardware) Person(ctx context.Context, who, act string) error {
	return h.post(ctx, "/api/camera/person", map[string]string{"who": who, "act": act}, nil)
}

// Camera sets a fault of the camera: next, always or cleared.
func (h Hardware) Camera(ctx context.Context, fault, mode string) error {
	return h.post(ctx, "/api/camera/fault", map[string]string{"name": fault, "mode": mode}, nil)
}

// Pen sets a fault of the pad.
func (h Hardware) Pen(ctx context.Context, fault, mode string) error {
	return h.post(ctx, "/api/pen/fault", map[string]string{"name": fault, "mode": mode}, nil)
}

// Write plays one of the emulator's handwritings on the pad.
func (h Hardware) Write(ctx context.Context, name string) error {
	return h.post(ctx, "/api/pen/play", map[string]string{"name": name}, nil)
}

// Printer sets a fault of the printer.
func (h Hardware) Printer(ctx context.Context, fault, mode string) error {
	return h.post(ctx, "/api/printer/fault", map[string]string{"name": fault, "mode": mode}, nil)
}

// Paper puts so much paper into the printer.
func (h Hardware) Paper(ctx context.Context, mm float64) error {
	return h.post(ctx, "/api/printer/paper", map[string]float64{"mm": mm}, nil)
}

// Receipt is a page that was printed and cut.
type Receipt struct {
	N int `json:"n"` // counted from 1
}

// Receipts lists the latest receipts, the last one last.
func (h Hardware) Receipts(ctx context.Context) ([]Receipt, error) {
	var list []Receipt
	err := h.get(ctx, "/api/printer/receipts", &list)
	return list, err
}

// Receipt is the picture of receipt n, counted from 1.
func (h Hardware) Receipt(ctx context.Context, n int) ([]byte, error) {
	var png []byte
	err := h.get(ctx, fmt.Sprintf("/api/printer/receipts/%d.png", n), &png)
	return png, err
}

// Centre is the operators' side of the central service.
type Centre struct{ web }

// Set changes settings for a test: smsTTLSeconds, scanWaitSeconds, services …
func (c Centre) Set(ctx context.Context, values map[string]any) error {
	return c.post(ctx, "/operator/api/settings", values, nil)
}

// Publish offers a signed bundle of policy data.
func (c Centre) Publish(ctx context.Context, bundle []byte) error {
	return c.post(ctx, "/operator/api/policy", bundle, nil)
}

// Get reads a page of the centre.
func (c Centre) Get(ctx context.Context, path string, into *[]byte) error {
	return c.get(ctx, path, into)
}

// Application is what the centre has made of a visit.
type Application struct {
	ID       string                  `json:"id"`
	Document kiosk.DocumentKind      `json:"document"`
	State    kiosk.RegistrationState `json:"state"`
	Amount   kiosk.Money             `json:"amountTiyn"`
	Coupon   string                  `json:"coupon"`
	Policy   string                  `json:"policy"`
	Refunds  []Refund                `json:"refunds"`
}

// Refund is money that goes back.
type Refund struct {
	Amount kiosk.Money `json:"amountTiyn"`
	Reason string      `json:"reason"` // paid-twice, closed, annulled
	State  string      `json:"state"`  // requested, returned
}

// Applications lists those of a number, newest first.
func (c Centre) Applications(ctx context.Context, phone string) ([]Application, error) {
	var list []Application
	err := c.get(ctx, "/operator/api/applications?phone="+url.QueryEscape(phone), &list)
	return list, err
}

// Decide is the migration officer's word on an application.
func (c Centre) Decide(ctx context.Context, application, outcome, code string) error {
	return c.post(ctx, "/operator/api/applications/"+application+"/decision",
		map[string]string{"outcome": outcome, "code": code, "officer": "officer-1"}, nil)
}

// SMS is one message the centre sent.
type SMS struct {
	Phone string `json:"phone"`
	Text  string `json:"text"`
	Code  string `json:"code"`
	// Purpose is identify, confirm, coupon, payment-link, annulled or needs-visit.
	Purpose string `json:"purpose"`
}

// Messages lists what was sent to a number, newest first.
func (c Centre) Messages(ctx context.Context, phone string) ([]SMS, error) {
	var list []SMS
	err := c.get(ctx, "/operator/api/sms?phone="+url.QueryEscape(phone), &list)
	return list, err
}
